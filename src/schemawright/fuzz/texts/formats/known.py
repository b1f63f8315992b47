"""
Formats as the fuzzer knows them: a grammar, the edges of what is valid, and what is nearly valid.

A grammar is a pattern, so that a format, patterns and bounds on the length are solved alike; it may be somewhat wider
than the format (30 February is filtered out), and it may be narrower (no 2,000 name servers).  The tables are in the
modules beside this one; the engines judge every text in them before it is handed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.engines.assertions.formats import CHECKS, CHECKS_OF
from schemawright.fuzz.texts.formats.content import CHECKS as CONTENT_CHECKS
from schemawright.fuzz.texts.formats.content import CONTENT
from schemawright.fuzz.texts.formats.dates import DATES, DRAFT3_TIME
from schemawright.fuzz.texts.formats.hosts import HOSTS
from schemawright.fuzz.texts.formats.identifiers import IDENTIFIERS
from schemawright.fuzz.texts.formats.kind import Format
from schemawright.fuzz.texts.formats.uris import URIS
from schemawright.keywords import DIALECTS, FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Format", "asserted", "by_dialect", "check_of", "format_of", "own_dialect"]

_KNOWN = DATES | HOSTS | IDENTIFIERS | URIS | CONTENT


def asserted(names: tuple[str, ...], dialect: str) -> tuple[str, ...]:
    """
    Return the formats that a dialect asserts, and what texts hold; the others are annotations.

    >>> asserted(("uuid", "date", "phone"), "draft7")
    ('date',)
    """
    return tuple(name for name in names if _is_asserted(*own_dialect(name, dialect)))


def _is_asserted(name: str, dialect: str) -> bool:
    return name in FORMATS["reference"][dialect] or name in CONTENT


def by_dialect(name: str, own: str, dialect: str) -> str:
    """
    Return what a format of one dialect is called beside those of another: the same where both mean the same by it.

    >>> by_dialect("date", "draft7", "2020-12"), by_dialect("uuid", "2020-12", "draft7")
    ('date', '2020-12:uuid')
    """
    if own == dialect:
        return name
    is_the_same = all(_is_asserted(name, one) for one in (own, dialect)) and name not in CONTENT
    return name if is_the_same and check_of(name, own) is check_of(name, dialect) else f"{own}:{name}"


def own_dialect(name: str, dialect: str) -> tuple[str, str]:
    """
    Return a format's name, and the dialect by which it is judged.

    >>> own_dialect("date", "draft7"), own_dialect("2020-12:uuid", "draft7")
    (('date', 'draft7'), ('uuid', '2020-12'))
    """
    own, _, bare = name.partition(":")
    return (bare, own) if own in DIALECTS else (name, dialect)


def format_of(name: str, dialect: str) -> Format:
    """Return what is known of a format that is asserted."""
    name, dialect = own_dialect(name, dialect)
    return DRAFT3_TIME if name == "time" and dialect == "draft3" else _KNOWN[name]


def check_of(name: str, dialect: str) -> Callable[[str], bool]:
    """Return the reference engine's check of a format."""
    name, dialect = own_dialect(name, dialect)
    if name in CONTENT_CHECKS:
        return CONTENT_CHECKS[name]
    return CHECKS_OF.get(dialect, {}).get(name, CHECKS[name])
