"""
What can be reached of some resources, from one of them or from one subschema: the rest is left out.

A schema of a few lines may refer to one definition in a file of megabytes, and one of a thousand definitions has
subschemas that need three.  What is kept is where it was, so that every JSON Pointer, anchor and URI that leads to it
still does; of what it is in stays only what says where something leads.  Nothing is known here of dialects: whatever
may be a reference, in any of them and against any base URI that there may be, is followed; so rather too much is kept.
All is kept where one leads nowhere, or where engines may read its URI otherwise than it is read here.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from schemawright.errors import SchemawrightError
from schemawright.keywords import REFERENCES
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Bases = frozenset[str]
    Target = tuple[Any, bool]
    """A value, and whether it is reached itself; what is reached may be in it, too."""
    _Place = tuple[int, bool | str]

_IDENTIFIERS = ("$id", "id")
_ANCHORS = ("$anchor", "$dynamicAnchor")
_METASCHEMA = "$schema"
_FOLLOWED = (*REFERENCES, _METASCHEMA)
_ENGINES_HAVE = "json-schema.org/"
"""What is in the URIs of the metaschemas that no module carries."""
_VOCABULARY = "$vocabulary"
_HELD_APART = frozenset({"allOf", "anyOf", "oneOf", "prefixItems", "items"})
"""Keywords with arrays of subschemas, which may be equal: one that is not reached may become another one."""
_LEADING = frozenset({*_IDENTIFIERS, *_ANCHORS, *_FOLLOWED, "$recursiveAnchor"})
"""What stays of an object that something is in: what says where a reference leads, and how it is read there."""
_CIRCLES = 8
"""Of how many circles of subschemas it is remembered what can be reached from them."""
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
        reached = _Reached(_Named(resources), [(resources[uri], True)])
    except _Unsure:
        return dict(resources)
    return {
        name: contents if name == uri else reached.kept(contents)
        for name, contents in resources.items()
        if name == uri or reached.stays(contents)
    }


class Excerpts:
    """
    What can be reached from one subschema or another: what judges by it needs no more.

    Args:
        resources: The resources that there are beside metaschemas, by URI; not to be changed.

    >>> excerpts = Excerpts({"https://e.org/": {"$ref": "#/$defs/b", "$defs": {"a": {"$ref": "#/$defs/c"}, "c": {}}}})
    >>> excerpts.of("https://e.org/", "/$defs/a")
    {'https://e.org/': {'$ref': '#', '$defs': {'a': {'$ref': '#/$defs/c'}, 'c': {}}}}
    """

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._resources = resources
        self._circles: deque[tuple[frozenset[int], Mapping[str, Any]]] = deque(maxlen=_CIRCLES)
        """Which subschemas can be reached from each other, by identity, and the excerpt: they reach the same."""
        self._named: _Named | None = None
        with suppress(_Unsure):
            self._named = _Named(resources)

    def of(self, uri: str, pointer: str) -> Mapping[str, Any]:
        """
        Return what can be reached from a subschema, where it was: the same where that is the same.

        Args:
            uri: The resource that it is in.
            pointer: Where it is there, a JSON Pointer.
        """
        if self._named is None or uri not in self._resources or not pointer:
            return self._resources
        try:
            start = list(self._named.led_to(self._resources[uri], pointer))
            known = next((made for circle, made in self._circles if id(start[0][0]) in circle), None)
            if known is not None:
                return known
            reached = _Reached(self._named, start, is_divided=True)
        except (_Unsure, IndexError):
            return self._resources
        made = {
            name: reached.kept(contents)
            for name, contents in self._resources.items()
            if name == uri or reached.stays(contents)
        }
        circle = reached.circle()
        if circle:
            self._circles.append((circle, made))
        return made


class _Named:
    """
    What each object of some resources may be called, and what it is in.

    Args:
        resources: The resources.

    Raises:
        _Unsure: There is too much that a reference may mean.
    """

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self.above: dict[int, list[Any]] = {}
        self.dynamic: list[Any] = []
        self._bases: dict[int, Bases] = {}
        self._named: dict[str, list[Any]] = {}
        self._anchored: dict[tuple[str, str], list[Any]] = {}
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
                self.above.setdefault(id(inner), []).append(value)
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
            self.dynamic.append(schema)
        return bases

    def referred(self, schema: Any, followed: Iterable[str]) -> Iterator[Target]:
        """Yield whatever some references of an object may lead to."""
        for name in followed if isinstance(schema, dict) else ():
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
            yield from self.led_to(resource, fragment)

    @staticmethod
    def led_to(resource: Any, fragment: str) -> Iterator[Target]:
        """Yield what a JSON Pointer leads to, if it leads anywhere; of a scalar, where that stands."""
        value, around, token = resource, None, ""
        for token in _tokens(fragment):
            around = value
            try:
                value = resolve_tokens(around, (token,))
            except SchemawrightError:
                if isinstance(around, list):
                    raise _Unsure from None  # There are engines to which "01" is a number.
                return
        yield (value, True) if around is None or isinstance(value, dict | list) else (_Scalar(around, token), True)


class _Reached:
    """
    What is reached of some resources.

    Args:
        named: Their objects.
        start: Where to begin.
        is_divided: Whether to leave out as much as possible: references of what is not reached itself, and subschemas
            in arrays.

    Raises:
        _Unsure: There is too much that a reference may mean.
    """

    def __init__(self, named: _Named, start: list[Target], *, is_divided: bool = False) -> None:
        self._named = named
        self._start = start
        self._is_divided = is_divided
        self._starts = {id(value) for value, _ in start}
        self._comes_back = False
        self._met: list[Target] = []
        self._whole: set[int] = set()
        self._on_the_way: set[int] = set()
        self._scalars: set[tuple[int, str]] = set()
        self._reach(start)
        # Whatever only the dynamic scope may lead to.
        self._reach([(schema, True) for schema in named.dynamic])

    def circle(self) -> frozenset[int]:
        """Return the identities of what comes to where this began, which is reached from there; none if that is not."""
        if not self._comes_back:
            return frozenset()  # Most of the time; what leads to what takes as long as all else.
        back: dict[_Place, list[_Place]] = {}
        for target in self._met:
            for one in self._following(target):
                back.setdefault(_place(one), []).append(_place(target))
        pending = [place for one in self._start for place in back.get(_place(one), ())]
        met: set[_Place] = set()
        while pending:
            place = pending.pop()
            if place not in met:
                met.add(place)
                pending += back.get(place, ())
        return frozenset(number for number, is_reached in met if is_reached is True)

    def _reach(self, start: list[Target]) -> None:
        """Note that subschemas are reached with all that is in them, and all that these refer to."""
        pending = start.copy()
        while pending:
            value, is_reached = target = pending.pop()
            if isinstance(value, _Scalar):
                self._scalars.add((id(value.around), value.token))
            else:
                noted = self._whole if is_reached else self._on_the_way
                if not isinstance(value, dict | list) or id(value) in noted:
                    self._comes_back = self._comes_back or (is_reached and id(value) in self._starts)
                    continue
                noted.add(id(value))
            self._met.append(target)
            pending += self._following(target)

    def _following(self, target: Target) -> Iterator[Target]:
        """Yield what stays if something does: what it refers to, and what it is in."""
        value, is_reached = target
        if isinstance(value, _Scalar):
            yield value.around, self._is_indivisible(value.around)
            return
        yield from [(one, True) for one in _inside(value)] if is_reached else ()
        is_followed = is_reached or not self._is_divided
        yield from self._named.referred(value, _FOLLOWED if is_followed else (_METASCHEMA,))
        yield from [(above, self._is_indivisible(above)) for above in self._named.above.get(id(value), ())]

    def _is_indivisible(self, value: Any) -> bool:
        """
        Return whether all of a value stays if anything does.

        So it is with an array: its items keep their numbers, and may have to be unlike each other.  And with an object
        whose metaschema is somebody's own: that may demand anything.
        """
        if isinstance(value, list):
            return not (self._is_divided and self._is_of_subschemas(value))
        said = value.get(_METASCHEMA) if isinstance(value, dict) else ""
        return isinstance(said, str) and said != "" and _ENGINES_HAVE not in said

    def _is_of_subschemas(self, array: list[Any]) -> bool:
        """Return whether an array is of subschemas only, wherever it stands."""
        above = self._named.above.get(id(array), ())
        names = [name for one in above if isinstance(one, dict) for name, value in one.items() if value is array]
        return len(names) == len(above) and _HELD_APART.issuperset(names)

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
            if not isinstance(value, dict | list) or id(value) in self._whole:
                continue
            left = container[key] = self._left(value)
            keys = left if isinstance(left, dict) else range(len(left))
            pending += [(left, one) for one in keys if one != _VOCABULARY]
        return holder[0]

    def _left(self, value: Any) -> Any:
        """Return what stays of an array or object that is only on the way to what is reached."""
        if isinstance(value, list):
            return [one if self.stays(one) else {} for one in value]
        left = {name: one for name, one in value.items() if self._stays_in(value, name)}
        if self._is_divided:
            # One that is not reached leads nowhere now; but that there is one says how to read what is beside it.
            left |= {name: "#" for name in REFERENCES if isinstance(left.get(name), str)}
        return left

    def _stays_in(self, schema: dict[str, Any], name: str) -> bool:
        if isinstance(schema[name], dict | list):
            return name == _VOCABULARY or self.stays(schema[name])
        return name in _LEADING or (id(schema), name) in self._scalars


class _Scalar(NamedTuple):
    """Where a scalar stands: what it is in, and its key there."""

    around: Any
    token: str


def _place(target: Target) -> _Place:
    """Return what a value is told apart by, and whether it is reached itself; of a scalar its key."""
    value, is_reached = target
    return (id(value.around), value.token) if isinstance(value, _Scalar) else (id(value), is_reached)


def _inside(value: Any) -> list[Any]:
    """Return the arrays and objects directly in a value."""
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in found if isinstance(one, dict | list)]


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
