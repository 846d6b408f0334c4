"""Stores the queue of people who wait for an agent."""
