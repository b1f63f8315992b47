"""
The code that loads a class's texts, and proves of each that nothing of it was lost (see `objects`).

Straight-line code, made for the twins of one class, in ways that hand over to each other:

- `ordered`, for compact texts in the twin's order: written again, a twin is what was read.
- `spelt`, for those with a date-time that msgspec writes otherwise: it is decoded as its text, and checked apart.
- `tight`, for compact texts in any order: it is as long.
- `whole`, for texts in any order and with white space, which have all that the schema declares: a twin with all of it
  has a number of quotation marks that is known beforehand.
- `loose`, for all texts.
- `more`, for texts that have more than the schema declares, which says nothing of the others: two values are decoded.
- `exact`, for those that are loaded the exact way, whatever is tried before.

`ordered` is what a class begins with.  Once many texts are none for it, and there is no use in learning more orders,
what the last text looked like says which way is tried first for a while (see `turns`).
"""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from itertools import repeat, starmap
from operator import length_hint
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec.structs import astuple

from schemawright.models.fast.by_member import (
    block,
    called_functions,
    checking,
    checking_spelt,
    indented,
    judging,
    moments_space,
    quotes_among,
    reading,
    union_space,
    zeros_among,
)
from schemawright.models.fast.moments import DIGITS, IN_UTC, MOST_LONGER, PLAIN, STEPS, WITH_OFFSET, sure_moment
from schemawright.models.fast.others import Others, marks_of_other
from schemawright.models.fast.twins import with_others
from schemawright.models.spelling.depth import DEEPEST, may_nest_too_deep
from schemawright.models.spelling.negative_zero import may_have_one
from schemawright.models.spelling.numbers import EXPONENT, LONG, SHAPES, may_round_as
from schemawright.runtime import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.fast.turns import Turns
    from schemawright.models.fast.twins import Twins
    from schemawright.runtime import Model

    Load = Callable[[bytes | str], Any]

UNSURE = (TypeError, AttributeError, KeyError, ValueError, OverflowError, RecursionError, IndexError)
"""What the fast path does not deal with; the exact path does, whatever it was."""


class Moves(NamedTuple):
    """
    What the code that loads calls.

    Args:
        cls: The class.
        exactly: Loads the exact way.
        encode_into: Writes a twin.
        use: Lets one of the ways load from now on.
        teach: Learns the orders of names of a text; says whether there was something to learn.
        turns: Says when the twin's order is not tried first any more, and for how long.
    """

    cls: type[Model]
    exactly: Load
    encode_into: Callable[[Any, bytearray], None]
    use: Callable[[Load], None]
    teach: Callable[[bytes], bool]
    turns: Turns


class Ways(NamedTuple):
    """The ways to load a text, each for any text; which is quickest depends on what the text looks like."""

    ordered: Load
    spelt: Load
    tight: Load
    whole: Load
    loose: Load
    more: Load
    exact: Load


def make_ways(
    twins: Twins, verbatim: Twins, whole: Twins, number: int, moves: Moves, more: Twins | None = None
) -> Ways:
    """
    Return what loads texts as objects of a class.

    Args:
        twins: Those which have moments.
        verbatim: The same, which have a date-time as its text, not looked at.
        whole: The same, which have all that the schema declares.
        number: The class.
        moves: What is called.
        more: Those of objects that have more than the schema declares; None where these are none for them.
    """
    twins, verbatim, whole = map(with_others, (twins, verbatim, whole))
    decoders = {
        name: msgspec.json.Decoder(one.of[number].type).decode
        for name, one in {
            "decode": twins,
            "decode_verbatim": verbatim,
            "decode_whole": whole,
            "decode_more": more or verbatim,
        }.items()
    }
    space: dict[str, Any] = {
        **decoders, **moves._asdict(), "unsure": UNSURE, "UNSET": UNSET, "ValidationError": msgspec.ValidationError,
        "compact": partial(msgspec.json.format, indent=-1), "quotes_in": quotes_in, "count": bytes.count,
        "sure_moment": sure_moment, "moment": datetime.fromisoformat, "steps": STEPS, "length_hint": length_hint,
        "plain": PLAIN, "encode": str.encode, "digits": DIGITS, "in_utc": IN_UTC, "with_offset": WITH_OFFSET,
        "may_have_negative_zero": may_have_one, "starmap": starmap, "repeat": repeat, "make_object": object.__new__,
        "null": "\0", "may_round": may_round_as, "shapes": SHAPES, "LONG": LONG, "EXPONENT": EXPONENT, "SPACE": SPACE,
        "too_deep": may_nest_too_deep, "spelt_type": verbatim.of[number].type,
        "more_type": more and more.of[number].type, "others": Others(frozenset(verbatim.of[number].members)),
        "are_escaped": _are_escaped, "marks_of_other": marks_of_other, "astuple": astuple,
        **{f"judge{at}": judge for at, judge in enumerate(verbatim.judges)},
        **{f"few{at}_in": judge for at, judge in enumerate(verbatim.few)},
        **union_space(twins, verbatim), **moments_space(verbatim),
    }  # fmt: skip
    exec(_loading(verbatim, whole, more, number), space)  # noqa: S102  (made of numbers and identifiers)
    return Ways(*space["make"]())


