"""
The formats that jsonschema-rs is given checks of instead of its own (0.60): both engines mean the same by them.

It takes `/`, `:` and others for digits in dates and times; and for host names what IDNA2008 does not allow in a label:
capital letters outside of ASCII, and what is not in Normalization Form C (RFC 5891, section 4.2).
"""

from __future__ import annotations

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


def _later(name: str) -> Callable[[str], bool]:
    """Return the check of a format, which is imported once there is a text: it takes long."""

    def check(text: str) -> bool:
        from schemawright.engines.assertions.formats import CHECKS

        return CHECKS[name](text)

    return check


_GIVEN: dict[str, Callable[[str], bool]] = {
    **MOMENTS,
    **{name: _later(name) for name in ("idn-hostname", "idn-email")},
}
