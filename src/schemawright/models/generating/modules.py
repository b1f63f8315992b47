"""From a schema's file, or an entry of the workspace, to its module; and whether there is anything to do."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from schemawright.errors import Unreadable, UsageError
from schemawright.files import in_utf_8, may_be_file
from schemawright.models.generating.module_names import expect_names_apart, stem_of
from schemawright.models.generating.packages import PACKAGE
from schemawright.models.generating.publish import (
    Header,
    beginning,
    differs_in_digests_only,
    digest_of,
    digest_of_file,
    finished,
    is_current,
    is_generated,
)
from schemawright.models.planning.names import class_name, field_name
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.quoting import quoted
from schemawright.workspace import setting_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from schemawright.models.generating.emit import Source
    from schemawright.validation.schema import Schema
    from schemawright.workspace import Home, SchemaEntry, Workspace


class Wanted(NamedTuple):
    """
    One module to be generated.

    Args:
        name: What users call it.
        schema: The schema's file.
        module: The module's file.
        base: The folder that inputs are named relative to.
        root: The name of the root's class.
        names: Names of one's own: JSON Pointer of a subschema, or property name → name in Python.
        dialect: The dialect to assume.
        is_named: Whether somebody said the root's name; one that was made up yields to that of what a schema refers to.
        is_alone: Whether it is of no workspace, but of one file.
        pointer: The part of the file that it is of, a JSON Pointer or an anchor; empty for the whole.
        output: The module's file as messages call it: as somebody named it.
    """

    name: str
    schema: str
    module: str
    base: str
    root: str
    names: Mapping[str, str] = {}
    dialect: str = ""
    is_named: bool = False
    is_alone: bool = False
    pointer: str = ""
    output: str = ""

    @property
    def settings(self) -> str:
        """The digest of what was set."""
        said: dict[str, Any] = {"class": self.root, "dialect": self.dialect, "names": dict(self.names)}
        said |= {"named": True} if self.is_named else {}
        said |= {"pointer": self.pointer} if self.pointer else {}
        return digest_of(json.dumps(said, sort_keys=True).encode())[:16]

    @property
    def header(self) -> Header:
        """The header of its module, as far as it is known before the schema is read."""
        return Header("", version(), self.settings, {}, self.is_alone)


class Change(NamedTuple):
    """
    What generating makes of one module.

    Args:
        wanted: The module.
        old: Its text as it is; None where there is none.
        new: Its text as it is to be; None for one whose schema is gone.
        note: What is to be said of its schema, and what to do about it; empty for nothing.
        is_drift: Whether more is to change than the digests of files, of which the module carries the same.
    """

    wanted: Wanted
    old: str | None
    new: str | None
    note: str = ""
    is_drift: bool = True


@cache
def version() -> str:
    """Return the generator's version."""
    from importlib.metadata import version as of

    return of("schemawright")


def wanted_in(workspace: Workspace, names: list[str]) -> list[Wanted]:
    """
    Return the modules of a workspace, or those of some schemas.

    Raises:
        UsageError: There is no such schema.
        WorkspaceError: Two schemas have one module, or a module hides another or somebody's own package.
    """
    for name in names:
        if name not in workspace.schemas:
            message = f"expected a schema of the workspace, found {quoted(name)}"
            raise UsageError(message, hint=_hint(workspace, name))
    # Of all schemas, since the place of a module depends on the others.
    dotted = {entry.name: entry.module or default_module(entry.file) for entry in workspace.schemas.values()}
    expect_names_apart(workspace, dotted)
    files = {name: _module_file(workspace, name, module, dotted.values()) for name, module in dotted.items()}
    seen: dict[str, str] = {}
    for name, file in files.items():
        other = seen.setdefault(file, name)
        if other != name:
            message = f"expected a module for each schema, found {dotted[name]} for {other} and {name}"
            hint = f'set the module of one of them, as in: module = "{dotted[name]}_2"'
            raise setting_error(workspace, ("schemas", name, "module"), message, hint=hint)
    entries = [entry for entry in workspace.schemas.values() if not names or entry.name in names]
    return [_wanted(workspace, entry, files[entry.name]) for entry in entries]


def _hint(workspace: Workspace, name: str) -> str:
    known = f"use one of {', '.join(workspace.schemas)}" if workspace.schemas else "add [tool.schemawright.schemas]"
    if not may_be_file(name):
        return known
    of_entry = [one.name for one in workspace.schemas.values() if workspace.schema_path(one) == os.path.abspath(name)]
    return f"use {', '.join(of_entry) or known.removeprefix('use ')}; or name the file's module: --output OUT.py"


def _module_file(workspace: Workspace, name: str, module: str, others: Iterable[str]) -> str:
    """Return a module's file; a package's `__init__.py` where others are in it, since the package would hide it."""
    path = os.path.join(workspace.root, *module.split("."))
    package = os.path.join(path, "__init__.py")
    there = beginning(package)
    if there is None and not any(other.startswith(f"{module}.") for other in others):
        return f"{path}.py"
    if there and not is_generated(there) and not there.startswith(PACKAGE):
        message = f"expected no package {module}, which would hide the module, found one that was not generated"
        raise setting_error(workspace, ("schemas", name, "module"), message, hint="set another module")
    return package


