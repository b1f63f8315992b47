"""
Building: from a valid JSON value to its carrier, as a spec says.

Of objects and tuples by straight-line code, made for each class; where a scalar is built, no function is called.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from schemawright.deep_stack import deeper
from schemawright.models.loading.choosing import as_it_is, choice_builder, condition_builder
from schemawright.runtime import UNSET, Carried, ExactFloat, Text, WholeFloat, is_in_order
from schemawright.runtime.values import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.models.loading.loader import Loader
    from schemawright.runtime import Spec

    Build = Callable[..., Any]
    """Makes the carrier of a value; of one that its name decides about, of name and value."""

_NAMES = 1024
"""Of how many names it is remembered which patterns match them."""
_ORDERS = 256
"""Of how many orders of names of a class it is remembered whether that is the schema's."""


class Builders:
    """
    What builds carriers, one for each spec.

    Args:
        loader: What it belongs to.
        plain: Whether instances have only what plain texts have: no numbers of our own, and none that no double holds.
        deep: Whether instances may be nested deeper than a thread recurses.
    """

    def __init__(self, loader: Loader, *, plain: bool = False, deep: bool = False) -> None:
        self.carrier = loader.carrier
        self.judges = loader.judges
        self.plain = plain
        self._deep = deep
        self._lock = loader.lock
        self._builds: dict[str, Build | None] = {}

    def built_by(self, spec: Spec) -> Build | None:
        """Return what builds a carrier by a spec; None where a value is its own."""
        spec = self.carrier.known(spec)
        if spec is None:
            return None
        key = repr(spec)
        with self._lock:
            if key not in self._builds:
                # A class may contain itself: what is not made yet is looked up when it is needed.
                made: Build
                self._builds[key] = lambda value: made(value)  # noqa: PLW0108  (`made` is there when it is called)
                made = _BUILDERS[spec[0]](self, spec)
                made = partial(deeper, made) if self._deep else made
                self._builds[key] = made
            return self._builds[key]

    def verdict(self, places: tuple[str, ...]) -> Callable[[Any], bool]:
        """Return whether plain values are valid by several subschemas."""
        verdicts = [schema.engine_for(decimals=False).is_valid for schema in self.judges(places)]
        return verdicts[0] if len(verdicts) == 1 else lambda value: all(is_valid(value) for is_valid in verdicts)


def _object(builders: Builders, spec: Spec) -> Build:
    carried = builders.carrier.classes[spec[1]]
    made: Build | None = None

    def make(value: Any) -> Any:
        nonlocal made
        # At the first one, since classes may recur.
        made = made or _object_builder(builders, carried)
        return made(value)

    return make


def _object_builder(builders: Builders, carried: Carried) -> Build:
    space: dict[str, Any] = {
        "UNSET": UNSET, "cls": carried.cls, "holder": carried.holder, "make_object": object.__new__,
        "declared": tuple(carried.properties), "known": frozenset(carried.properties),
        "order_now": _order, "order_of": lru_cache(maxsize=_ORDERS)(_order), "extra": builders.built_by(carried.extra),
        "set_extra": carried.slots[carried.extra_field].__set__ if carried.extra_field else None,
    }  # fmt: skip
    exec("\n".join(_lines(builders, carried, space)), space)  # noqa: S102  (made of numbers)
    build: Build = space["build"]
    return build


