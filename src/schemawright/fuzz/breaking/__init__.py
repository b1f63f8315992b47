"""Violations: valid records in which one keyword is broken at one location."""
