"""
What a module carries of the resources that its schema refers to: what can be reached from the schema, and no more.

A schema of a few lines may refer to one definition in a file of megabytes.  What is kept is where it was, so that
every JSON Pointer, anchor and URI that leads to it still does; of what it is in stays only what says where something
leads.  Nothing is known here of dialects: whatever may be a reference, in any of them and against any base URI that
there may be, is followed; so rather too much is kept.  All is kept where one leads nowhere, or where engines may read
its URI otherwise than it is read here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from schemawright.errors import SchemawrightError
from schemawright.keywords import REFERENCES
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Bases = frozenset[str]
    Target = tuple[Any, bool]
    """A value, and whether it is reached itself; what is reached may be in it, too."""

_IDENTIFIERS = ("$id", "id")
_ANCHORS = ("$anchor", "$dynamicAnchor")
_METASCHEMA = "$schema"
_FOLLOWED = (*REFERENCES, _METASCHEMA)
_ENGINES_HAVE = "json-schema.org/"
"""What is in the URIs of the metaschemas that no module carries."""
_VOCABULARY = "$vocabulary"
_LEADING = frozenset({*_IDENTIFIERS, *_ANCHORS, *_FOLLOWED, "$recursiveAnchor"})
"""What stays of an object that something is in: what says where a reference leads, and how it is read there."""
_MOST_BASES = 64
"""How many base URIs there may be within one object before all is kept."""


class _Unsure(Exception):
    """There is too much that a reference may mean, or nothing."""


def pruned(uri: str, resources: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a schema resource as it is, and of the others what can be reached from it; those without any are left out.

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
    return {
        name: contents if name == uri else reaching.kept(contents)
        for name, contents in resources.items()
        if name == uri or reaching.stays(contents)
    }


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
        self._scalars: set[tuple[int, str]] = set()
        for uri, contents in ((name.partition("#")[0], contents) for name, contents in resources.items()):
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
        own = {_resolved(base, name) for name in said for base in around}
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
        pending: list[Target] = [(schema, True)]
        while pending:
            value, is_reached = pending.pop()
            noted = self._whole if is_reached else self._on_the_way
            if not isinstance(value, dict | list) or id(value) in noted:
                continue
            noted.add(id(value))
            pending += [(one, True) for one in _inside(value)] if is_reached else []
            pending += self._referred(value)
            pending += [(above, _is_indivisible(above)) for above in self._above.get(id(value), ())]

    def _referred(self, schema: Any) -> Iterator[Target]:
        """Yield whatever the references of an object may lead to."""
        for name in _FOLLOWED if isinstance(schema, dict) else ():
            reference = schema.get(name)
            if isinstance(reference, str):
                led_to = [one for base in self._bases[id(schema)] for one in self._meant(_resolved(base, reference))]
                if not led_to and not (name == _METASCHEMA or _ENGINES_HAVE in reference):
                    raise _Unsure
                yield from led_to

    def _meant(self, whole: str) -> Iterator[Target]:
        uri, _, fragment = whole.partition("#")
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            yield from [(one, True) for one in self._anchored.get((uri, fragment), ())]
            return
        for resource in self._named.get(uri, ()):
            yield from self._led_to(resource, fragment)

    def _led_to(self, resource: Any, fragment: str) -> Iterator[Target]:
        """Yield what a JSON Pointer leads to, if it leads anywhere; of a scalar, what that is in."""
        value, around, token = resource, None, ""
        for token in _tokens(fragment):
            around = value
            try:
                value = resolve_tokens(around, (token,))
            except SchemawrightError:
                if isinstance(around, list):
                    raise _Unsure from None  # There are engines to which "01" is a number.
                return
        if around is None or isinstance(value, dict | list):
            yield value, True
        else:
            self._scalars.add((id(around), token))
            yield around, _is_indivisible(around)

    def stays(self, value: Any) -> bool:
        """Return whether a value is reached, or something in it; a scalar always."""
        is_nested = isinstance(value, dict | list)
        return not is_nested or id(value) in self._whole or id(value) in self._on_the_way

    def kept(self, contents: Any) -> Any:
        """Return what stays of a resource: what is reached, and of what it is in what says where something leads."""
        holder = [contents]
        pending: list[tuple[Any, Any]] = [(holder, 0)]
        while pending:
            container, key = pending.pop()
            value = container[key]
            if isinstance(value, dict) and id(value) not in self._whole:
                left = {name: one for name, one in value.items() if self._stays_in(value, name)}
                container[key] = left
                pending += [(left, name) for name in left if name != _VOCABULARY]
        return holder[0]

    def _stays_in(self, schema: dict[str, Any], name: str) -> bool:
        if isinstance(schema[name], dict | list):
            return name == _VOCABULARY or self.stays(schema[name])
        return name in _LEADING or (id(schema), name) in self._scalars


def _inside(value: Any) -> list[Any]:
    """Return the arrays and objects directly in a value."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in found if isinstance(one, dict | list)]


def _is_indivisible(value: Any) -> bool:
    """
    Return whether all of a value stays if anything does.

    So it is with an array: its items keep their numbers, and may have to be unlike each other.  And with an object
    whose metaschema is somebody's own: that may demand anything.
    """
    said = value.get(_METASCHEMA) if isinstance(value, dict) else ""
    return isinstance(value, list) or (isinstance(said, str) and said != "" and _ENGINES_HAVE not in said)


def _resolved(base: str, reference: str) -> str:
    """
    Return what a reference means against a base URI.

    Raises:
        _Unsure: It is none, or engines differ: relative to a URI of a scheme that is no hierarchy to all of them.
    """
    try:
        whole = resolve_uri(base, reference)
        scheme = urlsplit(whole).scheme
    except (SchemawrightError, ValueError):
        raise _Unsure from None
    if not scheme:
        raise _Unsure
    return whole


def _tokens(fragment: str) -> tuple[str, ...]:
    """
    Return the tokens of a JSON Pointer.

    Raises:
        _Unsure: It is none, which not every engine minds.
    """
    try:
        return parse_pointer(fragment)
    except SchemawrightError:
        raise _Unsure from None
