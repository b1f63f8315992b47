"""
The code that reads, checks and counts a twin, member by member (see `proofs`).

Of a union the class of each object is known when the code runs, so there is a function for each class.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.models.fast.conditions import TWIN
from schemawright.models.fast.moments import CHECK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.models.fast.twins import Member, Twins


def indented(lines: Iterable[str]) -> list[str]:
    """Return lines one step deeper."""
    return [f"    {line}" for line in lines]


def block(lines: Iterable[str]) -> str:
    """Return lines as what is inside of `try` in a function in a function."""
    return "\n".join([f"            {line}" for line in lines if line])


def checking(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that looks at the date-times of a twin."""
    return _checked(twins, number, twin, "elif d[steps] == plain and null not in d: moment(d)")


def checking_spelt(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the same, for those which are spelt otherwise than msgspec does, most of them."""
    return _checked(twins, number, twin, "")


def _checked(twins: Twins, number: int, twin: str, first: str) -> Iterator[str]:
    for member in twins.of[number].members.values():
        if member.moment:
            yield f"d = {twin}.f{member.at}"
            lines = ["elif d is UNSET: pass"] * (not member.required) + [first] * bool(first) + CHECK.splitlines()
            yield lines[0].removeprefix("el")
            yield from lines[1:]
        else:
            yield from _inside(twins, member, twin, checking if first else checking_spelt)


def judging(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that judges what is judged apart."""
    if twins.of[number].holds != "True":
        yield f"if not ({twins.of[number].holds.replace(TWIN, twin)}): return exactly(given)"
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.judge >= 0:
            absent = "" if member.required else f"{held} is not UNSET and "
            yield f"if {absent}not judge{member.judge}({held}): return exactly(given)"
        else:
            yield from _inside(twins, member, twin, judging)


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
    yield from indented(inner)


def _each_part(member: Member, held: str, inside: str, line: str) -> list[str]:
    """Return the code that does something for each object of a union in a member."""
    line = line.format(inside, inside)
    if member.kind == "unions":
        absent = "" if member.required and not member.nullable else f"if {held} is not UNSET and {held} is not None:"
        lines = [f"for {inside} in {held}:", f"    {line}"]
        return [absent, *indented(lines)] if absent else lines
    return [f"{inside} = {held}", f"if {inside} is not UNSET and {inside} is not None:", f"    {line}"]


def reading(twins: Twins, number: int, twin: str, part: str) -> Iterator[str]:
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
            yield from _inside(twins, member, twin, partial(reading, part=part))


def zeros_among(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that finds out whether a twin may have an integer that is 0."""
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.integers is not False:
            # To look at all items of an array would take longer than to look at the text.
            yield f"if {held} == 0: zero = True" if member.integers else f"if {held} is not UNSET: zero = True"
        else:
            yield from _inside(twins, member, twin, zeros_among)


_OF_PARTS: dict[Any, str] = {
    checking: "if moments_of[{}.number]({}): return exactly(given)",
    checking_spelt: "if moments_of[{}.number]({}): return exactly(given)",
    judging: "if judged_of[{}.number]({}): return exactly(given)",
    zeros_among: "if zeros_of[{}.number]({}): zero = True",
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


def union_space(twins: Twins, verbatim: Twins) -> dict[str, Any]:
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


def union_functions(twins: Twins) -> str:
    """Return the code for the objects of unions: functions for each class."""
    unions = _unions(twins)
    numbers = sorted({number for member in unions for number in member.numbers})
    pieces = []
    for number in numbers:
        marks, less = quotes_among(twins, number, "s")
        made = {
            "read": reading(twins, number, "s", "part"),
            "verbatim_read": reading(twins, number, "s", "part_verbatim"),
            "moments": checking(twins, number, "s"),
            "judged": judging(twins, number, "s"),
            "zeros": zeros_among(twins, number, "s"),
            "less": less,
        }
        blocks = {name: "\n".join(indented(lines)) for name, lines in made.items()}
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


def quotes_among(twins: Twins, number: int, twin: str) -> tuple[int, list[str]]:
    """Return how many quotation marks a twin that has all takes, and the code that takes from `n` what others do."""
    marks, less = 0, []
    for member in twins.of[number].members.values():
        held, inner = f"{twin}.f{member.at}", f"{twin}_{member.at}"
        inside, below = (0, []) if member.kind == "plain" or member.kinds else quotes_among(twins, member.number, inner)
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
            less += below if chain == "if" else ["else:", *indented(below)]
        elif member.kind == "list":
            less += [f"for {inner} in {held} or ():", *indented([f"n -= {inside}", *below])]
        elif member.kind == "plain" and member.quoted is None:
            less.append(_quotes_less(member, held))
    return marks, less
