"""
The code that reads, checks and counts a twin, member by member (see `proofs`).

Of a union the class of each object is known when the code runs, so there is a function for each class; and for each
class whose objects have such inside that there is no end.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from schemawright.models.fast.conditions import TWIN
from schemawright.models.fast.moments import CHECK
from schemawright.models.fast.texts import ARE_ALL, DECODED
from schemawright.models.fast.within import MAP, UNIQUE, in_all, loops, made_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.models.fast.twins import Member, Twin, Twins


def indented(lines: Iterable[str]) -> list[str]:
    """Return lines one step deeper."""
    return [f"    {line}" for line in lines]


def block(lines: Iterable[str]) -> str:
    """Return lines as what is inside of `try` in a function in a function."""
    return "\n".join([f"            {line}" for line in lines if line])


class _Work(NamedTuple):
    """
    Something that is done member by member.

    Args:
        lines: Yields the code, by a twin's number and an expression for it.
        call: What calls the function that does it, by its number and an expression.
        calls: The same, of the object of a union.
        is_asked: Whether it is to be done for a member.
        is_asked_of_all: Whether it is to be done for all of a twin.
    """

    lines: Callable[[Twins, int, str], Iterable[str]]
    call: str
    calls: str
    is_asked: Callable[[Member], bool]
    is_asked_of_all: Callable[[Twin], bool] = lambda _twin: False


def _is_asked(twins: Twins, numbers: Iterable[int], work: _Work) -> bool:
    """Return whether there is something to do in objects of some classes, or in those inside."""
    pending, found = list(numbers), set(numbers)
    while pending:
        twin = twins.of[pending.pop()]
        if work.is_asked_of_all(twin) or any(map(work.is_asked, twin.members.values())):
            return True
        inside = [number for member in twin.members.values() if member.kind != "plain" for number in member.numbers]
        pending += [number for number in dict.fromkeys(inside) if number not in found]
        found.update(inside)
    return False


def _inside(
    twins: Twins, member: Member, twin: str, work: _Work, of_levels: list[list[str]] | None = None
) -> list[str]:
    """Return the code for what is inside of a member, where something is to be done there."""
    held, inside = f"{twin}.f{member.at}", f"{twin}_{member.at}"
    lines: list[str] = []
    if member.kind in {"plain", "built"} or not _is_asked(twins, member.numbers, work):
        pass
    elif member.kinds:
        lines = [work.calls.format(inside, inside)]
    elif member.is_called:
        lines = [work.call.format(member.number, inside)]
    else:
        lines = list(work.lines(twins, member.number, inside))
    if member.within:
        return loops(member.within, held, inside, lines, of_levels or [[]] * len(member.within))
    if not lines:
        return []
    absent = f" and {inside} is not None" * (member.nullable or bool(member.kinds))
    return [f"{inside} = {held}", f"if {inside} is not UNSET{absent}:", *indented(lines)]


def checking(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that looks at the date-times of a twin."""
    return _checked(twins, number, twin, _CHECKED, "elif d[steps] == plain and null not in d: moment(d)")


