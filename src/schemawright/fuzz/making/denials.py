"""
What it takes to satisfy a denial of what is said of members: one member that is not as it says.

The canonical algebra leaves `{"not": {"patternProperties": …}}` as it is, and the like of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Member(NamedTuple):
    """
    A member that is enough to satisfy a denial.

    Args:
        name: What its name satisfies.
        refused: What refuses its value.
        is_likely: Whether chance comes upon such a name.
    """

    name: Any
    refused: Any
    is_likely: bool


def says_of_members(denied: Any) -> bool:
    """
    Return whether what is denied says something of members, whatever they are called.

    >>> says_of_members({"patternProperties": {"^x-": {"type": "null"}}}), says_of_members({"required": ["a"]})
    (True, False)
    """
    return next(members_of(denied), None) is not None


def members_of(denied: Any) -> Iterator[Member]:
    """
    Yield the members of which each satisfies the denial of a subschema.

    >>> [(one.name, one.refused) for one in members_of({"patternProperties": {"^x-": {"type": "null"}}})]
    [({'pattern': '^x-'}, {'type': 'null'})]
    """
    parts = (denied, *denied.get("allOf", ())) if isinstance(denied, dict) else ()
    for part in parts:
        if isinstance(part, dict):
            yield from _of_patterns(part)
            yield from _of_others(part)


def _of_patterns(denied: dict[str, Any]) -> Iterator[Member]:
    for pattern, refused in denied.get("patternProperties", {}).items():
        if _refuses(refused):
            yield Member({"pattern": pattern}, refused, is_likely=False)


def _of_others(denied: dict[str, Any]) -> Iterator[Member]:
    if "propertyNames" in denied:
        yield Member({"not": denied["propertyNames"]}, refused=False, is_likely=True)
    if _refuses(denied.get("additionalProperties", True)):
        # Of the empty name engines do not tell without a second look.
        described = [{"enum": [*denied.get("properties", ()), ""]}]
        described += [{"pattern": pattern} for pattern in denied.get("patternProperties", ())]
        yield Member({"not": {"anyOf": described}}, denied["additionalProperties"], is_likely=True)


def _refuses(node: Any) -> bool:
    return node is not True and node != {}
