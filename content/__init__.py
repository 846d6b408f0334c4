"""Reads `data/` for both Pythons, and draws case numbers. Imports nothing else of the project."""