def _lines(builders: Builders, carried: Carried, space: dict[str, Any]) -> Iterator[str]:
    """Yield the code that builds the objects of a class, and put what it names into its space."""
    yield "def build(value):"
    yield "    if type(value) is not dict: return value"
    if not carried.extra_field:
        yield "    if not known.issuperset(value): return value"
    yield "    made = make_object(cls)"
    # What a property of the class does besides is of no use to an object that is only made.
    yield "    held = made._held = holder()"
    names = range(len(carried.properties))
    space |= {f"name{at}": name for at, name in enumerate(carried.properties)}
    yield "    order = tuple(value)"
    yield "    if order == declared:"
    # There may be one, or none.
    yield f"        [{', '.join([f'v{at}' for at in names])}] = value.values()"
    yield "        order, others = None, False"
    yield "    else:"
    others = "not known.issuperset(value)" if carried.extra_field else "False"
    yield f"        get, others = value.get, {others}"
    yield from (f"        v{at} = get(name{at}, UNSET)" for at in names)
    # What is not declared may be long, and never come again.
    yield "        order = order_now(order, declared) if others else order_of(order, declared)"
    for at, (field, spec) in enumerate(carried.properties.values()):
        found, is_scalar = _made_of(builders, spec, f"v{at}", space)
        found = found if is_scalar else f"v{at} if v{at} is UNSET else {found}"
        if carried.is_held(spec):
            yield f"    held.f{at} = {found}"
        else:
            space[f"set{at}"] = carried.slots[field].__set__
            yield f"    set{at}(made, {found})"
    if carried.extra_field:
        member = "extra(member)" if space["extra"] is not None else "member"
        member = "extra(name, member)" if _is_by_name(carried.extra) else member
        rest = f"{{name: {member} for name, member in value.items() if name not in known}}"
        yield f"    set_extra(made, {rest} if others else {{}})"
    yield "    made._order = order"
    yield "    return made"


def _made_of(builders: Builders, spec: Spec, value: str, space: dict[str, Any]) -> tuple[str, bool]:
    """
    Return the expression that builds a value, and whether nothing but a scalar is not its own carrier then.

    Args:
        builders: What makes the rest.
        spec: How the value is carried.
        value: The name that it has in the code.
        space: What the expression names is put there.
    """
    spec = builders.carrier.known(spec)
    build = builders.built_by(spec)
    if build is None:
        return value, True
    name = f"by{len(space)}"
    if spec[0] == "text":
        space[name] = _text_kind(spec)
        return f"({name}({value}) if type({value}) is str else {value})", True
    if spec[0] == "enum":
        space[name] = _members_of(builders, spec).get
        return f"({name}({value}, {value}) if type({value}) is str else {value})", True
    space[name] = build
    if spec[0] == "integer":
        return f"({value} if type({value}) is int else {name}({value}))", True
    return f"{name}({value})", False


