"""From what a user names to a schema resource: a workspace name, a file, or a file with an entry point."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from schemawright.documents.record import Target
from schemawright.errors import (
    NO_URI,
    PointsNowhere,
    SchemaError,
    UnknownDialect,
    Unreadable,
    UnresolvableReference,
    UsageError,
    WorkspaceError,
)
from schemawright.files import is_below, may_be_file
from schemawright.keywords import DIALECTS, dialect_of
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens
from schemawright.quoting import kind_of, quoted
from schemawright.store.catalogue import MAX_METASCHEMA_CHAIN, Catalogue, dialect_said_of, identified
from schemawright.store.rebasing import anchors_of, with_bases
from schemawright.store.resource import Resource, file_uri, make_resource, read_resource
from schemawright.workspace import no_workspace, setting_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.pointer import Tokens
    from schemawright.workspace import Home, Workspace

DEFAULT_DIALECT = "2020-12"
_DEFINITIONS = ("$defs", "definitions")
_SOME = 10
"""How many anchors are listed where none is like the one that was meant."""
_CLOSE_URI = 0.9
"""How alike a `$schema` and a dialect's are, for the one to be a slip of the other."""


class OpenedSchema(NamedTuple):
    """
    A schema resource, ready to be compiled.

    Args:
        resource: The resource.
        pointer: The entry point in it, a JSON Pointer; empty for its root.
        dialect: The short name of its dialect.
        assumed: Whether the dialect was assumed, since the resource has no `$schema`.
        catalogue: Where its references lead.
    """

    resource: Resource
    pointer: str
    dialect: str
    assumed: bool
    catalogue: Catalogue


def find_schema(argument: str, home: Home) -> tuple[str, str]:
    """
    Return the file and the entry point that a user's word for a schema means.

    Args:
        argument: A name in the workspace, a file, or either with `#/pointer`.  What has a slash or a dot is first
            looked for as a file, anything else first as a name.
        home: Opens the workspace.

    Raises:
        UsageError: It is neither.
    """
    for name, pointer in ((argument, ""), _split(argument)):
        if ("/" in name or "." in name) and may_be_file(name):
            return name, pointer
    workspace = home()
    for name, pointer in ((argument, ""), _split(argument)):
        if workspace and name in workspace.schemas:
            return os.path.relpath(workspace.schema_path(workspace.schemas[name])), pointer
        if may_be_file(name):
            return name, pointer
    name = _split(argument)[0]
    known = list(workspace.schemas) if workspace else []
    raise UsageError(f"expected a schema's name or file, found {quoted(name)}", hint=_schema_hint(name, known))


def _split(argument: str) -> tuple[str, str]:
    name, _, pointer = argument.partition("#")
    return name, pointer


_NO_FILES = (
    (os.path.isdir, "name a file in that folder"),
    (os.path.exists, "write the schema into a file, whose ending says its format: a pipe or a device is none"),
    (os.path.islink, "name a file: that is a link to nothing"),
)
"""What is at a path that is no file, and what to do about it."""


