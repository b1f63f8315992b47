"""
`contentEncoding` and `contentMediaType` as jsonschema-rs 0.60 is handed them: those by which a subschema judges.

It takes them for assertions in draft 6, which does not have them, judges by encodings that draft 7 does not have, and
by none where another media type stands beside it; and formats that are not asserted do not keep it from that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import KEYWORDS, asserted_in
from schemawright.keywords import FLAT, dialect_inside, subschemas
from schemawright.pointer import replaced_at
from schemawright.store.objects import has_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens


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
    if not has_object(contents, _has_content):
        return contents
    changed = contents
    pending: list[tuple[Tokens, Any, str]] = [((), contents, dialect)]
    while pending:
        tokens, schema, around = pending.pop()
        if not isinstance(schema, dict):
            continue
        inside = dialect_inside(schema, around)
        kept = asserted_in(schema, inside) if asserts else frozenset[str]()
        if _has_content(schema) and kept != schema.keys() & {*KEYWORDS}:
            of_others = {name: value for name, value in schema.items() if name not in KEYWORDS or name in kept}
            changed = replaced_at(changed, tokens, of_others)
        pending += [((*tokens, *more), below, inside) for more, below in _below(schema, inside)]
    return changed


def _has_content(schema: dict[str, Any]) -> bool:
    return any(isinstance(schema.get(name), str) for name in KEYWORDS)


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
