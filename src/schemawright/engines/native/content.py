"""
`contentEncoding` and `contentMediaType` as jsonschema-rs 0.60 is handed them: those by which a subschema judges.

It takes them for assertions in draft 6, which does not have them, judges by encodings that draft 7 does not have, and
by none where another media type stands beside it; and formats that are not asserted do not keep it from that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import KEYWORDS, asserted_in
from schemawright.keywords import FLAT, dialect_inside, dialect_of, subschemas
from schemawright.store.objects import has_object, replaced_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens


_JUDGING = frozenset({"draft6", "draft7"})
"""The dialects in which the engine takes them for assertions."""


def with_content_asserted(contents: Any, dialect: str, *, asserts: bool) -> Any:
    """
    Return a resource that has no other keywords about what texts hold than those by which it judges.

    Args:
        contents: The resource.
        dialect: Its dialect, where it names none.
        asserts: Whether they are assertions at all.

    >>> schema = {"contentEncoding": "base64", "contentMediaType": "image/png"}
    >>> with_content_asserted(schema, "draft7", asserts=True), with_content_asserted(schema, "draft6", asserts=True)
    ({'contentEncoding': 'base64'}, {})
    """
    if not may_judge_texts(contents, dialect):
        return contents
    return replaced_all(contents, _changes(contents, dialect, asserts=asserts))


def may_judge_texts(contents: Any, dialect: str) -> bool:
    """Return whether the engine may take something in a resource for an assertion about what a text holds."""
    return has_object(contents, _has_content) and (dialect in _JUDGING or has_object(contents, _is_of_judging))


def _changes(contents: Any, dialect: str, *, asserts: bool) -> Iterator[tuple[Tokens, Any]]:
    """Yield each subschema that has keywords by which it does not judge, as it is without them, and its place."""
    pending: list[tuple[Tokens, Any, str]] = [((), contents, dialect)]
    while pending:
        tokens, schema, around = pending.pop()
        if not isinstance(schema, dict):
            continue
        inside = dialect_inside(schema, around)
        kept = asserted_in(schema, inside) if asserts else frozenset[str]()
        dropped = _content_of(schema) - kept
        if dropped:
            yield tokens, {name: value for name, value in schema.items() if name not in dropped}
        pending += [((*tokens, *more), below, inside) for more, below in _below(schema, inside)]


def _content_of(schema: dict[str, Any]) -> set[str]:
    """Return which of the keywords say something: what is no text may be a subschema to which a reference leads."""
    return {name for name in KEYWORDS if isinstance(schema.get(name), str)}


def _has_content(schema: dict[str, Any]) -> bool:
    return bool(_content_of(schema))


def _is_of_judging(schema: dict[str, Any]) -> bool:
    return dialect_of(schema.get("$schema")) in _JUDGING


def _below(schema: dict[str, Any], dialect: str) -> Iterator[tuple[Tokens, Any]]:
    """Yield the subschemas of a schema, and what is below unknown keywords: references may lead there."""
    yield from subschemas(schema, dialect)
    for name, value in schema.items():
        if name not in FLAT[dialect]:
            yield from (
                [((name, index), item) for index, item in enumerate(value)]
                if isinstance(value, list)
                else [((name,), value)]
            )
