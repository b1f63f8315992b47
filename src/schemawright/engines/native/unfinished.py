"""
What is not evaluated once something else fails: the engines' accounts differ there, and one schema has one account.

What a subschema has evaluated that fails does not count (2020-12 core, section 7.7.1.2), so by the letter all of it is
left over for `unevaluated…` around, as the reference engine says.  jsonschema-rs counts most of that, and its findings
are the causes alone.  Where the other engine is asked for places, it is to tell no more of one record than of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.engines.native.inside import UNEVALUATED
from schemawright.engines.native.labels import is_by_keyword, squeezed
from schemawright.pointer import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jsonschema_rs

    from schemawright.engines.native.paths import NativePaths
    from schemawright.engines.wording.failure import Failure


class _Leftover(NamedTuple):
    """What jsonschema-rs says is not evaluated: where, as far as its errors tell, and which names; None of items."""

    evaluation_path: str
    instance_path: str
    names: frozenset[str] | None


def told_alike(
    failures: Iterable[Failure], errors: Iterable[jsonschema_rs.ValidationError], paths: NativePaths
) -> list[Failure]:
    """
    Return the failures without those of values that jsonschema-rs does not say are not evaluated.

    Args:
        failures: The reference engine's failures of a record.
        errors: What jsonschema-rs says of it, by paths that may leave out names.
        paths: The routes of the schema.
    """
    leftovers = [_leftover(error, paths) for error in errors if error.kind.name in UNEVALUATED]
    return [told for failure in failures if (told := _as_told(failure, leftovers)) is not None]


def _leftover(error: jsonschema_rs.ValidationError, paths: NativePaths) -> _Leftover:
    kind = error.kind
    route = paths.route(error.evaluation_path, error.instance_path)
    names = frozenset(kind.value) if kind.name == "unevaluatedProperties" else None
    return _Leftover(squeezed(format_pointer(route)), squeezed(format_pointer(error.instance_path)), names)


def _as_told(failure: Failure, leftovers: list[_Leftover]) -> Failure | None:
    """Return a failure as far as it is of what is left over, or of anything else; None where nothing of it is."""
    route = failure.evaluation_path
    at = next((at for at in range(len(route)) if _is_unevaluated(route[: at + 1])), None)
    if at is None:
        return failure
    here = [one for one in leftovers if one.evaluation_path == squeezed(format_pointer(route[: at + 1]))]
    if not failure.unexpected or at < len(route) - 1:
        return failure if any(_is_of(failure, one) for one in here) else None
    here = [one for one in here if one.instance_path == squeezed(format_pointer(failure.instance_path))]
    names = tuple(name for name in failure.unexpected if any(one.names is None or name in one.names for one in here))
    return failure._replace(unexpected=names) if names else None


def _is_unevaluated(route: tuple[str | int, ...]) -> bool:
    keyword = route[-1]
    return keyword in UNEVALUATED and is_by_keyword(route, str(keyword))


def _is_of(failure: Failure, one: _Leftover) -> bool:
    """Return whether a failure is of a value that is left over, or of something in that."""
    path = failure.instance_path
    return any(
        squeezed(format_pointer(path[:end])) == one.instance_path and (one.names is None or path[end] in one.names)
        for end in range(len(path))
    )
