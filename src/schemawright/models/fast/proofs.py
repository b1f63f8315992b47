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

import re
import sys
from datetime import datetime
from functools import partial
from itertools import repeat, starmap
from operator import length_hint
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec.structs import astuple

from schemawright.engines.accept.types import SURE_FORMATS
from schemawright.models.fast.conditions import TWIN
from schemawright.models.fast.others import Others, marks_of_other
from schemawright.models.spelling.depth import DEEPEST, may_nest_too_deep
from schemawright.models.spelling.negative_zero import may_have_one
from schemawright.models.spelling.numbers import EXPONENT, LONG, SHAPES, may_round_as
from schemawright.runtime import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.models.fast.turns import Turns
    from schemawright.models.fast.twins import Member, Twins
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
        "sure_moment": _sure_moment, "moment": datetime.fromisoformat, "steps": _STEPS, "length_hint": length_hint,
        "plain": _PLAIN, "encode": str.encode, "digits": _DIGITS, "in_utc": _IN_UTC, "with_offset": _WITH_OFFSET,
        "may_have_negative_zero": may_have_one, "starmap": starmap, "repeat": repeat, "make_object": object.__new__,
        "null": "\0", "may_round": may_round_as, "shapes": SHAPES, "LONG": LONG, "EXPONENT": EXPONENT, "SPACE": SPACE,
        "too_deep": may_nest_too_deep, "spelt_type": verbatim.of[number].type,
        "more_type": more and more.of[number].type, "others": Others(frozenset(verbatim.of[number].members)),
        "are_escaped": _are_escaped, "marks_of_other": marks_of_other, "astuple": astuple,
        **{f"judge{at}": judge for at, judge in enumerate(verbatim.judges)},
        **_part_space(twins, verbatim),
    }  # fmt: skip
    exec(_loading(verbatim, whole, more, number), space)  # noqa: S102  (made of numbers and identifiers)
    return Ways(*space["make"]())


def not_spaced(twins: Twins) -> bool:
    """
    Return whether a twin is what was read if, white space aside, it is written as that, in strings too.

    White space in strings aside, token by token is the same then: no member was lost, and a string in a twin is the one
    that is in its place; a date-time with some in it is none to msgspec.  Only names may not be told apart by it.
    """
    return not any(space in name for twin in twins.of.values() for name in twin.members for space in SPACE.decode())


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
_sure_moment = re.compile(SURE_FORMATS["date-time"]).match
_STEPS = slice(None, 3, -3)
_DIGITS = bytes.maketrans(b"123456789", b"000000000")


def _midnight_ends_a_day() -> bool:
    """Return whether this Python reads the hour 24, which RFC 3339 does not have."""
    try:
        datetime.fromisoformat("2026-03-02T24:00:00Z")
    except ValueError:
        return False
    return True


_PLAIN = None if _midnight_ends_a_day() else "Z::T--"
"""
What stands at every third place of a date-time without fractions, in UTC, from its end to its fourth character.

What has this, no null character (at which Python's reader may stop), and is read as ISO 8601, is a date-time: of twenty
characters nothing is left but digits, and where there are one or two more, a hyphen is where every form of a date has a
digit.  It takes two thirds of the time of the expression.
"""
_MOMENTS = [] if _PLAIN is None else [b"0000-00-00T00:00:00" + b".%b" % (b"0" * n) * (n > 0) for n in range(10)]
_IN_UTC = frozenset([moment + b"Z" for moment in _MOMENTS])
_WITH_OFFSET = frozenset([moment + sign + b"00:00" for moment in _MOMENTS for sign in (b"+", b"-")])
"""
What date-times are, each digit made 0: what is one of these, and is read as ISO 8601, is a date-time.

It takes two thirds of the time of the expression, too.  Only an offset may have 60 minutes or more to Python.
"""

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
        if turns.leave(before - left) and turns.lessons == lessons:
            if type(getattr(o, "_order", None)) is not bytes: begin(exact)
            elif type(o._held) is more_type: begin(more)
            elif not teach(data): begin(tight if as_long else whole)
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
        for o in stretch: break
        else: o = again()
        o._held = s; o._order = data
        return o

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
        for o in stretch: break
        else: o = again()
        o._held = s; o._order = data
        return o

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
        for o in stretch: break
        else: o = again()
        o._held = s; o._order = data
        return o

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
        for o in stretch: break
        else: o = again()
        o._held = s; o._order = data
        return o

    def exact(data):
        for o in stretch: break
        else: again()
        return exactly(data)

    return ordered, spelt, tight, whole, loose, more, exact
