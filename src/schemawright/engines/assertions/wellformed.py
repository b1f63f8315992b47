r"""
Which texts are patterns: those of ECMA-262's grammar with Unicode on, and needless backslashes.

What is one with Unicode off only is judged as that where a schema may have it: drafts 3 and 4 say nothing of names.

`regress` decides, since it is an engine for that very grammar, with its names of properties (ECMA-262, tables 66 to
68).  With Unicode on a backslash may stand before syntax only; before other punctuation (`\-`, `\_`, `\ `) it is
forgiven here, as many schemas have it there, and with Unicode off it means that character.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = re.compile(r"\\(?:(?P<needless>[\x00-#%-'\-,:-@_`~\x7f])|.)", re.DOTALL)
"""A backslash with what is behind it: needless before all in ASCII but letters, digits and what is syntax."""

_MAY_BE_NONE = re.compile(r"[\\*+?()\[\]{}|]")
"""What is in every text that is no pattern with Unicode on."""

_REPEATED = re.compile(r"(?P<boundary>\\[bB][*+?{])|\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
"""A boundary of words that is repeated, which `regress` takes (2026.9): the grammar repeats no assertion."""


def is_ecma_pattern(pattern: str) -> bool:
    r"""
    Return whether a text is a pattern.

    >>> [is_ecma_pattern(pattern) for pattern in ("^a+$", r"a\-b", "^(abc]", r"\Z", r"\p{Lu}", r"\p{lu}")]
    [True, True, False, False, True, False]
    """
    return _is_known_pattern(pattern) if len(pattern) <= _MOST_KEPT else _is_ecma_pattern(pattern)


def _is_ecma_pattern(pattern: str) -> bool:
    is_one = _is_wellformed(pattern) or ("\\" in pattern and _is_wellformed(_without_needless(pattern)))
    return is_one and not any(one["boundary"] for one in _REPEATED.finditer(pattern))


_MOST_KEPT = 256
"""How long a text is at the most of which is kept what it is: what payloads have may be of any length."""
_is_known_pattern = lru_cache(maxsize=2048)(_is_ecma_pattern)


def is_forgiven(pattern: str) -> bool:
    r"""
    Return whether a text is a pattern only with Unicode off, where ECMA-262 forgives brackets without a backslash.

    >>> is_forgiven("^[\\w-.]+$"), is_forgiven("^a+$"), is_forgiven("(")
    (True, False, False)
    """
    return not is_ecma_pattern(pattern) and is_pattern(pattern)


def is_pattern(text: str) -> bool:
    r"""
    Return whether a text is a pattern with Unicode on or off.

    >>> [is_pattern(text) for text in ("a", "}", "[a-", "a++", "(?i)a")]
    [True, True, False, False, False]
    """
    return is_ecma_pattern(as_meant(text))


def as_meant(pattern: str) -> str:
    r"""
    Return a pattern as it is judged: one with Unicode off only, as what means the same with Unicode on.

    >>> as_meant("^a{2}$"), as_meant("^a{,2}$")
    ('^a{2}$', '^a\\{,2\\}$')
    """
    if not _MAY_BE_NONE.search(pattern) or is_ecma_pattern(pattern):
        return pattern
    from schemawright.engines.assertions.forgiven import with_unicode_on

    return with_unicode_on(pattern)


def _without_needless(pattern: str) -> str:
    """Return a pattern with the characters that have a needless backslash as their numbers: `-` may begin no range."""
    return _ESCAPE.sub(lambda match: f"\\x{ord(match['needless']):02x}" if match["needless"] else match[0], pattern)


def _is_wellformed(pattern: str) -> bool:
    import regress

    try:
        regress.Regex(pattern, "u")
    except regress.RegressError:
        return False
    return True
