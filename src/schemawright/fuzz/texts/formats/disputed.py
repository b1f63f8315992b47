"""
Texts of which a validator that many use says otherwise than the specifications of formats: no record is made of them.

jsonschema-rs is given checks of our own for some formats, by which both engines mean the same.  Whoever judges records
with it as it is would take those for wrong of which its own checks say otherwise (`"Joe" <joe@example.com>`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from schemawright.engines.assertions.both_engines import checks_for
from schemawright.fuzz.texts.formats.known import check_of, own_dialect
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable


def is_undisputed(name: str, dialect: str, text: str) -> bool:
    """
    Return whether the check of a format says the same of a text as that which jsonschema-rs has itself.

    >>> [is_undisputed("email", "2020-12", text) for text in ("joe@example.com", "joe", "Joe <joe@example.com>")]
    [True, True, False]
    """
    theirs = _theirs(*own_dialect(name, dialect))
    return theirs is None or theirs(text) is check_of(name, dialect)(text)


@lru_cache(maxsize=256)
def _theirs(name: str, dialect: str) -> Callable[[str], bool] | None:
    """Return the check that jsonschema-rs has itself of a format of which it is given another; None for all others."""
    import jsonschema_rs

    if dialect not in _KNOWN or name not in checks_for(dialect):
        return None
    schema = {"$schema": DIALECTS[dialect], "format": name}
    return jsonschema_rs.validator_for(schema, validate_formats=True).is_valid


_KNOWN = frozenset(DIALECTS) - {"draft3"}
