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
    return registry().contents(uri)


def metaschemas() -> Mapping[str, Any]:
    """Return the metaschemas of all dialects, and of their vocabularies: URI → contents."""
    known = registry()
    return {uri: known.contents(uri) for uri in known}


def registry() -> Any:
    """Return them as `referencing` has them."""
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # it ships no annotations

    return REGISTRY
