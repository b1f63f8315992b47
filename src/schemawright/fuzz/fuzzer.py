"""
Records of one schema: the core that the command line, the plugin and the strategies share.

Valid records are made from the schema's canonical form; invalid ones are valid ones with one keyword broken.  Every
record is judged before it is handed out by the native engine; what the reference engine judges differently, where it is
asked, is left out, and kept in `Fuzzer.disagreements`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines import compile_engine
from schemawright.engines.native.engine import NativeEngine
from schemawright.errors import UsageError
from schemawright.fuzz.accepted.valid_records import ValidRecords
from schemawright.fuzz.agreement import Agreement
from schemawright.fuzz.breaking.invalid_records import InvalidRecords
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.order.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.breaking.violations import Violations
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.grammar import Grammar
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import SchemaMap
    from schemawright.validation.schema import Schema

MODES = ("valid", "invalid", "mixed")

CANDIDATES, FEW_CANDIDATES = 160, 60
"""
How many boundary cases, and as many records that chance makes, may become exemplars: for a stream, and where some
hundred records are all that is asked for, such as by a test.
"""


class Fuzzer:
    """
    Makes records of one schema.

    Args:
        schema: The schema.
        candidates: How many boundary cases, and as many records that chance makes, it chooses from what it breaks.

    Raises:
        SchemaError: The schema cannot be compiled, or the native engine lacks what it has.
        UsageError: Its dialect is one that only the reference engine knows.

    >>> from schemawright import open_schema
    >>> fuzzer = Fuzzer(open_schema({"type": "integer", "minimum": 3}))
    >>> [record.instance for record, _ in zip(fuzzer.stream("valid"), range(3))]
    [3, 100000000000000000000, 3.0]
    """

    def __init__(self, schema: Schema, *, candidates: int = CANDIDATES) -> None:
        self.schema = schema
        engine = schema.engine
        if schema.dialect != "draft3" and not isinstance(engine, NativeEngine):
            # It says what it lacks, where it cannot.
            engine = compile_engine(schema.task, "native")
        if not isinstance(engine, NativeEngine):
            raise UsageError(
                f"expected a dialect that the native engine knows, found {schema.dialect}",
                hint="records can be made for draft 4 and later",
            )
        self._agreement = Agreement(schema.task)
        self._valid = ValidRecords(schema, engine, self._agreement)
        self._invalid = InvalidRecords(self._valid, engine, candidates)
        self._streams = Streams(self._valid, self._invalid, self._agreement)

    @property
    def disagreements(self) -> list[Any]:
        """Instances that the two engines judge differently."""
        return self._agreement.disagreements

    @property
    def repeated(self) -> int:
        """How many records of its streams were there before, since chance made no others."""
        return self._streams.repeated

    @property
    def grammar(self) -> Grammar:
        """The schema's grammar."""
        return self._valid.grammar

    @property
    def schema_map(self) -> SchemaMap:
        """The schema's subschemas, and their keywords that can fail."""
        return self._valid.schema_map

    @property
    def locally(self) -> Locally:
        """The schema's subschemas, each by itself."""
        return self._valid.locally

    @property
    def violations(self) -> Violations:
        """The violations of the schema."""
        return self._invalid.violations

    def valid(self, choices: Choices) -> Any:
        """
        Return a valid instance.

        Raises:
            NoInstance: There is none, or none was found.
        """
        return self._valid.valid(choices)

    def accepts(self, instance: Any) -> bool:
        """Return the verdict by which records are handed out."""
        return self._valid.accepts(instance)

    def each_valid(self) -> Iterator[Any]:
        """
        Yield a valid instance for each boundary case, as many of them in one as there are places.

        Raises:
            NoInstance: No instance is valid.
        """
        return self._valid.each()

    def found_by(self, tells: Callable[[Any], bool], choices: Choices, patience: int) -> Iterator[list[Any]]:
        """
        Yield instances that a caller looks for, one in a list, and an empty list for each that was none.

        Args:
            tells: Whether an instance is one.
            choices: What chance is.
            patience: After how many in a row that were none to give up.

        Raises:
            NoInstance: No instance is valid.
        """
        return self._valid.found_by(tells, choices, patience)

    def invalid(self, choices: Choices) -> FuzzRecord:
        """
        Return an invalid record.

        Raises:
            NoInstance: There is none, or none was found.
        """
        return self._invalid.invalid(choices)

    def stream(self, mode: str = "mixed", seed: int = 0) -> Iterator[FuzzRecord]:
        """
        Yield records without end: first each boundary and each violation once, then at random.

        Args:
            mode: `valid`, `invalid` or `mixed`; mixed makes what there is of a schema that has only one of them.
            seed: The same seed gives the same records, of a new fuzzer: a second stream goes on with what is left.

        Raises:
            NoInstance: No instance is valid (`valid`), or none is invalid (`invalid`).
        """
        if mode not in MODES:
            raise UsageError(f"expected a mode out of {', '.join(MODES)}, found {mode!r}")
        found: Iterator[FuzzRecord] = getattr(self._streams, mode)(Seeded(seed))
        return found
