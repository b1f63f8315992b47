"""The metaschemas of JSON Schema, which no module carries: they are installed with every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def metaschema(uri: str) -> Any:
    """
    Return the contents of a metaschema.

    Raises:
        LookupError: There is none of that URI.
    """
    return _registry().contents(uri)


def metaschemas() -> Mapping[str, Any]:
    """Return the metaschemas of all dialects, and of their vocabularies: URI → contents."""
    registry = _registry()
    return {uri: registry.contents(uri) for uri in registry}


def _registry() -> Any:
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # it ships no annotations

    return REGISTRY
