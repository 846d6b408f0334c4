"""Messaging channels: one module a channel, and what they share."""
