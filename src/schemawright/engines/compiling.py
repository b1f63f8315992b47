"""
Compiling a schema with jsonschema-rs, without ever touching the network.

What it refers to comes from the workspace, in the dialect that the schema has; whatever is wrong with it is told in our
words.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote

import jsonschema_rs

from schemawright.engines.content import KEYWORDS as CONTENT
from schemawright.engines.moments import moments_among
from schemawright.errors import InvalidSchema, SchemawrightError, UnresolvableReference
from schemawright.keywords import DIALECTS, FORMATS, dialect_of
from schemawright.metaschemas import metaschemas
from schemawright.own_metaschema import pointed, retrieving, with_dialect
from schemawright.pointer import format_pointer
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Task

VALIDATORS: dict[str, type[jsonschema_rs.Validator]] = {
    "draft4": jsonschema_rs.Draft4Validator,
    "draft6": jsonschema_rs.Draft6Validator,
    "draft7": jsonschema_rs.Draft7Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}

_ENTRY_URI = "schemawright:entry"


class _Ignored:
    """A keyword that the engine knows, and the dialect does not."""

    def __init__(self, parent_schema: dict[str, Any], value: Any, schema_path: list[str | int]) -> None:
        pass

    def validate(self, instance: Any) -> None:
        """Accept everything."""


_UNHEARD_OF: dict[str, dict[str, type[jsonschema_rs.KeywordValidator]]] = {
    "draft6": dict.fromkeys(CONTENT, _Ignored),
}
"""Dialect → keywords of the next one."""


class Compiling:
    """
    One schema on its way into the engine.

    Args:
        task: What to compile.

    Attributes:
        retrieved: The contents of the resources that were asked for.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._refused: SchemawrightError | None = None
        self.retrieved: list[Any] = []

    def compile(self) -> jsonschema_rs.Validator:
        """
        Return the compiled schema.

        Raises:
            UnresolvableReference: A reference leads nowhere, or out of the workspace.
            InvalidSchema: The schema cannot be compiled.
        """
        contents, uri = self._task.contents, self._task.uri
        if self._task.pointer:
            contents = {"$schema": DIALECTS[self._task.dialect], "$ref": f"{uri}#{quote(self._task.pointer)}"}
            uri = _ENTRY_URI
        contents = pointed(contents, self._task.dialect)
        custom = isinstance(contents, dict) and "$schema" in contents and dialect_of(contents["$schema"]) is None
        compile_ = jsonschema_rs.validator_for if custom else VALIDATORS[self._task.dialect]
        compiled = partial(
            compile_,
            contents,
            formats=moments_among(FORMATS["native"][self._task.dialect]),
            validate_formats=self._task.assert_formats,
            retriever=self.retrieve,
            base_uri=uri,
            keywords=_UNHEARD_OF.get(self._task.dialect),
        )
        try:
            return _compiled(compiled)
        except (ValueError, RuntimeError, jsonschema_rs.ReferencingError) as error:
            self._explain(error)

    def retrieve(self, uri: str) -> Any:
        """Return the contents of a resource, for the engine."""
        if uri == self._task.uri:
            return with_dialect(pointed(self._task.contents, self._task.dialect), self._task.dialect)
        try:
            contents = retrieving(self._task.retrieve, self._task.dialect)(uri)
        except SchemawrightError as error:
            self._refused = error
            raise
        self.retrieved.append(contents)
        return contents

    def _explain(self, error: Exception) -> NoReturn:
        if self._refused is not None:
            raise self._refused from None
        reason = str(getattr(error, "message", error)).splitlines()[0]
        if _is_reference(error):
            message = f"a reference leads nowhere: {_lower_first(reason)}"
            raise UnresolvableReference(message, reference=reason, uri=self._task.uri) from None
        where = format_pointer(getattr(error, "instance_path", ()))
        pattern = getattr(error, "instance", None)
        if reason.endswith(_NO_PATTERN) and isinstance(pattern, str) and _is_pattern(pattern):
            message = f"expected a pattern that the native engine knows, found {quoted(pattern)}"
            raise InvalidSchema(message, uri=self._task.uri, keyword_location=where, hint=_OF_PATTERNS) from None
        raise InvalidSchema(
            f"cannot be compiled: {_lower_first(reason)}", uri=self._task.uri, keyword_location=where
        ) from None


_NO_PATTERN = 'is not a "regex"'
_OF_PATTERNS = "validate with --engine reference, or write it without what the native one lacks, such as \\k<name>"


def _is_pattern(text: str) -> bool:
    from schemawright.engines.patterns import is_ecma_pattern

    return is_ecma_pattern(text)


def _compiled(compiled: Callable[..., jsonschema_rs.Validator]) -> jsonschema_rs.Validator:
    """Return what is compiled; only where a reference leads nowhere, with the metaschemas of the other dialects too."""
    try:
        return compiled()
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        if not _is_reference(error):
            raise
    return compiled(registry=_metaschemas())


@lru_cache(maxsize=1)
def _metaschemas() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([(uri.removesuffix("#"), contents) for uri, contents in metaschemas().items()])


def _is_reference(error: Exception) -> bool:
    kind = getattr(error, "kind", None)
    return isinstance(error, jsonschema_rs.ReferencingError) or getattr(kind, "name", "") == "$ref"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
