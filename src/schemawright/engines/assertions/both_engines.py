"""
The formats that jsonschema-rs is given checks of instead of its own (0.60): both engines mean the same by them.

It takes `/`, `:` and others for digits in dates and times; and for host names what IDNA2008 does not allow in a label:
capital letters outside of ASCII, and what is not in Normalization Form C (RFC 5891, section 4.2).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from schemawright.engines.assertions.moments import MOMENTS

if TYPE_CHECKING:
    from collections.abc import Callable


def checks_among(known: frozenset[str]) -> dict[str, Callable[[str], bool]]:
    """
    Return the checks of those among some formats.

    >>> sorted(checks_among(frozenset({"date", "uri"})))
    ['date']
    """
    return {name: check for name, check in _GIVEN.items() if name in known}


_LABEL = r"(?=[^.]{1,63}(?:\.|\Z))[a-z0-9]+(?:-[a-z0-9]+)*"
_PLAIN_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_MAX_PLAIN = 200
_PLAIN = {
    "idn-hostname": _PLAIN_HOST,
    "idn-email": rf"[A-Za-z0-9_+-]{{1,30}}(?:\.[A-Za-z0-9_+-]{{1,30}})?@{_PLAIN_HOST}",
}
"""What most texts of a format are, of which its check is not asked: it takes ten times as long."""


def _later(name: str) -> Callable[[str], bool]:
    """Return the check of a format, which is imported once there is a text that is not plain: it takes long."""

    @cache
    def is_plain() -> Callable[[str], object]:
        return re.compile(_PLAIN[name]).fullmatch

    @cache
    def imported() -> Callable[[str], bool]:
        from schemawright.engines.assertions.formats import CHECKS

        return CHECKS[name]

    def check(text: str) -> bool:
        return (len(text) <= _MAX_PLAIN and is_plain()(text) is not None) or imported()(text)

    return check


_GIVEN: dict[str, Callable[[str], bool]] = {
    **MOMENTS,
    **{name: _later(name) for name in ("idn-hostname", "idn-email")},
}
