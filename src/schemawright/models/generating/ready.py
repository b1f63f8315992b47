"""
Modules of metaschemas: the runtime has them, so a schema that is only a reference to one takes its classes from there.

They are `runtime/metaschemas`, which `make golden` makes again, and a test compares.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from schemawright.keywords import dialect_of
from schemawright.models.generating.checking import FACE
from schemawright.models.planning.facets import doc_of
from schemawright.models.planning.literals import docstring, safe_text

if TYPE_CHECKING:
    from schemawright.models.generating.emit import Source

_SILENT = frozenset({"$schema", "$id", "id", "$comment", "title", "description"})


def metaschema_module(dialect: str) -> str:
    """
    Return the name of the runtime's module for a dialect's metaschema.

    >>> metaschema_module("2020-12")
    'schemawright.runtime.metaschemas.draft2020_12'
    """
    return f"schemawright.runtime.metaschemas.draft{dialect.removeprefix('draft').replace('-', '_')}"


def ready_text(source: Source) -> str:
    """Return the text of a module that has its classes from the runtime; empty where the schema is of its own."""
    contents = source.resources[source.uri]
    if not _is_reference(contents, source):
        return ""
    module = import_module(metaschema_module(source.dialect))
    classes = [name for name, made in vars(module).items() if getattr(made, "__module__", "") == module.__name__]
    names = sorted({"Root", *FACE.split(", "), *classes})
    doc = doc_of(contents)
    return "\n\n".join(
        [
            *([docstring(doc, "")] if doc else []),
            f"from {module.__name__} import {', '.join(names)}",
            f"__all__ = [{', '.join(map(safe_text, names))}]\n",
        ]
    )


def _is_reference(contents: Any, source: Source) -> bool:
    """Return whether a schema accepts what the metaschema of its own dialect accepts, and says nothing else."""
    if not isinstance(contents, dict) or contents.keys() - _SILENT != {"$ref"}:
        return False
    named = {dialect_of(contents[keyword]) for keyword in ("$ref", "$schema") if keyword in contents}
    # A metaschema that the workspace has is a resource, and may be another than the one that is installed.
    alone = len(source.resources) == 1 and dialect_of(source.uri) is None
    return alone and named == {source.dialect} and source.assert_formats
