"""The Python face: open a schema."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import NoneType
from typing import Any

from schemawright.errors import UsageError, reason_of
from schemawright.quoting import kind_of, quoted
from schemawright.store.opening import find_schema, open_schema_contents, open_schema_file
from schemawright.validation.instances import copied
from schemawright.validation.schema import Schema, Settings
from schemawright.workspace import home_of, no_workspace

ENGINES = ("auto", "native", "reference")


def open_schema(
    schema: str | os.PathLike[str] | Mapping[str, Any] | bool,  # noqa: FBT001  (true and false are schemas)
    *,
    dialect: str = "",
    resources: Mapping[str, Any] | None = None,
    workspace: str | os.PathLike[str] | None = None,
    engine: str = "auto",
    assert_formats: bool = True,
    allow_duplicate_keys: bool = False,
) -> Schema:
    """
    Open a schema.

    Args:
        schema: A path, a path with `#/pointer` for an entry point, a workspace name; or the schema itself, as it is
            now: to change it afterwards changes nothing.
        dialect: The dialect to assume where the schema has no `$schema`: `draft3`, `draft4`, `draft6`, `draft7`,
            `2019-09`, `2020-12`, or a metaschema's URI.  The workspace's, or 2020-12, where it is empty.
        resources: Further schema resources that references may lead to: URI → contents.
        workspace: The `pyproject.toml` with `[tool.schemawright]`, or its folder; the nearest one upwards of the
            current folder where it is None.
        engine: Who judges: `native`, `reference`, or `auto`.
        assert_formats: Whether `format` is an assertion, and in draft 7 `contentEncoding` and `contentMediaType`.
        allow_duplicate_keys: Whether a name may occur twice in one object of a JSON text; the last one wins.

    Returns:
        The schema; compiled when it first judges.

    Raises:
        UsageError: There is no such file or name, or no such engine, or an argument is nothing of its kind; or the
            current folder is gone.
        WorkspaceError: The workspace's settings cannot be used.
        DocumentError: The file cannot be read.
        SchemaError: It holds no schema, its dialect is unknown, or the entry point leads nowhere.

    >>> resources = {"https://example.com/id": {"type": "string"}}
    >>> open_schema({"$ref": "https://example.com/id"}, resources=resources).is_valid("x")
    True
    """
    if engine not in ENGINES:
        raise UsageError(f"expected one of {', '.join(ENGINES)}, found {_found(engine)}")
    for value, kind, what in (
        (dialect, (str, NoneType), "a dialect's name or URI"),
        (workspace, (str, os.PathLike, NoneType), "the path of a workspace"),
        (resources, (Mapping, NoneType), "resources as a mapping from URIs to schemas"),
        (assert_formats, bool, "True or False for `assert_formats`"),
        (allow_duplicate_keys, bool, "True or False for `allow_duplicate_keys`"),
    ):
        _expect(value, kind, what)
    for uri in resources or ():
        _expect(uri, str, "a URI as a resource's name")
    settings = Settings(engine, assert_formats, allow_duplicate_keys)
    home = home_of(None if workspace is None else os.fsdecode(workspace))
    others = None if resources is None else copied(dict(resources))
    if not isinstance(schema, (str, os.PathLike)):
        contents = copied(dict(schema) if isinstance(schema, Mapping) else schema)
        around = no_workspace if workspace is None else home
        return Schema(open_schema_contents(contents, dialect=dialect, resources=others, home=around), settings)
    _expect_folder()
    path, pointer = find_schema(os.fsdecode(schema), home)
    return Schema(open_schema_file(path, pointer, home, dialect=dialect, resources=others), settings)


def _expect(value: object, kind: type | tuple[type, ...], what: str) -> None:
    if not isinstance(value, kind):
        raise UsageError(f"expected {what}, found {_found(value)}")


def _expect_folder() -> None:
    """Refuse to look for anything where the current folder is gone: no path that is relative means anything."""
    try:
        os.getcwd()
    except OSError as error:
        message = f"expected a current folder, found that it cannot be used: {reason_of(error)}"
        raise UsageError(message, hint="change to a folder that is there") from None


def _found(value: object) -> str:
    return quoted(value) if isinstance(value, str) else kind_of(value)
