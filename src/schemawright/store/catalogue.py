"""
The catalogue: every schema resource that a reference may lead to.

That is what the workspace names, what lies inside its folder, and what the caller gave.  Nothing is fetched, and
nothing outside is opened: a reference that leads there is refused by name, with how to vendor it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from schemawright.errors import NO_URI, SchemawrightError, UnresolvableReference
from schemawright.files import is_below, may_be_file, shown
from schemawright.keywords import dialect_of, walk
from schemawright.quoting import quoted
from schemawright.store.rebasing import base_of
from schemawright.store.resource import (
    IDENTIFIERS,
    Resource,
    file_uri,
    in_full,
    kind_at,
    make_resource,
    path_of,
    read_resource,
    resolve_uri,
)
from schemawright.workspace import no_workspace, setting_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.pointer import Tokens
    from schemawright.workspace import Home, SchemaEntry, Workspace

MAX_METASCHEMA_CHAIN = 8
"""How many metaschemas may stand above one another."""
_VENDOR = (
    "save it inside the workspace, with its URI as `$id` or `source`, "
    "and name it under [tool.schemawright.schemas]; nothing is fetched"
)


class Catalogue:
    """
    Schema resources by URI, read when they are first asked for.

    Args:
        home: Returns the workspace whose schemas are known by `$id` and by `source`; called at the first reference.
        boundary: The folder below which files may be referred to; the workspace's root where there is one.
        resources: Further resources: URI → contents.
        dialect: The dialect to assume before the workspace's, of files that are no schemas of its own.
    """

    def __init__(
        self,
        home: Home = no_workspace,
        boundary: str = "",
        resources: Mapping[str, Any] | None = None,
        dialect: str = "",
    ) -> None:
        self._home = home
        self._outside = boundary
        self._dialect = dialect
        self._known: dict[str, Resource] = {}
        self._indexed = False
        self._of_two: dict[str, tuple[str, str, str]] = {}
        self.used: dict[str, Resource] = {}
        for written, contents in (resources or {}).items():
            uri = resolve_uri(NO_URI, written)
            self.add(make_resource(contents, uri), uri)

    def add(self, resource: Resource, *uris: str) -> None:
        """Make a resource known by its base URI, by further URIs, and by the `$id`s inside it."""
        for uri in (resource.uri, *uris):
            self._known.setdefault(uri.partition("#")[0], resource)

    def retrieve(self, uri: str) -> Any:
        """
        Return the contents of the resource that a URI identifies.

        Raises:
            UnresolvableReference: It is not in the workspace, and nothing was fetched; or two are there.
        """
        return self.resource(uri).contents

    def resource(self, uri: str) -> Resource:
        """
        Return the resource that a URI identifies.

        Raises:
            UnresolvableReference: It is not in the workspace, and nothing was fetched; or two are there.
        """
        uri = uri.partition("#")[0]
        found = self._known.get(uri) or self._file(uri) or self._indexed_resource(uri) or self._sibling(uri)
        if found is None:
            raise self._not_found(uri)
        self._known.setdefault(uri, found)
        self.used[uri] = found
        return found

    def _file(self, uri: str) -> Resource | None:
        path = path_of(uri)
        if path is None or not self._inside(path):
            return None
        if not may_be_file(path):
            return None  # The `$id` of a schema may say so all the same.
        resource = self._by_its_metaschema(self._read(path))
        self.add(resource, uri)
        return resource

    def _by_its_metaschema(self, resource: Resource) -> Resource:
        """Return a resource by its own URI, where a metaschema of somebody's own says which keyword that is."""
        uri = resource.schema_uri
        if uri and dialect_of(uri) is None:
            with suppress(SchemawrightError):  # Whoever uses it says what is wrong.
                self._indexed_resource(uri.partition("#")[0])
        return identified(resource, self._dialect_of(resource) or "")

    def _read(self, path: str) -> Resource:
        """Return the resource that a file holds, of the dialect that the settings say of it, where they say one."""
        return read_resource(shown(path), dialect_said_of(path, self._home(), self._dialect))

    def _not_found(self, uri: str) -> UnresolvableReference:
        path = path_of(uri)
        if path is not None and self._inside(path):
            found = kind_at(path) or "a file that does not exist"
            return UnresolvableReference(f"the reference {quoted(uri, 200)} names {found}", reference=uri)
        message = f"the reference {quoted(uri, 200)} leads out of the workspace"
        return UnresolvableReference(message, reference=uri, hint=_VENDOR)

    def _inside(self, path: str) -> bool:
        workspace = self._home()
        boundary = workspace.root if workspace else self._outside
        return bool(boundary) and is_below(path, boundary)

    def _indexed_resource(self, uri: str) -> Resource | None:
        """Look among the workspace's schemas, all of which are read at the first miss."""
        workspace = self._home()
        if not self._indexed:
            self._indexed = True  # Not before: settings that cannot be used are told whoever asks next.
            if workspace is not None:
                self._index_all(workspace)
        if workspace is not None and uri in self._of_two:
            raise _of_two(workspace, uri, *self._of_two[uri])
        return self._known.get(uri)

    def _index_all(self, workspace: Workspace) -> None:
        before = {*self._known}  # What is judged by is meant, and no other schema of its URI.
        first: dict[str, tuple[str, Any]] = {}
        for entry, read in self._in_order(workspace):
            resource = self._index(read, entry.source)
            for uri in {resource.uri, entry.source.partition("#")[0] or resource.uri}:
                name, contents = first.setdefault(uri, (entry.name, resource.contents))
                if contents != resource.contents:
                    called = "`$id`" if uri == resource.uri else "`source`"
                    self._of_two.setdefault(uri, (name, entry.name, called))
        for uri in self._of_two.keys() - before:
            self._known.pop(uri, None)

    def _in_order(self, workspace: Workspace) -> Iterator[tuple[SchemaEntry, Resource]]:
        """Yield the workspace's schemas, each behind its metaschema, which says what identifies it."""
        pending: list[tuple[SchemaEntry, Resource]] = []
        for entry in workspace.schemas.values():
            # A broken schema is reported when it is used, not when another one is.
            with suppress(SchemawrightError):
                pending.append((entry, self._read(workspace.schema_path(entry))))
        while pending:
            ready = [each for each in pending if self._dialect_of(each[1]) is not None] or pending
            yield from ready
            done = {entry.name for entry, _ in ready}
            pending = [each for each in pending if each[0].name not in done]

    def _dialect_of(self, resource: Resource) -> str | None:
        """Return a resource's dialect, by the metaschemas that are known by now; empty where it names none."""
        uri = resource.schema_uri
        for _ in range(MAX_METASCHEMA_CHAIN):
            above = self._known.get(uri.partition("#")[0])
            if not uri or dialect_of(uri) is not None or above is None:
                break
            uri = above.schema_uri
        return dialect_of(uri) if uri else ""

    def _index(self, resource: Resource, source: str) -> Resource:
        dialect = self._dialect_of(resource) or ""
        resource = identified(resource, dialect)
        self.add(resource, *([source] if source else []), file_uri(resource.path))
        for uri, contents in embedded(resource, dialect or "2020-12"):
            self._known.setdefault(uri, Resource(uri, in_full(contents, uri, dialect)))
        return resource

    def _sibling(self, uri: str) -> Resource | None:
        """
        Look beside the files whose `$id` has the same folder as the URI.

        A set of schemas that was vendored file by file keeps its `$id`s' layout: `https://x/a.json` refers to
        `b.json`, which is the file beside it.
        """
        folder, _, name = uri.rpartition("/")
        for resource in list(self._known.values()):
            if resource.path and name and resource.uri.rpartition("/")[0] == folder:
                beside = os.path.join(os.path.dirname(resource.path), name)
                if self._inside(beside) and may_be_file(beside):
                    found = self._by_its_metaschema(self._read(beside))
                    self.add(found, uri)
                    return found
        return None


