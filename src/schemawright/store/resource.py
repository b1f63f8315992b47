"""A schema resource (JSON Schema core, section 4.3.5): its contents, its URI, and where its keywords stand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes, urljoin

from schemawright.documents import ROOM_HINT, detect_format, open_records
from schemawright.documents.record import Target
from schemawright.documents.source import Source
from schemawright.errors import DocumentError, InvalidSchema, SchemaError, Unreadable
from schemawright.files import may_be_file
from schemawright.keywords import DIALECTS, dialect_of
from schemawright.pointer import format_pointer
from schemawright.quoting import kind_of, quoted
from schemawright.store.dialects import with_own_dialect_uris
from schemawright.store.references import with_uri_references

if TYPE_CHECKING:
    from schemawright.documents.record import Record
    from schemawright.finding import Position
    from schemawright.pointer import Tokens

DEPTH_HINT = "move what is deep into a definition, and refer to it"
"""What to do about a schema that nests too deep: there is no option for it."""

_FOR_PAYLOADS = (
    ("raise --max-depth", DEPTH_HINT),
    (", or pass --as jsonc", ""),
    (", or name its format with --as", ""),
    (ROOM_HINT, "leave out what nothing refers to"),
)
"""What hints say of options, which are for payloads, and what is to be said of schemas."""

IDENTIFIERS = {"draft3": "id", "draft4": "id"}
"""Dialect → the keyword that gives a schema its URI, where that is not `$id`."""


class Resource:
    """
    One schema resource.

    Args:
        uri: Its base URI, absolute, without a fragment.
        contents: The schema: an object or a boolean.
        record: The record it was read from, which knows positions; None for one that came from memory.
        path: Its file; empty for one that came from memory.
        assumed: The dialect that it is said to have by somebody else, since it names none; its contents say it then.
    """

    __slots__ = ("assumed", "contents", "path", "record", "uri")

    def __init__(
        self, uri: str, contents: Any, record: Record | None = None, path: str = "", assumed: str = ""
    ) -> None:
        self.uri = uri
        self.contents = contents
        self.record = record
        self.path = path
        self.assumed = assumed

    @property
    def schema_uri(self) -> str:
        """What `$schema` says; empty where it says nothing."""
        said = self.contents.get("$schema") if isinstance(self.contents, dict) else None
        return said if isinstance(said, str) else ""


def resolve_uri(base: str, reference: str) -> str:
    """
    Return what a reference means against a base URI (RFC 3986, section 5).

    Raises:
        SchemaError: The reference is no URI reference.

    >>> resolve_uri("https://example.com/a/b.json", "c.json#/d")
    'https://example.com/a/c.json#/d'
    >>> resolve_uri("urn:example:a", "#/d")
    'urn:example:a#/d'
    """
    if reference.startswith("#"):
        # `urljoin` forgets a base whose scheme is no hierarchy to it.
        return base.partition("#")[0] + (reference if reference != "#" else "")
    try:
        return urljoin(base, reference)
    except ValueError:
        raise no_reference(reference, base) from None


def no_reference(text: str, uri: str, keyword_location: str = "") -> SchemaError:
    """Return what is wrong with a text that is no URI reference (RFC 3986), in a resource and at a keyword of it."""
    message = f"expected a URI reference (RFC 3986), found {quoted(text)}"
    hint = "percent-encode square brackets, as %5B and %5D: they stand only around an IP address"
    # `urljoin` refuses none but those.
    return SchemaError(message, uri=uri, keyword_location=keyword_location, hint=hint)


def file_uri(path: str) -> str:
    """
    Return the `file` URI of a path (RFC 8089).

    >>> file_uri("/tmp/a b.json")
    'file:///tmp/a%20b.json'
    """
    path = os.path.abspath(path).replace(os.sep, "/")
    # A name of bytes that are no text is a name, too.
    return "file://" + quote(os.fsencode(path if path.startswith("/") else f"/{path}"))


def path_of(uri: str) -> str | None:
    """
    Return the path that a `file` URI means; None for any other URI.

    >>> path_of("file:///tmp/a%20b.json")
    '/tmp/a b.json'
    """
    return os.fsdecode(unquote_to_bytes(uri.removeprefix("file://"))) if uri.startswith("file:///") else None


def expect_file(path: str) -> None:
    """
    Refuse what is no file, and say what it is: to read a pipe may never end.

    Raises:
        Unreadable: It is none.
    """
    if may_be_file(path):
        return
    raise Unreadable(f"expected a schema's file, found {kind_at(path) or 'nothing of that name'}", path=path)


_KINDS = {
    "a folder": os.path.isdir,
    "something that is no file": os.path.exists,
    "a link to nothing": os.path.islink,
}


def kind_at(path: str) -> str:
    """Return what is at a path where no file is; empty where nothing is."""
    return next((kind for kind, fits in _KINDS.items() if fits(path)), "")


def read_resource(path: str, assume: str = "") -> Resource:
    """
    Return the schema resource that a file holds; JSON, or any other format of a payload.

    Args:
        path: The file.
        assume: The dialect that it is to say where it says none; empty to leave that to whoever uses it.

    Raises:
        Unreadable: It is no file, or no format has its ending.
        SchemaError: It cannot be read, or holds something that is no schema; with line and column.
    """
    expect_file(path)
    found = list(open_records(Source(path), _format_of(path)))
    for record in found:
        if isinstance(record, Unreadable):
            raise _UnreadableSchema(record.message, uri=path, hint=_own_hint(record.hint))
        if isinstance(record, DocumentError):
            raise _unusable(path, record.message, record.position, record.hint)
        if record.duplicates:
            duplicate = record.duplicates[0]
            message = f"expected each name once in an object, found {quoted(duplicate.key)} again"
            raise _unusable(path, message, duplicate.span.position)
    if len(found) != 1:
        raise _unusable(path, f"expected one schema, found {len(found)} documents")
    record = found[0]
    assert not isinstance(record, DocumentError)
    return make_resource(record.instance, file_uri(path), record=record, path=path, assume=assume)


def _format_of(path: str) -> str:
    try:
        return detect_format(path)
    except Unreadable as error:
        error.hint = _own_hint(error.hint)
        raise


def _own_hint(hint: str | None) -> str | None:
    for said, own in _FOR_PAYLOADS:
        hint = hint and hint.replace(said, own)
    return hint


class _UnreadableSchema(SchemaError):
    """The file cannot be read, so that nobody knows whether what it holds is valid."""

    code = Unreadable.code


def _unusable(path: str, message: str, position: Position | None = None, hint: str | None = None) -> InvalidSchema:
    error = InvalidSchema(message, uri=path, hint=_own_hint(hint))
    error.position = position
    return error


def make_resource(
    contents: Any, retrieval_uri: str, *, record: Record | None = None, path: str = "", assume: str = ""
) -> Resource:
    """
    Return the resource of a schema that was retrieved from a URI: its `$id` decides its base URI (core, section 8.2.1).

    Args:
        contents: The schema.
        retrieval_uri: The URI.
        record: The record that it was read from.
        path: Its file.
        assume: The dialect that it is to say where it says none; empty to leave that to whoever uses it.

    Raises:
        SchemaError: The contents are no schema.
    """
    if not isinstance(contents, (dict, bool)):
        message = f"expected a schema, which is an object, true or false; found {kind_of(contents)}"
        raise SchemaError(message, uri=path or retrieval_uri)
    contents = with_own_dialect_uris(contents)
    assume = assume if isinstance(contents, dict) and "$schema" not in contents else ""
    if assume:
        contents = {"$schema": DIALECTS[assume], **contents}
    try:
        uri = base_uri(contents, retrieval_uri)
    except SchemaError as error:
        raise with_keyword(error, path or retrieval_uri, record, (_identifier(contents),)) from None
    return Resource(uri, in_full(with_uri_references(contents), uri), record, path, assume)


def with_keyword(error: SchemaError, called: str, record: Record | None, tokens: Tokens) -> SchemaError:
    """
    Return an error with the place of the keyword that it is about.

    Args:
        error: The error.
        called: The schema's file, or its URI.
        record: The record that it was read from.
        tokens: The keyword's.
    """
    error.uri, error.keyword_location = called, format_pointer(tokens)
    if record is not None:
        error.position = record.locate([Target(tokens)])[0].position
    return error


def base_uri(contents: Any, retrieval_uri: str, dialect: str = "") -> str:
    """
    Return the base URI of a schema, without a fragment.

    Args:
        contents: The schema.
        retrieval_uri: By which it was retrieved.
        dialect: The dialect to assume where it names none.

    >>> base_uri({"$id": "session.json"}, "https://example.com/schemas/")
    'https://example.com/schemas/session.json'
    """
    said = contents.get(_identifier(contents, dialect)) if isinstance(contents, dict) else None
    uri = resolve_uri(retrieval_uri, said) if isinstance(said, str) else retrieval_uri
    return uri.partition("#")[0]


def in_full(contents: Any, uri: str, dialect: str = "") -> Any:
    """
    Return a schema whose identifier means its base URI when that is the base, too: itself, where it does.

    Whoever gets a schema together with its base URI resolves the one against the other, and `schemas/a.json` would be
    `schemas/schemas/a.json` then.

    Args:
        contents: The schema.
        uri: Its base URI, which its identifier has made.
        dialect: The dialect to assume where it names none.

    >>> in_full({"$id": "a.json"}, "https://x.org/b/a.json"), in_full({"$id": "b/a.json"}, "https://x.org/b/a.json")
    ({'$id': 'a.json'}, {'$id': 'https://x.org/b/a.json'})
    """
    said = contents.get(_identifier(contents, dialect)) if isinstance(contents, dict) else None
    if not isinstance(said, str) or resolve_uri(uri, said).partition("#")[0] == uri:
        return contents
    _, sharp, fragment = said.partition("#")
    return {**contents, _identifier(contents, dialect): f"{uri}{sharp}{fragment}"}


def _identifier(contents: dict[str, Any], dialect: str = "") -> str:
    """Return the keyword that gives a schema its URI."""
    return IDENTIFIERS.get(dialect_of(contents.get("$schema")) or dialect, "$id")
