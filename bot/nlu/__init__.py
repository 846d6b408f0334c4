"""Understands messages: Rasa graph components and the spaCy pipeline. Runs in the engine's Python only."""
