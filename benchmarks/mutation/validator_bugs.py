"""
The planted bugs that can be seen by a schema, each with a witness.

Looking for them takes a minute, so those of the benchmark's own schemas are kept in bug_witnesses.json and only
checked: `python -m benchmarks.mutation.validator_bugs` looks for them again.
"""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.mutation import bugs_containers, bugs_formats, bugs_logic, bugs_values
from benchmarks.mutation.schema_mutants import compiled
from benchmarks.mutation.small_validator import SmallValidator
from benchmarks.mutation.subjects import subjects
from benchmarks.mutation.witnesses import Search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.mutation.planted import Bug
    from benchmarks.mutation.subjects import Subject

BUGS: list[Bug] = [*bugs_values.BUGS, *bugs_formats.BUGS, *bugs_containers.BUGS, *bugs_logic.BUGS]
WITNESSES = Path(__file__).parent / "bug_witnesses.json"

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_ASKED_BY: dict[str, tuple[str, ...]] = {
    "equal": ("enum", "const", "uniqueItems"),
    "length": ("minLength", "maxLength"),
    "search": ("pattern", "patternProperties"),
    "is_number": _BOUNDS,
    "is_multiple": ("multipleOf",),
    "additional": ("additionalProperties",),
    "merge": ("unevaluatedItems", "unevaluatedProperties"),
    "keywords": ("$ref",),
    "matches": ("contains",),
}
_TRIED, _STRIDE = 40_000, 29


class SeenBug(NamedTuple):
    """
    A planted bug as one schema sees it.

    Args:
        what: The mistake.
        validator: The small validator with the bug, by the schema.
        witness: An instance that it judges wrongly.
    """

    what: str
    validator: SmallValidator
    witness: Any


def seen_bugs(subject: Subject) -> list[SeenBug]:
    """
    Return the bugs that a schema can show.

    Raises:
        ValueError: A witness is none any more.
    """
    known: dict[str, dict[str, Any]] = json.loads(WITNESSES.read_bytes())
    kept = known[subject.name] if subject.name in known else _witnesses(subject)
    right = compiled(subject.schema)
    found = [
        SeenBug(bug.what, SmallValidator(subject.schema, bug.replaced), kept[bug.what])
        for bug in BUGS
        if bug.what in kept
    ]
    for bug in found:
        if bug.validator.is_valid(bug.witness) is right.is_valid(bug.witness):
            raise ValueError(f"no witness of the bug {bug.what!r} any more: run python -m {__spec__.name}")
    return found


def _witnesses(subject: Subject) -> dict[str, Any]:
    search = Search(subject, compiled(subject.schema).is_valid)
    found: dict[str, Any] = {}
    for bug in BUGS:
        validator = SmallValidator(subject.schema, bug.replaced)
        if not validator.uses(bug.replaced):
            continue
        witness = search.first(_order(bug, search), validator.is_valid)
        if witness is not None:
            found[bug.what] = witness.instance
    return found


def _order(bug: Bug, search: Search) -> Iterable[int]:
    keywords = frozenset(chain.from_iterable(_ASKED_BY.get(step, (step,)) for step in bug.replaced))
    used = search.using(keywords)
    seldom = chain.from_iterable(used[start:_TRIED:_STRIDE] for start in range(_STRIDE))
    return chain(
        search.near(*bug.near)[:_TRIED] if bug.near else (), range(1_000), seldom, range(0, len(search.instances), 11)
    )


def main() -> None:
    """Look for the witnesses, and say which bugs no schema shows."""
    found = {subject.name: _witnesses(subject) for subject in subjects()}
    WITNESSES.write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    shown = set().union(*found.values())
    for bug in BUGS:
        if bug.what not in shown:
            print(f"no witness: {bug.what}")
    print({name: len(bugs) for name, bugs in found.items()}, f"of {len(BUGS)}")


if __name__ == "__main__":
    main()
