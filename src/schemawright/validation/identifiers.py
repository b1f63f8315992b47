"""
What a schema says of its resources and anchors: which dialect each has, and that no two are called the same.

Of subschemas that identify as the same an error is to be raised (2020-12 core, section 9.1.2): engines take one or the
other.  Equal ones are the same whichever is taken, as bundles have them; and generators give URIs and anchors to which
nothing refers, so that it is the same what they lead to.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from schemawright.documents.record import Target
from schemawright.engines.assertions.exact import text_of
from schemawright.errors import InvalidSchema, SchemaError, UnknownDialect
from schemawright.keywords import DIALECTS, REF_ALONE, REFERENCES, dialect_of, walk
from schemawright.pointer import format_pointer
from schemawright.quoting import quoted
from schemawright.store.opening import open_resource
from schemawright.store.rebasing import anchors_of, base_of, with_bases
from schemawright.store.references import copied
from schemawright.store.resource import IDENTIFIERS, Resource, resolve_uri, with_keyword

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.finding import Position
    from schemawright.pointer import Tokens
    from schemawright.store.opening import OpenedSchema

_NAMING = frozenset({"$id", "id", "$schema", "$anchor", "$dynamicAnchor"})
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


class Named(NamedTuple):
    """
    A subschema that may say what it is called, or which dialect it has.

    Args:
        tokens: Where it stands.
        schema: The subschema.
        around: The base URI around it.
        base: The base URI inside of it.
        dialect: The dialect inside of it.
    """

    tokens: Tokens
    schema: dict[str, Any]
    around: str
    base: str
    dialect: str

    @property
    def identifier(self) -> str:
        """What gives it its URI, or in draft 7 and before its anchor; empty where nothing does."""
        said = self.schema.get(self.identifying)
        is_alone = self.dialect in REF_ALONE and "$ref" in self.schema
        return said if isinstance(said, str) and not is_alone else ""

    @property
    def identifying(self) -> str:
        """The keyword that does."""
        return IDENTIFIERS.get(self.dialect, "$id")


def named_in(resource: Resource, dialect: str) -> list[Named]:
    """Return a resource, and the subschemas in it that may say what they are called, or which dialect they have."""
    found: dict[Tokens, Named] = {}
    for tokens, schema in walk(resource.contents, dialect):
        if not isinstance(schema, dict) or (tokens and _NAMING.isdisjoint(schema)):
            continue
        outer = next((found[tokens[:end]] for end in range(len(tokens) - 1, -1, -1) if tokens[:end] in found), None)
        inside = dialect_of(schema.get("$schema")) or (outer.dialect if outer else dialect)
        around = outer.base if outer else resource.uri
        try:
            base = base_of(schema, around, inside) if outer else around
        except SchemaError as error:
            keyword = IDENTIFIERS.get(inside, "$id")
            raise with_keyword(error, resource.path or resource.uri, resource.record, (*tokens, keyword)) from None
        found[tokens] = Named(tokens, schema, around, base, inside)
    return [*found.values()]


class References:
    """
    To what the references of a schema, and of what it refers to, lead.  Only names that occur twice ask for it.

    Args:
        opened: The schema.
    """

    def __init__(self, opened: OpenedSchema) -> None:
        self._opened = opened

    @cached_property
    def uris(self) -> frozenset[str]:
        """The URIs without their fragments; of what is known by several, its base URI."""
        return frozenset(uri.partition("#")[0] for uri in self.in_full)

    @cached_property
    def in_full(self) -> frozenset[str]:
        """The same with their fragments, as anchors are written."""
        used = self._opened.catalogue.used
        resources = {id(one): one for one in (self._opened.resource, *used.values())}
        found = {uri.partition("#") for one in resources.values() for uri in self._of(one)}
        return frozenset(
            f"{used[uri].uri if uri in used else uri}{sharp}{unquote(fragment)}" for uri, sharp, fragment in found
        )

    def _of(self, resource: Resource) -> Iterator[str]:
        dialect = dialect_of(resource.schema_uri) or self._opened.dialect
        for _, subschema, base in with_bases(resource.contents, resource.uri, dialect):
            yield from (_resolved(base, subschema[name]) for name in REFERENCES if name in subschema)


def check_identifiers(opened: OpenedSchema, named: list[Named], references: References) -> None:
    """
    Refuse a schema in which it is not plain what is called what.

    Args:
        opened: The schema.
        named: What may say so in it.
        references: What leads into it.

    Raises:
        UnknownDialect: A resource in it has a dialect that nobody here knows.
        InvalidSchema: Two different subschemas have one URI or one anchor, or one has no URI in full.
    """
    for one in named:
        _check_dialect(opened, one)
        _check_base(opened.resource, one)
    check_names(opened.resource, named, references)


def _check_dialect(opened: OpenedSchema, one: Named) -> None:
    said = one.schema.get("$schema")
    if not (one.tokens and one.identifier and isinstance(said, str) and dialect_of(said) is None):
        return
    try:
        open_resource(Resource(one.base, one.schema), "", opened.catalogue)
    except UnknownDialect as error:
        location = format_pointer((*one.tokens, "$schema"))
        found = UnknownDialect(error.message, uri=_uri(opened.resource), keyword_location=location, hint=error.hint)
        found.position = _position(opened.resource, (*one.tokens, "$schema"))
        raise found from None


def _check_base(resource: Resource, one: Named) -> None:
    """Refuse an identifier that is relative to what nothing is relative to, such as a URN (RFC 3986, section 5.2.3)."""
    said = one.identifier.partition("#")[0]
    if not (one.tokens and said) or _HAS_SCHEME.match(said):
        return
    base = urlsplit(one.around)
    if base.scheme and not base.netloc and not base.path.startswith("/"):
        message = f"expected a URI in full, since nothing is relative to {quoted(one.around)}, found {quoted(said)}"
        place = (*one.tokens, one.identifying)
        raise _invalid(resource, message, place, hint=f"write the `{one.identifying}` with its scheme")


def check_names(resource: Resource, named: list[Named], references: References) -> None:
    """
    Refuse a resource in which two different subschemas have one name by which something refers to them.

    Args:
        resource: The resource.
        named: What may say so in it.
        references: What leads into it.

    Raises:
        InvalidSchema: There are two.
    """
    known: dict[str, tuple[Tokens, Named]] = {}
    texts: dict[int, str] = {}
    for one in named:
        for name, keyword in _names(one):
            place = (*one.tokens, keyword)
            before, other = known.setdefault(name, (place, one))
            if other is one or not _is_used(name, {keyword, before[-1]}, references):
                continue
            if id(other) not in texts:
                texts[id(other)] = _text(other)
            if _text(one) == texts[id(other)]:
                continue
            uri, sharp, anchor = name.partition("#")
            what = f"anchor {quoted(sharp + anchor)}" if sharp else f"URI {quoted(uri, 200)}"
            first = format_pointer(before) + _told(_position(resource, before))
            message = f"expected one subschema of the {what}, found another one at {first}"
            raise _invalid(resource, message, place, hint="call one of them something else")


def _is_used(name: str, keywords: set[str | int], references: References) -> bool:
    """Return whether something refers by a name; what looks for dynamic anchors need not name them in full."""
    if "#" not in name:
        return name in references.uris
    return "$dynamicAnchor" in keywords or name in references.in_full


def _names(one: Named) -> Iterator[tuple[str, str]]:
    """Yield each URI by which a subschema is known, an anchor with its fragment; each with the keyword that says so."""
    if one.base != one.around or not one.tokens:
        yield one.base, one.identifying
    for anchor, keyword in anchors_of(one.schema, one.dialect).items():
        yield f"{one.base}#{anchor}", keyword


def _text(one: Named) -> str:
    """Return what a subschema says, whatever it is called: that may be written in several ways."""
    schema = copied(one.schema)
    if schema is None:
        schema = {**one.schema}  # Too deep to be looked into.
    else:
        _write_in_full(schema, one)
    schema.pop(one.identifying, None)
    if dialect_of(schema.get("$schema")):
        del schema["$schema"]
    return one.dialect + text_of(schema, sort_keys=True)


def _write_in_full(schema: dict[str, Any], one: Named) -> None:
    """Write the references in a subschema in full, and what the resources in it are called, with their dialects."""
    inside = named_in(Resource(one.base, schema), one.dialect)
    for _, subschema, base in list(with_bases(schema, one.base, one.dialect)):
        subschema |= {name: _resolved(base, subschema[name]) for name in REFERENCES if name in subschema}
    for inner in inside:
        said = inner.identifier
        if inner.tokens and said:
            inner.schema[inner.identifying] = _resolved(inner.around, said)
            if dialect_of(inner.schema.get("$schema", DIALECTS[inner.dialect])):
                inner.schema["$schema"] = inner.dialect


def _resolved(base: str, reference: Any) -> Any:
    """Return a reference in full; what is none as it is, of which others say what is wrong."""
    try:
        return resolve_uri(base, reference) if isinstance(reference, str) else ""
    except SchemaError:
        return reference


def _invalid(resource: Resource, message: str, tokens: Tokens, *, hint: str | None = None) -> InvalidSchema:
    error = InvalidSchema(message, uri=_uri(resource), keyword_location=format_pointer(tokens), hint=hint)
    error.position = _position(resource, tokens)
    return error


def _uri(resource: Resource) -> str:
    return resource.path or resource.uri


def _position(resource: Resource, tokens: Tokens) -> Position | None:
    return resource.record.locate([Target(tokens)])[0].position if resource.record is not None else None


def _told(position: Position | None) -> str:
    return f" (line {position.line}, column {position.column})" if position else ""
