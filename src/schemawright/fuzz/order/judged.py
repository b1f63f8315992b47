"""
One mutant, asked about values and records.

What is compiled of a mutant is there as long as this is: a hundred kilobytes for each verdict, megabytes where patterns
repeat classes of all letters, and of a schema there are a thousand mutants.  So whoever asks puts all questions to one
mutant, and then to the next.
"""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from schemawright.errors import SchemawrightError
from schemawright.fuzz.schema.changed import changed_engine
from schemawright.fuzz.schema.places import SCALARS, replaced
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.fuzz.order.mutants import Mutant
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.depending import Depending, Parts
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

    Verdict = Callable[[Any], bool]
    Question = Callable[["Judged"], bool]

_NEITHER: Any = object()
"""The verdict of what is no schema."""


def _neither(_instance: Any) -> bool:
    said: bool = _NEITHER
    return said


class Judged:
    """
    A mutant that is asked; each of its engines is compiled when it is asked first.

    Args:
        schema_map: The schema's subschemas.
        mutant: The mutant.
        depending: What depends on the schema's subschemas.
    """

    def __init__(self, schema_map: SchemaMap, mutant: Mutant, depending: Depending) -> None:
        self._map = schema_map
        self._mutant = mutant
        self._depending = depending
        self._around: Verdict | None = None

    def tells(self, heard: Heard) -> bool:
        """Return whether it judges a record otherwise than the schema."""
        instance, valid = heard.record.instance, heard.record.valid
        if self._part is None:
            return self._whole(instance) not in (valid, _NEITHER)
        verdict, parts = self._part
        return (valid or heard.is_valid_but_for(parts)) and verdict(instance) not in (valid, _NEITHER)

    @cached_property
    def _part(self) -> tuple[Verdict, Parts] | None:
        """Its verdict by what depends on the mistake, and what that is; None where that is no less than all."""
        subschema, mistake = self._mutant
        try:
            found = self._depending.changed(subschema, mistake.contents)
        except SchemawrightError:
            return _neither, frozenset()
        return None if found is None else (found[0].is_valid, found[1])

    @cached_property
    def _whole(self) -> Verdict:
        """Its verdict about whole records."""
        subschema, mistake = self._mutant
        return self._compiled(subschema, mistake.contents, whole=True)

    @cached_property
    def own(self) -> Verdict:
        """Its verdict about what the mistaken subschema is about."""
        subschema, mistake = self._mutant
        if subschema.location == self._map.entry and not subschema.pointer:
            return self._whole
        return self._compiled(subschema, mistake.contents, whole=False)

    def around(self, above: Subschema) -> Verdict:
        """Return its verdict about what a subschema around the mistaken one is about, always the same one."""
        if self._around is None:
            subschema, mistake = self._mutant
            place = parse_pointer(subschema.pointer[len(above.pointer) :])
            self._around = self._compiled(above, replaced(above.contents, place, mistake.contents), whole=False)
        return self._around

    def _compiled(self, subschema: Subschema, contents: Any, *, whole: bool) -> Verdict:
        try:
            return changed_engine(self._map, subschema, contents, whole=whole).is_valid
        except SchemawrightError:
            return _neither


class Heard:
    """
    What the schema's own subschemas say of what they are about in one record.

    Args:
        locally: The subschemas.
        record: The record.
        values: What they are about, by their locations.
        depending: What depends on them.
    """

    def __init__(
        self, locally: Locally, record: FuzzRecord, values: dict[str, list[Any]], depending: Depending
    ) -> None:
        self.record = record
        self.values = values
        self._locally = locally
        self._depending = depending
        self._said: dict[str, list[tuple[Any, bool]]] = {}
        self._but_for: dict[Parts, bool] = {}

    def question(self, location: str) -> Question | None:
        """
        Return what a mutant is asked that is mistaken at a location: whether it judges the record otherwise.

        None where no mutant there can.
        """
        if self._depending.is_entry(location) or not self._locally.is_told(location):
            return self._question_around(location)
        said = self._said_at(location)
        if self.record.alone and self._locally.decides(location):
            return _question(attrgetter("own"), said, valid=self.record.valid)
        is_otherwise, is_told = _question(attrgetter("own"), said, valid=True), self._question_around(location)
        if is_otherwise is None or is_told is None:
            return None
        return lambda judged: is_otherwise(judged) and is_told(judged)

    def _question_around(self, location: str) -> Question | None:
        """Return what asks about all that decides around a location: mostly the whole record."""
        above = self._locally.deciding(location) if self.record.alone else None
        if above is not None and (said := self._said_at(above.location)):
            return _question(lambda judged: judged.around(above), said, valid=self.record.valid)
        return lambda judged: judged.tells(self)

    def is_valid_but_for(self, parts: Parts) -> bool:
        """Return whether the schema accepts the record without some of its parts."""
        if parts not in self._but_for:
            self._but_for[parts] = self._depending.rest(parts)(self.record.instance)
        return self._but_for[parts]

    def _said_at(self, location: str) -> list[tuple[Any, bool]]:
        """Return the values that a subschema is about, and what it says of each; of equal ones one."""
        if location not in self._said:
            verdict = self._locally.verdict(location)
            distinct = {_key(value): value for value in self.values.get(location, ())}
            self._said[location] = [(value, verdict(value)) for value in distinct.values()]
        return self._said[location]


def _key(value: Any) -> Any:
    """Return what scalars have in common that are judged alike; of a container it takes longer than to judge it."""
    return (type(value), value) if isinstance(value, SCALARS) else id(value)


def _question(verdict_of: Callable[[Judged], Verdict], said: list[tuple[Any, bool]], *, valid: bool) -> Question | None:
    """
    Return whether a mutant judges a record otherwise, as a question to it; None where none can.

    Args:
        verdict_of: The verdict of a mutant.
        said: What a subschema is about that decides, and what it says of it without the mistake.
        valid: What the schema says of the record.
    """
    if valid:

        def tells(judged: Judged) -> bool:
            verdict = verdict_of(judged)
            return any(verdict(value) not in (right, _NEITHER) for value, right in said)

        return tells if said else None
    if all(right for _, right in said):
        return None
    # What is wrong first: most mutants refuse it too.
    in_turn = [value for value, _ in sorted(said, key=itemgetter(1))]

    def accepts(judged: Judged) -> bool:
        verdict = verdict_of(judged)
        return all(verdict(value) is True for value in in_turn)

    return accepts
