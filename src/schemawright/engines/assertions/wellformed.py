r"""
Which texts are patterns: those of ECMA-262's grammar with Unicode on, and needless backslashes.

`regress` decides, since it is an engine for that very grammar, with its names of properties (ECMA-262, tables 66 to
68).  With Unicode on a backslash may stand before syntax only; before other punctuation (`\-`, `\_`, `\ `) it is
forgiven here, as many schemas have it there, and with Unicode off it means that character.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = re.compile(r"\\(?:(?P<needless>[\x00-#%-'\-,:-@_`~\x7f])|.)", re.DOTALL)
"""A backslash with what is behind it: needless before all in ASCII but letters, digits and what is syntax."""

_REPEATED = re.compile(r"(?P<boundary>\\[bB][*+?{])|\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
"""A boundary of words that is repeated, which `regress` takes (2026.9): the grammar repeats no assertion."""


@lru_cache(maxsize=2048)
def is_ecma_pattern(pattern: str) -> bool:
    r"""
    Return whether a text is a pattern.

    >>> [is_ecma_pattern(pattern) for pattern in ("^a+$", r"a\-b", "^(abc]", r"\Z", r"\p{Lu}", r"\p{lu}")]
    [True, True, False, False, True, False]
    """
    is_one = _is_wellformed(pattern, "u") or ("\\" in pattern and _is_wellformed(_without_needless(pattern), "u"))
    return is_one and not any(one["boundary"] for one in _REPEATED.finditer(pattern))


def is_forgiven(pattern: str) -> bool:
    r"""
    Return whether a text is a pattern only with Unicode off, where ECMA-262 forgives brackets without a backslash.

    >>> is_forgiven("^[\\w-.]+$"), is_forgiven("^a+$"), is_forgiven("(")
    (True, False, False)
    """
    return _is_wellformed(pattern, "") and not is_ecma_pattern(pattern)


def _without_needless(pattern: str) -> str:
    """Return a pattern with the characters that have a needless backslash as their numbers: `-` may begin no range."""
    return _ESCAPE.sub(lambda match: f"\\x{ord(match['needless']):02x}" if match["needless"] else match[0], pattern)


def _is_wellformed(pattern: str, flags: str) -> bool:
    import regress

    try:
        regress.Regex(pattern, flags)
    except regress.RegressError:
        return False
    return True
