"""
What is right with a schema resource whatever the entry point is: a module has one for each of its classes.

To look at a resource of a hundred definitions takes longer than to compile it, and they share it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemawright.keywords import REFERENCES
from schemawright.validation.metaschema import check_schema

if TYPE_CHECKING:
    from schemawright.engines.protocol import Task
    from schemawright.engines.reach import endless
    from schemawright.store.opening import OpenedSchema


class Checked:
    """Resources that are valid, and the references in them; of schemas whose references lead to the same."""

    def __init__(self) -> None:
        # With the contents, so that no number is given to others.
        self._valid: dict[tuple[str, str, int], Any] = {}
        self._references: dict[tuple[str, str, int], tuple[Any, endless.References | None]] = {}

    def check_schema(self, opened: OpenedSchema) -> None:
        """
        Refuse a schema whose resource is not valid; as the function of that name.

        Raises:
            SchemaError: As that.
        """
        resource = opened.resource
        key = resource.uri, opened.dialect, id(resource.contents)
        if key not in self._valid:
            check_schema(opened)
            self._valid[key] = resource.contents

    def check_references(self, task: Task) -> None:
        """
        Refuse references that lead nowhere, or have no end; what has none at all need not wait for the import.

        Raises:
            UnresolvableReference: One leads nowhere.
            InvalidSchema: Some have no end.
        """
        key = task.uri, task.dialect, id(task.contents)
        _, known = self._references.get(key, (None, None))
        if key not in self._references or not (known is None or known.are_of(task.pointer)):
            known = _references_in(task)
            self._references[key] = task.contents, known
        if known is not None:
            known.check(task.pointer)


def _references_in(task: Task) -> endless.References | None:
    text = json.dumps(task.contents, default=str)
    if not any(f'"{name}":' in text for name in REFERENCES):
        return None
    from schemawright.engines.reach.endless import References

    return References(task)
