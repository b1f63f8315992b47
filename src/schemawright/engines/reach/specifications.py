"""What `referencing` needs to know of each dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from attrs import evolve
from referencing.jsonschema import specification_with

from schemawright.keywords import DIALECTS, dialect_of, subschemas, walk
from schemawright.pointer import format_pointer
from schemawright.store.resource import no_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.errors import SchemaError


def specification_of(dialect: str) -> Any:
    """Return what `referencing` needs to know of a dialect."""
    return _SPECIFICATIONS[dialect]


def resource_with(contents: Any, dialect: str) -> Any:
    """Return a resource as `referencing` has one, of the dialect that it names, else of the given one."""
    return _Resource(contents, _specification_in(contents, specification_of(dialect)))


def _specification_in(contents: Any, default: Any) -> Any:
    dialect = dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None
    return default if dialect is None else specification_of(dialect)


class _Resource:
    """
    What `referencing` asks of a resource.

    Its own reads a resource inside that names its dialect by its own specification, which is not ours; and one that is
    called as what is around it takes the place of that.
    """

    def __init__(self, contents: Any, specification: Any, around: str | None = None) -> None:
        self.contents = contents
        self._specification = specification
        resource = specification.create_resource(contents)
        said = resource.id()
        self._id = said if said != around else None
        self._base = said or around
        self.anchors, self.pointer = resource.anchors, resource.pointer

    def id(self) -> str | None:
        return self._id

    def subresources(self) -> Iterator[_Resource]:
        for each in self._specification.subresources_of(self.contents):
            yield _Resource(each, _specification_in(each, self._specification), self._base)


def _subresources_of(dialect: str) -> Callable[[Any], list[Any]]:
    def subresources(contents: Any) -> list[Any]:
        return [schema for _, schema in subschemas(contents, dialect)] if isinstance(contents, dict) else []

    return subresources


def _id_of(specification: Any) -> Callable[[Any], str | None]:
    """
    Return what reads the identifier of a schema.

    Going by a pointer theirs takes the `properties` of `items` for a schema, and one called `id` for its identifier.
    Of a schema that names another dialect than the one around it, theirs reads the identifier by the latter.
    """
    key = "id" if specification.name in {"draft-03", "draft-04"} else "$id"
    read = specification.id_of

    def id_of(contents: Any) -> str | None:
        own = _specification_in(contents, specification)
        if own.name != specification.name:
            said: str | None = own.id_of(contents)
            return said
        is_none = isinstance(contents, dict) and not isinstance(contents.get(key), str)
        found: str | None = None if is_none else read(contents)
        return found

    return id_of


_SPECIFICATIONS: dict[str, Any] = {dialect: specification_with(uri) for dialect, uri in DIALECTS.items()}
# Theirs takes arrays of names in `dependencies` for schemas where schemas stand beside them; and those in an `extends`.
_SPECIFICATIONS |= {
    dialect: evolve(_SPECIFICATIONS[dialect], subresources_of=_subresources_of(dialect))
    for dialect in ("draft3", "draft4", "draft6", "draft7")
}
_SPECIFICATIONS = {dialect: evolve(one, id_of=_id_of(one)) for dialect, one in _SPECIFICATIONS.items()}


def entered(resolver: Any, schema: Any, dialect: str) -> Any:
    """
    Return the resolver inside of a subschema, which may be a resource of its own.

    Raises:
        SchemaError: Its identifier is no URI reference.
    """
    if not isinstance(schema, dict):
        return resolver
    # Most are not.
    if not ("$id" in schema or "id" in schema):
        return resolver
    specification = specification_of(dialect_of(schema.get("$schema")) or dialect)
    resource = specification.create_resource(schema)
    try:
        return resolver.in_subresource(resource)
    except ValueError:
        raise _no_uri(resolver, schema, resource.id(), dialect) from None


def _no_uri(resolver: Any, schema: Any, identifier: str, dialect: str) -> SchemaError:
    """Return what is wrong with an identifier that is no URI reference, with the place where it stands."""
    around = resolver.lookup("")
    uri = urldefrag(around.resolver._base_uri).url  # noqa: SLF001  (`referencing` tells it nowhere else)
    places = (tokens for tokens, found in walk(around.contents, dialect) if found is schema)
    keyword = "$id" if schema.get("$id") == identifier else "id"
    location = next((format_pointer((*tokens, keyword)) for tokens in places), "")
    return no_reference(identifier, uri, location)
