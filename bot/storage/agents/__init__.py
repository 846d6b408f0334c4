"""Stores agents' accounts, sessions, one-time links and presence."""
