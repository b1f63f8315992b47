"""
References to a metaschema that jsonschema-rs has a laxer copy of.

Its copy of draft 4's lets `enum` be empty, and name a value twice, neither of which the specification allows
(validation, section 5.5.1.1).  A schema of that dialect gets that copy, whatever is offered under its URI.  So what
refers to it is given another URI, under which it gets the metaschema that was published.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemawright.keywords import DIALECTS, walk
from schemawright.metaschemas import metaschema
from schemawright.pointer import replaced_at
from schemawright.store.rebasing import rebased

if TYPE_CHECKING:
    from collections.abc import Callable


_LAX = {"draft4": "http://json-schema.org/draft-04/schema"}
"""Dialect → the URI of its metaschema."""
INSTEAD = "schemawright:published-metaschema"
"""The URI under which it is known instead."""


def pointed(contents: Any, dialect: str) -> Any:
    """
    Return a resource whose references to its metaschema lead to the one that is meant.

    >>> pointed({"items": {"$ref": "http://json-schema.org/draft-04/schema#/properties/enum"}}, "draft4")
    {'items': {'$ref': 'schemawright:published-metaschema#/properties/enum'}}
    """
    uri = _LAX.get(dialect)
    if uri is None or f'"$ref": "{uri}' not in json.dumps(contents, default=str):
        return contents
    for tokens, subschema in list(walk(contents, dialect)):
        said = subschema.get("$ref") if isinstance(subschema, dict) else None
        if isinstance(said, str) and said.partition("#")[0] == uri:
            contents = replaced_at(contents, (*tokens, "$ref"), said.replace(uri, INSTEAD, 1))
    return contents


def instead(dialect: str) -> Any:
    """Return the metaschema under its other URI."""
    return {**metaschema(_LAX[dialect]), "id": f"{INSTEAD}#"}


def with_dialect(contents: Any, dialect: str) -> Any:
    """Return a resource that says its dialect: what is retrieved without is taken for one of the latest."""
    if not isinstance(contents, dict) or "$schema" in contents:
        return contents
    return {"$schema": DIALECTS[dialect], **contents}


def retrieving(retrieve: Callable[[str], Any], dialect: str) -> Callable[[str], Any]:
    """Return what retrieves the same resources, with references that lead where is meant; and the metaschema."""

    def retrieved(uri: str) -> Any:
        contents = rebased(retrieve(uri), uri, dialect)
        return pointed(contents, dialect) if dialect in _LAX else contents

    return lambda uri: instead(dialect) if uri == INSTEAD else retrieved(uri)


def located(location: str, dialect: str) -> str:
    """Return a location under the URI that everybody knows."""
    return location.replace(INSTEAD, _LAX[dialect], 1) if location.startswith(INSTEAD) else location