def _wanted(workspace: Workspace, entry: SchemaEntry, module: str) -> Wanted:
    return Wanted(
        name=entry.name,
        schema=workspace.schema_path(entry),
        module=module,
        base=workspace.root,
        root=entry.class_name or class_name(entry.name),
        names=entry.names,
        dialect=entry.dialect or workspace.dialect,
        is_named=bool(entry.class_name),
        output=os.path.relpath(module),
    )


def wanted_of(workspace: Workspace, name: str, output: str) -> Wanted:
    """Return the module of a schema of a workspace, as its settings say, in a file that somebody named."""
    wanted = _wanted(workspace, workspace.schemas[name], os.path.abspath(output))
    return wanted._replace(base=os.path.dirname(os.path.abspath(wanted.schema)), is_alone=True, output=output)


def default_module(file: str) -> str:
    """
    Return the module of a schema's file.

    >>> default_module("schemas/ngrok/tunnel-session.json")
    'generated.ngrok.tunnel_session'
    """
    folders = file.split("/")[1:-1]
    return ".".join(["generated", *map(field_name, folders), field_name(stem_of(file))])


def wanted_file(schema: str, module: str, pointer: str = "") -> Wanted:
    """Return the module of a schema that is in no workspace, or of a part of it."""
    stem = in_utf_8(pointer.rpartition("/")[2] or stem_of(schema))
    base = os.path.dirname(os.path.abspath(schema))
    path = os.path.abspath(module)
    return Wanted(schema, schema, path, base, class_name(stem), is_alone=True, pointer=pointer, output=module)


def change_of(wanted: Wanted, home: Home) -> Change | None:
    """
    Return what is to change; None where digests say that nothing is.

    Raises:
        SchemawrightError: The schema cannot be read, there can be no module of it, or what is in its place is none.
    """
    old = read(wanted.module, wanted.output)
    if old is not None and is_current(old, wanted.header, wanted.base):
        return None
    if old is not None and not _is_ours(old):
        message = "expected a module that was generated, or none, found a file of somebody's own"
        raise UsageError(message, path=wanted.output, hint="write to another file, or remove it")
    schema = _schema_of(wanted, home)
    new = _module_of(schema, wanted, home)
    if new == old:
        return None
    if old is not None and _says_the_same(old, new, schema, wanted):
        return Change(wanted, old, new, is_drift=False)
    return Change(wanted, old, new, _note_of(schema, wanted, home))


def _says_the_same(old: str, new: str, schema: Schema, wanted: Wanted) -> bool:
    """Return whether nothing has changed but what a module does not carry of the files that its schema refers to."""
    paths = [schema.path, *[one.path for one in schema.referenced.values()]]
    own, *others = [_input_name(path, wanted) if path else "" for path in paths]
    names = {*others} - {own, ""}
    return bool(names) and differs_in_digests_only(old, new, wanted.header, names)


def _input_name(path: str, wanted: Wanted) -> str:
    return in_utf_8(os.path.relpath(path, wanted.base)).replace(os.sep, "/")


def _is_ours(text: str) -> bool:
    """
    Return whether a file may be replaced: one that begins as ours do, a package's that has nothing else, an empty one.

    Whoever takes our first line away has made the module their own, whatever of it is left.
    """
    return is_generated(text) or text.strip() in {PACKAGE, ""}


def read(path: str, called: str = "") -> str | None:
    """
    Return a module's text; None where there is no such file.

    Args:
        path: The file.
        called: What a message calls it; the path by default.

    Raises:
        Unreadable: There is something that is no text.
    """
    called = called or path
    if not (may_be_file(path) or os.path.isdir(path)) and os.path.exists(path):
        raise Unreadable("expected a module, found something that is no file", path=called)  # A pipe may never end.
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", "") or "it is not UTF-8"
        raise Unreadable(f"expected a module, which cannot be read: {reason.lower()}", path=called) from None


def make_module(wanted: Wanted, home: Home) -> str:
    """
    Return the text of a module.

    Raises:
        SchemawrightError: The schema cannot be read, or there can be no module of it.
    """
    return _module_of(_schema_of(wanted, home), wanted, home)


def _schema_of(wanted: Wanted, home: Home) -> Schema:
    from schemawright.store.opening import open_schema_file, open_schema_part
    from schemawright.validation.schema import Schema

    path = os.path.relpath(wanted.schema)  # as errors tell it
    if wanted.pointer:
        return Schema(open_schema_part(path, wanted.pointer, home, dialect=wanted.dialect))
    return Schema(open_schema_file(path, "", home, dialect=wanted.dialect))


