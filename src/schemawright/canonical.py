"""
The one home of jsonschema-rs's canonical algebra: a schema in a small vocabulary, and exact negation.

The canonical form has no `if`, no `dependentSchemas`, hardly an `allOf`, `oneOf` or `unevaluated…` left: what reads it
needs to know few keywords.  Where the algebra cannot say something it says so, and nothing here guesses.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema_rs

from schemawright.engines.native.patterns import said_in, with_patterns
from schemawright.engines.protocol import Task
from schemawright.engines.reach.endless import unfolds_for_ever
from schemawright.errors import SchemaError, SchemawrightError
from schemawright.keywords import DIALECTS, FORMATS, walk_in_dialects
from schemawright.own_metaschema import pointed, retrieving
from schemawright.store.objects import has_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DRAFTS = {"draft4": 4, "draft6": 6, "draft7": 7, "2019-09": 19, "2020-12": 20}
_ENTRY_URI = "schemawright:canonical-entry"
_MOST_NEGATED = 200_000
"""Up to how many characters of a form are negated: of 500,000 it took nine seconds to find that there is no answer."""
_MAY_UNFOLD = re.compile(r'"unevaluated|[rR]ef": "(?!#)')
"""What is in a text that may be unfolded for ever: it says so itself, or refers to another that may."""
_LISTS = ("const", "enum")
_ODD = re.compile(r"\\(?:r|u)")
"""What is in the JSON text of a string with the end of a line, or with more than ASCII."""
_REFUSED = (
    ValueError,
    RuntimeError,
    TypeError,
    RecursionError,
    jsonschema_rs.ReferencingError,
    jsonschema_rs.canonical.CanonicalizationError,
    SchemawrightError,
)


class Canonical:
    """
    A schema in its canonical form.

    Args:
        schema: What jsonschema-rs made of it.
    """

    def __init__(self, schema: jsonschema_rs.CanonicalSchema) -> None:
        self._schema = schema

    @property
    def contents(self) -> Any:
        """The canonical form as a schema; its references are fragments of itself."""
        return self._schema.to_json_schema()

    @property
    def is_empty(self) -> bool:
        """Whether it is proven that no instance is valid."""
        return self._schema.satisfiability() == jsonschema_rs.canonical.Satisfiability.NO

    def negated(self) -> Canonical | None:
        """Return what accepts exactly what this refuses; None where the algebra has no answer, or not soon."""
        try:
            if len(json.dumps(self.contents, default=str)) > _MOST_NEGATED:
                return None
            return Canonical(self._schema.negate())
        except _REFUSED:
            return None

    def without(self, other: Canonical) -> Canonical | None:
        """Return what accepts what this accepts and the other refuses; None where the algebra has no answer."""
        try:
            return Canonical(self._schema.subtract(other._schema))
        except _REFUSED:
            return None


def canonical_form(task: Task) -> Canonical | None:
    """Return the canonical form of what an engine would compile; None where there is none."""
    contents, uri = without_annotations(task.contents, task.dialect), task.uri
    if task.pointer:
        contents = {"$schema": DIALECTS[task.dialect], "$ref": f"{uri}#{quote(task.pointer)}"}
        uri = _ENTRY_URI
    retrieve = _with_own(task)
    return canonical_of(contents, dialect=task.dialect, assert_formats=task.assert_formats, uri=uri, retrieve=retrieve)


def without_annotations(contents: Any, dialect: str) -> Any:
    """
    Return a schema without the formats that nobody asserts, which the algebra would take for something that can fail.

    >>> without_annotations({"items": {"format": "unheard-of"}}, "2020-12")
    {'items': {}}
    """
    if not any(_unknown_formats(contents, dialect)):
        return contents
    contents = deepcopy(contents)
    for subschema in list(_unknown_formats(contents, dialect)):
        del subschema["format"]
    return contents


def _unknown_formats(contents: Any, dialect: str) -> Iterator[dict[str, Any]]:
    """Yield the subschemas with a format that their dialect does not assert."""
    for _, subschema, inside in walk_in_dialects(contents, dialect):
        said = subschema.get("format") if isinstance(subschema, dict) else None
        if isinstance(said, str) and said not in FORMATS["native"].get(inside, ()):
            yield subschema


def _with_own(task: Task) -> Callable[[str], Any]:
    own = without_annotations(task.contents, task.dialect)
    return lambda uri: own if uri == task.uri else task.retrieve(uri)


def _unfolds_for_ever(task: Task) -> bool:
    """Return whether jsonschema-rs would not come back; asked only where a text has what it takes."""
    text = json.dumps(task.contents, default=str)
    return _MAY_UNFOLD.search(text) is not None and unfolds_for_ever(task)


def _with_patterns(contents: Any, dialect: str) -> Any:
    """
    Return a schema with its patterns as jsonschema-rs takes them for what they mean, where it judges a value by them.

    It leaves out of `enum` what a pattern beside it refuses.  Elsewhere they stay as they are written.

    Raises:
        SchemaError: One cannot be written for it.
    """
    said = said_in(contents)
    if said.is_beyond or said.has_forgiven:
        raise SchemaError("expected patterns that the algebra knows")
    if said.are_alike or not _lists_odd_texts(contents):
        return contents
    return with_patterns(contents, dialect, names=False)


def _lists_odd_texts(contents: Any) -> bool:
    """Return whether a schema lists a value of which jsonschema-rs may say otherwise whether a pattern matches it."""
    return has_object(contents, lambda one: any(_ODD.search(_dumped(one[name])) for name in _LISTS if name in one))


def _dumped(value: Any) -> str:
    return json.dumps(value, default=str)


def canonical_of(
    contents: Any, *, dialect: str, assert_formats: bool, uri: str, retrieve: Callable[[str], Any]
) -> Canonical | None:
    """
    Return the canonical form of some contents; None where there is none.

    Args:
        contents: The schema.
        dialect: Its dialect's short name.
        assert_formats: Whether `format` is an assertion.
        uri: Its base URI.
        retrieve: Returns the contents of any other resource.
    """
    draft = _DRAFTS.get(dialect)
    if draft is None:
        return None
    try:
        if _unfolds_for_ever(Task(uri, contents, "", dialect, assert_formats, retrieve)):
            return None
        made = jsonschema_rs.canonicalize(
            pointed(_with_patterns(contents, dialect), dialect),
            draft=draft,
            validate_formats=assert_formats,
            retriever=retrieving(lambda uri: _with_patterns(retrieve(uri), dialect), dialect),
            base_uri=uri,
        )
    except _REFUSED:
        return None
    return Canonical(made)
