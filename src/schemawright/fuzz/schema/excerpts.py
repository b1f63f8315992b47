"""
What of its resources a schema needs to judge: a file of a thousand definitions may be there for the three of one.

To compile all of it for every subschema that is asked, and for every keyword that is left out, takes seconds and
gigabytes.  An excerpt says the same of everything at the same places; what no reference leads to from where it begins
is left out, and so is what no verdict depends on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.keywords import ANNOTATION, FLAT, LOCATION, MAP, MAP_OF_SCHEMA_OR_NAMES, NONE, dialect_of
from schemawright.pointer import parse_pointer, replaced_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

_NAMING = frozenset({"$schema", "$id", "id", "$ref", "$anchor", "$dynamicAnchor", "$recursiveAnchor"})
"""What says how a schema around another is called and read; beside a `$ref` that is alone, the others do not count."""
_MAPS = frozenset({MAP, MAP_OF_SCHEMA_OR_NAMES})


class _Way:
    """
    A place on the way to what is reached.

    Attributes:
        below: The places below that are on the way.
        is_reached: Whether it is reached itself.
    """

    __slots__ = ("below", "is_reached")

    def __init__(self) -> None:
        self.below: dict[str, _Way] = {}
        self.is_reached = False


_NOWHERE = _Way()


class Excerpt:
    """
    The resources of one schema, with what is reached from a part of it.

    Args:
        schema_map: The schema's subschemas.
        reached: Those that are reached, booleans left out.
        annotations: Whether to keep what no verdict depends on.
    """

    def __init__(self, schema_map: SchemaMap, reached: Iterable[Subschema], *, annotations: bool = False) -> None:
        self._map = schema_map
        self._annotations = annotations
        self._ways: dict[str, _Way] = {}
        self._contents: dict[str, Any] = {}
        self._found: dict[tuple[int, int, str], dict[str, Any]] = {}
        """What is needed of a subschema as it is written, which mutants have in them: found out once."""
        for subschema in reached:
            self._way(subschema.resource, subschema.pointer).is_reached = True

    def _way(self, resource: str, pointer: str) -> _Way:
        way = self._ways.setdefault(resource, _Way())
        for token in parse_pointer(pointer):
            way = way.below.setdefault(token, _Way())
        return way

    @property
    def resources(self) -> list[Any]:
        """The contents of each resource in which something is reached."""
        return [self.contents(uri) for uri in self._ways]

    def contents(self, resource: str) -> Any:
        """Return what of a resource is needed."""
        if resource not in self._contents:
            way = self._ways.get(resource)
            whole = self._map.contents[resource]
            self._contents[resource] = whole if way is None else self._on_the_way(whole, way, self._map.schema.dialect)
        return self._contents[resource]

    def changed(self, subschema: Subschema, contents: Any) -> Any:
        """Return what is needed of a resource in which a subschema is another."""
        way = self._ways[subschema.resource]
        tokens = parse_pointer(subschema.pointer)
        for token in tokens:
            way = way.below[token]
        return replaced_at(self.contents(subschema.resource), tokens, self._schema(contents, way, subschema.dialect))

    def narrow(self, subschema: Subschema, contents: Any) -> None:
        """Put something else into the place of a subschema, that leads nowhere where it did not."""
        self._contents[subschema.resource] = self.changed(subschema, contents)

    def retrieve(self, uri: str) -> Any:
        """Return the contents of a resource; as `SchemaMap.retrieve`."""
        known = self._map.aliases.get(uri, uri)
        return self.contents(known) if known in self._ways else self._map.retrieve(uri)

    def _on_the_way(self, value: Any, way: _Way, dialect: str) -> Any:
        """Return of a value that nothing leads to what is on the way to what something does."""
        if way.is_reached:
            return self._schema(value, way, dialect)
        if isinstance(value, list):
            return [
                self._on_the_way(item, way.below[str(index)], dialect) if str(index) in way.below else {}
                for index, item in enumerate(value)
            ]
        if not isinstance(value, dict):
            return value
        dialect = dialect_of(value.get("$schema")) or dialect
        return {
            name: self._on_the_way(inner, way.below[name], dialect) if name in way.below else inner
            for name, inner in value.items()
            if name in way.below or (name in _NAMING and isinstance(inner, (str, bool)))
        }

    def _schema(self, schema: Any, way: _Way, dialect: str) -> Any:
        """Return what is needed of a subschema that is reached."""
        if not isinstance(schema, dict):
            return schema
        if self._map.as_written(schema) is None:
            return self._needed(schema, way, dialect)
        key = (id(schema), id(way), dialect)
        if key not in self._found:
            self._found[key] = self._needed(schema, way, dialect)
        return self._found[key]

    def _needed(self, schema: dict[str, Any], way: _Way, dialect: str) -> dict[str, Any]:
        dialect = dialect_of(schema.get("$schema")) or dialect
        keywords = FLAT[dialect]
        found: dict[str, Any] = {}
        for name, value in schema.items():
            keyword, below = keywords.get(name), way.below.get(name)
            kind = ANNOTATION if keyword is None else keyword.kind
            if kind not in {ANNOTATION, LOCATION}:
                found[name] = self._inside(value, below or _NOWHERE, dialect, keyword.subschemas if keyword else NONE)
            elif below is not None:
                found[name] = self._on_the_way(value, below, dialect)
            elif kind == ANNOTATION and (self._annotations or name in _NAMING):
                found[name] = value
        return found

    def _inside(self, value: Any, way: _Way, dialect: str, subschemas: str) -> Any:
        """Return what is needed of the value of a keyword."""
        if subschemas == NONE:
            return value
        if isinstance(value, list):
            below = way.below
            several = enumerate(value)
            return [self._schema(item, below.get(str(index), _NOWHERE), dialect) for index, item in several]
        if subschemas in _MAPS and isinstance(value, dict):
            below = way.below
            return {name: self._schema(inner, below.get(name, _NOWHERE), dialect) for name, inner in value.items()}
        return self._schema(value, way, dialect)
