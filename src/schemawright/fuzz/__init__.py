"""
Records from a schema: valid ones, and invalid ones that break one keyword at one location.

    >>> from hypothesis import given
    >>> from schemawright import fuzz, open_schema
    >>> schema = open_schema({"type": "object", "required": ["id"]})
    >>> @given(fuzz.records(schema))
    ... def test_the_schema_agrees(record):
    ...     assert schema.is_valid(record.instance) == record.valid
    >>> test_the_schema_agrees()

`valid`, `invalid` and `records` make Hypothesis strategies and need the extra `fuzz`; they are imported when they are
first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright import imported_name

if TYPE_CHECKING:
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.strategies.records import invalid, records, valid

_HOMES = {
    "FuzzRecord": "record",
    "invalid": "strategies.records",
    "records": "strategies.records",
    "valid": "strategies.records",
}

__all__ = ["FuzzRecord", "invalid", "records", "valid"]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used (PEP 562)."""
    return imported_name(__name__, _HOMES, name)


def __dir__() -> list[str]:
    """Return what is public, imported or not, and what has been imported."""
    return sorted({*globals(), *__all__})
