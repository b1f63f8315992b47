"""Stands in for the real build backend; see `no_build`."""

from no_build import get_requires_for_build_wheel, prepare_metadata_for_build_wheel

__all__ = ["get_requires_for_build_wheel", "prepare_metadata_for_build_wheel"]
