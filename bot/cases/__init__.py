"""Sends cases to the systems that support teams already use: email and Zendesk."""
