"""How other programs are told where a document is: by a path or a URI that they know, wherever they are."""

from __future__ import annotations

import os
import re
from urllib.parse import quote

from schemawright.files import shown

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def path_of(document: str) -> str:
    """
    Return a document's path, relative to the current folder where it is below that; what is no path as it is.

    >>> path_of(os.path.abspath("a.json")), path_of("./a.json"), path_of("/a.json"), path_of("https://example.com/a")
    ('a.json', 'a.json', '/a.json', 'https://example.com/a')
    """
    return document if not document or _is_uri(document) else shown(document)


def uri_of(document: str) -> str:
    """
    Return the URI reference of a document: relative where it is below the current folder.

    >>> uri_of("a b.json"), uri_of("/a b.json"), uri_of("https://example.com/a"), uri_of("a:b.json")
    ('a%20b.json', 'file:///a%20b.json', 'https://example.com/a', 'a%3Ab.json')
    """
    if not document or _is_uri(document):
        return document
    path = shown(document)
    if os.path.isabs(path) or path.split(os.sep, 1)[0] == os.pardir:
        path = os.path.abspath(path).replace(os.sep, "/")
        return "file://" + quote(os.fsencode(path if path.startswith("/") else f"/{path}"))
    return quote(os.fsencode(path.replace(os.sep, "/")))


def _is_uri(document: str) -> bool:
    """Return whether a document is called by a URI, as a schema of the Python face may be, and no file is called so."""
    return _SCHEME.match(document) is not None and not os.path.lexists(document)
