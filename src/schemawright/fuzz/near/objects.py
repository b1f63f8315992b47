"""What is near an object: a property too few or too many, or one that is nearly called as it should be."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.near.values import KINDS, all_but
from schemawright.fuzz.schema.places import without_members
from schemawright.fuzz.schema.visits import fits
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.near.values import Context, Neighbour
    from schemawright.fuzz.schema.schema_map import Subschema


_MEMBERS = 3
"""How many values of other records are tried for a member."""
_SEVERAL = 16
"""Of how many properties more those are asked for first that are as they should be."""
_MOST_MADE_UP = 10_000
"""How many properties more are made up."""
_EXTRA_NAMES = ("extra", "EXTRA", "x-extra", "_", "0", "é", "an extra", "")
"""Names of which the first is taken that nothing describes."""
_USUAL_NAMES = (
    "", "_extra", "é", "x-extra", "$schema", "_", "EXTRA", "a/b", "m~n", "__proto__", "0", "extra_" * 20
)  # fmt: skip
_DECLARED = 12
"""For how many of the properties that are declared there are others that are nearly called so."""


def of_names(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with a property that may not be there, of names that look right."""
    if isinstance(value, dict):
        declared = list(islice(subschema.contents.get("properties", ()), _DECLARED))
        values = [None, "x", 7, True, [], {}, 0.5, *list(value.values())[:2]]
        extra = _undeclared(value, subschema, context)
        yield "a property more: NoneType", {**value, extra: None}
        others = _of_others(value, subschema, context)
        nearly = _of_patterns(value, subschema, context)
        usual = _of_usual_names(value, values, extra)
        like = _of_names_written_otherwise(value, declared, context)
        several = _of_two_names(value, extra)
        # Where names are said by patterns only, those that nearly fit one are most of what is got wrong.
        share = 1 if declared else 2
        while some := [
            *islice(others, 2), *islice(like, 1), *islice(usual, 2), *islice(nearly, share), *islice(several, 1)
        ]:  # fmt: skip
            yield from some
        for name in declared:
            for near in names_like(name):
                if near not in value:
                    yield "a property nearly called so", {**value, near: value.get(name)}
                    yield "a property nearly called so", {**value, near: 1}
        yield from (("a property renamed", _renamed(value, old, f"{old}x")) for old in value)
    yield from all_but(value, subschema, context, "additionalProperties", "unevaluatedProperties", "propertyNames")


def _of_two_names(value: dict[str, Any], extra: str) -> Iterator[Neighbour]:
    """Objects with two properties more, for who looks at one of them."""
    if len(value) > 1:
        yield "two properties more", {**value, extra: None, f"{extra}2": None}
        yield "two properties more", {extra: 7, **value, f"{extra}2": "x"}


def _undeclared(value: dict[str, Any], subschema: Subschema, context: Context) -> str:
    """Return a name that no property and no pattern describes, of what is usual, or nearly as a pattern describes."""
    contents = subschema.contents
    patterns = list(_patterns(value, subschema, context))
    said = contents.get("propertyNames")
    wanted = said.get("pattern") if isinstance(said, dict) else None

    def is_free(name: str) -> bool:
        is_taken = name in value or name in contents.get("properties", ()) or any(fits(one, name) for one in patterns)
        return not is_taken and (not isinstance(wanted, str) or fits(wanted, name))

    nearly = (name for pattern in patterns for _, name in islice(context.near_names(pattern), _NEAR_NAMES))
    return next(filter(is_free, chain(_EXTRA_NAMES, nearly)), _EXTRA_NAMES[0])


def _of_usual_names(value: dict[str, Any], values: list[Any], extra: str) -> Iterator[Neighbour]:
    """Objects with a property more of names that are got wrong, each of another type; then of each type."""
    for number, name in enumerate(_USUAL_NAMES):
        if name not in value:
            one = values[1 + number % (len(values) - 1)]
            yield f"a property more: {name[:20]!r}", {**value, name: one}
    yield from ((f"a property more: {type(one).__name__}", {**value, extra: one}) for one in values[1:])


