"""What the fuzzer knows of a format."""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """
    What the fuzzer knows of a format.

    Args:
        grammars: Patterns of ECMA-262 whose texts are of the format, or nearly all of them.
        edges: Texts at the edges of what is valid, the simplest first.
        misses: What was done, and a text that is nearly valid.
    """

    grammars: tuple[str, ...]
    edges: tuple[str, ...]
    misses: tuple[tuple[str, str], ...]
