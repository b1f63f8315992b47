"""
Assertions on a whole object, as an expression about its twin.

A twin is handed out only if all names of the object are declared, so which of them are there, and what a few of them
are, is all that these ask: `minProperties`, `dependentRequired`, `not`, `if`, `anyOf` of `required`.  An expression
says exactly what the keywords do, since it may be denied; for what it cannot say exactly there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from schemawright.engines.accept.types import Unsupported
from schemawright.keywords import FLAT
from schemawright.models.fast.kinds import has_enumeration, refers
from schemawright.models.fast.parts import parts_of, said_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.engines.judging import Judge
    from schemawright.models.fast.places import Place, Places
    from schemawright.models.fast.twins import Member

    Above: TypeAlias = frozenset[str]
    Make: TypeAlias = Callable[["Conditions", Any, Place, Above], str]

TWIN = "\0"
"""Stands for the twin in an expression."""

_NEVER, _ALWAYS = "False", "True"
_MOST = 2_000
"""How long an expression is at the most."""
_DEEPEST = 20
"""How deep subschemas nest at the most: Python reads no more than two hundred parentheses in each other."""


class Conditions:
    """
    What makes expressions about one twin.

    Args:
        places: Where references lead.
        members: Property name → how it is handed over.
        kinds: Property name → the type of its values.
        judge_of: Returns what judges a value apart, by a subschema of a dialect that refers to nothing.
        number_of: Returns the number of a judge, by which expressions call it.
    """

    def __init__(
        self,
        places: Places,
        members: Mapping[str, Member],
        kinds: Mapping[str, Any],
        judge_of: Callable[[Any, str], Judge],
        number_of: Callable[[Judge], int],
    ) -> None:
        self.places = places
        self.members = members
        self.kinds = kinds
        self.judge_of = judge_of
        self.number_of = number_of
        self._depth = 0

    def of(self, place: Place, said: Iterable[str], above: Above) -> str:
        """
        Return what some keywords of a subschema say.

        Raises:
            Unsupported: There is no expression that says exactly this.
        """
        made = every([self._keyword(name, place, above) for name in sorted(said)])
        if len(made) > _MOST:
            raise Unsupported
        return made

    def _keyword(self, name: str, place: Place, above: Above) -> str:
        make = _KEYWORDS.get(name)
        if make is None or name not in FLAT[place.dialect]:
            raise Unsupported
        return make(self, place.schema[name], place, above)

    def _schema(self, schema: Any, place: Place, above: Above) -> str:
        """Return what a subschema of another one says of the same object."""
        if schema is False:
            return _NEVER
        if self._depth == _DEEPEST:
            raise Unsupported
        parts = parts_of(self.places, place.inside(schema), above)
        self._depth += 1
        made = every([self.of(part.place, part.said, part.above) for part in parts])
        self._depth -= 1
        return made

    # --- which members there are

    def has(self, name: Any) -> str:
        """Return whether a member is there; what no property declares is in no twin."""
        member = self.members.get(name)
        if member is None:
            return _NEVER
        return _ALWAYS if member.required else f"{TWIN}.f{member.at} is not UNSET"

    def type(self, value: Any, _place: Place, _above: Above) -> str:
        """Objects are among the values."""
        return _ALWAYS if "object" in (value if isinstance(value, list) else [value]) else _NEVER

    def required(self, value: Any, _place: Place, _above: Above) -> str:
        """All of some members are there."""
        return every([self.has(name) for name in _array(value)])

    def least(self, value: Any, _place: Place, _above: Above) -> str:
        """There are so many members, or more."""
        return f"{self._count()} >= {_whole(value)}"

    def most(self, value: Any, _place: Place, _above: Above) -> str:
        """There are so many members, or fewer."""
        return f"{self._count()} <= {_whole(value)}"

    def _count(self) -> str:
        held = [self.has(name) for name in self.members]
        return " + ".join([f"({one})" for one in held if one != _ALWAYS] + [str(held.count(_ALWAYS))])

    def dependents(self, value: Any, place: Place, above: Above) -> str:
        """Where a member is there, others are, or a subschema holds."""
        found = []
        for name, needed in _object(value).items():
            if isinstance(needed, str):
                raise Unsupported  # Draft 3 says it so.
            then = (
                self.required(needed, place, above) if isinstance(needed, list) else self._schema(needed, place, above)
            )
            found.append(some([denied(self.has(name)), then]))
        return every(found)

    # --- what they are

    def properties(self, value: Any, place: Place, _above: Above) -> str:
        """Each declared member is valid."""
        return every(
            [self._member(name, inner, place) for name, inner in _object(value).items() if name in self.members]
        )

    def pattern_properties(self, value: Any, place: Place, _above: Above) -> str:
        """Each member whose name a pattern matches is valid."""
        ways = [(name, inner) for pattern, inner in _object(value).items() for name in _matched(pattern, self.members)]
        return every([self._member(name, inner, place) for name, inner in ways])

    def additional_properties(self, value: Any, place: Place, _above: Above) -> str:
        """Each member of which nothing beside it says anything is valid."""
        known = set(_object(place.schema.get("properties", {})))
        for pattern in _object(place.schema.get("patternProperties", {})):
            known.update(_matched(pattern, self.members))
        return every([self._member(name, value, place) for name in self.members if name not in known])

    def property_names(self, value: Any, place: Place, _above: Above) -> str:
        """Each name is valid."""
        if refers(value):
            raise Unsupported
        is_valid = self.judge_of(value, place.dialect)
        return every([denied(self.has(name)) for name in self.members if not is_valid(name)])

    def _member(self, name: str, schema: Any, place: Place) -> str:
        """Return that a member is not there, or valid."""
        if schema is True or (isinstance(schema, dict) and not said_in(schema, place.dialect)):
            return _ALWAYS
        absent = denied(self.has(name))
        return absent if schema is False else some([absent, self._value(name, schema, place.inside(schema).dialect)])

    def _value(self, name: str, schema: Any, dialect: str) -> str:
        member = self.members[name]
        held = f"{TWIN}.f{member.at}"
        if not isinstance(schema, dict) or member.kind not in {"plain", "built"} or member.moment:
            raise Unsupported
        texts = literals(schema, dialect)
        if texts is not None:
            # A member of an enumeration is equal to its text.
            return some([f"{held} == {text!a}" for text in texts])
        if refers(schema) or has_enumeration(self.kinds[name]):
            raise Unsupported
        judge = self.judge_of(schema, dialect)
        return f"judge{self.number_of(judge)}({held})"

    # --- logic

    def _each(self, value: Any, place: Place, above: Above) -> list[str]:
        return [self._schema(schema, place, above) for schema in _array(value)]

    def any_of(self, value: Any, place: Place, above: Above) -> str:
        """One of some holds."""
        return some(self._each(value, place, above))

    def one_of(self, value: Any, place: Place, above: Above) -> str:
        """One of some holds, and no other."""
        return " + ".join([f"bool({one})" for one in self._each(value, place, above)]) + " == 1"

    def none_of(self, value: Any, place: Place, above: Above) -> str:
        """It does not hold."""
        return denied(self._schema(value, place, above))

    def condition(self, value: Any, place: Place, above: Above) -> str:
        """One of two holds, by whether another does."""
        holds = self._schema(value, place, above)
        then, otherwise = (self._schema(place.schema.get(name, True), place, above) for name in ("then", "else"))
        return every([some([denied(holds), then]), some([holds, otherwise])])

    def nothing(self, _value: Any, _place: Place, _above: Above) -> str:
        """All that it says, another keyword says."""
        return _ALWAYS


_KEYWORDS: dict[str, Make] = {
    "type": Conditions.type,
    "required": Conditions.required,
    "minProperties": Conditions.least,
    "maxProperties": Conditions.most,
    "dependencies": Conditions.dependents,
    "dependentRequired": Conditions.dependents,
    "dependentSchemas": Conditions.dependents,
    "properties": Conditions.properties,
    "patternProperties": Conditions.pattern_properties,
    "additionalProperties": Conditions.additional_properties,
    "propertyNames": Conditions.property_names,
    "anyOf": Conditions.any_of,
    "oneOf": Conditions.one_of,
    "not": Conditions.none_of,
    "if": Conditions.condition,
    "then": Conditions.nothing,
    "else": Conditions.nothing,
}


def every(expressions: list[str]) -> str:
    """
    Return that all of some hold.

    >>> every(["a", "True", "b is c"]), every(["a", "False"]), every([])
    ('(a) and (b is c)', 'False', 'True')
    """
    if _NEVER in expressions:
        return _NEVER
    return _joined(" and ", [one for one in expressions if one != _ALWAYS]) or _ALWAYS


def some(expressions: list[str]) -> str:
    """
    Return that one of some holds.

    >>> some(["a", "False", "b"]), some(["a", "True"]), some([])
    ('(a) or (b)', 'True', 'False')
    """
    if _ALWAYS in expressions:
        return _ALWAYS
    return _joined(" or ", [one for one in expressions if one != _NEVER]) or _NEVER


def _joined(operator: str, expressions: list[str]) -> str:
    """Return different expressions with an operator between them; one alone as it is."""
    left = list(dict.fromkeys(expressions))
    return operator.join([f"({one})" for one in left]) if len(left) > 1 else "".join(left)


def denied(expression: str) -> str:
    """
    Return that something does not hold.

    >>> denied("a is b"), denied("True")
    ('not (a is b)', 'False')
    """
    return {_ALWAYS: _NEVER, _NEVER: _ALWAYS}.get(expression, f"not ({expression})")


def literals(schema: Any, dialect: str) -> list[str] | None:
    """
    Return the texts one of which a value is, where that is all that a subschema says.

    >>> literals({"type": "string", "enum": ["a", "b"]}, "2020-12"), literals({"const": 1}, "2020-12")
    (['a', 'b'], None)
    """
    said = said_in(schema, dialect) if isinstance(schema, dict) else frozenset()
    if said - {"type"} not in ({"const"}, {"enum"}) or schema.get("type", "string") != "string":
        return None
    options = [schema["const"]] if "const" in said else schema["enum"]
    is_known = ("const" if "const" in said else "enum") in FLAT[dialect]
    return options if is_known and isinstance(options, list) and all(type(one) is str for one in options) else None


def _matched(pattern: str, names: Iterable[str]) -> list[str]:
    # Engines of patterns take long to import, and few schemas ask for one here.
    from schemawright.engines.judging import pattern_judge

    is_matched = pattern_judge(pattern)
    verdicts = {name: is_matched(name) for name in names}
    if None in verdicts.values():
        raise Unsupported
    return [name for name, verdict in verdicts.items() if verdict]


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Unsupported
    return value


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unsupported
    return value


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unsupported
    return value
