"""Reads and writes the transcripts of conversations."""
