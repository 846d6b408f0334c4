"""Figures, and messages that were not understood."""
