"""The resources that a grammar reads: what counts of each, with absolute references, and what those lead to."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.errors import PointsNowhere, SchemawrightError
from schemawright.fuzz.schema.in_full import NAMED, at_subschemas, identifier, in_full, what_counts_at
from schemawright.keywords import DIALECTS, HOLD_INSTANCES, dialect_inside
from schemawright.own_metaschema import with_dialect
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.objects import has_object
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.pointer import Tokens

URI = "schemawright:fuzz/"
"""How the URIs begin of what has none of its own."""
MAX_NAMES = 200
"""How many of the names in a schema are noted."""


class Resources:
    """
    Schema resources, read so that parts of them can stand anywhere.

    Args:
        dialect: The short name of the dialect that is meant where nothing else is said.
        elsewhere: Returns the contents of other resources; none where there are none.

    Attributes:
        names: Names that occur anywhere in the schema: what one place declares another one may meet.
        size: How long the text of all that was taken up is.
    """

    def __init__(self, dialect: str, elsewhere: Callable[[str], Any] | None) -> None:
        self.names: list[str] = []
        self.size = 0
        self._dialect = dialect
        self._elsewhere = elsewhere
        self._named: dict[str, Any] = {}
        self._alike: dict[str, Any] = {}
        self._written: dict[str, Any] = {}
        self._read: dict[str, Any] = {}
        self._lent: dict[int, tuple[str, Any]] = {}
        self._borrowed: dict[str, Any] = {}
        self._is_mixed = False

    def adopt(self, contents: Any, base: str | None = None) -> Any:
        """Take up a schema: its references become absolute, so that parts of it can stand anywhere."""
        uri = f"{URI}{len(self._written)}"
        taken = self._read[uri] = self._shared(self._counting(contents, uri, base))
        self._note(taken, uri)
        self.size += len(json.dumps(taken, default=str))
        return taken

    def _counting(self, contents: Any, uri: str, base: str | None = None) -> Any:
        """Keep a resource for engines, which know what they ignore of it; return what counts of it."""
        self._written[uri] = written = with_dialect(in_full(contents, uri, self._dialect, base), self._dialect)
        return self._counted((), written)

    def _counted(self, tokens: Tokens, written: Any) -> Any:
        found = what_counts_at(tokens, written, self._dialect, self._dialect)
        self._is_mixed = self._is_mixed or has_object(found, lambda one: "$schema" in one)
        return found

    def _shared(self, contents: Any, path: str = "") -> Any:
        """
        Return the same contents with one object for what is written the same in several branches.

        It has one site then: what was made of it in one branch is not made again in the others.
        """
        if isinstance(contents, list):
            return [self._shared(item, path) for item in contents]
        if not isinstance(contents, dict):
            return contents
        taken = {name: self._shared_member(name, value, f"{path}/{name}") for name, value in contents.items()}
        return self._alike.setdefault(f"{path} {json.dumps(taken, default=repr)}", taken)

    def _shared_member(self, name: str, value: Any, path: str) -> Any:
        if name in NAMED and isinstance(value, dict):
            return {key: self._shared(inner, f"{path}/{key}") for key, inner in value.items()}
        return value if name in HOLD_INSTANCES else self._shared(value, path)

    def _note(self, contents: Any, uri: str) -> None:
        """Note what has a name of its own: only what the canonical form leaves as it was has any."""
        for value in contents if isinstance(contents, list) else contents.values() if type(contents) is dict else ():
            self._note(value, uri)
        if isinstance(contents, dict):
            for keyword in ("properties", "required"):
                self._name(contents.get(keyword))
            if isinstance(contents.get("$id"), str):
                self._named.setdefault(contents["$id"], contents)
                self._named.setdefault(resolve_uri(uri, contents["$id"]), contents)
            for keyword in ("$anchor", "$dynamicAnchor"):
                if isinstance(contents.get(keyword), str):
                    self._named.setdefault(f"{uri}#{contents[keyword]}", contents)

    def _name(self, names: Any) -> None:
        for name in names if isinstance(names, (list, dict)) else ():
            if isinstance(name, str) and name not in self.names and len(self.names) < MAX_NAMES:
                self.names.append(name)

    def retrieve(self, uri: str) -> Any:
        """Return a document by its URI; `true` for what is nowhere."""
        uri = uri.partition("#")[0]
        if uri in self._borrowed:
            node = self._borrowed.pop(uri)
            self._written[uri] = self.alone(node) if isinstance(node, dict) else node
        if uri not in self._written and self._elsewhere is not None:
            try:
                contents = self._elsewhere(uri)
            except SchemawrightError:
                contents = True
            self._read[uri] = self._counting(contents, uri)
            self._note(self._read[uri], uri)
        return self._written.get(uri, True)

    def resolve(self, reference: str) -> Any:
        """Return what a reference leads to; `true` where it is not to be found, since records are judged anyway."""
        if reference not in self._named:
            uri, _, fragment = reference.partition("#")
            written = self.retrieve(uri)
            with suppress(PointsNowhere, ValueError):
                tokens = parse_pointer(unquote(fragment))
                with suppress(PointsNowhere):
                    return resolve_tokens(self._read.get(uri, True), tokens)
                self._named[reference] = self._counted(tokens, written)
        return self._named.get(reference, True)

    # --- for engines

    def lent(self, node: Any) -> Any:
        """
        Return a subschema for an engine, as it can stand in a resource of the dialect that is understood.

        An engine goes by the dialect of the resource that a JSON Pointer begins with, whatever is on the way.  So what
        is of another dialect is referred to as a resource of its own, and so is all that is referred to.
        """
        return self._within(node, self._dialect) if self._is_mixed else node

    def alone(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return a subschema as a resource of its own, which says its dialect."""
        inside = dialect_inside(node, self._dialect)
        return {"$schema": DIALECTS[inside], **(self._members(node, inside) if self._is_mixed else node)}

    def _within(self, node: Any, dialect: str) -> Any:
        if not isinstance(node, dict):
            return node
        return self._members(node, dialect) if dialect_inside(node, dialect) == dialect else self._led_to(node)

    def _led_to(self, node: Any) -> dict[str, Any]:
        """Return what refers to a subschema."""
        if id(node) not in self._lent:
            uri = f"{URI}lent/{len(self._lent)}"
            # What is known by its identity is kept, so that nothing else gets that.
            self._lent[id(node)] = uri, node
            self._borrowed[uri] = node
        return {"$ref": self._lent[id(node)][0]}

    def _members(self, node: dict[str, Any], dialect: str) -> dict[str, Any]:
        within = partial(self._within, dialect=dialect)
        left_out = {"$schema", identifier(dialect)} if "$schema" in node else ()
        found = {name: at_subschemas(name, value, dialect, within) for name, value in node.items()}
        found |= self._led_to(self.resolve(node["$ref"])) if isinstance(node.get("$ref"), str) else {}
        return {name: value for name, value in found.items() if name not in left_out}
