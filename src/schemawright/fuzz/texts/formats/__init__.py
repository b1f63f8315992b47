"""Formats, each with the edges of what is valid, and what is nearly valid."""