def checking_spelt(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the same, for those which are spelt otherwise than msgspec does, most of them."""
    return _checked(twins, number, twin, _CHECKED_SPELT, "")


def _checked(twins: Twins, number: int, twin: str, work: _Work, first: str) -> Iterator[str]:
    for member in twins.of[number].members.values():
        if member.moment and member.within:
            held = f"{twin}.f{member.at}"
            yield f"if {held} is not UNSET and {held} is not None and not {_moments_in(member)}({held}): {_REFUSED}"
        elif member.moment:
            yield f"d = {twin}.f{member.at}"
            lines = ["elif d is UNSET: pass"] * (not member.required) + [first] * bool(first) + CHECK.splitlines()
            yield lines[0].removeprefix("el")
            yield from lines[1:]
        else:
            yield from _inside(twins, member, twin, work)


def _moments_in(member: Member) -> str:
    """Return the name of what judges date-times that are in arrays and dictionaries."""
    return "_".join(["moments_in", member.text, *member.within])


def moments_space(twins: Twins) -> dict[str, Any]:
    """Return what the code calls that looks at date-times in arrays and dictionaries."""
    members = [member for twin in twins.of.values() for member in twin.members.values() if member.within]
    return {_moments_in(one): in_all(one.within, ARE_ALL[DECODED[one.text]]) for one in members if one.moment}


_REFUSED = "return exactly(given)"
_MOMENTS = "if moments_{}({}): return exactly(given)", "if moments_of[{}.number]({}): return exactly(given)"
_CHECKED = _Work(checking, *_MOMENTS, lambda member: member.moment)
_CHECKED_SPELT = _CHECKED._replace(lines=checking_spelt)


def judging(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that judges what is judged apart, of a text that is at hand."""
    used = {f"few{member.few}" for one in twins.of.values() for member in one.members.values() if member.few >= 0}
    yield from (f"{name} = {name}_in(data)" for name in sorted(used))
    yield from _judging(twins, number, twin)


def _judging(twins: Twins, number: int, twin: str) -> Iterator[str]:
    return _judged(twins, number, twin, _JUDGED, by_text=True)


def _judging_alone(twins: Twins, number: int, twin: str) -> Iterator[str]:
    return _judged(twins, number, twin, _JUDGED_ALONE, by_text=False)


def _judged(twins: Twins, number: int, twin: str, work: _Work, *, by_text: bool) -> Iterator[str]:
    if twins.of[number].holds != "True":
        yield f"if not ({twins.of[number].holds.replace(TWIN, twin)}): return exactly(given)"
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        of_levels = [_of_level(judge) for judge in member.naming]
        if member.judge >= 0:
            absent = "" if member.required else f"{held} is not UNSET and "
            unless = f"not few{member.few} and " if by_text and member.few >= 0 else ""
            yield f"if {unless}{absent}not judge{member.judge}({held}): return exactly(given)"
        if member.kind == "plain":
            # Our own code judges the values in a dictionary, and not its names.
            yield from [line.format(held) for lines in of_levels for line in lines]
            if member.give is not None:
                yield f"{held} = {_giving(number, member)}({held})"
        else:
            yield from _inside(twins, member, twin, work, of_levels)


def _giving(number: int, member: Member) -> str:
    """Return the name of what gives the members of an enumeration."""
    return f"give_{number}_{member.at}"


def giving_space(twins: Twins) -> dict[str, Any]:
    """Return what the code calls that gives the members of enumerations."""
    members = [(number, member) for number, twin in twins.of.items() for member in twin.members.values()]
    return {_giving(number, member): member.give for number, member in members if member.give is not None}


def _of_level(judge: int) -> list[str]:
    """Return the code that judges the names of a dictionary, or that no items are equal: such are written alike."""
    if judge == UNIQUE:
        return ["if len(set(map(written, {0} or ()))) != len({0} or ()): return exactly(given)"]
    return [_NAMES.format(judge=judge)] * (judge >= 0)


_NAMES = "if not all(map(judge{judge}, {{}} or ())): return exactly(given)"
_JUDGED = _Work(
    _judging,
    "if judged_{}({}): return exactly(given)",
    "if judged_of[{}.number]({}): return exactly(given)",
    lambda member: member.judge >= 0 or member.give is not None or any(judge != -1 for judge in member.naming),
    lambda twin: twin.holds != "True",
)
_JUDGED_ALONE = _JUDGED._replace(lines=_judging_alone)


def reading(twins: Twins, number: int, twin: str, part: str) -> Iterator[str]:
    """Yield the code that reads the objects of unions in a twin, of whose text each tells its class."""
    work = _Work(partial(reading, part=part), f"{part}_in_{{}}({{}})", "", lambda member: bool(member.kinds))
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.kinds:
            at = _part_number(twins, member)
            made = f"{part}_of{at}[tag{at}({{0}}).tag]({{0}})"
            absent = (
                "" if member.required and not member.nullable else f"if {held} is not UNSET and {held} is not None: "
            )
            yield f"{absent}{held} = {made_of(member.within, held, made)}"
        else:
            yield from _inside(twins, member, twin, work)


def zeros_among(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that finds out whether a twin may have an integer that is 0."""
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.integers is not False:
            # To look at all items of an array would take longer than to look at the text.
            yield f"if {held} == 0: zero = True" if member.integers else f"if {held} is not UNSET: zero = True"
        else:
            yield from _inside(twins, member, twin, _ZEROS)


_ZEROS = _Work(
    zeros_among,
    "if zeros_{}({}): zero = True",
    "if zeros_of[{}.number]({}): zero = True",
    lambda member: member.integers is not False,
)

_PART = """
def part_{number}(raw):
    s = decode_{number}(raw)
{read}
    return s
def part_verbatim_{number}(raw):
    s = decode_verbatim_{number}(raw)
{verbatim_read}
    return s
"""
_CALLED = """
def part_in_{number}(s):
{read}
    pass
def part_verbatim_in_{number}(s):
{verbatim_read}
    pass
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
    space: dict[str, Any] = {"refuse": _refuse, "written": msgspec.json.Encoder().encode, **giving_space(verbatim)}
    for at, member in enumerate(_unions(verbatim)):
        kind = msgspec.defstruct("Tag", [("tag", str)], rename={"tag": member.tag}, gc=False)
        space |= {f"tag{at}": msgspec.json.Decoder(kind).decode, f"kinds{at}": member.kinds}
        for number in member.numbers:
            space[f"decode_{number}"] = msgspec.json.Decoder(twins.of[number].type).decode
            space[f"decode_verbatim_{number}"] = msgspec.json.Decoder(verbatim.of[number].type).decode
    return space


def _refuse(_given: Any) -> bool:
    return True


def called_functions(twins: Twins) -> str:
    """Return the code for what is called: functions for each class of objects of unions, and of such as recur."""
    unions = _unions(twins)
    numbers = {number for member in unions for number in member.numbers}
    # Where nothing is to be read inside, there is no need of a function.
    of_unions = {one: "part" if any(reading(twins, one, "s", "part")) else "decode" for one in numbers}
    recur = {member.number for twin in twins.of.values() for member in twin.members.values() if member.is_called}
    pieces = []
    for number in sorted(of_unions.keys() | recur):
        marks, less = quotes_among(twins, number, "s")
        made = {
            "read": reading(twins, number, "s", "part"),
            "verbatim_read": reading(twins, number, "s", "part_verbatim"),
            "moments": checking(twins, number, "s"),
            "judged": _judging_alone(twins, number, "s"),
            "zeros": zeros_among(twins, number, "s"),
            "less": less,
        }
        blocks = {name: "\n".join(indented(lines)) for name, lines in made.items()}
        template = _PART * (number in of_unions) + _CALLED
        pieces.append(template.format(number=number, marks=marks, **blocks))
    for name in ("moments", "judged", "zeros", "less"):
        functions = [f"{number}: {name}_{number}" for number in sorted(of_unions)]
        pieces.append(f"{name}_of = {{{', '.join(functions)}}}")
    both = [f"{number}: ({read}_{number}, {read}_verbatim_{number})" for number, read in sorted(of_unions.items())]
    pieces.append(f"parts_of = {{{', '.join(both)}}}")
    pieces += [_UNION.format(at=at) for at in range(len(unions))]
    return "\n".join(pieces) if of_unions or recur else ""


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
        inside, below = _quotes_inside(twins, member, inner)
        is_inline = member.kind == "object" and not member.within and not member.is_called
        own = 4 if member.quoted else 2 + inside * is_inline
        marks += own
        if member.within:
            if not member.required:
                less.append(f"if {held} is UNSET: n += {own}")
            of_maps = [[_NAMED] * (one == MAP) for one in member.within]
            of_maps[-1] += [_NAMED] * (member.kind == "texts")  # A text has as many as a name.
            less += loops(member.within, held, inner, [f"n -= {inside}"] * bool(inside) + below, of_maps)
            continue
        if member.kind != "plain" and (below or member.nullable or not member.required):
            less.append(f"{inner} = {held}")
            held = inner
        chain = "if"
        if not member.required:
            less.append(f"if {held} is UNSET: n += {own}")
            chain = "elif"
        if member.nullable and member.kind != "plain" and (below or inside):
            less.append(f"{chain} {held} is None: n += {inside}")
            chain = "elif"
        if below:
            less += below if chain == "if" else ["else:", *indented(below)]
        elif member.kind == "plain" and member.quoted is None:
            less.append(_quotes_less(member, held))
    return marks, less


_NAMED = "n -= 2 * len({} or ())"


def _quotes_inside(twins: Twins, member: Member, inner: str) -> tuple[int, list[str]]:
    """Return how many quotation marks each object in a member takes that has all, and the code for what others do."""
    if member.kind in {"plain", "texts"}:
        return 0, []
    if member.kind == "built":
        return 0, [f"n -= quotes_in({inner})"]
    if member.kinds:
        return 0, [f"n += less_of[{inner}.number]({inner})"]
    return (
        (0, [f"n += less_{member.number}({inner})"]) if member.is_called else quotes_among(twins, member.number, inner)
    )
