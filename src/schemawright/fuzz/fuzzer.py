"""
Records of one schema: the face of the fuzzer for the command line and the plugin.

The interface that the rest is built against; the generator behind it is in the modules beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema

MODES = ("valid", "invalid", "mixed")


class Fuzzer:
    """
    Makes records of one schema.

    Args:
        schema: The schema.

    Raises:
        SchemaError: The schema cannot be compiled.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def stream(self, mode: str = "mixed", seed: int = 0) -> Iterator[FuzzRecord]:
        """
        Yield records without end: first each boundary and each violation once, then at random.

        Raises:
            NoInstance: No instance is valid (`valid`), or none is invalid (`invalid`).
        """
        raise NotImplementedError

    def valid(self, choices: Choices) -> Any:
        """Return a valid instance."""
        raise NotImplementedError

    def invalid(self, choices: Choices) -> FuzzRecord:
        """Return an invalid record."""
        raise NotImplementedError
