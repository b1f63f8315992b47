"""
Opening the subschemas that a module's classes are judged by.

An engine takes an entry point for one of the dialect of the whole.  So what stands in a resource of another dialect,
inside of the whole, is opened as a part of that resource; each has its URI, and says its dialect, as it is alone then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines.reach.entry import innermost, resources_in
from schemawright.keywords import dialect_of
from schemawright.metaschemas import metaschema
from schemawright.pointer import format_pointer, parse_pointer
from schemawright.store.catalogue import Catalogue
from schemawright.store.opening import OpenedSchema, open_resource
from schemawright.store.pruning import Excerpts
from schemawright.store.resource import Resource, make_resource

if TYPE_CHECKING:
    from collections.abc import Mapping


class Parts:
    """
    The subschemas of a module, each of which is opened with what can be reached from it.

    Args:
        resources: The resources that there are beside metaschemas, by URI; not to be changed.
        dialect: The dialect of those that name none.
    """

    def __init__(self, resources: Mapping[str, Any], dialect: str) -> None:
        self._dialect = dialect
        self._excerpts = Excerpts(resources)
        self._made: dict[tuple[int, str], tuple[Mapping[str, Any], Resource]] = {}

    def open(self, uri: str, pointer: str) -> OpenedSchema:
        """Open a subschema; as `open_part`."""
        resources = self._excerpts.of(uri, pointer)
        key = id(resources), uri
        if key not in self._made:
            self._made[key] = resources, _resource(resources, uri)
        return _open_in(self._made[key][1], resources, uri, pointer, self._dialect)


def open_part(resources: Mapping[str, Any], uri: str, pointer: str, dialect: str) -> OpenedSchema:
    """
    Open a subschema.

    Args:
        resources: The resources that there are beside metaschemas, by URI.
        uri: The one that it is in.
        pointer: Where it is there, a JSON Pointer.
        dialect: The dialect of those that name none.

    >>> inner = {"$id": "https://e.org/i", "$schema": "http://json-schema.org/draft-07/schema#", "items": [{}]}
    >>> opened = open_part({"https://e.org/": {"$defs": {"i": inner}}}, "https://e.org/", "/$defs/i/items/0", "2020-12")
    >>> opened.resource.uri, opened.pointer, opened.dialect
    ('https://e.org/i', '/items/0', 'draft7')
    """
    return _open_in(_resource(resources, uri), resources, uri, pointer, dialect)


def _resource(resources: Mapping[str, Any], uri: str) -> Resource:
    return make_resource(resources[uri] if uri in resources else metaschema(uri), uri)


def _open_in(whole: Resource, resources: Mapping[str, Any], uri: str, pointer: str, dialect: str) -> OpenedSchema:
    inner, below, own = _innermost(whole, pointer, dialect)
    if inner is whole:
        catalogue = Catalogue(resources={name: contents for name, contents in resources.items() if name != uri})
        catalogue.add(whole, uri)
        return open_resource(whole, pointer, catalogue, dialect)
    catalogue = Catalogue()
    for name, contents in resources.items():
        for number, one in enumerate(resources_in(contents, name, dialect)):
            resource = Resource(one.uri, one.alone)
            catalogue.add(resource, *([] if number else [name]))
    return open_resource(inner, below, catalogue, own)


def _innermost(whole: Resource, pointer: str, dialect: str) -> tuple[Resource, str, str]:
    """Return the resource of another dialect in which a subschema stands, and where; the whole, where there is none."""
    found = innermost(whole.contents, whole.uri, pointer, dialect)
    # What has a dialect of its own and no URI cannot be asked for.
    if found is None or found.dialect == (dialect_of(whole.schema_uri) or dialect):
        return whole, pointer, dialect
    below = parse_pointer(pointer)[len(found.tokens) :]
    return Resource(found.uri, found.alone), format_pointer(below), found.dialect
