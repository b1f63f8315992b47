"""
`contentEncoding` and `contentMediaType` as jsonschema-rs 0.60 is handed them: those by which a subschema judges.

It takes them for assertions in draft 6, which does not have them, judges by encodings that draft 7 does not have, and
by none where another media type stands beside it; and formats that are not asserted do not keep it from that.

It takes JSON that nests more than 127 deep for none, and for base64 what goes on after a padding, so that verdicts are
by keywords of our own.  What fails is told by the engine's, since it leaves out references in the paths of others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import (
    BASE64,
    DIALECT,
    ENCODING,
    JSON,
    KEYWORDS,
    MEDIA_TYPE,
    asserted_in,
    is_base64,
    is_base64_of_text,
    is_json,
    is_json_in_base64,
)
from schemawright.keywords import FLAT, dialect_inside, dialect_of, subschemas
from schemawright.store.objects import has_object, replaced_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema_rs import KeywordValidator

    from schemawright.pointer import Tokens


_JUDGING = frozenset({"draft6", "draft7"})
"""The dialects in which the engine takes them for assertions."""
_WITH_THEM = frozenset({"draft7", "2019-09", "2020-12"})
"""The dialects that have them: no other minds of what kind their values are."""
_NAMES = frozenset(KEYWORDS)


def with_content_asserted(contents: Any, dialect: str, *, asserts: bool, annotates: bool = True) -> Any:
    """
    Return a resource that has no other keywords about what texts hold than those by which it judges.

    Args:
        contents: The resource.
        dialect: Its dialect, where it names none.
        asserts: Whether they are assertions at all.
        annotates: As `has_content`.

    >>> schema = {"contentEncoding": "base64", "contentMediaType": "image/png"}
    >>> with_content_asserted(schema, "draft7", asserts=True), with_content_asserted(schema, "draft6", asserts=True)
    ({'contentEncoding': 'base64'}, {})
    """
    if not has_content(contents, dialect, annotates=annotates):
        return contents
    return replaced_all(contents, _changes(contents, dialect, asserts=asserts))


def has_content(contents: Any, dialect: str, *, annotates: bool = True) -> bool:
    """
    Return whether the engine may take something in a resource for one of the keywords.

    Args:
        contents: The resource.
        dialect: Its dialect, where it names none.
        annotates: Whether it takes them for annotations in the dialects that have them as such: not so `JUDGES`.
    """
    if not has_object(contents, _has_name):
        return False
    return not annotates or dialect in _JUDGING or has_object(contents, _is_of_judging)


def judges_texts(contents: Any) -> bool:
    """Return whether something in a resource that has no others is one of the keywords, of those that are judged."""
    return has_object(contents, lambda schema: bool(asserted_in(schema, DIALECT)))


class _Judge:
    """
    One of the keywords where it judges, as jsonschema-rs calls those that are not its own.

    Args:
        parent: The subschema.
        value: The value of the keyword.
    """

    def __init__(self, parent: Any, value: Any, _path: list[str | int], /) -> None:
        beside = parent if isinstance(parent, dict) else {}
        self._holds = self._judged(value, beside)

    def validate(self, instance: Any) -> None:
        """
        Judge a value.

        Raises:
            ValueError: It is a text that does not hold that.
        """
        if isinstance(instance, str) and self._holds is not None and not self._holds(instance):
            raise ValueError(instance[:1])

    def _judged(self, value: Any, beside: dict[str, Any]) -> Callable[[str], bool] | None:
        raise NotImplementedError


class _Encoding(_Judge):
    def _judged(self, value: Any, beside: dict[str, Any]) -> Callable[[str], bool] | None:
        holds = is_base64_of_text if beside.get(MEDIA_TYPE) == JSON else is_base64
        return holds if value == BASE64 else None


class _MediaType(_Judge):
    def _judged(self, value: Any, beside: dict[str, Any]) -> Callable[[str], bool] | None:
        holds = is_json_in_base64 if beside.get(ENCODING) == BASE64 else is_json
        return holds if value == JSON else None


JUDGES: dict[str, type[KeywordValidator]] = {ENCODING: _Encoding, MEDIA_TYPE: _MediaType}
"""The keywords, of a resource that has no others than those by which it judges."""


def _changes(contents: Any, dialect: str, *, asserts: bool) -> Iterator[tuple[Tokens, Any]]:
    """Yield each subschema that has keywords by which it does not judge, as it is without them, and its place."""
    pending: list[tuple[Tokens, Any, str, bool]] = [((), contents, dialect, True)]
    while pending:
        tokens, schema, around, is_subschema = pending.pop()
        if not isinstance(schema, dict):
            continue
        inside = dialect_inside(schema, around)
        kept = asserted_in(schema, inside) if asserts else frozenset[str]()
        dropped = _content_of(schema, of_any_kind=is_subschema and inside not in _WITH_THEM) - kept
        if dropped:
            yield tokens, {name: value for name, value in schema.items() if name not in dropped}
        known = [((*tokens, *more), below, inside, is_subschema) for more, below in subschemas(schema, inside)]
        pending += known + [((*tokens, *more), below, inside, False) for more, below in elsewhere(schema, inside)]


def _content_of(schema: dict[str, Any], *, of_any_kind: bool) -> set[str]:
    """
    Return which of the keywords an object has.

    Args:
        schema: The object.
        of_any_kind: Whether that of which the value is no text is one, too: to the engine it is a wrong one.  Below
            unknown keywords it may be a subschema to which a reference leads.
    """
    return {name for name in KEYWORDS if name in schema and (of_any_kind or isinstance(schema[name], str))}


def _has_name(schema: dict[str, Any]) -> bool:
    return not _NAMES.isdisjoint(schema)


def _is_of_judging(schema: dict[str, Any]) -> bool:
    return dialect_of(schema.get("$schema")) in _JUDGING


def elsewhere(schema: dict[str, Any], dialect: str) -> Iterator[tuple[Tokens, Any]]:
    """Yield what is below the unknown keywords of a schema: references may lead there."""
    for name, value in schema.items():
        if name not in FLAT[dialect]:
            yield from (
                [((name, index), item) for index, item in enumerate(value)]
                if isinstance(value, list)
                else [((name,), value)]
            )
