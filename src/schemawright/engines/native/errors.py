"""Failures out of what jsonschema-rs says: of its errors, and of its output units."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.engines.assertions.exact import canonical
from schemawright.engines.native.inside import UNEVALUATED
from schemawright.engines.native.labels import (
    BOUNDS,
    beside,
    by_the_bound,
    is_by_keyword,
    is_met,
    keyword_of,
    own_location,
)
from schemawright.engines.native.multiplied import MAX_BRANCH_DEPTH
from schemawright.engines.wording.failure import Failure
from schemawright.errors import SchemawrightError
from schemawright.own_metaschema import located
from schemawright.pointer import parse_pointer, resolve_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import jsonschema_rs

    from schemawright.engines.native.contained import Contained
    from schemawright.engines.native.inside import Inside
    from schemawright.engines.native.paths import NativePaths
    from schemawright.engines.protocol import Task

_OF_SEVERAL_NAMES = frozenset({"dependentRequired", "dependencies"})
_TOLD = frozenset({
    "type", "enum", "const", "format", "pattern", "multipleOf", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
})  # fmt: skip
"""The keywords whose value an error tells itself; that is so for metaschemas too, which no catalogue has."""
_UNDECIDED = {
    "BacktrackLimitExceeded": "undecided: the pattern tries too many ways",
    "RegexEngineFailure": "undecided: the pattern is too much for the engine",
}


class NativeErrors:
    """
    Makes failures for one schema.

    Args:
        task: The schema.
        paths: Its routes.
        contained: What finds out whether `contains` has no item at all.
        inside: What opens `unevaluated…`.
        resource: Returns the contents of a resource by its URI.
    """

    def __init__(
        self,
        task: Task,
        paths: NativePaths,
        contained: Contained,
        inside: Inside,
        resource: Callable[[str], Any],
    ) -> None:
        self._task = task
        self._paths = paths
        self._contained = contained
        self._inside = inside
        self._resource = resource
        self._values: dict[tuple[str, str], tuple[Any, Any]] = {}

    def failures(
        self, errors: Iterable[jsonschema_rs.ValidationError], root: Any, depth: int, name: str | None = None
    ) -> Iterator[Failure]:
        """Yield the failures that errors tell of a record, or of one of its member names."""
        for error in errors:
            if is_met(error, root):
                continue
            failure = self._failure(error, root, depth, name)
            if failure.keyword in UNEVALUATED and isinstance(failure.value, dict):
                yield from self._inside.opened(failure, depth)
            elif failure.keyword == "false" and is_by_keyword(failure.evaluation_path, "propertyNames"):
                yield from (failure._replace(instance=each, key=each) for each in failure.instance)
            else:
                yield failure

    def _failure(self, error: jsonschema_rs.ValidationError, root: Any, depth: int, name: str | None = None) -> Failure:
        """Return the failure that an error tells of a record, or of one of its member names."""
        kind = error.kind
        if kind.name == "propertyNames":
            inner = kind.as_dict()["error"]
            name = str(inner.instance)
            return self._failure(inner, name, depth, name)._replace(instance_path=tuple(error.instance_path))
        location = own_location(located(error.absolute_keyword_location or "", self._task.dialect), kind.name)
        evaluation_path = by_the_bound(self._paths.route(error.evaluation_path, error.instance_path), location)
        keyword = keyword_of(kind.name, evaluation_path)
        if keyword == "maxContains":
            contains = beside(location, "contains")
            if self._contained.is_none(contains, resolve_tokens(root, error.instance_path)):
                keyword, location = "contains", contains
                evaluation_path = (*evaluation_path[:-1], keyword)
        if keyword in _OF_SEVERAL_NAMES:
            location = location.rpartition("/")[0]  # The engine adds the place of the name in an array.
        subschema, value = self.keyword_value(location, keyword)
        if kind.name == "required" or (value is None and kind.name in _TOLD and type(kind).__name__ not in _UNDECIDED):
            value = kind.value
        if keyword == BOUNDS.get(kind.name) and subschema is None:
            subschema = {kind.name: True}  # As in the metaschema of draft 4, which no catalogue has.
        instance = resolve_tokens(root, error.instance_path) if name is None else name
        return Failure(
            keyword=keyword,
            value=value,
            instance=instance,
            instance_path=tuple(error.instance_path),
            evaluation_path=evaluation_path,
            keyword_location=location,
            subschema=subschema,
            unexpected=_unexpected(kind, keyword, instance),
            branches=self._branches(kind, root, depth, name),
            key=name,
            note=_UNDECIDED.get(type(kind).__name__, ""),
        )

    def _branches(
        self, kind: jsonschema_rs.ValidationErrorKind, root: Any, depth: int, name: str | None
    ) -> tuple[tuple[Failure, ...], ...]:
        if kind.name not in {"anyOf", "oneOf"} or depth >= MAX_BRANCH_DEPTH:
            return ()
        return tuple(tuple(self.failures(branch, root, depth + 1, name)) for branch in kind.value)

    def keyword_value(self, location: str, keyword: str) -> tuple[Any, Any]:
        """Return the schema object that holds a keyword, and the keyword's value; None where it cannot be found."""
        key = (location, keyword)
        if key not in self._values:
            self._values[key] = self._keyword_value(location, keyword)
        return self._values[key]

    def _keyword_value(self, location: str, keyword: str) -> tuple[Any, Any]:
        uri, _, fragment = location.partition("#")
        tokens = parse_pointer(unquote(fragment)) if fragment.startswith("/") else ()
        if keyword == "false" or not tokens:
            return None, False
        try:
            subschema = resolve_tokens(self._contents_of(uri), tokens[:-1])
        except SchemawrightError:
            return None, None
        return subschema, subschema.get(tokens[-1]) if isinstance(subschema, dict) else None

    def _contents_of(self, uri: str) -> Any:
        """Return the contents of a resource, which may stand inside of the schema."""
        if uri != self._task.uri and uri in self._inside.embedded:
            return self._inside.embedded[uri][1]
        return self._resource(uri)

    def of_unit(self, unit: jsonschema_rs.OutputUnit, root: Any) -> Failure:
        """Return the failure that an output unit tells of a record."""
        location = located(unit["schemaLocation"], self._task.dialect)
        location = f"{self._task.uri}#{location}" if location.startswith("/") else location
        evaluation_path = self._paths.route(
            parse_pointer(unit["evaluationPath"]), parse_pointer(unit["instanceLocation"])
        )
        evaluation_path = by_the_bound(evaluation_path, location)
        keyword = keyword_of("", evaluation_path)
        subschema, value = self.keyword_value(location, keyword)
        instance_path = parse_pointer(unit["instanceLocation"])
        instance = resolve_tokens(root, instance_path)
        if keyword == "required" and isinstance(value, list):
            value = next((name for name in value if name not in instance), None)
        return Failure(keyword, value, instance, instance_path, evaluation_path, location, subschema)


def _unexpected(kind: jsonschema_rs.ValidationErrorKind, keyword: str, instance: Any) -> tuple[str | int, ...]:
    """Return the names or indexes that are one too many."""
    if kind.name in {"additionalProperties", "unevaluatedProperties"}:
        return tuple(kind.value)
    if kind.name == "additionalItems":
        return tuple(range(kind.value, len(instance)))
    if kind.name == "unevaluatedItems":
        return _indexes(list(kind.value), instance)
    # Where no other keyword names any, the engine says no more than that there are some.
    return tuple(instance) if keyword == "additionalProperties" and kind.name == "falseSchema" else ()


def _indexes(texts: list[str], instance: list[Any]) -> tuple[int, ...]:
    """
    Return the indexes of items that are named by their JSON text; nothing where a text fits none.

    Of equal items those in front may be evaluated (`prefixItems`), and else all or none: so it is the last of them.
    """
    found: list[int] = []
    at = len(instance)
    for text in reversed(texts):
        wanted = canonical(json.loads(text, parse_float=Decimal, parse_int=Decimal))
        at = next((index for index in range(at - 1, -1, -1) if canonical(instance[index]) == wanted), -1)
        if at < 0:
            return ()
        found.append(at)
    return tuple(reversed(found))
