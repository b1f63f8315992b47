"""
A validator in plain Python, made to be broken: a table `keyword → function`, so that a planted bug is another function.

It covers what the schemas of this benchmark need of draft 2020-12 and agrees with the native engine there
(tests/mutation holds that); it is slow, and nobody should validate with it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin

import jsonschema_rs

from benchmarks.mutation.small_formats import FORMATS
from benchmarks.mutation.small_keywords import KEYWORDS
from benchmarks.mutation.small_steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Step = Callable[..., Any]

TABLE: dict[str, Step] = {**KEYWORDS, **STEPS, **{f"format {name}": check for name, check in FORMATS.items()}}
"""All that can be replaced: keywords by their name, formats as `format date`, and what they share, as `equal`."""

_LAST = ("unevaluatedItems", "unevaluatedProperties")


class Place:
    """
    One application of a schema to an instance.

    Args:
        validator: Whose table is asked.
        schema: The schema.
        scope: The dynamic scope: the URIs of the schema resources that led here, the outermost first.
        route: The instance location, as tokens.

    `names` and `indexes` are what the schema has evaluated of an object and of an array so far.
    """

    __slots__ = ("indexes", "names", "route", "schema", "scope", "validator")

    def __init__(self, validator: SmallValidator, schema: Any, scope: tuple[str, ...], route: tuple[Any, ...]) -> None:
        self.validator, self.schema, self.scope, self.route = validator, schema, scope, route
        self.names: set[str] = set()
        self.indexes: set[int] = set()

    def ask(self, step: str, *arguments: Any) -> Any:
        """Return what a step of the table answers."""
        return self.validator.table[step](*arguments)

    def beside(self, schema: Any, instance: Any, scope: tuple[str, ...] = ()) -> bool:
        """Apply a schema to the same instance; what it evaluated counts here where it holds."""
        other = Place(self.validator, schema, scope or self.scope, self.route)
        if not self.validator.holds(other, instance):
            return False
        self.ask("merge", self, other)
        return True

    def apart(self, schema: Any, instance: Any) -> bool:
        """Apply a schema to the same instance; what it evaluated does not count."""
        return self.validator.holds(Place(self.validator, schema, self.scope, self.route), instance)

    def below(self, schema: Any, instance: Any, token: Any) -> bool:
        """Apply a schema to a child of the instance."""
        return self.validator.holds(Place(self.validator, schema, self.scope, (*self.route, token)), instance)


class SmallValidator:
    """
    A schema that judges, one function a keyword.

    Args:
        schema: The schema resource.
        replaced: What of the table is something else: a planted bug.

    >>> SmallValidator({"minLength": 2}).is_valid("é")
    False
    """

    def __init__(self, schema: Any, replaced: Mapping[str, Step] | None = None) -> None:
        self.table = {**_other_formats(schema), **TABLE, **(replaced or {})}
        self._schema = schema
        self._root = schema.get("$id", "") if isinstance(schema, dict) else ""
        self._resources: dict[str, Any] = {}
        self._uris: dict[int, str] = {}
        self._anchors: dict[tuple[str, str], Any] = {}
        self._plans: dict[int, list[tuple[Step, Any]]] = {}
        self._register(schema, self._root)

    def is_valid(self, instance: Any) -> bool:
        """Return whether the schema accepts an instance."""
        return self.holds(Place(self, self._schema, (self._root,), ()), instance)

    def holds(self, place: Place, instance: Any) -> bool:
        """Return whether every keyword of a place's schema holds."""
        schema = place.schema
        if isinstance(schema, bool):
            return schema
        uri = self._uris.get(id(schema))
        if uri is not None and uri != place.scope[-1]:
            place.scope = (*place.scope, uri)
        return all(check(place, value, instance) for check, value in self._plan(schema))

    def uses(self, steps: Iterable[str]) -> bool:
        """Return whether the schema can ask for one of some steps."""
        used = {*STEPS}
        for _, schema in _resources_in(self._schema, ""):
            used |= {*schema, f"format {schema.get('format')}"}
        return not used.isdisjoint(steps)

    def resolve(self, base: str, reference: str) -> tuple[Any, str]:
        """Return the schema that a reference leads to, and the URI of its resource."""
        uri, fragment = urldefrag(urljoin(base, reference))
        schema = self._resources[uri]
        if fragment and not fragment.startswith("/"):
            return self._anchors[uri, fragment], uri
        for token in unquote(fragment).split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            schema = schema[int(name)] if isinstance(schema, list) else schema[name]
        return schema, uri

    def dynamic(self, scope: tuple[str, ...], reference: str) -> tuple[Any, str]:
        """Return the schema that a dynamic reference leads to: the outermost that has its anchor."""
        anchor = reference.partition("#")[2]
        for uri in scope:
            if (uri, anchor) in self._anchors:
                return self._anchors[uri, anchor], uri
        return self.resolve(scope[-1], reference)

    def _plan(self, schema: dict[str, Any]) -> list[tuple[Step, Any]]:
        plan = self._plans.get(id(schema))
        if plan is None:
            names = sorted(self.table["keywords"](schema), key=_LAST.__contains__)
            plan = [(self.table[name], schema[name]) for name in names if name in KEYWORDS]
            self._plans[id(schema)] = plan
        return plan

    def _register(self, schema: Any, base: str) -> None:
        for uri, subschema in _resources_in(schema, base):
            if "$id" in subschema or subschema is schema:
                self._resources[uri] = subschema
                self._uris[id(subschema)] = uri
            for anchor in ("$anchor", "$dynamicAnchor"):
                if anchor in subschema:
                    self._anchors[uri, subschema[anchor]] = subschema


def _resources_in(schema: Any, base: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        name = schema.get("$id")
        uri = urljoin(base, name) if isinstance(name, str) else base
        yield uri, schema
        for value in schema.values():
            yield from _resources_in(value, uri)
    elif isinstance(schema, list):
        for value in schema:
            yield from _resources_in(value, base)


def _other_formats(schema: Any) -> dict[str, Step]:
    """Return the checks of the formats that no bug is planted in: those of the native engine."""
    named = {one["format"] for _, one in _resources_in(schema, "") if isinstance(one.get("format"), str)}
    return {f"format {name}": _native_format(name) for name in named if name not in FORMATS}


@cache
def _native_format(name: str) -> Step:
    checker = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True, offline=True)
    return checker.is_valid
