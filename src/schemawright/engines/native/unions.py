"""
What is wrong inside unions of unions, without asking for all of it.

jsonschema-rs tells the errors of every branch of an `anyOf` or `oneOf`, and of every branch inside those, with no way
to ask for less.  Where that multiplies (`schemawright.engines.native.multiplied`), the schema is compiled with its
unions *closed*: such a union says whether it holds and nothing else.  The branches are asked afterwards, one union at a
time, the closest branch first, and so many unions only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from schemawright.engines.native.contained import URI_SAFE
from schemawright.engines.native.multiplied import MAX_BRANCH_DEPTH, UNIONS
from schemawright.engines.native.panics import Untold
from schemawright.engines.wording.failure import Failure, closest_first
from schemawright.errors import SchemawrightError
from schemawright.keywords import DIALECTS, FLAT, MAP, MAP_OF_SCHEMA_OR_NAMES, dialect_of, subschemas
from schemawright.own_metaschema import with_dialect
from schemawright.pointer import Tokens, format_pointer, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.engines.protocol import Task

    Compiled = Callable[[Task], Callable[[Any], Iterable[Failure]]]
    KeywordValue = Callable[[str, str], tuple[Any, Any]]

MAX_OPENED = 24
"""How many unions one record's failures are looked into."""

_ENTRY_URI = "schemawright:branches"
_WITHOUT_IF = frozenset({"draft4", "draft6"})
_DYNAMIC = ("$dynamicRef", "$recursiveRef")
_NAMES_FOLLOW = frozenset({MAP, MAP_OF_SCHEMA_OR_NAMES})


class Unions:
    """
    A schema whose unions are looked into one by one.

    Args:
        task: The schema.
        compiled: Compiles a schema, and returns what tells its failures, those of unions without branches.
        keyword_value: Returns the schema object at a keyword's location, and the keyword's value.
    """

    def __init__(self, task: Task, compiled: Compiled, keyword_value: KeywordValue) -> None:
        pointer = format_pointer(_moved(parse_pointer(task.pointer), task.dialect))
        # What a dynamic reference leads to is decided outside of the branch, which is asked by itself.
        self._is_dynamic = False

        def closed_one(contents: Any) -> Any:
            self._is_dynamic |= any(keyword in json.dumps(contents, default=str) for keyword in _DYNAMIC)
            return closed(contents, task.dialect)

        self._task = task._replace(
            contents=closed_one(task.contents), pointer=pointer, retrieve=lambda uri: closed_one(task.retrieve(uri))
        )
        self._compiled = compiled
        self._keyword_value = keyword_value
        self._failures = compiled(self._task)
        self._of_branches: dict[tuple[str, int], Callable[[Any], Iterable[Failure]]] = {}

    def failures(self, instance: Any, opened: int = MAX_OPENED) -> Iterator[Failure]:
        """
        Return each assertion that does not hold, with the branches of the unions that are looked into.

        Each is looked into when it is asked for.

        Args:
            instance: What is judged.
            opened: How many unions are looked into.

        Raises:
            Untold: The instance nests too deep to be told of.
        """
        left = iter(range(opened if self.can_be_opened else 0))
        failures = self._failures(instance)
        return (self._opened(self._restored(failure), left, 0) for failure in failures)

    @property
    def can_be_opened(self) -> bool:
        """Whether a branch says the same when it is asked by itself."""
        return not self._is_dynamic

    def unopened(self, instance: Any) -> list[Failure]:
        """
        Return each assertion that does not hold, without branches.

        Raises:
            Untold: The instance nests too deep to be told of.
        """
        return [self._restored(failure) for failure in self._failures(instance)]

    def _opened(self, failure: Failure, left: Iterator[int], depth: int) -> Failure:
        """Return a failure with its branches, the closest looked into first, as long as some of `left` are."""
        # A metaschema's union is in no resource that could be asked.
        is_known = failure.keyword in UNIONS and isinstance(failure.value, list)
        if not is_known or depth >= MAX_BRANCH_DEPTH or next(left, None) is None:
            return failure
        try:
            branches = self._branches(failure)
        except (Untold, SchemawrightError):
            return failure  # A level more is one too many; or a branch cannot be asked by itself.
        for number in closest_first(branches, len(failure.instance_path)):
            branches[number] = tuple([self._opened(inner, left, depth + 1) for inner in branches[number]])
        return failure._replace(branches=tuple(branches))

    def _branches(self, failure: Failure) -> list[tuple[Failure, ...]]:
        branches: list[tuple[Failure, ...]] = [() for _ in failure.value]
        key = (failure.keyword_location, len(branches))
        if key not in self._of_branches:
            self._of_branches[key] = self._compiled(self._entry(*key))
        wanted = {f"b{number}": failure.instance for number in range(len(branches))}
        for found in self._of_branches[key](wanted):
            number = int(str(found.instance_path[0])[1:])
            inner = found._replace(
                instance_path=(*failure.instance_path, *found.instance_path[1:]),
                evaluation_path=(*failure.evaluation_path, number, *self._inside(found.evaluation_path[3:])),
                key=found.key or failure.key,
            )
            branches[number] = (*branches[number], self._restored(inner))
        return branches

    def _inside(self, path: Tokens) -> Tokens:
        """
        Return the rest of a path, from the branch on.

        No error has a path through a union that is closed; but jsonschema-rs may put one before it, the one by which it
        first came to the branch.
        """
        steps = (0, *_steps(self._task.dialect)[1:])
        for index in range(len(path) - len(steps) - 2, -1, -1):
            if path[index] in UNIONS and path[index + 1 : index + 1 + len(steps)] == steps:
                return path[index + len(steps) + 3 :]
        return path

    def _entry(self, location: str, count: int) -> Task:
        """Return a schema that asks each branch of a union about a member of its own."""
        uri, _, fragment = location.partition("#")
        tokens = _moved((*parse_pointer(unquote(fragment)), "0"), self._task.dialect)[:-1]
        at = f"{uri or self._task.uri}#{quote(format_pointer(tokens), safe=URI_SAFE)}"
        branches = {f"b{number}": {"$ref": f"{at}/{number}"} for number in range(count)}
        contents = {"$schema": DIALECTS[self._task.dialect], "properties": branches}
        return self._task._replace(uri=_ENTRY_URI, contents=contents, pointer="", retrieve=self._retrieve)

    def _retrieve(self, uri: str) -> Any:
        if uri != self._task.uri:
            return self._task.retrieve(uri)
        return with_dialect(self._task.contents, self._task.dialect)

    def _restored(self, failure: Failure) -> Failure:
        """Return a failure as the schema with its unions open tells it."""
        uri, sharp, fragment = failure.keyword_location.partition("#")
        tokens = _moved_back(parse_pointer(unquote(fragment)), self._task.dialect)
        location = f"{uri}{sharp}{quote(format_pointer(tokens), safe=URI_SAFE)}"
        subschema, value = self._keyword_value(location, failure.keyword)
        value = value if failure.keyword in UNIONS or isinstance(failure.value, dict) else failure.value
        return failure._replace(keyword_location=location, subschema=subschema, value=value)