def _note_of(schema: Schema, wanted: Wanted, home: Home) -> str:
    """Return what is to be said of a schema that says nothing of a value, though it has something to say."""
    from schemawright.keywords import FLAT, IDENTIFIER
    from schemawright.store.opening import open_schema_file

    part, contents = "", schema.contents
    if wanted.pointer:
        # The schema itself only refers to it.
        part = f"#{wanted.pointer}"
        whole = open_schema_file(wanted.schema, wanted.pointer, home, dialect=wanted.dialect)
        contents = resolve_tokens(whole.resource.contents, parse_pointer(whole.pointer))
    if not isinstance(contents, dict) or not contents:
        return ""
    known = [keyword for name, keyword in FLAT[schema.dialect].items() if name in contents]
    is_strange = not contents.keys() <= FLAT[schema.dialect].keys()
    if not is_strange or any(keyword.kind != IDENTIFIER for keyword in known):
        return ""
    names = ", ".join([quoted(name, 20) for name in list(contents)[:3]])
    where = f"{os.path.relpath(wanted.schema, wanted.base)}{part}" if part else schema.path
    return f"{where}: no keyword of JSON Schema at the root ({names}), so anything is valid and the type is Any"


def _module_of(schema: Schema, wanted: Wanted, home: Home) -> str:
    carried = _carried(schema)
    others = [one.path for uri, one in schema.referenced.items() if uri in carried]
    inputs = {_input_name(path, wanted): digest_of_file(path) for path in {schema.path, *others} if path}
    source = _source_of(schema, carried)
    header = header_of(source, wanted.settings, inputs)._replace(is_alone=wanted.is_alone)
    return finished(header, _named_text(source, wanted, home))


def _named_text(source: Source, wanted: Wanted, home: Home) -> str:
    from schemawright.models.planning.own_names import UnusableName

    try:
        return module_text(source, wanted)
    except UnusableName as error:
        workspace = home()
        if workspace is None:
            raise
        where = ("schemas", wanted.name, *error.setting)
        raise setting_error(workspace, where, error.message, hint=error.hint) from None


def header_of(source: Source, settings: str, inputs: Mapping[str, str]) -> Header:
    """
    Return the header of a module.

    Args:
        source: What the module carries.
        settings: The digest of the settings.
        inputs: Each file with its digest.
    """
    from schemawright.runtime.carrier import NO_PLACE

    made_up = source.uri.startswith(NO_PLACE)
    return Header("" if made_up else source.uri, version(), settings, inputs)


def module_text(source: Source, wanted: Wanted) -> str:
    """Return the text of a module, without header and form."""
    from schemawright.models.generating.ready import ready_text

    ready = "" if wanted.names or wanted.is_named else ready_text(source)
    return ready or planned_text(source, wanted)


def planned_text(source: Source, wanted: Wanted) -> str:
    """Return the text of a module that has classes of its own."""
    from schemawright.models.generating.emit import emit
    from schemawright.models.planning.class_names import Settings
    from schemawright.models.planning.plan import make_plan

    settings = Settings(wanted.root, wanted.names, is_named=wanted.is_named)
    plan = make_plan(source.uri, source.resources, source.dialect, settings)
    return emit(plan, source)


def source_of(schema: Schema) -> Source:
    """
    Return what a module carries of a schema: no path of this machine.

    Raises:
        InvalidSchema: Its evaluation does not end.
    """
    return _source_of(schema, _carried(schema))


def _carried(schema: Schema) -> dict[str, Any]:
    """Return what a module carries of a schema and of the files that this refers to, by their URIs."""
    from schemawright.store.pruning import pruned

    found = {schema.uri: schema.contents}
    found |= {uri: resource.contents for uri, resource in sorted(schema.referenced.items())}
    return pruned(schema.uri, found)


def _source_of(schema: Schema, carried: Mapping[str, Any]) -> Source:
    from schemawright.models.generating.emit import Source
    from schemawright.store.resource import base_uri, in_full

    own = {uri: base_uri(contents, uri, schema.dialect) for uri, contents in carried.items()}
    renamed = _renamed([*carried, *own.values()])
    # What is called by its place on this machine is called by its new name.
    resources: dict[str, Any] = {
        renamed[uri]: contents
        if renamed[own[uri]] == own[uri]
        else in_full(contents, renamed[own[uri]], schema.dialect)
        for uri, contents in carried.items()
    }
    return Source(renamed[schema.uri], resources, schema.dialect, schema.settings.assert_formats)


def _renamed(uris: list[str]) -> dict[str, str]:
    from schemawright.runtime.carrier import NO_PLACE
    from schemawright.store.resource import path_of

    paths = {uri: path for uri in uris if (path := path_of(uri)) is not None}
    if not paths:
        return {uri: uri for uri in uris}
    base = os.path.commonpath([os.path.dirname(path) for path in paths.values()])
    return {
        uri: NO_PLACE + quote(os.fsencode(os.path.relpath(paths[uri], base).replace(os.sep, "/")))
        if uri in paths
        else uri
        for uri in uris
    }
