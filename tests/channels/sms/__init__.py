"""Tests of messaging channels."""
