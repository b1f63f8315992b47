"""A schema resource (JSON Schema core, section 4.3.5): its contents, its URI, and where its keywords stand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urldefrag, urljoin

from schemawright.documents import detect_format, open_records
from schemawright.documents.source import Source
from schemawright.errors import DocumentError, SchemaError
from schemawright.keywords import dialect_of

if TYPE_CHECKING:
    from schemawright.documents.record import Record

_ID_DRAFTS = {"draft3": "id", "draft4": "id"}


class Resource:
    """
    One schema resource.

    Args:
        uri: Its base URI, absolute, without a fragment.
        contents: The schema: an object or a boolean.
        record: The record it was read from, which knows positions; None for one that came from memory.
        path: Its file; empty for one that came from memory.
    """

    __slots__ = ("contents", "path", "record", "uri")

    def __init__(self, uri: str, contents: Any, record: Record | None = None, path: str = "") -> None:
        self.uri = uri
        self.contents = contents
        self.record = record
        self.path = path

    @property
    def schema_uri(self) -> str:
        """What `$schema` says; empty where it says nothing."""
        said = self.contents.get("$schema") if isinstance(self.contents, dict) else None
        return said if isinstance(said, str) else ""


def file_uri(path: str) -> str:
    """
    Return the `file` URI of a path (RFC 8089).

    >>> file_uri("/tmp/a b.json")
    'file:///tmp/a%20b.json'
    """
    path = os.path.abspath(path).replace(os.sep, "/")
    return "file://" + quote(path if path.startswith("/") else f"/{path}")


def path_of(uri: str) -> str | None:
    """
    Return the path that a `file` URI means; None for any other URI.

    >>> path_of("file:///tmp/a%20b.json")
    '/tmp/a b.json'
    """
    return unquote(uri.removeprefix("file://")) if uri.startswith("file:///") else None


def read_resource(path: str) -> Resource:
    """
    Return the schema resource that a file holds; JSON, or any other format of a payload.

    Raises:
        DocumentError: It cannot be read.
        SchemaError: It holds something that is no schema.
    """
    found = list(open_records(Source(path), detect_format(path)))
    for record in found:
        if isinstance(record, DocumentError):
            raise record
    if len(found) != 1:
        message = f"expected one schema, found {len(found)} documents"
        raise SchemaError(message, uri=path)
    record = found[0]
    assert not isinstance(record, DocumentError)
    return make_resource(record.instance, file_uri(path), record=record, path=path)


def make_resource(contents: Any, retrieval_uri: str, *, record: Record | None = None, path: str = "") -> Resource:
    """
    Return the resource of a schema that was retrieved from a URI: its `$id` decides its base URI (core, section 8.2.1).

    Raises:
        SchemaError: The contents are no schema.
    """
    if not isinstance(contents, (dict, bool)):
        message = "expected a schema, which is an object, true or false; found something else"
        raise SchemaError(message, uri=path or retrieval_uri)
    return Resource(base_uri(contents, retrieval_uri), contents, record, path)


def base_uri(contents: Any, retrieval_uri: str) -> str:
    """
    Return the base URI of a schema, without a fragment.

    >>> base_uri({"$id": "session.json"}, "https://example.com/schemas/")
    'https://example.com/schemas/session.json'
    """
    said = None
    if isinstance(contents, dict):
        dialect = dialect_of(contents["$schema"]) if isinstance(contents.get("$schema"), str) else None
        said = contents.get(_ID_DRAFTS.get(dialect or "", "$id"))
    return urldefrag(urljoin(retrieval_uri, said) if isinstance(said, str) else retrieval_uri)[0]
