"""Stores addresses in messaging channels and opt-outs."""