def _order(names: tuple[str, ...], declared: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the order of an object's names; None for that of the schema."""
    return None if is_in_order(names, declared) else names


def _map(builders: Builders, spec: Spec) -> Build:
    build = builders.built_by(spec[1])

    def make(value: Any) -> Any:
        if type(value) is not dict or build is None:
            return value
        return {name: build(member) for name, member in value.items()}

    def make_by_name(value: Any) -> Any:
        if type(value) is not dict or build is None:
            return value
        return {name: build(name, member) for name, member in value.items()}

    return make_by_name if _is_by_name(spec[1]) else make


def _is_by_name(spec: Spec) -> bool:
    """Return whether a property's name decides how its value is carried."""
    return spec is not None and spec[0] == "named"


def _named(builders: Builders, spec: Spec) -> Build:
    from schemawright.engines.judging import pattern_judge

    ways = [(matching, patterns, builders.built_by(inner)) for matching, patterns, inner in spec[1]]
    judges = {pattern: pattern_judge(pattern) for _, patterns, _ in ways for pattern in patterns}

    @lru_cache(maxsize=_NAMES)
    def builds_of(name: str) -> tuple[Build, ...]:
        verdicts = {pattern: is_matched(name) for pattern, is_matched in judges.items()}
        found = [build for matching, patterns, build in ways if _is_any(verdicts, patterns) is matching]
        return tuple([build for build in found if build is not None])

    def make(name: str, value: Any) -> Any:
        builds = builds_of(name)
        if len(builds) == 1:
            return builds[0](value)
        return next((made for build in builds if _differs(made := build(value), value)), value)

    return make


def _is_any(verdicts: dict[str, bool | None], patterns: tuple[str, ...]) -> bool | None:
    """Return whether one of some patterns matches; None where that is not known."""
    found = [verdicts[pattern] for pattern in patterns]
    return True if True in found else None if None in found else False


def _differs(made: Any, value: Any) -> bool:
    """Return whether anything in what was made of a value is not as it was."""
    if type(made) is list and type(value) is list:
        return any(map(_differs, made, value))
    if type(made) is dict and type(value) is dict:
        return any(_differs(member, value[name]) for name, member in made.items())
    return made is not value


def _list(builders: Builders, spec: Spec) -> Build:
    build = builders.built_by(spec[1])
    space: dict[str, Any] = {}
    made, is_scalar = _made_of(builders, spec[1], "item", space)
    if is_scalar and space:
        code = f"lambda value: [{made} for item in value] if type(value) is list else value"
        return eval(code, space)  # type: ignore[no-any-return]  # noqa: S307  (made of numbers)

    def make(value: Any) -> Any:
        return [build(item) for item in value] if type(value) is list and build is not None else value

    return make


def _tuple(builders: Builders, spec: Spec) -> Build:
    firsts = [builders.built_by(inner) for inner in spec[1]]
    rest = builders.built_by(spec[2])

    def make(value: Any) -> Any:
        builds = firsts[: len(value)] + [rest] * (len(value) - len(firsts))
        return [build(item) if build else item for build, item in zip(builds, value, strict=True)]

    # Most have one of each.
    names = ", ".join([f"v{at}" for at in range(len(firsts))])
    space: dict[str, Any] = {"make": make}
    made = ", ".join([_made_of(builders, inner, f"v{at}", space)[0] for at, inner in enumerate(spec[1])])
    code = _TUPLE.format(length=len(firsts), names=names, made=made)
    exec(code, space)  # noqa: S102  (made of numbers)
    build: Build = space["build"]
    return build


_TUPLE = """
def build(value):
    if type(value) is not list: return value
    if len(value) != {length}: return make(value)
    [{names}] = value
    return [{made}]
"""


def _text(_builders: Builders, spec: Spec) -> Build:
    kind = _text_kind(spec)
    return lambda value: kind(value) if type(value) is str else value


def _text_kind(spec: Spec) -> type[Text]:
    import schemawright.runtime

    kind: type[Text] = getattr(schemawright.runtime, spec[1])
    return kind


def _enum(builders: Builders, spec: Spec) -> Build:
    members = _members_of(builders, spec)
    return lambda value: members.get(value, value) if type(value) is str else value


def _members_of(builders: Builders, spec: Spec) -> dict[Any, Any]:
    return {one.value: one for one in builders.carrier.enums[spec[1]]}


def _integer(_builders: Builders, _spec: Spec) -> Build:
    def make(value: Any) -> Any:
        kind = type(value)
        if kind is ExactFloat:
            whole = whole_number(value.exact)
            return value if whole is None else whole
        return WholeFloat(value) if kind is float and value.is_integer() else value

    return make


def _scalars(builders: Builders, spec: Spec) -> Build:
    of_text, of_number = (builders.built_by(inner) or as_it_is for inner in spec[1:])
    return lambda value: of_text(value) if type(value) is str else of_number(value)


def _kinds(builders: Builders, spec: Spec) -> Build:
    of_object, of_array, of_scalar = (builders.built_by(inner) for inner in spec[1:])

    def make(value: Any) -> Any:
        kind = type(value)
        build = of_object if kind is dict else of_array if kind is list else of_scalar
        return build(value) if build is not None else value

    return make


_BUILDERS: dict[str, Callable[[Builders, Spec], Build]] = {
    "object": _object,
    "map": _map,
    "list": _list,
    "tuple": _tuple,
    "text": _text,
    "enum": _enum,
    "integer": _integer,
    "scalars": _scalars,
    "kinds": _kinds,
    "choice": choice_builder,
    "if": condition_builder,
    "named": _named,
}
"""How a spec begins → what makes the builder of what is carried so."""
