"""Coverage as text for people and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemawright.quoting import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.coverage.exercised import Coverage, PairCoverage

_HEADINGS = ("subschema", "keyword", "satisfied", "violated", "alone")
_WIDEST = 60
_NAMED = 2
"""How many keywords are named that fail whenever another one does."""


def coverage_text(coverage: Coverage) -> str:
    """Return the table: a line for each keyword, what was never exercised and why, the classes of values."""
    return "\n".join([*_table(coverage), "", *_not_exercised(coverage), "", *_classes(coverage), "", summary(coverage)])


def summary(coverage: Coverage) -> str:
    """Return the one line that says how much was exercised."""
    share = coverage.share()
    cannot = f", {share.impossible:,} cannot be" if share.impossible else ""
    records = "1 record" if coverage.records == 1 else f"{coverage.records:,} records"
    line = (
        f"{share.exercised} of {share.total} keywords exercised{cannot} · {records}, {coverage.valid:,} of them valid"
    )
    return f"{line} · {coverage.incomplete:,} looked at in part" if coverage.incomplete else line


def _table(coverage: Coverage) -> Iterator[str]:
    rows = [_row(coverage, one) for one in coverage.pairs()]
    widths = [max(len(row[column]) for row in (_HEADINGS, *rows)) for column in range(len(_HEADINGS))]
    for row in (_HEADINGS, *rows):
        names = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        yield "  ".join([*names, *numbers]).rstrip()


def _row(coverage: Coverage, one: PairCoverage) -> tuple[str, ...]:
    where = cut(short(coverage, one.pair.subschema), _WIDEST)
    return (where, one.pair.keyword, f"{one.satisfied:,}", f"{one.violated:,}", f"{one.isolated:,}")


def short(coverage: Coverage, location: str) -> str:
    """Return a location as it is shortest to read: a fragment, in the schema's own resource."""
    uri, _, fragment = location.partition("#")
    return f"#{fragment}" if uri == coverage.schema.uri else f"{uri.rpartition('/')[2] or uri}#{fragment}"


def _not_exercised(coverage: Coverage) -> Iterator[str]:
    left = [one for one in coverage.pairs() if not one.is_exercised]
    if not coverage.map.pairs:
        yield "no keyword of it can fail"
    elif not left:
        yield "every keyword was satisfied, and violated in isolation"
    elif all(one.is_impossible for one in left):
        yield "every keyword that can be was satisfied, and violated in isolation; the others:"
    else:
        yield "not exercised:"
    yield from (f"  {short(coverage, one.pair.keyword_location)}: {missing(coverage, one)}" for one in left)


def missing(coverage: Coverage, one: PairCoverage) -> str:
    """Return what never happened to a keyword, and why where that is known."""
    if one.reason:
        return one.reason
    found = [] if one.satisfied else ["satisfied"]
    if not one.isolated:
        others = " and ".join(short(coverage, location) for location in one.together[:_NAMED]) or "others"
        together = f"violated in isolation, in these records only together with {others}"
        found.append(together if one.violated else "violated")
    return f"never {', never '.join(found)}" if found else ""


def _classes(coverage: Coverage) -> Iterator[str]:
    yield "classes of values:"
    for location, classes in coverage.locations().items():
        yield f"  {cut(location, _WIDEST) or '(root)'}: " + " · ".join(
            f"{name} {count:,}" for name, count in classes.items()
        )


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """Return coverage as a JSON object."""
    share = coverage.share()
    return {
        "schema": coverage.schema.uri if not coverage.schema.path else coverage.schema.path,
        "records": coverage.records,
        "valid": coverage.valid,
        "exercised": share.exercised,
        "impossible": share.impossible,
        "keywords": [_pair_json(coverage, one) for one in coverage.pairs()],
        "total": share.total,
        "locations": coverage.locations(),
    }


def _pair_json(coverage: Coverage, one: PairCoverage) -> dict[str, Any]:
    found: dict[str, Any] = {
        "subschema": short(coverage, one.pair.subschema),
        "keyword": one.pair.keyword,
        "keyword_location": short(coverage, one.pair.keyword_location),
        "satisfied": one.satisfied,
        "violated": one.violated,
        "isolated": one.isolated,
        "exercised": one.is_exercised,
        "impossible": one.is_impossible,
    }
    if not one.is_exercised:
        found["missing"] = missing(coverage, one)
    return found


def coverage_json_text(coverage: Coverage) -> str:
    """Return coverage as JSON text, indented."""
    return json.dumps(coverage_json(coverage), ensure_ascii=False, indent=2)
