"""Texts that are simpler than others: shorter, of plainer characters, or nearer to a simple one of the same form."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PLAIN_LETTERS = "0aA"
_NEXT_LETTERS = "123456789bB"
"""Those that are next to them."""
LONG = 300
"""Up to which length a text is made simple character by character."""
_ENDS = 3
"""With how many ends of other forms a text is tried."""
_CLOSE = 3
"""Up to which length each part of a text is left out, and not each of those side by side."""


def shorter(text: str, least: int, accepts: Callable[[str], bool]) -> str:
    """Return a text without what can be left out of it, halves first."""
    before = ""
    while text != before:
        before = text
        size = max(1, len(text) // 2)
        while size:
            for start in range(len(text) - size, -1, -size if size > _CLOSE else -1):
                less = text[:start] + text[start + size :]
                if least <= len(less) < len(text) and accepts(less):
                    text = less
            size = size // 2 if size > _CLOSE else size - 1
    return text


def plainer(text: str, accepts: Callable[[str], bool]) -> str:
    """Return a text with as many plain letters as can be."""
    for at in range(len(text) if len(text) <= LONG else 0):
        for letter in PLAIN_LETTERS:
            changed = text[:at] + letter + text[at + 1 :]
            if text[at] == letter or accepts(changed):
                text = changed
                break
    return text


def next_to(text: str) -> Iterator[str]:
    """
    Yield texts that differ from a simple one in one character, nearly as simple, which is one of the last.

    >>> [*next_to("A-0")][:4]
    ['A-1', 'A-2', 'A-3', 'A-4']
    """
    for at in range(len(text) - 1, max(-1, len(text) - _CLOSE - 1), -1):
        yield from (text[:at] + letter + text[at + 1 :] for letter in _NEXT_LETTERS)


def signs(text: str) -> str:
    """
    Return a text with a letter in the place of letters and digits.

    >>> signs("AB-1"), signs("2000-01-01") == signs("1999-12-31")
    ('aa-a', True)
    """
    return "".join(["a" if letter.isalnum() else letter for letter in text])


def form_of(text: str, simple: Sequence[str]) -> str:
    """Return the first of simple texts that has the signs of a text, at the same places; an empty one for none."""
    told = signs(text)
    return next((one for one in simple if signs(one) == told), "")


def formed(text: str, simple: Sequence[str], accepts: Callable[[str], bool]) -> str:
    """
    Return a text that ends as a simple one of the same form does, as long as that makes it simpler.

    >>> formed("0000-10-30t00:00:00Z", ["2000-01-01T00:00:00Z"], lambda _: True)
    '2000-01-01T00:00:00Z'
    """
    return next(_forms(text, simple, accepts), text)


def _forms(text: str, simple: Sequence[str], accepts: Callable[[str], bool]) -> Iterator[str]:
    """Yield what begins as a text does, and ends as a simple one of the same form, the shortest beginning first."""
    form, rank = form_of(text, simple), _rank(text, simple)
    ends = (text[:at] + form[at:] for at in range(len(form)))
    yield from (one for one in ends if _rank(one, simple) < rank and accepts(one))


def begun(text: str, simple: Sequence[str], accepts: Callable[[str], bool]) -> Iterator[str]:
    """
    Yield texts that begin as a simple one does, as far as that has the same form, and go on as a text does.

    >>> [*begun("0000-10-30t00:00:00.5z", ["2000-01-01T00:00:00Z"], lambda _: True)]
    ['2000-01-01T00:00:00.5z']
    """
    rank = _rank(text, simple)
    for one in simple:
        same = _same(signs(text), signs(one))
        heads = (one[:at] + text[at:] for at in range(same, 0, -1))
        yield from islice((head for head in heads if _rank(head, simple) < rank and accepts(head)), 1)


def going_on(text: str, simple: Sequence[str], accepts: Callable[[str], bool]) -> Iterator[str]:
    """
    Yield texts that begin as a text does, and go on as a simple one does that has another form behind that.

    >>> [*going_on("0000-10-30t00:00:00+00:00", ["2000-01-01T00:00:00Z"], lambda _: True)]
    ['0000-01-01T00:00:00Z']
    """
    rank = _rank(text, simple)
    for one in simple:
        same = next(
            (at for at, (own, other) in enumerate(zip(signs(text), signs(one), strict=False)) if own != other), 0
        )
        ends = (text[:at] + one[at:] for at in range(1, same + 1))
        yield from islice((end for end in ends if _rank(end, simple) < rank and accepts(end)), 1)


def simpler_than(text: str, simple: Sequence[str], accepts: Callable[[str], bool]) -> list[str]:
    """
    Return what is simpler than a text and accepted: with all made simple that can be, and with as little as can be.

    >>> simpler_than("x-07", [], lambda one: "-" in one)
    ['-']
    >>> simpler_than("x-07", [], lambda one: "-" in one and one[-1:].isdecimal() and one[:1].isalpha())
    ['a-0', 'x-0']
    >>> simpler_than("0", ["0"], lambda _: True)
    ['']
    """
    none = [""] if text and accepts("") else []
    if text in simple:
        return none
    less = shorter(text, 1, accepts) if len(text) <= LONG else text
    plain = plainer(less, accepts)
    found = [formed(less, simple, accepts)]
    if found[0] not in simple:
        found.insert(0, formed(plain, simple, accepts))
    found += islice(going_on(less, simple, accepts), _ENDS)
    # What is wanted may be in what a simple text has otherwise.
    found += [*islice(_forms(plain, simple, accepts), 1, 2), plain]
    # And with nothing left out: what could go may be what is wanted.
    found += islice(begun(text, simple, accepts), _ENDS)
    rank = _rank(text, simple)
    return [one for one in dict.fromkeys([*none, *found]) if _rank(one, simple) < rank]


def _same(one: str, other: str) -> int:
    """Return how long two texts are the same from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (own, its) in pairs if own != its), min(len(one), len(other)))


def _rank(text: str, simple: Sequence[str]) -> tuple[int, int, str]:
    """
    Return how simple a text is, the least for the simplest: by its length, then by what is not plain in it.

    What begins as a simple text does is plain so far: the year 0 is not simpler than 2000.
    """
    plain = len(PLAIN_LETTERS)
    same = max((_same(text, one) for one in simple), default=0)
    return (
        len(text),
        sum(plain if letter not in PLAIN_LETTERS else PLAIN_LETTERS.index(letter) for letter in text[same:]),
        text,
    )