"""

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
_MOMENT = """\
elif (shape := encode(d).translate(digits)) in in_utc or shape in with_offset and d[-2] < "6": moment(d)
elif not sure_moment(d): return exactly(given)
"""
_OFFSET = len(".123456789+00:00") - len(".123456Z")
"""By how much a date-time is longer at the most than as msgspec writes it."""
_NUMBERS = """
t = data.translate(shapes)
if (t.find(LONG) >= 0 or t.find(EXPONENT) >= 0) and may_round(data, t): return exactly(given)
"""
_SMALL = 'if data.find(b"0.0000") >= 0: return exactly(given)'
"""Beside others a number is spelled in one way only, so that it stays so when these are asked for."""
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
_DEPTH = f"if len(data) > {2 * DEEPEST} and too_deep(data): return exactly(given)"


def _loading(verbatim: Twins, whole: Twins, more: Twins | None, number: int) -> str:
    """Return the code that loads."""
    rest = "exactly" if more is None else "more"

    def proof(twins: Twins, *, with_others: bool = False) -> str:
        marks, less = _quotes(twins, number, "s")
        zeros = "\n".join(_zeros(twins, number, "s"))
        # No quotation mark tells of `-0`.
        proofs = [
            *[_BY_TEXT.format(zeros=zeros)] * bool(zeros),
            _BY_COUNT.format(marks=marks, less="\n".join(less)),
            _WITH_OTHERS if with_others else _ALL_COUNTED.format(rest=rest),
        ]
        return _block("".join(proofs).splitlines())

    spaced = (verbatim.fractions or verbatim.open) and not_spaced(verbatim)
    same, over = (_SAME_BUT_FOR_SPACE, "") if spaced else (_SAME, _OVER)
    moments = list(_moments(verbatim, number, "s"))
    own = sum(member.moment for member in verbatim.of[number].members.values())
    # Of those inside there may be any number.
    is_bounded = not spaced and own == sum("sure_moment" in line or "moments_of" in line for line in moments)
    most = _OFFSET * own if is_bounded else sys.maxsize
    return _LOADING.format(
        many=sys.maxsize,
        otherwise=_OTHERWISE_SPELT.format(most=most) if moments else _OTHERWISE,
        same=_block(same.splitlines()),
        over=_block([over]),
        depth=_block([_DEPTH] * verbatim.free),
        numbers=_block([*[_DEPTH] * verbatim.free, *_NUMBERS.splitlines() * verbatim.fractions]),
        parts="\n".join(_indented(_parts(verbatim).splitlines())),
        read=_block(_read(verbatim, number, "s", "part")),
        verbatim_read=_block(_read(verbatim, number, "s", "part_verbatim")),
        whole_read=_block(_read(whole, number, "s", "part_verbatim")),
        judged=_block(_judged(verbatim, number, "s")),
        whole_judged=_block(_judged(whole, number, "s")),
        moments=_block(moments),
        spelt_moments=_block(_spelt_moments(verbatim, number, "s")),
        whole_moments=_block(_moments(whole, number, "s")),
        proof=proof(verbatim),
        whole_proof=proof(whole),
        deep=_block([*[_DEPTH] * (not verbatim.free), *[_SMALL] * verbatim.fractions]),
        more_proof=proof(verbatim, with_others=True) if more is not None else _block(["return exactly(given)"]),
    )


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _block(lines: Iterable[str]) -> str:
    return "\n".join([f"            {line}" for line in lines if line])


def _moments(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that looks at the date-times of a twin."""
    return _checked(twins, number, twin, "elif d[steps] == plain and null not in d: moment(d)")


