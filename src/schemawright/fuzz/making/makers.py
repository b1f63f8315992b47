"""Makers of scalars and constants; and which makers a leaf has."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.exact import canonical
from schemawright.fuzz.making.arrays import ArrayMaker
from schemawright.fuzz.making.denied_members import with_members
from schemawright.fuzz.making.grammar import Stuck
from schemawright.fuzz.making.numbers import Numbers, NumberSpec
from schemawright.fuzz.making.objects import ObjectMaker
from schemawright.fuzz.schema.schema_map import APPLIES_TO
from schemawright.fuzz.shrinking.edits import copied
from schemawright.fuzz.texts.by_spec import MOST, Texts, TextSpec
from schemawright.fuzz.texts.formats.content import SCHEMAS as CONTENT_SCHEMAS
from schemawright.fuzz.texts.formats.content import content_of
from schemawright.fuzz.texts.formats.known import by_dialect, own_dialect
from schemawright.keywords import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.judging import Judge
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.branches import Leaf
    from schemawright.fuzz.making.grammar import Grammar, Maker, Need
    from schemawright.fuzz.making.sweep import Sweep


class OneOf:
    """
    Makes one of several values, none of which has anything open.

    Args:
        values: The values, the simplest first.
    """

    __slots__ = ("height", "needs", "values")

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values
        self.needs: tuple[Need, ...] = ()
        self.height = 1.0

    def make(self, choices: Choices, budget: int) -> Any:  # noqa: ARG002  (a value is as deep as it is)
        """Return a copy of one of the values: what a test is given it may change."""
        return copied(choices.pick(self.values))

    def sweep(self, sweep: Sweep, budget: int) -> Any:  # noqa: ARG002
        """Return the next value."""
        return copied(self.values[sweep.turn(self, len(self.values)) % len(self.values)])


class NumberMaker:
    """Makes numbers."""

    __slots__ = ("height", "needs", "numbers")

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.needs: tuple[Need, ...] = ()
        self.height = 1.0

    def make(self, choices: Choices, budget: int) -> Any:  # noqa: ARG002
        """Return a number."""
        return self.numbers.draw(choices)

    def sweep(self, sweep: Sweep, budget: int) -> Any:  # noqa: ARG002
        """Return the next boundary."""
        edges = self.numbers.sweep
        return edges[sweep.turn(self, len(edges)) % len(edges)]


class TextMaker:
    """Makes strings."""

    __slots__ = ("height", "needs", "texts")

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.needs: tuple[Need, ...] = ()
        self.height = 1.0

    def make(self, choices: Choices, budget: int) -> Any:  # noqa: ARG002
        """Return a string."""
        text = self.texts.draw(choices)
        if text is None:
            raise Stuck
        return text

    def sweep(self, sweep: Sweep, budget: int) -> Any:  # noqa: ARG002
        """Return the next boundary."""
        edges = self.texts.boundaries()
        return edges[sweep.turn(self, len(edges)) % len(edges)]


def makers_of(grammar: Grammar, leaf: Leaf) -> list[Maker]:
    """Return a maker for each type that a leaf allows."""
    fixed = _constants(leaf)
    if fixed is not None:
        accepts = grammar.judge(leaf.facts)
        values = [value for value in fixed if accepts(value)]
        return [OneOf(values)] if values else []
    found: list[Maker] = []
    for name in leaf.types:
        found += list(_BY_TYPE[name](grammar, leaf)) * (FAVOUR if name in _meant(leaf) else 1)
    return found


FAVOUR = 5
"""How much more often a type is made that an untyped subschema has keywords for: those say what is meant."""


def _meant(leaf: Leaf) -> set[str]:
    return {APPLIES_TO[name] for fact in leaf.facts for name in fact if name in APPLIES_TO}


def _constants(leaf: Leaf) -> list[Any] | None:
    """Return the values that a leaf names, the shortest list of them; None where it names none."""
    lists = [[fact["const"]] for fact in leaf.facts if "const" in fact]
    lists += [fact["enum"] for fact in leaf.facts if isinstance(fact.get("enum"), list)]
    if not lists:
        return None
    distinct = {canonical(value): value for value in reversed(min(lists, key=len))}
    values = list(distinct.values())[::-1]
    return values + [float(v) for v in values if type(v) is int and abs(v) < 1 << 53]


def _null(_grammar: Grammar, _leaf: Leaf) -> Iterator[Maker]:
    yield OneOf([None])


def _boolean(_grammar: Grammar, _leaf: Leaf) -> Iterator[Maker]:
    yield OneOf([False, True])


_NUMERIC = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_SAYS_DIALECT = frozenset({"$schema", "type"})
"""What else is said of a number by what is of another dialect: there are two opinions of whether 1.0 is an integer."""


def _number(grammar: Grammar, leaf: Leaf) -> Iterator[Maker]:
    facts = [fact for fact in map(_of_numbers, leaf.facts) if fact]
    schema = {"type": "integer" if leaf.integer else "number", "allOf": facts}
    numbers = Numbers(NumberSpec.of(leaf.facts, integer=leaf.integer), grammar.engines(_compact(schema))[0])
    if numbers.edges:
        yield NumberMaker(numbers)
    else:
        grammar.missed = True


def _of_numbers(fact: dict[str, Any]) -> dict[str, Any]:
    """Return what a fact says of a number; nothing, where that is its type in the dialect that is understood."""
    names = _NUMERIC | _SAYS_DIALECT if "$schema" in fact else _NUMERIC
    found = {name: value for name, value in fact.items() if name in names}
    return found if found.keys() != {"$schema"} else {}


def _compact(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without an empty `allOf`, which is not valid."""
    return {name: value for name, value in schema.items() if value != []}


