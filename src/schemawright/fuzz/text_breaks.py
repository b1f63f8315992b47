"""
How a text comes to be nearly valid: one part of a pattern's tree broken, or one place of a valid text.

Nothing here judges; of what these functions yield, the caller keeps what breaks exactly one rule.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from schemawright.fuzz.characters import literal
from schemawright.fuzz.pattern_syntax import (
    EMPTY,
    Anchor,
    Chars,
    Either,
    Group,
    Look,
    Node,
    Reference,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    Broken: TypeAlias = Iterator[tuple[str, Node]]

MAX_OUTSIDERS = 8
"""How many characters outside of a class are put where a member must stand."""

_CLOSE = {
    "s": "\u017f", "S": "\u017f", "k": "\u212a", "K": "\u212a", "i": "\u0131", "I": "\u0130", "-": "\u2013", "_": "-",
    "0": "\u0660", "1": "\u00b9", "2": "\u00b2", "3": "\u0663", ".": "\u3002", " ": "\u00a0", "a": "\u0430",
    "e": "\u0435", "o": "0", "O": "0", "l": "1", ":": "\uff1a", "/": "\uff0f", "\n": "\r", "\t": " ",
}  # fmt: skip
_NAMES = {"\n": "a newline", "\t": "a tab", " ": "a space", "\x00": "a null", "\ufeff": "a byte order mark"}
_ENDS = ("\n", " ", "\x00", "x", "0", "-", "\u00e9", "\u200b", "\ufeff", "\u2028", "\r\n", "\t", "\U0001f600", "$")


def named(char: str) -> str:
    """
    Return a name for a character.

    >>> named("٣"), named("x")
    ('ARABIC-INDIC DIGIT THREE', '"x"')
    """
    if char.isascii() and char.isprintable() and char != " ":
        return f'"{char}"'
    return _NAMES[char] if char in _NAMES else unicodedata.name(char, f"U+{ord(char):04X}")


# --- trees


def broken(node: Node) -> Broken:
    """Yield what is wrong, and a tree of texts that are so."""
    yield from _BREAKS[type(node)](node)


def _chars(node: Chars) -> Broken:
    members, outsiders = node.chars.members, node.chars.outsiders
    name = named(members[0]) if len(members) == 1 else "one of a class"
    yield f"{name} dropped", EMPTY
    for index, char in enumerate(outsiders[:MAX_OUTSIDERS]):
        yield f"{named(char)} for {name}", Chars(literal(char))
        if not index:
            yield f"{name} doubled", Sequence((node, node))


def _sequence(node: Sequence) -> Broken:
    for index, how, part in _in_turns([broken(item) for item in node.items]):
        yield how, Sequence((*node.items[:index], part, *node.items[index + 1 :]))


def _in_turns(several: list[Broken]) -> Iterator[tuple[int, str, Node]]:
    """Yield from each in turn, so that what is cut off is a little of each."""
    pending = list(range(len(several)))
    while pending:
        for index in tuple(pending):
            found = next(several[index], None)
            if found is None:
                pending.remove(index)
            else:
                yield (index, *found)


def _either(node: Either) -> Broken:
    yield "no alternative", EMPTY
    yield "two alternatives, one after the other", Sequence(node.options[:2])
    yield "an alternative twice", Sequence((node.options[0], node.options[0]))
    for _, how, part in _in_turns([broken(option) for option in node.options]):
        yield how, part


def _repeat(node: Repeat) -> Broken:
    if node.low:
        yield "one repetition too few", Repeat(node.node, node.low - 1, node.low - 1)
    if node.high is not None:
        yield "one repetition too many", Repeat(node.node, node.high + 1, node.high + 1)
    if node.low > 1:
        yield "no repetition", EMPTY
    fewer = Repeat(node.node, max(node.low - 1, 0), None if node.high is None else max(node.high - 1, 0))
    for how, tree in broken(node.node):
        yield how, Sequence((tree, fewer))
        yield f"{how}, at the end of a repetition", Sequence((fewer, tree))


def _group(node: Group) -> Broken:
    for how, tree in broken(node.node):
        yield how, Group(tree, node.number, node.name)


def _reference(node: Reference) -> Broken:
    yield "no repetition of a group", EMPTY
    yield "a group repeated twice", Sequence((node, node))
    yield "something else than the group", Chars(literal("x"))
    yield "something else than the group", Chars(literal("0"))


def _look(node: Look) -> Broken:
    if node.negated:
        yield "what may not stand there", Look(node.node, node.behind, negated=False)
        return
    yield "without what must stand there", EMPTY
    for how, tree in broken(node.node):
        yield how, Look(tree, node.behind, negated=False)


def _anchor(node: Anchor) -> Broken:
    place = {"^": "in front", "$": "at the end"}.get(node.kind, "at the border")
    for char in ("\n", "x", " ", "0", "\x00"):
        yield f"{named(char)} {place}", Chars(literal(char))
    yield f"nothing {place}", EMPTY


_BREAKS: dict[type, Callable[..., Broken]] = {
    Chars: _chars,
    Sequence: _sequence,
    Either: _either,
    Repeat: _repeat,
    Group: _group,
    Reference: _reference,
    Look: _look,
    Anchor: _anchor,
}


# --- texts


def changed(text: str) -> Iterator[tuple[str, str]]:
    """Yield what was done to a text, and what became of it."""
    yield "a newline at the end", f"{text}\n"
    yield "empty", ""
    for char in _ENDS[1:]:
        yield f"{named(char[0])} at the end", text + char
    for char in _ENDS:
        yield f"{named(char[0])} in front", char + text
    for place in _places(text):
        yield from _changed_at(text, place)
    yield from _changed_whole(text)


def _places(text: str) -> list[int]:
    last = len(text) - 1
    return sorted({0, last, last // 2, last // 3, 2 * last // 3, 1, last - 1} & set(range(len(text))))


def _changed_at(text: str, place: int) -> Iterator[tuple[str, str]]:
    before, char, after = text[:place], text[place], text[place + 1 :]
    yield "one character dropped", before + after
    yield "one character doubled", before + char + char + after
    for other in (char.swapcase(), _CLOSE.get(char, ""), _wide(char)):
        if other not in {char, ""}:
            yield f"{named(other[0])} for {named(char)}", before + other + after
    yield "a space inside", f"{before} {char}{after}"
    yield "a newline inside", f"{before}\n{char}{after}"
    if after and after[0] != char:
        yield "two characters swapped", before + after[0] + char + after[1:]


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else ""


def _changed_whole(text: str) -> Iterator[tuple[str, str]]:
    yield "in upper case", text.upper()
    yield "in lower case", text.lower()
    yield "backwards", text[::-1]
    yield "only the first half", text[: len(text) // 2]
    yield "only the second half", text[len(text) // 2 :]
    yield "twice", text + text
    yield "two lines", f"{text}\n{text}"
    yield "in quotes", f'"{text}"'
    for form in ("NFD", "NFKC"):
        yield f"in {form}", unicodedata.normalize(form, text)
