"""Accounts of agents, their sessions and one-time links, and who is at the desk."""
