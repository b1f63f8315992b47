"""Texts of patterns, formats and lengths; and texts that are nearly so."""