def not_spaced(twins: Twins) -> bool:
    """
    Return whether a twin is what was read if, white space aside, it is written as that, in strings too.

    White space in strings aside, token by token is the same then: no member was lost, and a string in a twin is the one
    that is in its place; a date-time with some in it is none to msgspec.  Only names may not be told apart by it.
    """
    return not any(space in name for twin in twins.of.values() for name in twin.order for space in SPACE.decode())


def quotes_in(value: Any) -> int:
    """Return how many quotation marks enclose the strings of a value, and its names."""
    if isinstance(value, str):
        return 2
    if isinstance(value, dict):
        return 2 * len(value) + sum(map(quotes_in, value.values()))
    return sum(map(quotes_in, value)) if isinstance(value, list) else 0


def _are_escaped(marks: int, text: bytes) -> bool:
    """Return whether as many quotation marks are surely in strings, each behind a backslash that escapes it."""
    start, end = text.find(92), text.rfind(92) + 2
    return text.count(b'\\"', start, end) == marks and text.find(b"\\\\", start, end) < 0


SPACE = b" \n\r\t"
_LOADING = """
def make():
    buffer, spare = bytearray(), []
{parts}
    # To take an object costs less than to call what makes one; and they are counted at no cost.
    many = repeat((cls,), {many})
    few = repeat((cls,), turns.length)
    objects, stretch = starmap(make_object, many), starmap(make_object, few)
    left = {many} + turns.length

    def begin(way):
        nonlocal few, stretch, left
        few = repeat((cls,), turns.length)
        stretch = starmap(make_object, few)
        left = length_hint(many) + turns.length
        use(way)

    def again():
        turns.end()
        begin(ordered)
        return make_object(cls)

    def other(given, data, as_long):
        nonlocal left
        lessons = turns.lessons
        o = loose(given)
        before, left = left, length_hint(many) + length_hint(few)
        run, is_kept = before - left, type(getattr(o, "_order", None)) is bytes
        if is_kept: turns.was_kept()
        elif not turns.was_exact(run): return o
        if turns.leave(run) and turns.lessons == lessons:
            if not is_kept: begin(exact)
            elif not teach(data): begin(more if type(o._held) is more_type else tight if as_long else whole)
        return o

    def ordered(data):
        given = data
        try:
            if type(data) is not bytes: data = str.encode(data)
{depth}
            s = decode(data)
{read}
{judged}
{same}
                for o in objects: break
                o._held = s; o._order = None
                return o
{over}
        except unsure: return exactly(given)
{otherwise}

    def spelt(data):
        given = data
        try:
            if type(data) is not bytes: data = str.encode(data)
{depth}
            s = decode_verbatim(data)
{verbatim_read}
{spelt_moments}
{judged}
{same}
                for o in stretch: break
                else: o = again()
                o._held = s; o._order = None
                return o
{over}
        except unsure: return exactly(given)
        return other(given, data, not over)

    def tight(data):
        given = data
        try:
            if type(data) is not bytes: data = str.encode(data)
{numbers}
            s = decode_verbatim(data)
{verbatim_read}
{moments}
{judged}
            # A buffer for each call at a time: another thread's text may be as long.
            b = spare.pop() if spare else bytearray()
            encode_into(s, b)
            size = len(b)
            spare.append(b)
        except unsure: return exactly(given)
        if size != len(data): return loose(given)
{taken}

    def whole(data):
        given = data
        try:
            if type(data) is not bytes: data = str.encode(data)
{numbers}
            s = decode_whole(data)
{whole_read}
{whole_moments}
{whole_judged}
{whole_proof}
        except ValidationError:
            use(loose)
            return loose(given)
        except unsure: return exactly(given)
{taken}

    def loose(data):
        given = data
        try:
            if type(data) is not bytes: data = str.encode(data)
{numbers}
            s = decode_verbatim(data)
{verbatim_read}
{moments}
{judged}
{proof}
        except unsure: return exactly(given)
{taken}

    def more(data):
        given = data
        try:
            if type(data) is not bytes: data = str.encode(data)
{deep}
{numbers}
            s = decode_more(data)
{verbatim_read}
{moments}
{judged}
{more_proof}
        except unsure: return exactly(given)
{taken}

    def exact(data):
        for o in stretch: break
        else: again()
        return exactly(data)

    return ordered, spelt, tight, whole, loose, more, exact
"""

_TAKEN = """\
        for o in stretch: break
        else: o = again()
        o._held = s; o._order = data
        return o"""