def _of_names_written_otherwise(value: dict[str, Any], declared: list[str], context: Context) -> Iterator[Neighbour]:
    """
    Objects with a property called as one is that is declared, but for how that is written.

    It has what the declared one has, for who takes it for that.
    """
    for number, (how, write) in enumerate(_WRITTEN_OTHERWISE):
        # Each begins with another property.
        for name in (*declared[number:], *declared[:number]):
            written = write(name)
            if written not in value and written not in declared:
                member = value[name] if name in value else next(_members(name, context), None)
                yield f"a property called as another: {how}", {**value, written: member}


_WRITTEN_OTHERWISE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("in the other case", str.swapcase),
    ("a space more", lambda name: f"{name} "),
    ("other dashes", lambda name: name.replace("_", "-") if "_" in name else name.replace("-", "_")),
)
"""How a name is written otherwise that some take for the same."""


def _of_others(value: dict[str, Any], subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """An object with a property that other records have here, under a condition that this one may not meet."""
    members: dict[str, Any] = {}
    for other in islice(context.seen(), 40) if "unevaluatedProperties" in subschema.contents else ():
        members |= without_members(other, value) if type(other) is dict else {}
    for name, member in members.items():
        yield f"a property of another record: {name[:20]!r}", {**value, name: member}


def _of_patterns(value: dict[str, Any], subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with a property called nearly as a pattern describes it, of several patterns in turns."""
    patterns = list(_patterns(value, subschema, context))
    walks = [_of_pattern(value, pattern, context) for pattern in patterns]
    told = ["a name", *(f"a name like {pattern[:20]!r}" for pattern in patterns[1:])]
    yield from in_turns(*[_told_so(said, walk) for said, walk in zip(told, walks, strict=False)])


def _told_so(said: str, walk: Iterator[Neighbour]) -> Iterator[Neighbour]:
    return ((f"{said}: {how}", other) for how, other in walk)


def _of_pattern(value: dict[str, Any], pattern: str, context: Context) -> Iterator[Neighbour]:
    """Objects with a property called nearly as one pattern describes it, which has what such a one would have."""
    name = next((name for name in value if fits(pattern, name)), None)
    # Of a wrong value it would not be seen that the name is taken.
    member = value[name] if name is not None else next(_fitting(pattern, context), None)
    nearly = [one for one in islice(context.near_names(pattern), _NEAR_NAMES) if one[1] not in value]
    yield from ((how, {**value, near: member}) for how, near in nearly)
    if name is not None:
        yield from ((how, _renamed(value, name, near)) for how, near in nearly)


def _patterns(value: dict[str, Any], subschema: Subschema, context: Context) -> Iterator[str]:
    """Yield the patterns of names; where what no other subschema evaluates is refused, those that names here fit."""
    own = subschema.contents.get("patternProperties", {})
    yield from own if isinstance(own, dict) else ()
    if "unevaluatedProperties" in subschema.contents:
        for pattern in context.patterns():
            is_here = any(fits(pattern, name) for name in value) or next(_fitting(pattern, context), None) is not None
            if pattern not in own and is_here:
                yield pattern


def _fitting(pattern: str, context: Context) -> Iterator[Any]:
    """Yield what other records have at names that fit a pattern."""
    for other in islice(context.seen(), 40):
        if isinstance(other, dict):
            yield from (member for name, member in other.items() if fits(pattern, name))


_NEAR_NAMES = 40
"""How many names nearly fit a pattern."""


def names_like(name: str) -> Iterator[str]:
    """Yield names that are nearly another one."""
    yield from (name.swapcase(), name.upper(), name.capitalize(), f"{name}s", f"{name} ", f" {name}", name[:-1])
    yield from (name.replace("_", "-"), name.replace("_", ""), f"{name}\u0301", f"_{name}", f"{name}/x")


def _renamed(value: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if name == old else name: member for name, member in value.items()}


def of_patterns(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with members of other types at the names that a pattern describes."""
    if isinstance(value, dict):
        for pattern in subschema.contents.get("patternProperties", ()):
            for name in value:
                if fits(pattern, name):
                    yield from ((how, {**value, name: other}) for how, other in KINDS)
    yield from of_names(value, subschema, context)


def of_properties(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with a property that is declared as `false`, first as other records have it."""
    if isinstance(value, dict):
        for name, inner in subschema.contents.get("properties", {}).items():
            if inner is False:
                others = ((type(other).__name__, other) for other in _members(name, context))
                kinds = chain(others, KINDS)
                yield from ((f"a property that is forbidden: {how}", {**value, name: other}) for how, other in kinds)
    yield from of_patterns(value, subschema, context)


def _members(name: str, context: Context) -> Iterator[Any]:
    """Yield a few values that other records have at the same place as a member of some name."""
    return islice((other[name] for other in context.seen() if isinstance(other, dict) and name in other), _MEMBERS)


def of_required(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects without one of the required properties, or with one that is nearly called so."""
    names = subschema.contents.get("required", ())
    if isinstance(value, dict) and isinstance(names, list):
        for name in names:
            if name in value:
                yield f"without {name[:20]!r}", without_members(value, {name})
        # In a branch, what is left would be refused as what nobody declares.
        declared = {*names, *subschema.contents.get("properties", ())}
        if len(value.keys() & declared) > 1 and not value.keys() <= declared:
            yield "without all that are required", without_members(value, names)
            yield "without all that are declared beside it", without_members(value, declared)
        for name in names:
            for near in (name.swapcase(), f"{name} ", f"{name}s"):
                if name in value and near not in value:
                    yield "a required property nearly called so", _renamed(value, name, near)
        yield "an empty object", {}
    yield from all_but(value, subschema, context, "required")


def of_least_size(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with a property too few."""
    least = subschema.contents.get("minProperties")
    if isinstance(value, dict) and least is not None:
        names, kept = list(value), max(0, int(least) - 1)
        for keep in (names[:kept], names[len(names) - kept :]):
            yield "too few properties", {name: value[name] for name in keep}
    yield from all_but(value, subschema, context, "minProperties")


def of_most_size(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with properties too many."""
    most = subschema.contents.get("maxProperties")
    as_asked = all_but(value, subschema, context, "maxProperties")
    if most is not None and most > _SEVERAL and "propertyNames" in subschema.contents:
        # Each of the names that are made up here may be wrong, which takes long to be told.
        yield from as_asked
    if isinstance(value, dict) and most is not None:
        missing = int(most) + 1 - len(value)
        yield from _with_more(value, missing, context) if 0 < missing < _MOST_MADE_UP else ()
    yield from as_asked


def _with_more(value: dict[str, Any], missing: int, context: Context) -> Iterator[Neighbour]:
    """Yield an object with so many properties more: those of other records, and such as are made up."""
    for other in islice(context.seen(), 40):
        if isinstance(other, dict):
            more = without_members(other, value)
            if len(more) >= missing:
                yield "too many properties", {**value, **dict(islice(more.items(), missing))}
    source = next(reversed(value), "x")
    member = value.get(source)
    yield "too many properties", {**value, **{f"{source}{n}": member for n in range(missing)}}
    yield "too many properties", {**value, **{f"x{n}": None for n in range(missing)}}


_ASKING: tuple[Any, ...] = (0, "x", False, 7, "", True, None, [], {})
"""What a property has that asks for others."""


def of_dependents(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with the property that asks for others, and without those."""
    if isinstance(value, dict):
        for keyword in ("dependentRequired", "dependencies"):
            for name, asked in subschema.contents.get(keyword, {}).items():
                members = list(_members(name, context))
                names = asked if isinstance(asked, list) else ()
                # Only one of several is missing, if there are records that have the others.
                others = {other: next(_members(other, context), None) for other in names}
                with_others = {**{other: member for other, member in others.items() if member is not None}, **value}
                for wanted in names:
                    for member in (value.get(name), *members, *_ASKING):
                        what = "another" if member else "one that counts as false"
                        for asking in (with_others, value):
                            how = f"without {wanted[:20]!r}, which {what} asks for"
                            yield how, without_members({**asking, name: member}, {wanted})
    yield from all_but(value, subschema, context, "dependentRequired", "dependencies")
