"""Stands in for the real package; see `no_build`."""
