"""Records of one stream by their numbers, made when they are first asked for: by tests, of which only some may run."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.naming import naming
from schemawright.fuzz.shrinking.edits import copied

if TYPE_CHECKING:
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema


class Numbered:
    """
    The records of a schema, by number.

    Args:
        schema: The schema.
        mode: Which records.
        seed: The same seed, the same records.

    Raises:
        SchemawrightError: No records can be made of it.

    >>> from schemawright import open_schema
    >>> numbered = Numbered(open_schema({"type": "integer", "minimum": 3}), "valid", 0)
    >>> [numbered.record(number).instance for number in (3, 1)]
    [3.0, 3]
    """

    def __init__(self, schema: Schema, mode: str, seed: int) -> None:
        self.schema = schema
        self.made: list[FuzzRecord] = []
        with naming(schema):
            self._more = Fuzzer(schema).stream(mode, seed)

    def record(self, number: int) -> FuzzRecord | None:
        """
        Return a copy of the record with a number, from 1 on; None if the stream ends before that.

        A copy, since a test may change what it is given, of which the records that come later have parts.

        Raises:
            NoInstance: There is none.
        """
        with naming(self.schema):
            self.made.extend(islice(self._more, max(number - len(self.made), 0)))
        if number > len(self.made):
            return None
        record = self.made[number - 1]
        return record._replace(instance=copied(record.instance))