def dialect_said_of(path: str, workspace: Workspace | None, instead: str = "") -> str:
    """
    Return the dialect that a workspace says of a schema file, or of all its schemas; empty where it says none.

    Args:
        path: The file.
        workspace: The workspace.
        instead: What was said in place of what the workspace says of all: nothing is said here then.
    """
    if workspace is None:
        return ""
    entry = workspace.entry_of(path)
    return (entry.dialect if entry else "") or ("" if instead else workspace.dialect)


def _of_two(workspace: Workspace, uri: str, one: str, other: str, called: str) -> UnresolvableReference:
    """
    Return the error of a reference that leads to two schemas of a workspace.

    Args:
        workspace: The workspace.
        uri: Their URI.
        one: The name of the one.
        other: The name of the other.
        called: What says that the other has that URI.
    """
    message = f"expected one schema of the URI {quoted(uri, 200)}, found {quoted(one)} and {quoted(other)}"
    place = setting_place(workspace, ("schemas", other))
    hint = f"give one of them another {called}, or take it out of the workspace: {quoted(other)} is in {place}"
    return UnresolvableReference(message, reference=uri, hint=hint)


def identified(resource: Resource, dialect: str) -> Resource:
    """Return a resource by the URI that its `id` gives it, which was none before its dialect was known."""
    if dialect not in IDENTIFIERS:
        return resource
    own = base_of(resource.contents, resource.uri, dialect)
    contents = in_full(resource.contents, own, dialect)
    if own == resource.uri and contents is resource.contents:
        return resource
    return Resource(own, contents, resource.record, resource.path, resource.assumed)


def embedded(resource: Resource, dialect: str) -> Iterator[tuple[str, Any]]:
    """Yield the resources inside a resource: each subschema that has a URI of its own, with that."""
    bases: dict[Tokens, str] = {(): resource.uri}
    for tokens, subschema in walk(resource.contents, dialect):
        base = next(bases[tokens[:end]] for end in range(len(tokens), -1, -1) if tokens[:end] in bases)
        uri = base_of(subschema, base, dialect) if tokens else base
        if uri != base:
            bases[tokens] = uri
            yield uri, subschema


def is_metaschema(uri: str) -> bool:
    """Return whether a URI is that of a dialect's metaschema, which every engine has."""
    return dialect_of(uri.partition("#")[0]) is not None
