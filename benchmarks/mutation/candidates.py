"""
Instances among which witnesses are looked for: every edit of every valid part, at every location.

They know nothing of how mutants are made, and no generator ever sees them.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.keywords import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.subjects import Subject

_NAMES = ("extra", "", "a/b", "m~n", "naïve", "x-1", "n_1", "_s", "X", "anonymous", "constructor", "😀", "a\n", "ä")
_FOREIGN = str.maketrans({**dict.fromkeys(ascii_lowercase, "ä"), **dict.fromkeys(ascii_uppercase, "Ä")})
_LONG = ("a" * 65, "a" * 256, "a" * 3000, "é" * 12)
_TEXTS = (
    "",
    "a",
    "ab",
    "abc",
    "abcd",
    "abcde",
    "abcdef",
    "abcdefg",
    "A",
    "AB",
    "naïve",
    "é",
    "e\u0301",
    "😀",
    "😀😀",
    "ab\n",
    "12345",
    "00000",
    "1234",
    "EUR",
    "XXX",
    "eur",
    "\u0661",
    "123\u0661",
    "1.2.3",
    "1.2.3.4",
    "01.2.3.4",
    "256.1.1.1",
    "::1",
    "null",
    "0",
    "1",
    " ",
    "2024-01-01",
    "2024-02-30",
    "2024-13-01",
    "10:00:00",
    "10:00:00Z",
    "24:00:00Z",
    "P1D",
    "P1Y1D",
    "PT",
    "P1.5D",
    "a@b.c",
    "a@b",
    "a.@b.c",
    "http://a",
    "http://a b",
    "/a",
    "-a",
    "a_b",
    "123e4567e89b12d3a456426614174000",
    "2024-02-29T10:00:00Z",
    "2024-02-29T10:00:00",
    "2024-02-29 10:00:00Z",
    "2024-02-30T10:00:00Z",
    "2024-02-29T24:00:00Z",
    "2024-02-29T10:00:00+0000",
    "2024-02-29T10:00:00+24:00",
    "2024-02-29T10:00:00Z\n",
    "2024-02-29T10:00:00.5Z",
    "2024-02-29t10:00:00z",
    "2016-12-31T22:59:60Z",
    "2016-12-31T23:59:60Z",
    "2024-02-29T10:60:00Z",
    "0000-01-01T00:00:00Z",
    "2024-13-29T10:00:00Z",
    "20240229",
    "P",
    "123e4567-e89b-12d3-a456-42661417400g",
    "2024-02-29T10:00Z",
    "20240229T100000Z",
    "2024-02-29T10:00:61Z",
    "2024-02-29T10:00:00,5Z",
    "2023-02-29T10:00:00Z",
    "2024-02-29T10:00:00.Z",
    "+2024-02-29T10:00:00Z",
    "2024-W09-4T10:00:00Z",
    "2024-02-29T10:00:00 Z",
    "1709200800",
)
_NUMBERS = (
    0,
    -0.0,
    1,
    1.0,
    -1,
    2,
    3,
    0.5,
    1.5,
    -1.5,
    0.005,
    0.01,
    0.07,
    0.3,
    1e-9,
    9,
    10,
    17,
    24,
    1e300,
    2**53 + 1,
    2**63,
    2**64 + 1,
    2**70,
    -(2**63) - 1,
)
_OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [1],
    [None],
    [1, 1],
    [1, True],
    [1, 1.0],
    [0, False],
    ["a", "a"],
    ["a", "b", "a"],
    [[1], [True]],
    [{"a": 1, "b": 2}, {"b": 2, "a": 1}],
    [{}, []],
    list(range(12)),
    list(range(300)),
    {"a": 1},
    {"extra": None},
    {"": 1},
    {"naïve": 1},
    {"a": "1"},
)
POOL: tuple[Any, ...] = (*_OTHERS, *_NUMBERS, *_TEXTS, *_LONG)
"""What a value is replaced by, wherever it stands."""


class Candidate(NamedTuple):
    """
    An instance.

    Args:
        names: The property names on the way to what was edited.
        instance: The instance.
    """

    names: frozenset[str]
    instance: Any


def iter_candidates(subject: Subject) -> Iterator[Candidate]:
    """Yield the instances: parts as they are, then hints, then the edits, the cheapest first."""
    wholes = [subject.base | part for part in subject.parts]
    pool = [*POOL, *_constants(subject.schema)]
    for whole, part in zip(wholes, subject.parts, strict=True):
        yield Candidate(frozenset(part), whole)
    for whole in (subject.base, *subject.hints, *POOL):
        yield Candidate(frozenset(), whole)
    for name in subject.base:
        for value in _edits(subject.base[name], pool):
            yield Candidate(value[0] | {name}, subject.base | {name: value[1]})
    for whole, part in zip(wholes, subject.parts, strict=True):
        for name, value in part.items():
            for names, edited in _edits(value, pool):
                yield Candidate(names | {name}, whole | {name: edited})
        yield from (Candidate(names, edited) for names, edited in _object_edits(whole, pool[:40]))


def _constants(schema: Any) -> list[Any]:
    """Return the values that a schema names, and the neighbours of its numbers."""
    found: list[Any] = []
    for _, subschema in walk(schema, "2020-12"):
        if isinstance(subschema, dict):
            found.extend(subschema.get("enum", []))
            found.extend([subschema["const"]] if "const" in subschema else [])
            bounds = [value for value in subschema.values() if isinstance(value, int | float) and value is not True]
            found.extend(value + step for value in bounds for step in (0, 1, -1, 0.5, 0.01, -0.01, 1e-9))
            found.extend(value / 2 for value in bounds)
    found.extend([str(value) for value in found] + [value.upper() for value in found if isinstance(value, str)])
    return list({repr(value): value for value in found}.values())


def _edits(value: Any, pool: list[Any]) -> Iterator[tuple[frozenset[str], Any]]:
    """Yield a value's neighbours with the names that lead to what was changed."""
    yield from ((frozenset(), other) for other in pool)
    if isinstance(value, str):
        yield from ((frozenset(), other) for other in _text_edits(value))
    elif isinstance(value, dict):
        yield from _object_edits(value, pool[:40])
        for name, inner in value.items():
            yield from ((names | {name}, value | {name: edited}) for names, edited in _edits(inner, pool))
    elif isinstance(value, list):
        yield from ((frozenset(), other) for other in _array_edits(value, pool))
        for index, item in enumerate(value[:6]):
            yield from ((names, _with(value, index, edited)) for names, edited in _edits(item, pool))


