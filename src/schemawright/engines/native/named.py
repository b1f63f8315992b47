"""
One name for each resource: its own URI, by whatever URI it is referred to.

jsonschema-rs takes what it asks for by two URIs for two resources, which have the same `$id` then: it may panic, or
miss what is in one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.errors import SchemawrightError
from schemawright.keywords import METASCHEMAS, dialect_inside
from schemawright.pointer import replaced_at
from schemawright.store.rebasing import base_of, with_bases
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from schemawright.engines.protocol import Task


class Named:
    """
    The resources that a schema refers to, by their own URIs.

    Args:
        task: The schema.

    Attributes:
        dynamic: The URIs of those that a `$dynamicRef` names.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._own: dict[str, str] = {uri: uri for uri in (task.uri, *METASCHEMAS)}
        self._contents: dict[str, Any] = {task.uri: task.contents}
        self.dynamic: set[str] = set()

    def retrieve(self, uri: str) -> Any:
        """Return the contents of a resource that has this URI, or that is to be known by it."""
        return self._contents[uri] if uri in self._contents else self._task.retrieve(uri)

    def by_own_uris(self, contents: Any, uri: str) -> Any:
        """
        Return a resource with the references changed that name another one by a URI that is not its own.

        Args:
            contents: The resource.
            uri: The base URI inside of it.
        """
        found = list(with_bases(contents, uri, dialect_inside(contents, self._task.dialect)))
        self._own |= {base: base for _, _, base in found}
        for tokens, subschema, base in found:
            for keyword in ("$ref", "$dynamicRef"):
                reference = subschema.get(keyword)
                if isinstance(reference, str) and reference and not reference.startswith("#"):
                    changed = self._changed(reference, base, is_dynamic=keyword == "$dynamicRef")
                    contents = contents if changed == reference else replaced_at(contents, (*tokens, keyword), changed)
        return contents

    def _changed(self, reference: str, base: str, *, is_dynamic: bool) -> str:
        uri, sharp, fragment = resolve_uri(base, reference).partition("#")
        is_inside = uri in self._own
        own = self._own_uri(uri)
        if is_dynamic and not is_inside:
            self.dynamic.add(own)
        return reference if own == uri else f"{own}{sharp}{fragment}"

    def _own_uri(self, uri: str) -> str:
        if uri not in self._own:
            self._own[uri] = self._found(uri)
        return self._own[uri]

    def _found(self, uri: str) -> str:
        """Return the own URI of a resource; the same for one that is not found, or whose own is that of another one."""
        try:
            contents = self._task.retrieve(uri)
        except (SchemawrightError, LookupError):
            return uri
        own = base_of(contents, uri, self._task.dialect)
        if own == uri or self._contents.setdefault(own, contents) != contents:
            return uri
        return own
