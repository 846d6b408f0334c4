"""The report of `make evaluate`: what the trained model makes of messages that it has never seen."""
