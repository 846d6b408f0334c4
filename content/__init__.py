"""Reads `data/`: topics, responses and phrases, for both Pythons. Imports nothing else of the project."""
