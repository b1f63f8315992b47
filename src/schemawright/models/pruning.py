"""
What a module carries of the resources that its schema refers to: what can be reached from the schema, and no more.

A schema of a few lines may refer to one definition in a file of megabytes.  What is kept is where it was, so that
every JSON Pointer, anchor and URI that leads to it still does.  Nothing is known here of dialects: whatever may be a
reference, in any of them and against any base URI that there may be, is followed; so rather too much is kept.  All is
kept where one leads nowhere, since an engine may read its URI otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.errors import SchemawrightError
from schemawright.keywords import REFERENCES
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Bases = frozenset[str]

_IDENTIFIERS = ("$id", "id")
_ANCHORS = ("$anchor", "$dynamicAnchor")
_METASCHEMA = "$schema"
_FOLLOWED = (*REFERENCES, _METASCHEMA)
_ENGINES_HAVE = "json-schema.org/"
"""What is in the URIs of the metaschemas that no module carries."""
_ALWAYS = "$vocabulary"
_MOST_BASES = 64
"""How many base URIs there may be within one object before all is kept."""


class _Unsure(Exception):
    """There is too much that a reference may mean, or nothing."""


def pruned(uri: str, resources: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a schema resource as it is, and of the others what can be reached from it.

    Args:
        uri: The URI of the schema resource.
        resources: It and all that it refers to, by URI.

    >>> others = {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {}, "c": {}}}
    >>> pruned("https://e.org/", {"https://e.org/": {"$ref": "o#/$defs/a"}, "https://e.org/o": others})["https://e.org/o"]
    {'$defs': {'a': {'$ref': '#/$defs/b'}, 'b': {}}}
    """
    if len(resources) == 1:
        return dict(resources)
    try:
        reaching = _Reaching(resources)
        reaching.reach(resources[uri])
        reaching.reach_dynamic()
    except _Unsure:
        return dict(resources)
    return {name: contents if name == uri else reaching.kept(contents) for name, contents in resources.items()}


class _Reaching:
    """
    What is reached of some resources.

    Args:
        resources: The resources.

    Raises:
        _Unsure: There is too much that a reference may mean.
    """

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._above: dict[int, list[Any]] = {}
        self._bases: dict[int, Bases] = {}
        self._named: dict[str, list[Any]] = {}
        self._anchored: dict[tuple[str, str], list[Any]] = {}
        self._dynamic: list[Any] = []
        self._whole: set[int] = set()
        self._on_the_way: set[int] = set()
        for uri, contents in resources.items():
            self._named.setdefault(uri, []).append(contents)
            self._look_at(contents, uri)

    def _look_at(self, contents: Any, uri: str) -> None:
        """Note what each object of a resource may be called, and what it is in."""
        pending: list[tuple[Any, Bases]] = [(contents, frozenset({uri}))]
        seen: set[tuple[int, Bases]] = set()
        while pending:
            value, bases = pending.pop()
            if isinstance(value, dict):
                bases = self._noted(value, bases)
            if (id(value), bases) in seen:
                continue
            seen.add((id(value), bases))
            self._bases[id(value)] = self._bases.get(id(value), bases) | bases
            for inner in _inside(value):
                self._above.setdefault(id(inner), []).append(value)
                pending.append((inner, bases))

    def _noted(self, schema: dict[str, Any], around: Bases) -> Bases:
        """Note what an object may be called; return the base URIs that there may be in it."""
        said = [schema[name] for name in _IDENTIFIERS if isinstance(schema.get(name), str)]
        own = {resolved for name in said for base in around if (resolved := _resolved(base, name))}
        for whole in own:
            before, _, fragment = whole.partition("#")
            self._named.setdefault(before, []).append(schema)
            self._anchored.setdefault((before, unquote(fragment)), []).append(schema)
        bases = around | {whole.partition("#")[0] for whole in own}
        if len(bases) > _MOST_BASES:
            raise _Unsure
        for anchor in (schema[name] for name in _ANCHORS if isinstance(schema.get(name), str)):
            for base in bases:
                self._anchored.setdefault((base, anchor), []).append(schema)
        if "$dynamicAnchor" in schema or schema.get("$recursiveAnchor") is True:
            self._dynamic.append(schema)
        return bases

    def reach_dynamic(self) -> None:
        """Reach whatever only the dynamic scope may lead to."""
        for schema in self._dynamic:
            self.reach(schema)

    def reach(self, schema: Any) -> None:
        """Note that a subschema is reached with all that is in it, and all that this refers to."""
        pending = [schema]
        while pending:
            value = pending.pop()
            if not isinstance(value, dict | list) or id(value) in self._whole:
                continue
            self._whole.add(id(value))
            pending += _inside(value)
            pending += self._referred(value)
            pending += self._way_to(value)

    def _way_to(self, value: Any) -> Iterator[Any]:
        """Note that what a value is in stays; yield what is reached by that, which keeps what says where it leads."""
        pending = [value]
        while pending:
            for above in self._above.get(id(pending.pop()), ()):
                if id(above) not in self._on_the_way:
                    self._on_the_way.add(id(above))
                    pending.append(above)
                    yield from self._referred(above)

    def _referred(self, schema: Any) -> list[Any]:
        """Return whatever the references of an object may lead to."""
        found = []
        for name in _FOLLOWED if isinstance(schema, dict) else ():
            reference = schema.get(name)
            if isinstance(reference, str):
                led_to = [one for base in self._bases[id(schema)] for one in self._meant(_resolved(base, reference))]
                if not led_to and not (name == _METASCHEMA or _ENGINES_HAVE in reference):
                    raise _Unsure
                found += led_to
        return found

    def _meant(self, whole: str) -> Iterator[Any]:
        uri, _, fragment = whole.partition("#")
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            yield from self._anchored.get((uri, fragment), ())
            return
        for resource in self._named.get(uri, ()):
            yield from _led_to(resource, fragment)

    def kept(self, contents: Any) -> Any:
        """Return what stays of a resource: what is reached, and what it is in, of which the scalars stay."""
        holder = [contents]
        pending: list[tuple[Any, Any]] = [(holder, 0)]
        while pending:
            container, key = pending.pop()
            value = container[key]
            if not isinstance(value, dict | list) or id(value) in self._whole:
                continue
            left: Any = (
                {name: one for name, one in value.items() if name == _ALWAYS or self._stays(one)}
                if isinstance(value, dict)
                # What comes after keeps its number.
                else [one if self._stays(one) else type(one)() for one in value]
            )
            container[key] = left
            pending += [(left, one) for one in (left if isinstance(left, dict) else range(len(left)))]
        return holder[0]

    def _stays(self, value: Any) -> bool:
        is_nested = isinstance(value, dict | list)
        return not is_nested or id(value) in self._whole or id(value) in self._on_the_way


def _inside(value: Any) -> list[Any]:
    """Return the arrays and objects directly in a value."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in found if isinstance(one, dict | list)]


def _resolved(base: str, reference: str) -> str:
    """Return what a reference means against a base URI; empty where it is none."""
    try:
        return resolve_uri(base, reference)
    except SchemawrightError:
        return ""


def _led_to(resource: Any, fragment: str) -> Iterator[Any]:
    """Yield what a JSON Pointer leads to, if it leads anywhere."""
    try:
        yield resolve_tokens(resource, parse_pointer(fragment))
    except SchemawrightError:
        return
