"""
What is not evaluated once something else fails: the engines' accounts differ there, and one schema has one account.

What a subschema has evaluated that fails does not count (2020-12 core, section 7.7.1.2), so by the letter all of it is
left over for `unevaluated…` around, as the reference engine says.  jsonschema-rs counts most of that, and its findings
are the causes alone.  Where the other engine is asked for places, it is to tell no more of one record than of another.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from schemawright.engines.native.inside import UNEVALUATED
from schemawright.engines.native.labels import is_by_keyword, squeezed
from schemawright.pointer import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import jsonschema_rs

    from schemawright.engines.native.paths import NativePaths
    from schemawright.engines.wording.failure import Failure
    from schemawright.pointer import Tokens


class Leftovers:
    """
    What jsonschema-rs says is not evaluated in a record.

    Args:
        errors: What it says of the record, by paths that may leave out names.
        paths: The routes of the schema.
    """

    def __init__(self, errors: Iterable[jsonschema_rs.ValidationError], paths: NativePaths) -> None:
        self._at: dict[str, list[_Leftover]] = {}
        """By the place of what holds it: most of those of a large record are elsewhere."""
        for error in errors:
            if error.kind.name in UNEVALUATED:
                self._at.setdefault(_squeezed(error.instance_path), []).append(_Leftover(error, paths))

    def told_alike(self, failures: Iterable[Failure], most: int | None = None) -> list[Failure]:
        """
        Return the failures without those of values that it does not say are not evaluated; all, where none is left.

        Args:
            failures: The reference engine's failures of the record; no more of them are asked for than it takes.
            most: How many are wanted, if not all.
        """
        every: list[Failure] = []
        kept = list(islice(self._kept(failures, every), most))
        return kept or every

    def _kept(self, failures: Iterable[Failure], met: list[Failure]) -> Iterator[Failure]:
        for failure in failures:
            met.append(failure)
            told = self._as_told(failure)
            if told is not None:
                yield told

    def _as_told(self, failure: Failure) -> Failure | None:
        """Return a failure as far as it is of what is left over, or of anything else; None where nothing of it is."""
        route = failure.evaluation_path
        at = next((at for at in range(len(route)) if route[at] in UNEVALUATED and _is_keyword(route[: at + 1])), None)
        if at is None:
            return failure
        keyword_path = _squeezed(route[: at + 1])
        if not failure.unexpected or at < len(route) - 1:
            return failure if self._is_around(failure.instance_path, keyword_path) else None
        here = self._of(failure.instance_path, keyword_path)
        names = tuple(name for name in failure.unexpected if any(one.has(name) for one in here))
        return failure._replace(unexpected=names) if names else None

    def _is_around(self, path: Tokens, keyword_path: str) -> bool:
        """Return whether a value is left over, or something that it is in."""
        return any(one.has(path[end]) for end in range(len(path)) for one in self._of(path[:end], keyword_path))

    def _of(self, path: Tokens, keyword_path: str) -> list[_Leftover]:
        """Return what is left over by a keyword in a value."""
        return [one for one in self._at.get(_squeezed(path), ()) if one.keyword_path == keyword_path]


class _Leftover:
    """What jsonschema-rs says is not evaluated by one keyword in one value, as far as its errors tell."""

    def __init__(self, error: jsonschema_rs.ValidationError, paths: NativePaths) -> None:
        self._error = error
        self._paths = paths

    @cached_property
    def keyword_path(self) -> str:
        """The route to the keyword; it is mended only where it is asked for."""
        return _squeezed(self._paths.route(self._error.evaluation_path, self._error.instance_path))

    @cached_property
    def _names(self) -> frozenset[str] | None:
        """Which names; None of items, of which it does not tell all."""
        kind = self._error.kind
        return frozenset(kind.value) if kind.name == "unevaluatedProperties" else None

    def has(self, key: str | int) -> bool:
        """Return whether a member or an item may be left over."""
        return self._names is None or key in self._names


def _squeezed(path: Iterable[str | int]) -> str:
    return squeezed(format_pointer(path))


def _is_keyword(route: Tokens) -> bool:
    return is_by_keyword(route, str(route[-1]))
