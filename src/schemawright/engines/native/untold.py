"""Member names that the paths of jsonschema-rs' errors leave out, or take for others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from schemawright.errors import PointsNowhere
from schemawright.keywords import walk
from schemawright.pointer import resolve_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.engines.wording.failure import Failure

NAMES_FOLLOW = frozenset({"properties", "patternProperties", "dependentSchemas", "dependencies"})
"""Keywords behind which a path has a name."""


def has_untold_name(value: Any) -> bool:
    """Return whether some object in a value has a member whose name the paths of errors do not tell."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            for name in one:
                if (not name or name[0] in "+0") and is_untold(name):
                    return True
            pending.extend(one.values())
        elif isinstance(one, (list, tuple)):
            pending.extend(one)
    return False


def is_untold(name: str) -> bool:
    """
    Return whether jsonschema-rs leaves a name out of its paths, or takes it for another one.

    >>> [name for name in ("", "039", "+5", "39", "0", "a") if is_untold(name)]
    ['', '039', '+5']
    """
    if not name:
        return True
    digits = name.removeprefix("+")
    return digits.isascii() and digits.isdecimal() and str(int(digits[:20])) != name


def has_untold_pattern(schema: Any, dialect: str) -> bool:
    """
    Return whether a schema has a pattern that paths do not tell, for members whose names they do.

    All other names of a schema are in a path only where the instance has them.
    """
    return any(
        is_untold(pattern)
        for _, subschema in walk(schema, dialect)
        if isinstance(subschema, dict) and isinstance(subschema.get("patternProperties"), dict)
        for pattern in subschema["patternProperties"]
    )


def are_told(failures: Iterable[Failure], root: Any) -> bool:
    """
    Return whether failures and their branches surely have the paths that they are told with.

    Args:
        failures: Failures by a schema without patterns that paths do not tell.
        root: The record.
    """
    return _Record(root).tells_all(failures)


class _Record:
    """A record, and of which objects in it a path may go on by a name that it does not tell: each is looked at once."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._ambiguous: dict[int, bool] = {}

    def tells_all(self, failures: Iterable[Failure]) -> bool:
        return all(self._tells(failure) and all(map(self.tells_all, failure.branches)) for failure in failures)

    def _tells(self, failure: Failure) -> bool:
        if any(before in NAMES_FOLLOW and isinstance(name, int) for before, name in pairwise(failure.evaluation_path)):
            return False
        value = self._root
        for token in failure.instance_path:
            if self._is_ambiguous(value):
                return False
            try:
                value = resolve_tokens(value, (token,))
            except PointsNowhere:
                return False
        return not self._is_ambiguous(value)

    def _is_ambiguous(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        known = self._ambiguous.get(id(value))
        if known is None:
            known = self._ambiguous[id(value)] = any(map(is_untold, value))
        return known
