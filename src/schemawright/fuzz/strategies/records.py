"""
Hypothesis strategies of a schema: records that shrink, and that the example database replays.

The same core makes them as makes those of the command line.  What differs is who chooses: a lone scalar is drawn as
Hypothesis draws such, by `Drawn`; of objects and arrays some bytes that it draws say which one, and more of them what
of it stays (`schemawright.fuzz.shrinking.edits`).  So a record takes few choices, and few trials to be made small.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property, partial
from inspect import unwrap
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar, cast

from schemawright.errors import MissingExtra, NoInstance, SchemawrightError, UsageError
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.fuzzer import FEW_CANDIDATES, Fuzzer
from schemawright.fuzz.making.grammar import BUDGET
from schemawright.fuzz.making.makers import NumberMaker, OneOf, TextMaker
from schemawright.fuzz.naming import naming
from schemawright.fuzz.record import FuzzRecord
from schemawright.fuzz.schema.places import has_place, value_at
from schemawright.fuzz.shrinking.edits import Editable, copied, texts_in
from schemawright.fuzz.shrinking.parts import is_number
from schemawright.fuzz.shrinking.scalars import LIMITS, limit_of
from schemawright.fuzz.strategies.bases import Bases
from schemawright.fuzz.strategies.heads import COUNT as HEAD
from schemawright.fuzz.strategies.heads import LEAST, heads, told_by
from schemawright.fuzz.strategies.recipes import in_order
from schemawright.fuzz.strategies.rows import Known
from schemawright.fuzz.strategies.shares import share
from schemawright.fuzz.strategies.steps import COUNT, NOTHING, Labelled, Steps, are_idle, names_in, told_anew
from schemawright.fuzz.strategies.untimed import untimed
from schemawright.fuzz.strategies.untraced import untraced
from schemawright.fuzz.texts.candidates import Dull
from schemawright.validation.opening import open_schema
from schemawright.validation.schema import Schema

try:
    from hypothesis import reject
    from hypothesis import strategies as st

    from schemawright.fuzz.strategies.drawn_bytes import drawn_bytes
    from schemawright.fuzz.strategies.in_turn import InTurn
    from schemawright.fuzz.strategies.scalars import Drawn, Scalars
except ImportError:
    raise MissingExtra("fuzz", "making Hypothesis strategies") from None

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.breaking.targets import Target
    from schemawright.fuzz.making.grammar import Maker
    from schemawright.fuzz.schema.visits import Place
    from schemawright.fuzz.strategies.heads import Head

    SchemaLike = Schema | str | os.PathLike[str] | Mapping[str, Any] | bool

T = TypeVar("T")

_SCALARS = (NumberMaker, OneOf, TextMaker)

_BUDGETS = (2, 3, 4, BUDGET, BUDGET + 3)
"""How deep a record nests: one of these for a whole record, so that most are small, and some deep."""
_KEPT = 64
"""How many records are kept to be asked for again: the next that Hypothesis tries is mostly one of the same number."""
_WHICH = 3
"""
How many bytes say which record.  All 0 is the simplest; all others are alike.
Bytes, since with an integer Hypothesis takes pains to find out what else has to go for it to be lower.
"""
_SIMPLE, _MOST_SIMPLE = 64, 24
"""Up to which length texts are simple, and how many of them there are at the most."""
_TELLING_NUMBERS = frozenset({"const", "minimum", "maximum"})
"""The keywords whose value is a number that is accepted, as far as it goes by them."""
_INSTEAD = 16
"""Of how many records the smallest is taken, where there is no simplest one."""
_NONE = object()
"""Stands for a boundary case that there is not."""

# Hypothesis keeps the last thousand strategies that it was asked for; ours hold all that was prepared of a schema.
_deferred: Callable[[Callable[[], st.SearchStrategy[T]]], st.SearchStrategy[T]] = unwrap(st.deferred)


def valid(schema: SchemaLike) -> st.SearchStrategy[Any]:
    """
    Return a strategy of the instances that a schema accepts.

    Args:
        schema: A schema, its contents, a path, or a workspace name; what it takes to prepare is done once for each
            `Schema`, so open one to share it between strategies.

    Raises:
        MissingExtra: Hypothesis is not installed.
        UsageError: There is no such schema, or it is nothing that could be one.
        SchemawrightError: When the test runs: the schema cannot be used, or no instance is valid (`NoInstance`).

    >>> from hypothesis import find
    >>> find(valid({"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2}), lambda _: True)
    [1, 1]
    """
    return _when_it_runs(schema, _Source.valid)


def invalid(schema: SchemaLike) -> st.SearchStrategy[FuzzRecord]:
    """
    Return a strategy of records that a schema refuses: each breaks one keyword at one location, and is labelled so.

    Of a keyword that cannot fail alone, as one in a branch of a `oneOf` beside `unevaluatedProperties`, what fails with
    it does so too: then `.alone` is false.

    Args:
        schema: As for `valid`.

    Returns:
        Records, not bare instances: `.instance` is the instance; `.violates`, `.at` and `.keyword` say what is wrong
        with it.  For bare instances: `invalid(schema).map(lambda record: record.instance)`.

    Raises:
        SchemawrightError: As for `valid`; `NoInstance`, when the test runs, where every instance is valid.

    >>> from hypothesis import find
    >>> record = find(invalid({"required": ["id"], "properties": {"id": {"maxLength": 3}}}), lambda _: True)
    >>> record.instance, record.violates, record.how
    ({}, '/required', "without 'id'")
    """
    return _when_it_runs(schema, _Source.invalid)


def records(schema: SchemaLike) -> st.SearchStrategy[FuzzRecord]:
    """
    Return a strategy of records, valid and invalid ones; only the one kind where a schema has no other.

    Args:
        schema: As for `valid`.

    Returns:
        Records: `.valid` says whether the schema accepts `.instance`.

    Raises:
        SchemawrightError: As for `valid`.
    """
    return _when_it_runs(schema, _Source.records)


def _when_it_runs(schema: SchemaLike, make: Callable[[_Source], st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """
    Return a strategy that is prepared when the test runs, which is then what says that the schema cannot be used.

    At once, that would be the end of the collection of all tests beside it.
    """
    try:
        source = _source_of(schema)
    except UsageError:
        raise
    except SchemawrightError:
        return _deferred(lambda: _prepared(_source_of(schema), make))
    return _deferred(lambda: _prepared(source, make))


def _prepared(source: _Source, make: Callable[[_Source], st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """Return a strategy; preparing is none of what a test is timed by, nor of what explains its failure."""
    with untimed(), untraced(), naming(source.schema):
        return make(source)


def _source_of(schema: SchemaLike) -> _Source:
    opened = schema if isinstance(schema, Schema) else open_schema(schema)
    if not isinstance(opened.strategies, _Source):
        opened.strategies = _Source(opened)
    return opened.strategies


class _Source:
    """
    The strategies of one schema.

    Each method prepares what it needs: Hypothesis calls it when a test begins, or when it meets the strategy first.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._scalars = Scalars()
        self._kept: dict[bytes, Editable] = {}
        self._simple: Sequence[str | float] = ()
        self._steps: tuple[Any, Any] = None, None
        """The steps that were asked for last, and of what: the next that Hypothesis tries are mostly other ones."""

    @cached_property
    def _fuzzer(self) -> Fuzzer:
        return Fuzzer(self.schema, candidates=FEW_CANDIDATES)

    @cached_property
    def _bases(self) -> Bases:
        return Bases(self._fuzzer, self._simple, self._declared)

    @cached_property
    def _declared(self) -> frozenset[str]:
        """The names of properties: what is called so is so for a reason."""
        subschemas = self._fuzzer.schema_map.subschemas.values()
        return frozenset(name for subschema in subschemas for name in subschema.properties or ())

    @cached_property
    def _working(self) -> list[Target]:
        """The targets that were broken, the simplest first."""
        return in_order(self._fuzzer.violations)

    @cached_property
    def _heads(self) -> st.SearchStrategy[bytes]:
        """What draws which target is violated, and in what: in each run of a test, all have their turns."""
        return InTurn(HEAD, "head", partial(heads, self._working))

    def valid(self) -> st.SearchStrategy[Any]:
        """Return the strategy of valid instances."""
        self._prepare()
        return _composite(self._valid)

    def invalid(self) -> st.SearchStrategy[FuzzRecord]:
        """Return the strategy of invalid records."""
        self._fuzzer.invalid(Seeded("prepare"))
        with suppress(NoInstance):  # Where nothing is valid, what is invalid is not made of what is.
            self._prepare()
        self._working  # noqa: B018  (nor is it looked for where a test is timed)
        self._bases  # noqa: B018  (what violations are done to is known)
        return _composite(self._invalid)

    def _prepare(self) -> None:
        """
        Begin the boundary cases; the first has the simplest text of nearly every place.

        Raises:
            NoInstance: No instance is valid.
        """
        first = next(self._fuzzer.each_valid(), _NONE)
        if first is _NONE:
            first = self._fuzzer.valid(Seeded("prepare"))
        texts = sorted(set(texts_in(first)), key=lambda text: (len(text), text))
        self._simple = [*[text for text in texts if len(text) <= _SIMPLE][:_MOST_SIMPLE], *self._numbers()]

    def _numbers(self) -> list[float]:
        """Return numbers that the schema tells, those that are near to 0 first."""
        pairs = self._fuzzer.schema_map.pairs.values()
        found = {pair.value for pair in pairs if pair.keyword in _TELLING_NUMBERS and is_number(pair.value)}
        return sorted(found, key=lambda number: (abs(number), -number))[:_MOST_SIMPLE]

    def records(self) -> st.SearchStrategy[FuzzRecord]:
        """Return the strategy of both."""
        found: list[Callable[[st.DrawFn], FuzzRecord]] = []
        kinds = ((self.valid, lambda draw: FuzzRecord(self._valid(draw), valid=True)), (self.invalid, self._invalid))
        for prepare, made in kinds:
            try:
                prepare()
            except NoInstance:
                continue
            found.append(made)
        if not found:
            self.valid()
        return _composite(lambda draw: found[share(draw(drawn_bytes(1, "kind")), len(found))](draw))

    def _valid(self, draw: st.DrawFn) -> Any:
        if self._is_scalar:
            return self._fuzzer.valid(Drawn(draw, self._scalars))
        editable = self._numbered(draw(drawn_bytes(_WHICH, "which")))
        told, gates = _drawn_steps(draw)
        edits, limit = _drawn_edits(editable, draw)
        if are_idle(gates, told):
            return editable.edited(edits, limit)

        def steps() -> Steps:
            engine = cast("NativeEngine", self.schema.engine)
            return Steps(editable.edited(edits, limit), self._fuzzer.accepts, self._known, engine.labels)

        # Itself, not its number in memory, which another one has once this one is gone.
        return copied(self._after_steps((editable, edits, limit), steps, told, gates))

    def _after_steps(self, key: Any, steps: Callable[[], Steps | Labelled], told: bytes, gates: bytes) -> Any:
        """Return what steps make of what a key stands for."""
        if self._steps[0] != key:
            self._steps = key, steps()
        found = self._steps[1].drawn(gates, told)
        return reject() if found is NOTHING else found

    @cached_property
    def _known(self) -> Known:
        """What is known of the schema, for steps."""
        return Known(self._fuzzer.schema_map, self._simple)

    @cached_property
    def _is_scalar(self) -> bool:
        """Whether every instance is a scalar."""
        return all(isinstance(maker, _SCALARS) for maker in self._fuzzer.grammar.root.options)

    def _numbered(self, which: bytes) -> Editable:
        """Return the valid record that some bytes stand for."""
        found = self._kept.get(which)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            record = self._fuzzer.valid(_Whole(which.hex())) if any(which) else self._simplest()
            found = self._kept[which] = Editable(record, self._fuzzer.accepts, self._simple, self._declared)
        return found

    def _simplest(self) -> Any:
        """Return the valid record that all choices at their simplest make, or a small one where those make none."""
        try:
            return self._fuzzer.valid(Dull())
        except NoInstance:
            # Who always chooses the same makes no two items that differ.
            found = [self._fuzzer.valid(_Whole(f"simplest {number}")) for number in range(_INSTEAD)]
            return min(found, key=lambda one: len(repr(one)))

    def _invalid(self, draw: st.DrawFn) -> FuzzRecord:
        if not self._working:
            return self._fuzzer.invalid(Seeded(draw(drawn_bytes(_WHICH, "which")).hex()))
        head = told_by(draw(self._heads), self._working)
        told, gates = _drawn_steps(draw)
        around = self._around(draw, head)
        found = None
        if around is not None:
            elsewhere = _elsewhere(head.recipe.visit.place, around, head.which[-1:])
            found = self._bases.broken(head.target, head.number, around, elsewhere)
        found = found or self._bases.violation(head.target, head.number)
        if found is None:
            return reject()
        record = found.record
        if found.inside is not None:
            record = found.holding(found.inside.edited(*_drawn_edits(found.inside.editable, draw, "inside")))
            how = told_anew(record.how, names_in(found.record.instance), names_in(record.instance))
            record = record._replace(how=how)
        if not are_idle(gates, told):
            engine = cast("NativeEngine", self.schema.engine)
            steps = partial(Labelled, record, engine, self._known, self._fuzzer.violations.telling.is_only)
            record = self._after_steps(repr(record), steps, told, gates)
        return record._replace(instance=copied(record.instance))

    def _around(self, draw: st.DrawFn, head: Head) -> Any:
        """Return the valid record to break at a place: a drawn one, or one with less in it; None for the least."""
        if head.kind == LEAST:
            return None
        place, which = head.recipe.visit.place, head.which[:_WHICH]
        known = self._bases.known(place) if head.kind > LEAST + 1 else []
        # Each as often: most members are in none but the large ones.
        base = known[share(which, len(known))] if known else self._numbered(which)
        if not has_place(base.record, place):
            return self._bases.grown(base.edited(*_drawn_edits(base, draw)), head.recipe)
        return base.edited(*_drawn_edits(base, draw), lambda one: has_place(one, place))


def _elsewhere(place: Place, record: Any, which: bytes) -> Place:
    """
    Return a place with another index of the array nearest to the root; 0 is the place itself.

    >>> [_elsewhere(("lines", 0, "price"), {"lines": [{}, {}]}, bytes([which])) for which in (0, 128, 255)]
    [('lines', 0, 'price'), ('lines', 0, 'price'), ('lines', 1, 'price')]
    """
    for depth, token in enumerate(place):
        if isinstance(token, int):
            index = share(which, len(value_at(record, place[:depth])) + 1)
            return (*place[:depth], index - 1 if index else token, *place[depth + 1 :])
    return place


def _drawn_steps(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """
    Return what tells which steps are taken: two bytes each, since one alone would often be as low by chance.

    They are drawn before the edits, since Hypothesis lowers the last first.  All that can be taken is one choice: what
    a strategy draws at the least has to be little.
    """
    if not draw(drawn_bytes(1, "some steps"))[0]:
        return bytes(COUNT), bytes(COUNT)
    return draw(drawn_bytes(COUNT, "steps")), draw(drawn_bytes(COUNT, "gates"))


def _drawn_edits(editable: Editable, draw: st.DrawFn, use: str = "edits") -> tuple[bytes, float]:
    """Return the bytes of an edit and its limit."""
    chunks = [draw(drawn_bytes(size, f"{use} {number}")) for number, size in enumerate(editable.sizes)]
    return b"".join(chunks), limit_of(draw(_LIMITS) - _OUT_OF_THE_WAY) if editable.has_limit else inf


class _Whole(Seeded):
    """Choices by a seed, for a whole record."""

    __slots__ = ("_is_inside",)
    lengthens = True

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self._is_inside = False

    def make(self, maker: Maker, budget: int, /) -> Any:
        """Return what a maker makes; the first decides how deep the record nests."""
        if not self._is_inside:
            self._is_inside = True
            budget = self.pick(_BUDGETS)
        return maker.make(self, budget)


def _composite(made: Callable[[st.DrawFn], T]) -> st.SearchStrategy[T]:
    @st.composite
    def record(draw: st.DrawFn) -> T:
        with untraced():
            return made(draw)

    return record()


_OUT_OF_THE_WAY = 1_600_000_000
"""Where limits begin: Hypothesis draws small numbers, and such as programs have, far more often than others."""
_LIMITS = st.integers(_OUT_OF_THE_WAY, _OUT_OF_THE_WAY + LIMITS - 1)
