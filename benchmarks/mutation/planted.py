"""What a planted bug is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Bug(NamedTuple):
    """
    A mistake that people make in validators.

    Args:
        what: The mistake, in a few words.
        replaced: What it puts in place of entries of `small_validator.TABLE`.
        near: Property names inside which a witness is looked for first.
    """

    what: str
    replaced: dict[str, Callable[..., Any]]
    near: tuple[str, ...] = ()
