"""The metaschemas of JSON Schema, which no module carries: they are installed with every engine."""

from __future__ import annotations

from typing import Any


def metaschema(uri: str) -> Any:
    """
    Return the contents of a metaschema.

    Raises:
        LookupError: There is none of that URI.
    """
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    return REGISTRY.contents(uri)
