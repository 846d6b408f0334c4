"""Addresses of messaging channels, and who wants no messages."""
