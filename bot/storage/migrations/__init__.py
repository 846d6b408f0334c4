"""The schema of the store, brought up to date at start."""
