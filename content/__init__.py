"""What both Pythons share: `data/` as it is read, and case numbers. Imports nothing else of the project."""
