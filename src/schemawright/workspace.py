"""
The workspace: what `[tool.schemawright]` in `pyproject.toml` says.

Which schemas there are, where each came from, and which payload globs belong to it.  One config serves every verb and
every hook.  A setting that cannot be used is a `WorkspaceError` that names the setting and its place in the file.
"""

from __future__ import annotations

import os
import re
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.documents.record import Limits, Target
from schemawright.documents.source import Source
from schemawright.errors import DocumentError, Unreadable, UsageError, WorkspaceError, reason_of
from schemawright.files import (
    can_be_spelled,
    glob_pattern,
    is_below,
    is_in_environment,
    leads_into,
    may_be_file,
    shown,
    takes_all_below,
    walk_files,
)
from schemawright.keywords import DIALECTS, dialect_of
from schemawright.quoting import cut, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from schemawright.documents.record import Record

    Home: TypeAlias = Callable[[], "Workspace | None"]

FILE_NAME = "pyproject.toml"
_SETTINGS = ("dialect", "schemas")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[^\s\x00-\x20\x7f<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+")
"""A URI with a scheme; or an IRI, since what is not ASCII does no harm."""
_NO_NAMES = ("", os.curdir, os.pardir)
"""What no path relative to the root has between its slashes."""
_SCHEMA_SETTINGS = ("file", "source", "payloads", "invalid", "dialect", "module", "class", "names")


class SchemaEntry(NamedTuple):
    """
    One schema of the workspace.

    Args:
        name: What users call it.
        file: Its file, relative to the workspace's root, with forward slashes.
        source: The URI it was vendored from; empty for one of our own.
        payloads: Globs of the payload files that it describes, relative to the root; `!glob` takes files out again.
        invalid: Globs of those payloads that are wrong on purpose.
        dialect: The dialect to assume where it has no `$schema`; empty for the workspace's.
        module: The module that is generated of it, dotted; empty for the default.
        class_name: The name of its root's class; empty for the default.
        names: Further names: JSON Pointer of a subschema, or property name → name in Python.
    """

    name: str
    file: str
    source: str = ""
    payloads: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    dialect: str = ""
    module: str = ""
    class_name: str = ""
    names: dict[str, str] = {}  # noqa: RUF012  (never changed: a named tuple's default)

    def describes(self, path: str) -> bool:
        """Return whether a path, relative to the root, is one of the payloads; the last glob that fits decides."""
        return _is_in(self.payloads, path)

    def leads_into(self, folder: str) -> bool:
        """Return whether there may be payloads below a folder, relative to the root."""
        found = False
        for glob in self.payloads:
            if not glob.startswith("!"):
                found = found or leads_into(glob, folder)
            elif takes_all_below(glob[1:], folder):
                found = False
        return found

    def expects_invalid(self, path: str) -> bool:
        """Return whether a payload, relative to the root, is wrong on purpose."""
        return _is_in(self.invalid, path)

    def idle_globs(self, payloads: Sequence[str]) -> list[str]:
        """Return the globs of what is wrong on purpose that fit none of some payloads, relative to the root."""
        wanted = [glob for glob in self.invalid if not glob.startswith("!")]
        return [glob for glob in wanted if not any(map(glob_pattern(glob).fullmatch, payloads))]


def _is_in(globs: tuple[str, ...], path: str) -> bool:
    found = False
    for glob in globs:
        takes_out = glob.startswith("!")  # Wherever it is.
        if glob_pattern(glob[takes_out:], everywhere=takes_out).fullmatch(path):
            found = not takes_out
    return found


class _Settings(NamedTuple):
    """What a workspace is made of."""

    root: str
    dialect: str = ""
    schemas: dict[str, SchemaEntry] = {}  # noqa: RUF012  (never changed: a named tuple's default)
    file_name: str = FILE_NAME


class Workspace(_Settings):
    """
    The settings of one workspace.

    Args:
        root: The folder that holds the settings file, absolute.
        dialect: The short name of the dialect to assume where a schema names none; empty for the default.
        schemas: The schemas, by name.
        file_name: The name of the settings file.
    """

    @property
    def path(self) -> str:
        """The settings file."""
        return os.path.join(self.root, self.file_name)

    @cached_property
    def _by_real_path(self) -> dict[str, SchemaEntry]:
        """The schemas by their files, wherever links lead; of several of one file the first."""
        entries = reversed(self.schemas.values())
        return {os.path.realpath(self.schema_path(entry)): entry for entry in entries}

    def entry_of(self, path: str) -> SchemaEntry | None:
        """Return the schema whose file that is, by whichever of its names; None where it is none's."""
        return self._by_real_path.get(os.path.realpath(path))

    def relative(self, path: str) -> str | None:
        """Return a path relative to the root, with forward slashes; None where it is outside."""
        relative = os.path.relpath(os.path.abspath(path), self.root)
        if relative == os.pardir or relative.startswith(os.pardir + os.sep) or os.path.isabs(relative):
            return None
        return relative.replace(os.sep, "/")

    def place_of(self, path: str) -> str:
        """Return a path as it is found below the root, if it is there: by its own name, in the folder that it is in."""
        folder, name = os.path.split(os.path.abspath(path))
        real, root = os.path.join(os.path.realpath(folder), name), os.path.realpath(self.root)
        return os.path.join(self.root, os.path.relpath(real, root)) if is_below(os.path.dirname(real), root) else real

    def schema_path(self, entry: SchemaEntry) -> str:
        """Return the absolute path of a schema's file."""
        return os.path.join(self.root, *entry.file.split("/"))

    def entries_for(self, path: str) -> tuple[SchemaEntry, ...]:
        """Return the schemas that describe a payload file, in the order of the settings."""
        relative = self.relative(path)
        if relative is None or is_in_environment(os.path.abspath(path), self.root):
            return ()
        return tuple(entry for entry in self.schemas.values() if entry.describes(relative))

    def payload_files(self, entry: SchemaEntry) -> Iterator[str | Unreadable]:
        """Yield the paths of the files that a schema's globs name, sorted; a folder that cannot be read as an error."""

        def leads_into(folder: str) -> bool:
            relative = self.relative(folder)
            return relative is not None and entry.leads_into(relative)

        for path in walk_files(self.root, leads_into) if entry.payloads else ():
            if isinstance(path, Unreadable):
                path.path = os.path.relpath(path.path)
                yield path
                continue
            relative = self.relative(path)
            if relative is not None and entry.describes(relative):
                yield path

    def all_payload_files(self, entries: Iterable[SchemaEntry]) -> Iterator[str | Unreadable]:
        """Yield the paths of the files that some schemas' globs name, and such folders as cannot be read; each once."""
        seen: set[str] = set()
        for path in chain.from_iterable(map(self.payload_files, entries)):
            key = str(path)
            if key not in seen:
                seen.add(key)
                yield path


def no_workspace() -> Workspace | None:
    """Return nothing: the home of what has no workspace."""
    return None


def home_of(path: str | None) -> Home:
    """
    Return what opens a workspace when it is first asked for, and once: most runs with `--schema` never need it.

    Args:
        path: The settings file or its folder, opened at once: whoever names one that is not there is told, needed or
            not. None for the nearest one upwards of the current folder.

    Raises:
        WorkspaceError: There is none at that path, or its settings cannot be used.
    """
    if path is None:
        return cache(find_workspace)
    workspace = open_workspace(path)
    return lambda: workspace


def find_workspace(start: str = ".") -> Workspace | None:
    """
    Return the workspace of a folder: the nearest `pyproject.toml` upwards that has `[tool.schemawright]`.

    Raises:
        WorkspaceError: Its settings cannot be used.
    """
    folder = os.path.abspath(start)
    while True:
        path = os.path.join(folder, FILE_NAME)
        if os.path.isfile(path) and (workspace := _read(path)):
            return workspace
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def open_workspace(path: str) -> Workspace:
    """
    Return the workspace of a settings file, or of a folder that has one.

    Raises:
        WorkspaceError: There is none, or its settings cannot be used.
    """
    file = os.path.join(path, FILE_NAME) if os.path.isdir(path) else path
    workspace = _read(os.path.abspath(file)) if may_be_file(file) else None
    if workspace is None:
        message = f"expected a {FILE_NAME} with [tool.schemawright], found none{_why_not(file)}"
        raise WorkspaceError(message, path=path, hint="name the folder or the file that has the section")
    return workspace


def why_none(start: str = ".") -> str:
    """Return why a folder has no workspace, as a clause that ends a message; empty where no file may be meant so."""
    folder = os.path.abspath(start)
    while not os.path.lexists(path := os.path.join(folder, FILE_NAME)):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    return _why_not(path)


def _why_not(path: str) -> str:
    """Return why a settings file is none of ours, as a clause that ends a message; empty where nothing is there."""
    if not os.path.lexists(path):
        return ""
    name = shown(path)
    if not os.path.isfile(path):
        return f": {name} is {'no file' if os.path.exists(path) else 'a link to nothing'}"
    try:
        _read_exactly(path)
    except WorkspaceError as error:
        return f": {error.path} is no TOML: {error.message}"
    return f": {name} has no [tool.schemawright]"


def _read(path: str) -> Workspace | None:
    """Read a settings file; None where it has no section of ours."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise WorkspaceError(f"cannot be read: {reason_of(error)}", path=path) from error
    if b"schemawright" not in data:
        return None
    import tomllib

    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        document = _read_exactly(path)
    tool = document.get("tool", {})
    section = tool.get("schemawright") if isinstance(tool, dict) else None
    if section is None:
        return None
    return _Reader(path).workspace(section)


def setting_error(
    workspace: Workspace, where: tuple[str | int, ...], message: str, *, hint: str | None = None
) -> WorkspaceError:
    """
    Return the error of a setting that turned out later to be of no use.

    Args:
        workspace: Whose setting it is.
        where: The setting's tokens below `[tool.schemawright]`.
        message: What was expected and what was found.
        hint: What to do about it.
    """
    return _Reader(workspace.path).error(message, where, hint=hint)


def setting_place(workspace: Workspace, where: tuple[str | int, ...]) -> str:
    """Return the settings file with the line and column of a setting, for a hint that is about it."""
    return _Reader(workspace.path).place(where)


def _read_exactly(path: str) -> dict[str, Any]:
    """
    Return what a settings file says of which `tomllib` alone makes nothing: an integer of thousands of digits.

    Raises:
        WorkspaceError: It is no TOML; with line and column.
    """
    from schemawright.documents.toml_document import read_records

    record: Record | DocumentError = next(iter(read_records(Source(shown(path), Limits()))))
    if isinstance(record, DocumentError):
        raise WorkspaceError(record.message, path=record.place, hint=record.hint)
    document: dict[str, Any] = record.instance
    return document


def _as_written(value: Any) -> str:
    """Return a setting's value about as its file has it: what has no quotes there is no string."""
    import json
    from datetime import date, time

    if isinstance(value, (date, time)):
        return value.isoformat()
    return quoted(value) if isinstance(value, str) else cut(json.dumps(value, default=str))


class _Reader:
    """Turns the section into a `Workspace`, and knows where in the file each setting stands."""

    def __init__(self, path: str) -> None:
        self.path = path

    def workspace(self, section: Any) -> Workspace:
        table = self.expect(section, dict, (), "a table")
        self.known(table, _SETTINGS, ())
        schemas = self.expect(table.get("schemas", {}), dict, ("schemas",), "a table of schemas")
        return Workspace(
            root=os.path.dirname(self.path),
            dialect=self.dialect(table, ()),
            schemas={self.name(name): self.schema(name, entry) for name, entry in schemas.items()},
            file_name=os.path.basename(self.path),
        )

    def name(self, name: str) -> str:
        """Return the name of a schema, which somebody has to be able to call it by."""
        if not name:
            self.fail("expected a schema's name, found an empty one", ("schemas", name), hint="give it a name")
        return name

    def schema(self, name: str, entry: Any) -> SchemaEntry:
        where = ("schemas", name)
        table = self.expect(entry, dict, where, "a table")
        self.known(table, _SCHEMA_SETTINGS, where)
        if "file" not in table:
            self.fail("expected the setting `file`, found none", where, hint='add: file = "schemas/…/name.json"')
        file = self.text(table, "file", where)
        if os.path.isabs(file) or ".." in file.split("/") or "\0" in file:
            self.fail(f"expected a path inside the workspace, found {quoted(file)}", (*where, "file"))
        self.expect_spelled(file, (*where, "file"))
        return SchemaEntry(
            name,
            file,
            self.uri(table, "source", where),
            self.globs(table, "payloads", where),
            self.globs(table, "invalid", where),
            self.dialect(table, where),
            self.identifiers(table, "module", where),
            self.identifiers(table, "class", where),
            self.names(table, where),
        )

    def uri(self, table: dict[str, Any], setting: str, where: tuple[str | int, ...]) -> str:
        """Return a setting that is a URI in full: what else there is, no reference leads to."""
        text = self.text(table, setting, where)
        if text and not _URI.fullmatch(text):
            hint = "write it in full, as in https://example.com/schemas/name.json"
            self.fail(f"expected a URI with a scheme (RFC 3986), found {quoted(text)}", (*where, setting), hint=hint)
        return text

    def names(self, table: dict[str, Any], where: tuple[str | int, ...]) -> dict[str, str]:
        found: dict[str, str] = self.expect(table.get("names", {}), dict, (*where, "names"), "a table of names")
        for name in found:
            self.identifiers(found, name, (*where, "names"))
        return found

    def globs(self, table: dict[str, Any], name: str, where: tuple[str | int, ...]) -> tuple[str, ...]:
        """Return a setting that is an array of globs."""
        globs = self.expect(table.get(name, []), list, (*where, name), "an array of globs")
        for index, glob in enumerate(globs):
            self.expect(glob, str, (*where, name, index), "a glob")
            self.expect_matching(glob, (*where, name, index))
        if globs and all(glob.startswith("!") for glob in globs):
            message = "expected a glob that takes files in, found only such as take them out"
            self.fail(message, (*where, name), hint='put one in front, as in ["payloads/**/*.json", "!payloads/old/*"]')
        return tuple(globs)

    def expect_spelled(self, path: str, where: tuple[str | int, ...]) -> None:
        """Refuse a path that the locale has no letters for: whatever there is, nothing of that name is found."""
        if not can_be_spelled(path):
            hint = "set LC_ALL=C.UTF-8, or PYTHONUTF8=1"
            self.fail(f"expected a path that the locale can spell, found {quoted(path)}", where, hint=hint)

    def expect_matching(self, glob: str, where: tuple[str | int, ...]) -> None:
        """Refuse a glob that no path in the workspace can match."""
        self.expect_spelled(glob, where)
        path = glob.removeprefix("!")
        if any(part in _NO_NAMES for part in path.split("/")):
            message = f"expected a glob of files inside the workspace, found {quoted(glob)}"
            self.fail(message, where, hint='write it from the workspace\'s folder on, as in: "payloads/*.json"')
        if "[" not in path:  # It is a glob, and need not be compiled for that.
            return
        try:
            glob_pattern(path)
        except UsageError as error:
            self.fail(error.message, where)

    def identifiers(self, table: dict[str, Any], setting: str, where: tuple[str | int, ...]) -> str:
        """Return a setting that is a name in Python; dotted where it is a module's."""
        from keyword import iskeyword

        text = self.text(table, setting, where)
        parts = text.split(".") if setting == "module" else [text]
        if text and not all(part.isidentifier() and not iskeyword(part) for part in parts):
            self.fail(f"expected a name in Python, found {quoted(text)}", (*where, setting))
        if setting == "module":
            self.expect_spelled(text, (*where, setting))
        return text

    def text(self, table: dict[str, Any], setting: str, where: tuple[str | int, ...]) -> str:
        text: str = self.expect(table.get(setting, ""), str, (*where, setting), "a string")
        return text

    def dialect(self, table: dict[str, Any], where: tuple[str | int, ...]) -> str:
        written = self.text(table, "dialect", where)
        name = written if written in DIALECTS else dialect_of(written)
        if written and name is None:
            self.fail(f"expected one of {', '.join(DIALECTS)}, found {quoted(written)}", (*where, "dialect"))
        return name or ""

    def expect(self, value: Any, kind: type, where: tuple[str | int, ...], what: str) -> Any:
        if not isinstance(value, kind):
            self.fail(f"expected {what}, found {_as_written(value)}", where)
        return value

    def known(self, table: dict[str, Any], settings: tuple[str, ...], where: tuple[str | int, ...]) -> None:
        for name in table:
            if name not in settings:
                from difflib import get_close_matches

                close = get_close_matches(name, settings, n=1)
                hint = f"did you mean `{close[0]}`?" if close else f"use one of {', '.join(settings)}"
                self.fail("expected a setting that schemawright has, found another", (*where, name), hint=hint)

    def fail(self, message: str, where: tuple[str | int, ...], *, hint: str | None = None) -> None:
        raise self.error(message, where, hint=hint)

    def error(self, message: str, where: tuple[str | int, ...], *, hint: str | None = None) -> WorkspaceError:
        setting = ".".join(str(part) for part in where)
        return WorkspaceError(message, setting=setting, path=self.place(where), hint=hint)

    def place(self, where: tuple[str | int, ...]) -> str:
        """Return the file with the line and column of a setting, as far as it can be found."""
        from schemawright.documents.toml_document import read_records

        record: Record | DocumentError = next(iter(read_records(Source(self.path, Limits()))))
        if isinstance(record, DocumentError):
            return shown(self.path)
        tokens = ("tool", "schemawright", *where)
        target = Target(tokens) if isinstance(tokens[-1], int) else Target(tokens[:-1], tokens[-1])
        position = record.locate([target])[0].position
        return f"{shown(self.path)}:{position.line}:{position.column}"
