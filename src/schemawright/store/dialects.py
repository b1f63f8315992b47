"""
Dialects by other URIs than their own: `https://json-schema.org/draft-07/schema`, as schemas are published with.

Every engine has its own way with a `$schema` that it does not know, and some look at those inside of a schema, too.  So
what is meant gets the dialect's own URI as it is read; and so does a reference to a metaschema, which engines have by
that URI only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from schemawright.keywords import DIALECTS, dialect_of
from schemawright.store.objects import has_object
from schemawright.store.references import copied, elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable

_SITE = "://json-schema.org/"
_VOCABULARY = re.compile(r"http(?=://json-schema\.org/draft/20\d\d-\d\d/meta/)")
"""The scheme of a vocabulary's metaschema by the URI that is not its own."""


def with_own_dialect_uris(contents: Any) -> Any:
    """
    Return a schema in which each `$schema` that means a dialect is the dialect's own URI: itself, where they are.

    So is what a reference to a metaschema begins with.

    >>> with_own_dialect_uris({"$schema": "https://json-schema.org/draft-07/schema"})
    {'$schema': 'http://json-schema.org/draft-07/schema#'}
    >>> with_own_dialect_uris({"$ref": "https://json-schema.org/draft-07/schema#/properties/title"})
    {'$ref': 'http://json-schema.org/draft-07/schema#/properties/title'}
    """
    changed = copied(contents) if has_object(contents, _has_others) else None
    if changed is None:
        return contents
    for schema in elsewhere(changed):
        if isinstance(schema, dict):
            schema.update(_own_uris(schema))
    return changed


def _has_others(schema: dict[str, Any]) -> bool:
    """Return whether an object has keywords about a metaschema by another URI: most have none, which is soon known."""
    return ("$schema" in schema or "$ref" in schema or "$dynamicRef" in schema) and bool(_own_uris(schema))


def _own_uris(schema: dict[str, Any]) -> dict[str, str]:
    """Return what keywords of an object are to be that are about a metaschema by another URI than its own."""
    return {
        name: own
        for name, own_of in _OWN.items()
        if isinstance(said := schema.get(name), str) and _SITE in said and (own := own_of(said)) != said
    }


def _own_uri(said: str) -> str:
    """Return the own URI of a dialect; what was said, where that is none or the dialect's own, with a `#` or not."""
    dialect = dialect_of(said)
    if dialect is None or said.removesuffix("#") == DIALECTS[dialect].removesuffix("#"):
        return said
    return DIALECTS[dialect]


def _own_reference(said: str) -> str:
    """Return a reference by the own URI of the metaschema that it leads to; as it is, where it leads to none."""
    uri, sharp, fragment = said.partition("#")
    own = _own_uri(uri).removesuffix("#")
    return f"{_VOCABULARY.sub('https', own)}{sharp}{fragment}"


_OWN: dict[str, Callable[[str], str]] = {"$schema": _own_uri, "$ref": _own_reference, "$dynamicRef": _own_reference}