"""What ends each way whose objects keep their text."""
_BY_COUNT = """
n = count(data, 34) - {marks}
{less}
"""
_WITH_OTHERS = """
m = n
for v in astuple(others.read(data)):
    if v.__class__ is str: m -= 4
    elif v is not UNSET: m -= 2 + marks_of_other(v, data)
if m and not are_escaped(m, data):
    # Names that come for the first time?
    m = n - others.all_marks(data)
    if m and not are_escaped(m, data): return exactly(given)
"""
_ALL_COUNTED = """
if n:
    # Where no backslash is before a backslash, each quotation mark behind one is in a string.
    i = data.find(92); j = data.rfind(92) + 2
    if i < 0: return {rest}(given)
    if count(data, b'\\\\"', i, j) != n or data.find(b"\\\\\\\\", i, j) >= 0:
        b = bytearray()
        encode_into(s, b)
        if len(b) != len(data) and len(b) != len(compact(data)): return {rest}(given)
"""
_BY_TEXT = """
zero = False
{zeros}
if zero and 45 in data and may_have_negative_zero(data): return exactly(given)
"""
_SMALL = """
if data.find(b"0.0000") >= 0: return exactly(given)
"""
"""What is so small is spelled with an exponent, as which only the judge has it as Python does."""
_NUMBERS = f"""{_SMALL}
t = data.translate(shapes)
if (t.find(LONG) >= 0 or t.find(EXPONENT) >= 0) and may_round(data, t): return exactly(given)
"""
_SAME = """
# One buffer for all threads: whatever twin of this type is written as `data`, `data` is read as such.
encode_into(s, buffer)
if buffer == data:
"""
_OTHERWISE = "        return other(given, data, not over)"
_OTHERWISE_SPELT = """\
        # Where it is as long, names are in another order; where it is far longer, something else is there.
        if not over or over > {most}: return other(given, data, not over)
        o = spelt(given)
        if getattr(o, "_order", data) is None and type(o._held) is spelt_type: begin(spelt)
        return o"""
_OVER = "over = len(data) - len(buffer)"
_SAME_BUT_FOR_SPACE = """
# White space aside, only what is written of this very twin shows it: no other thread must write into the buffer.
b = spare.pop() if spare else bytearray()
encode_into(s, b)
over = len(data) - len(b)
same = not over and b == data or b.translate(None, SPACE) == data.translate(None, SPACE)
spare.append(b)
if same:
"""
_SINGLE = f"""{_SMALL}
t = data.translate(shapes)
if t.find(EXPONENT) >= 0 and may_round(data, t): return exactly(given)
"""
"""The same, where all else that is to be known of numbers is proved."""
_DEPTH = f"if len(data) > {2 * DEEPEST} and too_deep(data): return exactly(given)"


def _loading(verbatim: Twins, whole: Twins, more: Twins | None, number: int) -> str:
    """Return the code that loads."""
    rest = "exactly" if more is None else "more"

    def proof(twins: Twins, *, with_others: bool = False) -> str:
        marks, less = quotes_among(twins, number, "s")
        zeros = "\n".join(zeros_among(twins, number, "s"))
        # No quotation mark tells of `-0`.
        proofs = [
            *[_BY_TEXT.format(zeros=zeros)] * bool(zeros),
            _BY_COUNT.format(marks=marks, less="\n".join(less)),
            _WITH_OTHERS if with_others else _ALL_COUNTED.format(rest=rest),
        ]
        return block("".join(proofs).splitlines())

    spaced = (verbatim.fractions or verbatim.open) and not_spaced(verbatim)
    same, over = (_SAME_BUT_FOR_SPACE, "") if spaced else (_SAME, _OVER)
    moments = list(checking(verbatim, number, "s"))
    own = sum(member.moment and not member.within for member in verbatim.of[number].members.values())
    # Of those inside there may be any number.
    is_bounded = not spaced and own == sum("sure_moment" in line or "moments_" in line for line in moments)
    most = MOST_LONGER * own if is_bounded else sys.maxsize
    return _LOADING.format(
        many=sys.maxsize,
        taken=_TAKEN,
        otherwise=_OTHERWISE_SPELT.format(most=most) if moments else _OTHERWISE,
        same=block(same.splitlines()),
        over=block([over]),
        depth=block([*[_DEPTH] * verbatim.free, *_SINGLE.splitlines() * verbatim.single]),
        numbers=block([*[_DEPTH] * verbatim.free, *_NUMBERS.splitlines() * verbatim.fractions]),
        parts="\n".join(indented(called_functions(verbatim).splitlines())),
        read=block(reading(verbatim, number, "s", "part")),
        verbatim_read=block(reading(verbatim, number, "s", "part_verbatim")),
        whole_read=block(reading(whole, number, "s", "part_verbatim")),
        judged=block(judging(verbatim, number, "s")),
        whole_judged=block(judging(whole, number, "s")),
        moments=block(moments),
        spelt_moments=block(checking_spelt(verbatim, number, "s")),
        whole_moments=block(checking(whole, number, "s")),
        proof=proof(verbatim),
        whole_proof=proof(whole),
        deep=block([_DEPTH] * (not verbatim.free)),
        more_proof=proof(verbatim, with_others=True) if more is not None else block(["return exactly(given)"]),
    )
