"""The web chat as a channel: its API, its stream of events, and the pages."""
