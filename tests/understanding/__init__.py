"""Held-out messages, and tests that they and the training data are what they should be."""
