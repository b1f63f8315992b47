"""
The formats that jsonschema-rs is given checks of instead of its own (0.60): both engines mean the same by them.

It takes `/`, `:` and others for digits in dates and times; what stands before `<a@b.c>` for a part of a mailbox (RFC
5321, section 4.1.2, has no such thing); for labels in Punycode what stands for none, and for internationalised ones
what IDNA2008 does not allow (RFC 5891, section 4.2); and any name for a property of ECMA-262's patterns.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from schemawright.engines.assertions.moments import MOMENTS
from schemawright.keywords import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable


def checks_for(dialect: str) -> dict[str, Callable[[str], bool]]:
    """
    Return the checks that the native engine is given for a dialect.

    >>> [sorted(checks_for(dialect)) for dialect in ("draft4", "2019-09")]
    [['date', 'date-time', 'email', 'idn-email', 'regex', 'time'], ['date', 'date-time', 'email', 'hostname', ...]]
    """
    names = FORMATS["native"][dialect] - _OWN.get(dialect, frozenset())
    return {name: check for name, check in _GIVEN.items() if name in names}


_OF_1034 = frozenset({"hostname"})
_OWN: dict[str, frozenset[str]] = {"draft4": _OF_1034, "draft6": _OF_1034}
"""Dialect → the formats that mean something else in it, of which the native engine's own checks are right."""

_MAX_PLAIN = 63
"""How long a text is at the most of which no label of a host name, and no local part of a mailbox, can be too long."""


def _plain_host(letters: str) -> str:
    """Return a pattern of host names that have no hyphens in a row, as Punycode has them."""
    label = f"[{letters}0-9]++(?:-[{letters}0-9]++)*+"
    return rf"{label}(?:\.{label})*+"


_ATOM = r"[A-Za-z0-9_+'=-]++"
_PLAIN_LOCAL = rf"{_ATOM}(?:\.{_ATOM})*+"
_PLAIN = {
    "email": f"{_PLAIN_LOCAL}@{_plain_host('A-Za-z')}",
    "hostname": _plain_host("A-Za-z"),
    "idn-hostname": _plain_host("a-z"),
    "idn-email": f"{_PLAIN_LOCAL}@{_plain_host('a-z')}",
    "regex": r"\^?[^\\^$.*+?()\[\]{}|]*\$?",
}
"""What most texts of a format are, of which its check is not asked: it takes ten times as long."""


def _later(name: str) -> Callable[[str], bool]:
    """Return the check of a format, which is imported once there is a text that is not plain: it takes long."""
    is_plain: Callable[[str], object] | None = None

    @cache
    def imported() -> Callable[[str], bool]:
        from schemawright.engines.assertions.formats import CHECKS

        return CHECKS[name]

    def check(text: str) -> bool:
        nonlocal is_plain
        if is_plain is None:
            is_plain = re.compile(_PLAIN[name]).fullmatch
        return (len(text) <= _MAX_PLAIN and is_plain(text) is not None) or imported()(text)

    return check


_GIVEN: dict[str, Callable[[str], bool]] = {**MOMENTS, **{name: _later(name) for name in _PLAIN}}
