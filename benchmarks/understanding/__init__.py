"""Our understanding against Rasa's default pipeline and published systems, on public data, in one run."""