def _schema_hint(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    if name.lstrip()[:1] in {"{", "["} or name in {"true", "false"}:
        return "pass the schema itself as a dict, or put it into a file"
    for fits, hint in _NO_FILES:
        if fits(name):
            return hint

    close = get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {quoted(close[0])}?"
    return f"use one of {', '.join(known)}, or a file" if known else "name a file that exists"


def open_schema_file(
    path: str,
    pointer: str,
    home: Home,
    *,
    dialect: str = "",
    resources: Mapping[str, Any] | None = None,
) -> OpenedSchema:
    """
    Open the schema that a file holds.

    Args:
        path: The file.
        pointer: The entry point in it.
        home: Opens the workspace.
        dialect: The dialect to assume before the workspace's.
        resources: Further resources that references may lead to: URI → contents.

    Raises:
        DocumentError: The file cannot be read.
        SchemaError: It holds no schema, or its dialect is unknown, or the pointer leads nowhere.
    """
    boundary = os.getcwd() if is_below(path, os.getcwd()) else os.path.dirname(os.path.abspath(path))
    catalogue = Catalogue(lambda: _home_of(path, home), boundary, resources, dialect)
    resource = _read(path, home)
    catalogue.add(resource, resource.uri)
    assume = "" if resource.schema_uri else dialect or dialect_said_of(path, home())
    return open_resource(resource, pointer, catalogue, assume)


def _read(path: str, home: Home) -> Resource:
    """Return the resource that a file holds; of one that is not there, an error says which setting names it."""
    try:
        return read_resource(path)
    except Unreadable as error:
        error.hint = error.hint or _setting_hint(path, home)
        raise


def _setting_hint(path: str, home: Home) -> str | None:
    """Return which setting names a file; None where none does, or nobody can know."""
    try:
        workspace = home()
        entry = workspace.entry_of(path) if workspace else None
    except WorkspaceError:
        return None
    if workspace is None or entry is None:
        return None
    where = ("schemas", entry.name, "file")
    return f"correct {'.'.join(where)} in {setting_place(workspace, where)}"


def open_schema_part(path: str, pointer: str, home: Home, *, dialect: str = "") -> OpenedSchema:
    """
    Open a schema in memory that refers to a part of a file, and says nothing else.

    So the part has the whole around it, to which its references lead.

    Args:
        path: The file.
        pointer: The part, a JSON Pointer.
        home: Opens the workspace.
        dialect: The dialect to assume before the workspace's.

    Raises:
        DocumentError: The file cannot be read.
        SchemaError: It holds no schema, or its dialect is unknown, or the pointer leads to no schema.
    """
    whole = open_schema_file(path, pointer, home, dialect=dialect)
    # As of a file beside it, whose name no other has.
    reference = f"{quote(os.fsencode(os.path.basename(path)))}#{quote(whole.pointer, safe=_IN_FRAGMENTS)}"
    part = make_resource({"$ref": reference}, f"{file_uri(path)}.part")
    whole.catalogue.add(part, part.uri)
    return open_resource(part, "", whole.catalogue, whole.dialect)


_IN_FRAGMENTS = "/~!$&'()*+,;=:@?"
"""What stands in a fragment as it is (RFC 3986), beside letters and digits."""


def _home_of(path: str, home: Home) -> Workspace | None:
    """Return the workspace, if the file is in it: one outside has nothing to do with it."""
    workspace = home()
    return workspace if workspace and workspace.relative(path) else None


def open_schema_contents(
    contents: Any,
    *,
    uri: str = "",
    dialect: str = "",
    resources: Mapping[str, Any] | None = None,
    home: Home = no_workspace,
) -> OpenedSchema:
    """
    Open a schema that is in memory.

    Raises:
        SchemaError: It is no schema, or its dialect is unknown.
    """
    catalogue = Catalogue(home, resources=resources)
    resource = make_resource(contents, uri or NO_URI)
    catalogue.add(resource, resource.uri)
    return open_resource(resource, "", catalogue, dialect)


def open_resource(resource: Resource, pointer: str, catalogue: Catalogue, assume: str = "") -> OpenedSchema:
    """
    Find out a resource's dialect, and check its entry point.

    Args:
        resource: The resource.
        pointer: The entry point: a JSON Pointer, or an anchor of the resource.
        catalogue: Where its references lead.
        assume: The dialect to assume where it has no `$schema`: a short name or a URI.

    Raises:
        UnknownDialect: Nobody here knows its `$schema`, or the one to assume.
        SchemaError: The pointer leads nowhere.
    """
    opened = _opened(resource, catalogue, assume)
    return opened._replace(pointer=_entry(opened.resource, pointer, opened.dialect))


def _opened(resource: Resource, catalogue: Catalogue, assume: str) -> OpenedSchema:
    """Return a resource with its dialect, and no entry point yet."""
    if resource.schema_uri:
        dialect = _dialect(resource, catalogue)
        if dialect_of(resource.schema_uri) is None:
            resource = _identified(resource, dialect, catalogue)
        return OpenedSchema(resource, "", dialect, assumed=bool(resource.assumed), catalogue=catalogue)
    found = assume if assume in DIALECTS else dialect_of(assume) if assume else DEFAULT_DIALECT
    if found is None:
        message = f"expected one of {', '.join(DIALECTS)}, found {quoted(assume)}"
        raise UnknownDialect(message, uri=resource.path or resource.uri)
    resource = _identified(resource, found, catalogue)
    return OpenedSchema(resource, "", found, assumed=True, catalogue=catalogue)


def _identified(resource: Resource, dialect: str, catalogue: Catalogue) -> Resource:
    """Return a resource by the URI that its `id` gives it, which was none before its dialect was known."""
    found = identified(resource, dialect)
    if found is not resource:
        catalogue.add(found)
    return found


def _entry(resource: Resource, pointer: str, dialect: str) -> str:
    """Return the JSON Pointer of an entry point."""
    uri = resource.path or resource.uri
    if pointer and not pointer.startswith("/"):
        place = _place_of_anchor(resource, pointer, dialect)
        if place is None:
            message = 'expected a JSON Pointer, which starts with "/", or an anchor of the schema, found neither'
            hint = _entry_hint(resource, pointer, dialect)
            raise SchemaError(f"the entry point {quoted(pointer)} leads nowhere: {message}", uri=uri, hint=hint)
        return format_pointer(place)
    try:
        entry = resolve_tokens(resource.contents, parse_pointer(pointer))
    except PointsNowhere as error:
        raise SchemaError(f"the entry point {quoted(pointer)} leads nowhere: {error.message}", uri=uri) from None
    if not isinstance(entry, (dict, bool)):
        raise SchemaError(f"the entry point {quoted(pointer)} leads to {kind_of(entry)}, which is no schema", uri=uri)
    return pointer


def _entry_hint(resource: Resource, name: str, dialect: str) -> str:
    """Return what may have been meant by the name of an anchor that is not there: a definition, or another anchor."""
    from difflib import get_close_matches

    contents = resource.contents if isinstance(resource.contents, dict) else {}
    tables = {keyword: contents.get(keyword) for keyword in _DEFINITIONS}
    pointers = [
        format_pointer((keyword, name))
        for keyword, table in tables.items()
        if isinstance(table, dict) and name in table
    ]
    anchors = sorted({anchor for schema in _own_schemas(resource, dialect) for anchor in anchors_of(schema, dialect)})
    close = pointers or get_close_matches(name, anchors, n=1)
    if close:
        return f"did you mean {quoted(close[0])}?"
    if not anchors:
        return "name a part by its JSON Pointer, as in #/$defs/NAME: the schema has no anchors"
    known = [quoted(anchor) for anchor in anchors]
    more = f" and {len(known) - _SOME} more" if len(known) > _SOME else ""
    return f"use one of its anchors: {', '.join(known[:_SOME])}{more}"


def _own_schemas(resource: Resource, dialect: str) -> list[dict[str, Any]]:
    """Return the subschemas of a resource, without those of resources inside of it."""
    found = with_bases(resource.contents, resource.uri, dialect)
    return [schema for _, schema, base in found if base == resource.uri]


def _place_of_anchor(resource: Resource, name: str, dialect: str) -> Tokens | None:
    """
    Return where an anchor stands in a resource, those inside of it left out; None where it has no such.

    Raises:
        SchemaError: It stands at two different subschemas.
    """
    found = [
        (tokens, schema)
        for tokens, schema, base in with_bases(resource.contents, resource.uri, dialect)
        if base == resource.uri and name in anchors_of(schema, dialect)
    ]
    other = next((tokens for tokens, schema in found if schema != found[0][1]), None)
    if other is not None:
        both = f"{format_pointer(found[0][0])} and {format_pointer(other)}"
        message = f"the entry point {quoted(name)} leads to two subschemas: {both}"
        raise SchemaError(message, uri=resource.path or resource.uri, hint="name one of them by its JSON Pointer")
    return found[0][0] if found else None


def _dialect(resource: Resource, catalogue: Catalogue) -> str:
    """Return the dialect that `$schema` names; for a metaschema of somebody's own, the one that it is written in."""
    uri = resource.schema_uri
    for _ in range(MAX_METASCHEMA_CHAIN):
        known = dialect_of(uri)
        if known is not None:
            return known
        try:
            above = catalogue.resource(uri).schema_uri
        except UnresolvableReference:
            break
        if not above or above == uri:
            break
        uri = above
    message = f"expected a dialect that is known, found {quoted(resource.schema_uri, 100)}"
    error = UnknownDialect(
        message,
        uri=resource.path or resource.uri,
        keyword_location="/$schema",
        hint=_dialect_hint(resource.schema_uri),
    )
    if resource.record is not None:
        error.position = resource.record.locate([Target(("$schema",))])[0].position
    raise error


def _dialect_hint(uri: str) -> str:
    """Return what to write for a `$schema` that is not known, the likeliest first (https for http is a usual slip)."""
    from difflib import get_close_matches

    close = get_close_matches(uri, DIALECTS.values(), n=1, cutoff=_CLOSE_URI)
    meant = f"did you mean {quoted(close[0])}? " if close else ""
    return f"{meant}use one of {', '.join(DIALECTS.values())}, or vendor the metaschema in the workspace"