def _spelt_moments(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the same, for those which are spelt otherwise than msgspec does, most of them."""
    return _checked(twins, number, twin, "")


def _checked(twins: Twins, number: int, twin: str, first: str) -> Iterator[str]:
    for member in twins.of[number].members.values():
        if member.moment:
            yield f"d = {twin}.f{member.at}"
            lines = ["elif d is UNSET: pass"] * (not member.required) + [first] * bool(first) + _MOMENT.splitlines()
            yield lines[0].removeprefix("el")
            yield from lines[1:]
        else:
            yield from _inside(twins, member, twin, _moments if first else _spelt_moments)


def _judged(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that judges what is judged apart."""
    if twins.of[number].holds != "True":
        yield f"if not ({twins.of[number].holds.replace(TWIN, twin)}): return exactly(given)"
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.judge >= 0:
            absent = "" if member.required else f"{held} is not UNSET and "
            yield f"if {absent}not judge{member.judge}({held}): return exactly(given)"
        else:
            yield from _inside(twins, member, twin, _judged)


def _inside(twins: Twins, member: Member, twin: str, made: Callable[[Twins, int, str], Iterator[str]]) -> Iterator[str]:
    """Yield the code for what is inside of a member, where something is to be done there."""
    held, inside = f"{twin}.f{member.at}", f"{twin}_{member.at}"
    if member.kinds:
        yield from _each_part(member, held, inside, _OF_PARTS[made])
        return
    inner = list(made(twins, member.number, inside)) if member.kind in {"object", "list"} else []
    if not inner:
        return
    if member.kind == "object":
        yield f"{inside} = {held}"
        yield f"if {inside} is not UNSET{f' and {inside} is not None' * member.nullable}:"
    else:
        yield f"for {inside} in {held} or ():"
    yield from _indented(inner)


def _each_part(member: Member, held: str, inside: str, line: str) -> list[str]:
    """Return the code that does something for each object of a union in a member."""
    line = line.format(inside, inside)
    if member.kind == "unions":
        absent = "" if member.required and not member.nullable else f"if {held} is not UNSET and {held} is not None:"
        lines = [f"for {inside} in {held}:", f"    {line}"]
        return [absent, *_indented(lines)] if absent else lines
    return [f"{inside} = {held}", f"if {inside} is not UNSET and {inside} is not None:", f"    {line}"]


def _read(twins: Twins, number: int, twin: str, part: str) -> Iterator[str]:
    """Yield the code that reads the objects of unions in a twin, of whose text each tells its class."""
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.kinds:
            name = f"{part}{_part_number(twins, member)}"
            made = f"[{name}(i) for i in {held}]" if member.kind == "unions" else f"{name}({held})"
            absent = (
                "" if member.required and not member.nullable else f"if {held} is not UNSET and {held} is not None: "
            )
            yield f"{absent}{held} = {made}"
        else:
            yield from _inside(twins, member, twin, partial(_read, part=part))


def _zeros(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that finds out whether a twin may have an integer that is 0."""
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.integers is not False:
            # To look at all items of an array would take longer than to look at the text.
            yield f"if {held} == 0: zero = True" if member.integers else f"if {held} is not UNSET: zero = True"
        else:
            yield from _inside(twins, member, twin, _zeros)


_OF_PARTS: dict[Any, str] = {
    _moments: "if moments_of[{}.number]({}): return exactly(given)",
    _spelt_moments: "if moments_of[{}.number]({}): return exactly(given)",
    _judged: "if judged_of[{}.number]({}): return exactly(given)",
    _zeros: "if zeros_of[{}.number]({}): zero = True",
}
"""What yields code → the code for the object of a union, by the function of its class."""

_PART = """
def part_{number}(raw):
    s = decode_{number}(raw)
{read}
    return s
def part_verbatim_{number}(raw):
    s = decode_verbatim_{number}(raw)
{verbatim_read}
    return s
def moments_{number}(s, exactly=refuse, given=None):
{moments}
    return False
def judged_{number}(s, exactly=refuse, given=None):
{judged}
    return False
def zeros_{number}(s):
    zero = False
{zeros}
    return zero
def less_{number}(s):
    n = -{marks}
{less}
    return n
"""
_UNION = """
part_of{at} = {{text: parts_of[number][0] for text, number in kinds{at}.items()}}
part_verbatim_of{at} = {{text: parts_of[number][1] for text, number in kinds{at}.items()}}
def part{at}(raw): return part_of{at}[tag{at}(raw).tag](raw)
def part_verbatim{at}(raw): return part_verbatim_of{at}[tag{at}(raw).tag](raw)
"""


def _unions(twins: Twins) -> list[Member]:
    """Return the members that have unions, one of each union."""
    members = [member for twin in twins.of.values() for member in twin.members.values() if member.kinds]
    return list({(member.tag, *member.kinds.items()): member for member in members}.values())


def _part_number(twins: Twins, member: Member) -> int:
    """Return the number of the union that a member has."""
    return [(one.tag, one.kinds) for one in _unions(twins)].index((member.tag, member.kinds))


def _part_space(twins: Twins, verbatim: Twins) -> dict[str, Any]:
    """Return what the code calls that reads the objects of unions."""
    space: dict[str, Any] = {"refuse": _refuse}
    for at, member in enumerate(_unions(verbatim)):
        kind = msgspec.defstruct("Tag", [("tag", str)], rename={"tag": member.tag}, gc=False)
        space |= {f"tag{at}": msgspec.json.Decoder(kind).decode, f"kinds{at}": member.kinds}
        for number in member.numbers:
            space[f"decode_{number}"] = msgspec.json.Decoder(twins.of[number].type).decode
            space[f"decode_verbatim_{number}"] = msgspec.json.Decoder(verbatim.of[number].type).decode
    return space


def _refuse(_given: Any) -> bool:
    return True


def _parts(twins: Twins) -> str:
    """Return the code for the objects of unions: functions for each class."""
    unions = _unions(twins)
    numbers = sorted({number for member in unions for number in member.numbers})
    pieces = []
    for number in numbers:
        marks, less = _quotes(twins, number, "s")
        made = {
            "read": _read(twins, number, "s", "part"),
            "verbatim_read": _read(twins, number, "s", "part_verbatim"),
            "moments": _moments(twins, number, "s"),
            "judged": _judged(twins, number, "s"),
            "zeros": _zeros(twins, number, "s"),
            "less": less,
        }
        blocks = {name: "\n".join(_indented(lines)) for name, lines in made.items()}
        pieces.append(_PART.format(number=number, marks=marks, **blocks))
    for name in ("moments", "judged", "zeros", "less"):
        functions = [f"{number}: {name}_{number}" for number in numbers]
        pieces.append(f"{name}_of = {{{', '.join(functions)}}}")
    both = [f"{number}: (part_{number}, part_verbatim_{number})" for number in numbers]
    pieces.append(f"parts_of = {{{', '.join(both)}}}")
    pieces += [_UNION.format(at=at) for at in range(len(unions))]
    return "\n".join(pieces) if unions else ""


def _quotes_less(member: Member, held: str) -> str:
    """Return the code that takes from `n` the quotation marks of a value that may have some."""
    if member.marks is not None:
        return f"if {held} is not UNSET and {held} is not None: n -= {member.marks} * len({held})"
    return f"n -= quotes_in({held})" if member.is_open else f"if isinstance({held}, str): n -= 2"


def _quotes(twins: Twins, number: int, twin: str) -> tuple[int, list[str]]:
    """Return how many quotation marks a twin that has all takes, and the code that takes from `n` what others do."""
    marks, less = 0, []
    for member in twins.of[number].members.values():
        held, inner = f"{twin}.f{member.at}", f"{twin}_{member.at}"
        inside, below = (0, []) if member.kind == "plain" or member.kinds else _quotes(twins, member.number, inner)
        own = 4 if member.quoted else 2 + inside if member.kind == "object" else 2
        marks += own
        if member.kinds:
            if not member.required:
                less.append(f"if {held} is UNSET: n += {own}")
            less += _each_part(member, held, inner, "n += less_of[{}.number]({})")
            continue
        if member.kind == "object" and (below or member.nullable or not member.required):
            less.append(f"{inner} = {held}")
            held = inner
        chain = "if"
        if not member.required:
            less.append(f"if {held} is UNSET: n += {own}")
            chain = "elif"
        if member.kind == "object" and member.nullable and inside:
            less.append(f"{chain} {held} is None: n += {inside}")
            chain = "elif"
        if member.kind == "object" and below:
            less += below if chain == "if" else ["else:", *_indented(below)]
        elif member.kind == "list":
            less += [f"for {inner} in {held} or ():", *_indented([f"n -= {inside}", *below])]
        elif member.kind == "plain" and member.quoted is None:
            less.append(_quotes_less(member, held))
    return marks, less
