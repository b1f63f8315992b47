"""What a text must be, and which part of it a text is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.fuzz.texts.formats.disputed import is_undisputed
from schemawright.fuzz.texts.formats.known import asserted, check_of
from schemawright.fuzz.texts.patterns import holds

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_TIMEOUTS = 4
"""How many matches that take too long are put up with, before a spec is given up."""


class TextSpec(NamedTuple):
    """
    What texts are to be like.

    Args:
        min_length: How many code points at least.
        max_length: How many at most; None for no bound.
        patterns: Patterns of ECMA-262, each of which must match somewhere.
        formats: Formats, each of which must hold; those that the dialect does not assert are ignored.  One that is
            meant as another dialect has it begins with that: `draft4:hostname`.
        dialect: The dialect, by which all others are judged.
    """

    min_length: int = 0
    max_length: int | None = None
    patterns: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    dialect: str = "2020-12"


class Rules:
    """
    Judges texts by a spec, and by the caller's engines.

    Args:
        spec: The spec.
        accept: Whether every engine calls a text valid.
        refuse: Whether every engine calls a text invalid; not the contrary of `accept` where engines disagree.
    """

    def __init__(
        self, spec: TextSpec, accept: Callable[[str], bool] | None, refuse: Callable[[str], bool] | None
    ) -> None:
        self.spec = spec
        self.patterns = tuple(dict.fromkeys(spec.patterns))
        self.formats = asserted(tuple(dict.fromkeys(spec.formats)), spec.dialect)
        self._checks = tuple(check_of(name, spec.dialect) for name in self.formats)
        self._accept = accept
        self._refuse = refuse
        self._timeouts = 0

    @property
    def given_up(self) -> bool:
        """Whether too many matches have taken too long."""
        return self._timeouts >= MAX_TIMEOUTS

    def fits(self, text: str) -> bool:
        """Return whether a text is valid."""
        if self.violated(text, most=0) != () or not self._is_undisputed(text):
            return False
        return self._accept is None or self._accept(text)

    def breaks(self, text: str, rule: str) -> bool:
        """Return whether a text violates one rule, and only that."""
        if self.violated(text, most=1) != (rule,) or (self._accept is not None and self._accept(text)):
            return False
        return self._is_undisputed(text) and (self._refuse is None or self._refuse(text))

    def _is_undisputed(self, text: str) -> bool:
        return all(is_undisputed(name, self.spec.dialect, text) for name in self.formats)

    def violated(self, text: str, most: int) -> tuple[str, ...] | None:
        """
        Return the rules that a text violates; None where that are too many, or a match takes too long.

        A rule's name is `minLength`, `maxLength`, `pattern` and its number, or `format` and its name.
        """
        found = self._lengths(text)
        for name, check in zip(self.formats, self._checks, strict=True):
            if len(found) > most:
                return None
            found += () if check(text) else (f"format {name}",)
        for index in range(len(self.patterns)):
            if len(found) > most:
                return None
            matches = self.matches(index, text)
            if matches is None:
                return None
            found += () if matches else (f"pattern {index}",)
        return found if len(found) <= most else None

    def _lengths(self, text: str) -> tuple[str, ...]:
        if len(text) < self.spec.min_length:
            return ("minLength",)
        longest = self.spec.max_length
        return () if longest is None or len(text) <= longest else ("maxLength",)

    def matches(self, index: int, text: str) -> bool | None:
        """Return whether one of the patterns matches; None where that takes too long."""
        if self.given_up:
            return None
        matches = holds(self.patterns[index], text)
        self._timeouts += matches is None
        return matches

    def of_format(self, index: int, text: str) -> bool:
        """Return whether one of the formats holds."""
        return self._checks[index](text)
