"""Which schema judges a document: the one that was named, the workspace's globs, or the payload's own `$schema`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from schemawright.errors import SchemaError, SchemawrightError, Unreadable, UsageError
from schemawright.files import may_be_file, walk_links
from schemawright.keywords import dialect_of
from schemawright.quoting import kind_of
from schemawright.store.catalogue import Catalogue, is_metaschema
from schemawright.store.opening import find_schema, open_resource, open_schema_file
from schemawright.store.resource import file_uri, resolve_uri
from schemawright.validation.run import Assignment
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.documents.source import Source
    from schemawright.workspace import Home, SchemaEntry, Workspace


class Schemas:
    """
    The schemas of a run, each opened once.

    Args:
        home: Opens the workspace.
        settings: How the schemas judge.
    """

    def __init__(self, home: Home, settings: Settings) -> None:
        self._home = home
        self._settings = settings
        self._opened: dict[tuple[str, str], Schema] = {}
        self._broken: dict[tuple[str, str], SchemawrightError] = {}
        self._catalogue: Catalogue | None = None

    @property
    def _workspace(self) -> Workspace | None:
        return self._home()

    def named(self, argument: str) -> Schema:
        """
        Return the schema that a user's word means.

        Raises:
            UsageError: It means none.
            SchemawrightError: It cannot be opened.
        """
        return self._open(*find_schema(argument, self._home))

    def assign(self, source: Source, format_: str, *, as_expected: bool = False) -> Assignment | SchemawrightError:
        """
        Return what judges a document by the workspace's globs, else record by record by `$schema`.

        Args:
            source: The document.
            format_: Its format's name.
            as_expected: Whether those schemas are to refuse it of which the workspace says that it is wrong on purpose.
        """
        workspace = self._workspace if source.name != "-" else None
        entries = workspace.entries_for(source.name) if workspace else ()
        if workspace is None or not entries:
            return Assignment(source, format_, lambda instance: self._declared(instance, source.name))
        relative = workspace.relative(source.name) or ""
        judging: dict[bool, list[Schema]] = {True: [], False: []}
        try:
            for entry in entries:
                judging[as_expected and entry.expects_invalid(relative)].append(self._entry(entry))
        except SchemawrightError as error:
            return error
        return Assignment(source, format_, tuple(judging[False]), tuple(judging[True]))

    def concerned(self, changed: Iterable[str]) -> Iterator[str | Unreadable]:
        """
        Yield the payloads that changed files concern, relative to the current folder, each once.

        A folder with payloads that cannot be read is an error among them.

        A payload concerns itself, and those that are links to it; a schema, or one that it refers to, all that its
        globs name; the workspace's settings everything.  A schema that cannot be compiled is concerned by whatever
        changed: what it refers to is known only once it can be, and what keeps it from that may be a file that is gone.
        """
        workspace = self._workspace
        if workspace is None:
            return
        changed = [*changed]
        files = {os.path.realpath(path) for path in changed}
        everything = os.path.realpath(workspace.path) in files
        entries = [
            entry
            for entry in workspace.schemas.values()
            if everything or (made_of := self._files_of(entry)) is None or not made_of.isdisjoint(files)
        ]
        found = dict.fromkeys(workspace.all_payload_files(entries))
        found.update(dict.fromkeys(filter(self._is_payload, map(workspace.place_of, changed))))
        found.update(dict.fromkeys(self._links_to(files)))
        yield from (path if isinstance(path, Unreadable) else os.path.relpath(path) for path in found)

    def _is_payload(self, path: str) -> bool:
        """Return whether a path is a payload, as a run that looks for all of them finds it: also a link to nothing."""
        is_there = may_be_file(path) or (os.path.islink(path) and not os.path.exists(path))
        return is_there and self._workspace is not None and bool(self._workspace.entries_for(path))

    def _links_to(self, files: set[str]) -> Iterator[str]:
        """Yield the payloads that are links to some files."""
        links = walk_links(self._workspace.root, self.may_concern) if self._workspace else iter(())
        yield from (path for path in links if os.path.realpath(path) in files and self._is_payload(path))

    def may_concern(self, folder: str) -> bool:
        """Return whether there may be payloads below a folder."""
        workspace = self._workspace
        relative = workspace.relative(workspace.place_of(os.path.realpath(folder))) if workspace else None
        return (
            workspace is not None
            and relative is not None
            and any(relative == os.curdir or entry.leads_into(relative) for entry in workspace.schemas.values())
        )

    def _files_of(self, entry: SchemaEntry) -> set[str] | None:
        """Return the files that a schema is made of; None where it cannot be compiled."""
        try:
            schema = self._entry(entry)
            paths = [schema.path, *[resource.path for resource in schema.referenced.values()]]
        except SchemawrightError:
            return None
        return {os.path.realpath(path) for path in paths if path}

    def _entry(self, entry: SchemaEntry) -> Schema:
        path = self._workspace.schema_path(entry) if self._workspace else entry.file
        return self._open(os.path.relpath(path), "")

    def _open(self, path: str, pointer: str) -> Schema:
        key = (os.path.realpath(path), pointer)
        if key in self._broken:
            raise self._broken[key]
        if key not in self._opened:
            try:
                self._opened[key] = Schema(open_schema_file(path, pointer, self._home), self._settings)
            except SchemawrightError as error:
                self._broken[key] = error
                raise
        return self._opened[key]

    def _declared(self, instance: Any, document: str) -> tuple[Schema, ...]:
        """Return the schema that an instance names in its own `$schema`."""
        said = instance.get("$schema") if isinstance(instance, dict) else None
        if not isinstance(said, str) or is_metaschema(said):
            why = "no glob of the workspace matches it" if self._workspace else "there is no workspace"
            message = f"expected a schema for the payload, found none: {why}, and {_why_none(instance)}"
            hint = "pass --schema, add a payload glob to the workspace, or give the payload a $schema"
            raise UsageError(message, path=document, hint=hint)
        try:
            uri, _, pointer = resolve_uri(file_uri(document), said).partition("#")
        except SchemaError as error:
            message = f"expected a schema for the payload, found a $schema that names none: {error.message}"
            raise UsageError(message, path=document) from None
        if uri == file_uri(document):
            raise UsageError("expected a schema for the payload, found that its $schema is itself", path=document)
        key = (uri, pointer)
        if key not in self._opened:
            self._catalogue = self._catalogue or Catalogue(self._home, os.path.dirname(os.path.abspath(document)))
            resource = self._catalogue.resource(uri)
            assume = self._workspace.dialect if self._workspace else ""
            self._opened[key] = Schema(open_resource(resource, pointer, self._catalogue, assume), self._settings)
        return (self._opened[key],)


def _why_none(instance: Any) -> str:
    """Return why an instance's own `$schema` is none that judges it."""
    if not isinstance(instance, dict) or "$schema" not in instance:
        return "it has no $schema of its own"
    said = instance["$schema"]
    if isinstance(said, str):
        return f"its $schema is the metaschema of {dialect_of(said)}, as a schema has it"
    return f"its $schema is {kind_of(said)}"
