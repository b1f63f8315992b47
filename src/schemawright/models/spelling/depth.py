"""How deep values nest: no deeper than our own reader allows."""

from __future__ import annotations

import sys

from schemawright.validation.schema import Settings

DEEPEST = Settings().max_depth
"""How many levels a text may nest, which our own reader and the validator's agree about."""

_IS_BOUNDED_APART = sys.version_info >= (3, 12)
"""Whether code in C may recurse deeper than Python's, up to a limit of its own."""


def may_nest_too_deep(text: bytes) -> bool:
    """
    Return whether a text may nest deeper than our own reader allows, and msgspec not notice.

    >>> may_nest_too_deep(b"[[1]]")
    False
    """
    may_go_on = _IS_BOUNDED_APART or sys.getrecursionlimit() > DEEPEST
    return may_go_on and text.count(b"[") + text.count(b"{") > DEEPEST
