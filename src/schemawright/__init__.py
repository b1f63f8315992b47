"""
schemawright: a vendored JSON Schema is the single source of truth.

    >>> import schemawright
    >>> schema = schemawright.open_schema({"type": "object", "properties": {"id": {"type": "string"}}})
    >>> verdict = schema.validate_json(b'{"id": 17}')
    >>> bool(verdict), verdict.findings[0].message, tuple(verdict.findings[0].position)
    (False, 'expected a string, found 17', (1, 8))

Everything public is here; it is imported when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # Of `typing`, whose import takes longer than all else that comes before `__main__`.
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from schemawright.errors import (
        DocumentError,
        InvalidInstance,
        InvalidSchema,
        Malformed,
        MissingExtra,
        NoInstance,
        SchemaError,
        SchemawrightError,
        UnknownDialect,
        UnresolvableReference,
        UsageError,
        WorkspaceError,
    )
    from schemawright.finding import Branch, Finding, Position, Verdict
    from schemawright.validation.opening import open_schema
    from schemawright.validation.schema import Schema

_HOMES = {
    "Branch": "finding",
    "DocumentError": "errors",
    "Finding": "finding",
    "InvalidInstance": "errors",
    "InvalidSchema": "errors",
    "Malformed": "errors",
    "MissingExtra": "errors",
    "NoInstance": "errors",
    "Position": "finding",
    "Schema": "validation.schema",
    "SchemaError": "errors",
    "SchemawrightError": "errors",
    "UnknownDialect": "errors",
    "UnresolvableReference": "errors",
    "UsageError": "errors",
    "Verdict": "finding",
    "WorkspaceError": "errors",
    "open_schema": "validation.opening",
}

__all__ = [
    "Branch",
    "DocumentError",
    "Finding",
    "InvalidInstance",
    "InvalidSchema",
    "Malformed",
    "MissingExtra",
    "NoInstance",
    "Position",
    "Schema",
    "SchemaError",
    "SchemawrightError",
    "UnknownDialect",
    "UnresolvableReference",
    "UsageError",
    "Verdict",
    "WorkspaceError",
    "open_schema",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used (PEP 562)."""
    return imported_name(__name__, _HOMES, name)


def imported_name(package: str, homes: Mapping[str, str], name: str) -> Any:
    """
    Return what a package's `__getattr__` returns, and let the package have it from then on.

    Args:
        package: The package's name.
        homes: Each of its public names with the module below it that has it.
        name: The name that was asked for.

    Raises:
        AttributeError: It is none of those.
    """
    from importlib import import_module

    if name not in homes:
        message = f"module {package!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{package}.{homes[name]}"), name)
    setattr(sys.modules[package], name, value)
    return value


def __dir__() -> list[str]:
    """Return what is public, imported or not, and what has been imported."""
    return sorted({*globals(), *__all__})
