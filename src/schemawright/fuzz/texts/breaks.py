"""
How a text comes to be nearly valid: one part of a pattern's tree broken, or one place of a valid text.

Nothing here judges; of what these functions yield, the caller keeps what breaks exactly one rule.
"""

from __future__ import annotations

import unicodedata
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, TypeGuard

from schemawright.fuzz.texts.characters import literal
from schemawright.fuzz.texts.pattern_syntax import (
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
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    Varied: TypeAlias = Iterator[tuple[str, Node]]

IN_PART = ", in part "
"""Stands before the number of the part of a pattern that was broken."""
DENIED = "what may not stand there"
"""How it is told that a text has what a lookahead excludes."""
TOO_MANY = "one repetition too many"
"""How it is told that something stands there once more than it may."""
MAX_OUTSIDERS = 8
"""How many characters outside of a class are put where a member must stand."""

_PLAIN = "aA_0"
"""One of each kind of word character: what a class admits that was written a little too wide."""
_USUAL = f"{_PLAIN}-. \n"
"""And what else is written into a class most often."""
_LAST_TURNS = 2
"""How many breaks of the last turn of a repetition come right behind those of the first."""
_FOR_ONE = 2
"""How many characters are put where only one may stand."""
_NEARLY = 24
"""In how many ways what stands somewhere is nearly what is denied there."""
_CHANGED_IN_FULL = 64
_CLOSE = {
    "s": "\u017f", "S": "\u017f", "k": "\u212a", "K": "\u212a", "i": "\u0131", "I": "\u0130", "-": "\u2013", "_": "-",
    "0": "\u0660", "1": "\u00b9", "2": "\u00b2", "3": "\u0663", ".": "\u3002", " ": "\u00a0", "a": "\u0430",
    "e": "\u0435", "o": "0", "O": "0", "l": "1", ":": "\uff1a", "/": "\uff0f", "\n": "\r", "\t": " ",
}  # fmt: skip
_NAMES = {
    "\n": "a newline",
    "\t": "a tab",
    " ": "a space",
    "\r": "a carriage return",
    "\x00": "a null",
    "\ufeff": "a byte order mark",
}
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


def broken(node: Node) -> Varied:
    """
    Yield what is wrong, and a tree of texts that are so; of what only one character may be, less and later.

    Each quantifier comes before what stands for a character of a class, of which there is much.
    """
    counts = _varied(node, lambda part: _break_repeat(part) if isinstance(part, Repeat) else iter(()))
    literals = _varied(node, _break_literal)
    groups = {key: part.node for part in parts_of(node) if isinstance(part, Group) for key in part.keys}
    others = _varied(node, lambda part: _break_other(part, groups))
    while some := [*islice(counts, 2), *islice(others, 2), *islice(literals, 1)]:
        yield from some


def _break_other(node: Node, groups: dict[str, Node]) -> Varied:
    if isinstance(node, Repeat) or _is_literal(node):
        return iter(())
    if isinstance(node, Reference) and node.key in groups:
        # Who does not look back takes whatever the group may be.
        group = groups[node.key]
        once_more = (("another text of the group", part) for part in (group, *islice(edges(group), _FOR_ONE)))
        return chain(once_more, _break_reference(node))
    return _BREAKS[type(node)](node)


def _break_literal(node: Node) -> Varied:
    if isinstance(node, Sequence):
        return _break_words(node)
    return _break_chars(node) if _is_literal(node) else iter(())


def _is_literal(node: Node) -> TypeGuard[Chars]:
    return isinstance(node, Chars) and len(node.chars.members) == 1


def edges(node: Node) -> Iterator[Node]:
    """Yield trees of texts at the edges of a tree: each alternative alone, each repetition as few and as many times."""
    return (tree for _, tree in _varied(node, _edges_of))


def at_ends(node: Node) -> Iterator[Node]:
    """
    Yield trees of texts in which each class is at one of its ends, and nothing is left out that may be.

    >>> from schemawright.fuzz.texts.pattern_syntax import parse_pattern
    >>> len([*at_ends(parse_pattern("[0-9]+(-[a-z0-9])?"))])
    4
    """
    parts = [*parts_of(node)]
    ends = max((len(ends_of(part)) for part in parts if isinstance(part, Chars)), default=0)
    options = max((len(part.options) for part in parts if isinstance(part, Either)), default=1)
    yield from (_at_end(node, number, option) for option in range(options) for number in range(ends))


def ends_of(node: Chars) -> list[str]:
    """Return the first and the last character of a class, and of each range in it; none of what is one character."""
    members = node.chars.members
    if len(members) <= 1:
        return []
    # Code points, since there is no character before the first of all, nor behind the last.
    among = {ord(char) for char in members}
    ends = {char for char in node.chars.plain if not {ord(char) - 1, ord(char) + 1} <= among}
    return sorted(ends | {min(members), max(members)})


def _at_end(node: Node, number: int, option: int) -> Node:
    """Return a tree of which each class has the end of some number, and each alternative is the one of some number."""

    def within(part: Node) -> Node:
        return _at_end(part, number, option)

    if isinstance(node, Chars):
        ends = ends_of(node)
        return Chars(literal(ends[number % len(ends)])) if ends else node
    if isinstance(node, Sequence):
        return Sequence(tuple(map(within, node.items)))
    if isinstance(node, Either):
        return within(node.options[option % len(node.options)])
    if isinstance(node, Repeat):
        return node if node.high == 0 else Repeat(within(node.node), max(node.low, 1), node.high)
    return Group(within(node.node), node.number, node.name) if isinstance(node, Group) else node


def _varied(node: Node, own: Callable[[Node], Varied]) -> Varied:
    """Yield a tree with one part in it varied: the part that is the whole tree first."""
    yield from own(node)
    if isinstance(node, Sequence):
        for index, how, part in _in_turns([_varied(item, own) for item in node.items]):
            yield f"{how}{IN_PART}{index + 1}", Sequence((*node.items[:index], part, *node.items[index + 1 :]))
    elif isinstance(node, Either):
        for index, how, part in _in_turns([_varied(option, own) for option in node.options]):
            yield f"{how}{IN_PART}{index + 1}, an alternative" if how else how, part
    elif isinstance(node, Repeat):
        yield from _varied_turn(node, own)
    elif isinstance(node, Group):
        yield from ((how, Group(part, node.number, node.name)) for how, part in _varied(node.node, own))
    elif isinstance(node, Look) and not node.negated:
        yield from ((how, Look(part, node.behind, negated=False)) for how, part in _varied(node.node, own))


def _varied_turn(node: Repeat, own: Callable[[Node], Varied]) -> Varied:
    """Yield a repetition of which the first turn, or the last one, is varied."""
    if node.high == 0:
        return
    others = Repeat(node.node, max(node.low - 1, 0), None if node.high is None else node.high - 1)
    at_end: list[tuple[str, Node]] = []
    for how, part in _varied(node.node, own):
        yield how, Sequence((part, others))
        at_end.append((f"{how}, at the end of a repetition", Sequence((others, part))))
        if len(at_end) <= _LAST_TURNS:
            yield at_end[-1]
    # Who looks at the first turn only is told by a few; what else is wrong there was wrong in front, too.
    yield from at_end[_LAST_TURNS:]


def _in_turns(several: list[Varied]) -> Iterator[tuple[int, str, Node]]:
    """Yield from each in turn, so that what is cut off is a little of each."""
    pending = list(range(len(several)))
    while pending:
        for index in tuple(pending):
            found = next(several[index], None)
            if found is None:
                pending.remove(index)
            else:
                yield (index, *found)


def _edges_of(node: Node) -> Varied:
    if isinstance(node, Look) and node.negated:
        # What is nearly what may not stand there may.
        yield from ((how, Look(part, node.behind, negated=False)) for how, part in islice(broken(node.node), _NEARLY))
    elif isinstance(node, Either):
        yield from (("", option) for option in node.options)
    elif isinstance(node, Repeat) and node.low != node.high:
        counts = {node.low, node.low + 1, node.low + 2 if node.high is None else node.high}
        yield from (("", Repeat(node.node, count, count)) for count in sorted(counts))


def _break_chars(node: Chars) -> Varied:
    members, outsiders = node.chars.members, node.chars.outsiders
    name = named(members[0]) if len(members) == 1 else "one of a class"
    yield f"{name} dropped", EMPTY
    usual = [char for char in _USUAL if char not in members]
    plain = [char for char in usual if char in _PLAIN]
    # What a letter is easily taken for is the same in the other case.
    is_letter = len(members) == 1 and members[0].isalpha()
    first = [*outsiders[:1], *plain[:1]] if is_letter else [*plain[:1], *outsiders[:1]]
    space = [char for char in usual if char == " "]
    others = dict.fromkeys([*first, *space, *plain, *_beyond(members), *usual, *outsiders[:MAX_OUTSIDERS]])
    for index, char in enumerate(islice(others, _FOR_ONE if len(members) == 1 else None)):
        yield f"{named(char)} for {name}", Chars(literal(char))
        if not index:
            yield f"{name} doubled", Sequence((node, node))


def _break_words(node: Sequence) -> Varied:
    """
    Yield what has a word in the other case, of which each letter is a part of its own.

    >>> from schemawright.fuzz.texts.pattern_syntax import parse_pattern
    >>> [how for how, _ in _break_words(parse_pattern("ab-c[0-9]de"))]
    ['a word in the other case, in part 1', 'a word in the other case, in part 6']
    """
    for is_word, run in groupby(enumerate(node.items), lambda one: _is_letter(one[1])):
        places = [place for place, _ in run]
        if is_word and len(places) > 1:
            begins, ends = places[0], places[-1] + 1
            word = [_in_other_case(item) for item in node.items[begins:ends]]
            changed = Sequence((*node.items[:begins], *word, *node.items[ends:]))
            yield f"a word in the other case{IN_PART}{begins + 1}", changed


def _is_letter(node: Node) -> bool:
    return _is_literal(node) and node.chars.members[0].swapcase()[:1] != node.chars.members[0]


def _in_other_case(node: Node) -> Node:
    return Chars(literal(node.chars.members[0].swapcase()[:1])) if _is_literal(node) else node


def _beyond(members: tuple[str, ...]) -> list[str]:
    """
    Return what a class admits that goes on for one character more: behind the ends of its ranges, and a space.

    >>> _beyond(tuple("0123456789abc"))
    [':', 'd', ' ']
    """
    among = set(members)
    behind = [chr(ord(char) + 1) for char in members if char.isascii() and char.isalnum()]
    return [char for char in [*sorted(behind), " "] if char not in among]


def _break_either(node: Either) -> Varied:
    yield "no alternative", EMPTY
    yield "two alternatives, one after the other", Sequence(node.options[:2])
    yield "an alternative twice", Sequence((node.options[0], node.options[0]))


def _break_repeat(node: Repeat) -> Varied:
    # What is too many is often too much for the ends, too: it shows more mistakes than what is too few.
    if node.high is not None:
        yield TOO_MANY, Repeat(node.node, node.high + 1, node.high + 1)
    if node.low:
        yield "one repetition too few", Repeat(node.node, node.low - 1, node.low - 1)
    if node.low > 1:
        yield "no repetition", EMPTY


def _break_reference(node: Reference) -> Varied:
    yield "no repetition of a group", EMPTY
    yield "a group repeated twice", Sequence((node, node))
    yield "something else than the group", Chars(literal("x"))
    yield "something else than the group", Chars(literal("0"))


def _break_look(node: Look) -> Varied:
    if not node.negated:
        yield "without what must stand there", EMPTY
        return
    yield DENIED, Look(node.node, node.behind, negated=False)
    # Who forgets one of several things that are denied still denies the others.
    for number, part in enumerate(chain(edges(node.node), at_ends(node.node)), 1):
        yield f"{DENIED}{IN_PART}{number}", Look(part, node.behind, negated=False)


def _break_anchor(node: Anchor) -> Varied:
    place = {"^": "in front", "$": "at the end"}.get(node.kind, "at the border")
    for char in ("\n", "x", " ", "0", "\x00"):
        yield f"{named(char)} {place}", Chars(literal(char))
    yield f"nothing {place}", EMPTY


_BREAKS: dict[type, Callable[..., Varied]] = {
    Chars: _break_chars,
    Sequence: lambda _node: iter(()),
    Either: _break_either,
    Repeat: _break_repeat,
    Group: lambda _node: iter(()),
    Reference: _break_reference,
    Look: _break_look,
    Anchor: _break_anchor,
}


# --- texts


def is_disputed_in_upper_case(text: str) -> bool:
    """Return whether the engines judge a text differently in upper case: the prefix of an encoded host name."""
    return "xn--" in text


def changed(text: str) -> Iterator[tuple[str, str]]:
    """Yield what was done to a text, and what became of it."""
    yield "a newline at the end", f"{text}\n"
    yield "empty", ""
    # Right at both ends: whoever looks at one only takes it.
    yield "two lines", f"{text}\n{text}"
    yield "twice, a space between", f"{text} {text}"
    yield "a space at the end", f"{text} "
    yield "a space in front", f" {text}"
    yield "twice", text + text
    for place in _places(text)[:1]:
        yield from _changed_at(text, place)
    for char in _ENDS[2:]:
        yield f"{named(char[0])} at the end", text + char
    for char in _ENDS:
        yield f"{named(char[0])} in front", char + text
    for place in _places(text)[1:]:
        yield from _changed_at(text, place)
    yield from _changed_whole(text)
    for place, char in enumerate(text[:_CHANGED_IN_FULL]):
        yield from (
            (f"{named(other)} for {named(char)}", text[:place] + other + text[place + 1 :])
            for other in "aA0"
            if other != char
        )


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
    if not is_disputed_in_upper_case(text):
        yield "in upper case", text.upper()
    yield "in lower case", text.lower()
    yield "backwards", text[::-1]
    yield "only the first half", text[: len(text) // 2]
    yield "only the second half", text[len(text) // 2 :]
    yield "in quotes", f'"{text}"'
    for form in ("NFD", "NFKC"):
        yield f"in {form}", unicodedata.normalize(form, text)