def text_spec(facts: Sequence[dict[str, Any]], grammar: Grammar) -> TextSpec:
    """Return what a conjunction says of a string."""
    # Nobody makes texts that long: a longer one is not allowed or asked for in vain.
    longest = [int(fact["maxLength"]) for fact in facts if fact.get("maxLength", inf) <= MOST]
    shortest = [int(min(fact["minLength"], MOST + 1)) for fact in facts if "minLength" in fact]
    said = [one for fact in facts for one in _formats(fact, grammar)]
    dialects = {own for _, own in said}
    # Each part is judged as its own dialect means it; where all are of one, they are called as they are there.
    dialect = dialects.pop() if len(dialects) == 1 else grammar.dialect
    return TextSpec(
        min_length=max(shortest, default=0),
        max_length=min(longest, default=None),
        patterns=tuple(sorted({fact["pattern"] for fact in facts if isinstance(fact.get("pattern"), str)})),
        formats=tuple(sorted({by_dialect(name, own, dialect) for name, own in said})),
        dialect=dialect,
    )


def _formats(fact: dict[str, Any], grammar: Grammar) -> Iterator[tuple[str, str]]:
    """Yield what is asserted of the form of a string, each with the dialect that says what is meant."""
    dialect = grammar.dialect_of(fact)
    if not grammar.assert_formats:
        return
    said = fact.get("format")
    if isinstance(said, str) and said in FORMATS["reference"][dialect]:
        yield said, dialect
    yield from ((name, dialect) for name in content_of(fact, dialect))


def texts_of(spec: TextSpec, grammar: Grammar) -> Texts:
    """Return the texts that a spec describes, by both engines."""
    return grammar.texts(spec, lambda: _texts(spec, grammar))


def _texts(spec: TextSpec, grammar: Grammar) -> Texts:
    lengths: dict[str, Any] = {"minLength": spec.min_length}
    lengths |= {"maxLength": spec.max_length} if spec.max_length is not None else {}
    by_dialects = {spec.dialect: [{"pattern": pattern} for pattern in spec.patterns]}
    for name in spec.formats:
        bare, own = own_dialect(name, spec.dialect)
        by_dialects.setdefault(own, []).append(CONTENT_SCHEMAS.get(bare, {"format": bare}))
    judges = [grammar.engines({"allOf": [*parts, lengths]}, own) for own, parts in by_dialects.items()]
    is_plain = not (spec.patterns or spec.formats)
    accept, refuse = judges[0] if len(judges) == 1 else _all_of(judges)
    return Texts(spec, None if is_plain else accept, refuse)


def _all_of(judges: Sequence[tuple[Judge, Judge]]) -> tuple[Judge, Judge]:
    """Return what says whether all accept a value, and whether any refuses it."""
    return (
        lambda value: all(accept(value) for accept, _ in judges),
        lambda value: any(refuse(value) for _, refuse in judges),
    )


def _string(grammar: Grammar, leaf: Leaf) -> Iterator[Maker]:
    texts = texts_of(text_spec(leaf.facts, grammar), grammar)
    if texts.is_possible:
        yield TextMaker(texts)
    else:
        grammar.missed = True


def _array(grammar: Grammar, leaf: Leaf) -> Iterator[Maker]:
    maker = ArrayMaker(grammar, leaf.facts)
    if maker.possible:
        yield maker


def _object(grammar: Grammar, leaf: Leaf) -> Iterator[Maker]:
    for facts in with_members(grammar, leaf.facts):
        maker = ObjectMaker(grammar, facts)
        if maker.possible:
            yield maker


_BY_TYPE: dict[str, Callable[[Grammar, Leaf], Iterator[Maker]]] = {
    "null": _null,
    "boolean": _boolean,
    "number": _number,
    "string": _string,
    "array": _array,
    "object": _object,
}