def _text_edits(text: str) -> Iterator[str]:
    for extra in ("\n", " ", "a", "1", "é", "😀", "\u0661", "-1", "\u0301", "A", "Z", "é" * 60, "b" * 300):
        yield text + extra
        yield extra + text
    yield from (
        text[1:],
        text[:-1],
        text.upper(),
        text.lower(),
        text.swapcase(),
        text + text,
        text.replace("1", "\u0661"),
        text.translate(_FOREIGN),
    )
    yield text + " " * 12
    for length in range(2, 15):
        yield (text * 15)[:length]
        yield text + "9" * length
        yield text + "\u00e9" * length


def _object_edits(value: dict[str, Any], pool: list[Any]) -> Iterator[tuple[frozenset[str], Any]]:
    for name, old in value.items():
        rest = {one: inner for one, inner in value.items() if one != name}
        yield frozenset({name}), rest
        yield frozenset({name}), rest | {name.upper(): old}
        yield frozenset({name}), rest | {f"{name}_": old}
        yield frozenset({name}), value | {name.upper(): 1}
    for name in _NAMES:
        yield from (
            (frozenset(), value | {name: other})
            for other in ([*pool, 1, "a", 1.5, "é"] if name == "extra" else [1, "a", True, None, 1.5])
        )
    for count in (1, 2, 3, 5, 8, 13, 21):
        yield frozenset(), value | {f"more_{number}": number for number in range(count)}
        yield frozenset(), value | {f"m{number}": True for number in range(count)}
        yield frozenset(), value | {f"x-{number}": number for number in range(count)}


def _array_edits(value: list[Any], pool: list[Any]) -> Iterator[list[Any]]:
    yield from (value[:count] for count in range(len(value)))
    yield from (value[1:], value[::-1], value + value, value * 3, value * 11)
    yield from ([*value, value[0]] for _ in value[:1])
    for other in pool:
        yield [*value, other]
        yield [other, *value]
        yield [*value, *([other] * 11)]
    yield from ([*value, *("abcdefghijkl"[:count])] for count in range(1, 12))
    yield from ([*value, *range(100, 100 + count)] for count in range(1, 15))
    yield from ([*value, *range(0, 3 * count, 3)] for count in range(1, 8))


def _with(value: list[Any], index: int, item: Any) -> list[Any]:
    return [*value[:index], item, *value[index + 1 :]]