def closed(schema: Any, dialect: str) -> Any:
    """
    Return a schema whose unions say whether they hold, and nothing of their branches; annotations stay.

    >>> closed({"anyOf": [{"$ref": "#/anyOf/1"}, {}]}, "2020-12")
    {'anyOf': [{'if': {'anyOf': [{'$ref': '#/anyOf/0/if/anyOf/1'}, {}]}, 'else': False}]}
    >>> closed({"items": {"oneOf": [{}]}}, "draft4")
    {'items': {'oneOf': [{'not': {'not': {'oneOf': [{}]}}}]}}
    """
    if not isinstance(schema, dict):
        return schema
    own = dialect_of(schema.get("$schema")) or dialect
    copy = dict(schema)
    for tokens, subschema in subschemas(schema, own):
        _put(copy, schema, tokens, closed(subschema, own))
    for keyword in UNIONS:
        if isinstance(copy.get(keyword), list):
            copy[keyword] = [_closing(own, {keyword: copy[keyword]})]
    for keyword in ("$ref", *_DYNAMIC):
        if isinstance(copy.get(keyword), str):
            copy[keyword] = _referring(copy[keyword], own)
    return copy


def _closing(dialect: str, union: dict[str, Any]) -> dict[str, Any]:
    return {"not": {"not": union}} if dialect in _WITHOUT_IF else {"if": union, "else": False}


def _put(copy: dict[str, Any], original: dict[str, Any], tokens: Tokens, subschema: Any) -> None:
    """Put a subschema at its place in the copy of a schema object; containers are copied before they change."""
    keyword = str(tokens[0])
    if len(tokens) == 1:
        copy[keyword] = subschema
        return
    if copy[keyword] is original[keyword]:
        copy[keyword] = original[keyword].copy()
    copy[keyword][tokens[1]] = subschema


def _referring(reference: str, dialect: str) -> str:
    uri, _, fragment = reference.partition("#")
    if not fragment.startswith("/"):
        return reference
    tokens = parse_pointer(unquote(fragment))
    moved = _moved(tokens, dialect)
    return reference if moved == tokens else f"{uri}#{quote(format_pointer(moved), safe=URI_SAFE)}"


def _steps(dialect: str) -> Tokens:
    return ("0", "not", "not") if dialect in _WITHOUT_IF else ("0", "if")


def _moved(tokens: Tokens, dialect: str) -> Tokens:
    """
    Return where in the closed schema is what is at a place of the open one.

    >>> _moved(("properties", "anyOf", "anyOf", "0", "oneOf"), "2020-12")
    ('properties', 'anyOf', 'anyOf', '0', 'if', 'anyOf', '0', 'oneOf')
    """
    places = set(_union_places(tokens, dialect))
    moved: list[str | int] = []
    for index, token in enumerate(tokens):
        moved += [token, *_steps(dialect), token] if index in places else [token]
    return tuple(moved)


def _moved_back(tokens: Tokens, dialect: str) -> Tokens:
    """
    Return where in the open schema is what is at a place of the closed one.

    >>> _moved_back(("properties", "anyOf", "anyOf", "0", "if", "anyOf", "0", "oneOf"), "2020-12")
    ('properties', 'anyOf', 'anyOf', '0', 'oneOf')
    """
    kept = list(tokens)
    for index in reversed(list(_union_places(tokens, dialect))):
        added = (*_steps(dialect), tokens[index])
        if tuple(kept[index + 1 : index + 1 + len(added)]) == added:
            del kept[index + 1 : index + 1 + len(added)]
    return tuple(kept)


def _union_places(tokens: Tokens, dialect: str) -> Iterator[int]:
    """Yield at which indexes a pointer goes into a union; not below what is no keyword."""
    index = 0
    while index < len(tokens) - 1:
        name = str(tokens[index])
        if name in UNIONS:
            yield index
        keyword = FLAT[dialect].get(name)
        if keyword is None and not name.isdecimal():
            return
        index += 2 if keyword is not None and keyword.subschemas in _NAMES_FOLLOW else 1
