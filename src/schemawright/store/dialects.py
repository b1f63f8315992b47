"""
Dialects by other URIs than their own: `https://json-schema.org/draft-07/schema`, as schemas are published with.

Every engine has its own way with a `$schema` that it does not know, and some look at those inside of a schema, too.  So
what is meant gets the dialect's own URI as it is read.
"""

from __future__ import annotations

from typing import Any

from schemawright.keywords import DIALECTS, dialect_of
from schemawright.store.objects import has_object
from schemawright.store.references import copied, elsewhere


def with_own_dialect_uris(contents: Any) -> Any:
    """
    Return a schema in which each `$schema` that means a dialect is the dialect's own URI: itself, where they are.

    >>> with_own_dialect_uris({"$schema": "https://json-schema.org/draft-07/schema"})
    {'$schema': 'http://json-schema.org/draft-07/schema#'}
    """
    changed = copied(contents) if has_object(contents, lambda one: bool(_own_uri(one))) else None
    if changed is None:
        return contents
    for schema in elsewhere(changed):
        if isinstance(schema, dict) and (uri := _own_uri(schema)):
            schema["$schema"] = uri
    return changed


def _own_uri(schema: dict[str, Any]) -> str:
    """Return the URI that an object's `$schema` is to be; empty where it stays, as it does with or without a `#`."""
    said = schema.get("$schema")
    dialect = dialect_of(said)
    if dialect is None or str(said).removesuffix("#") == DIALECTS[dialect].removesuffix("#"):
        return ""
    return DIALECTS[dialect]
