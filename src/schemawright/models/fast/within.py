"""What holds the objects of a property: arrays and dictionaries, one in another, the outermost first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.engines.judging import Judge

    Within: TypeAlias = tuple[str, ...]

LIST, MAP = "list", "map"
CONTAINERS: dict[str, Any] = {LIST: list, MAP: dict}
"""What objects may be in → its type."""
UNIQUE = -2
"""Stands for that no two items of an array are equal."""


def innermost(value: Any, within: Within) -> Iterator[Any]:
    """
    Yield what is in arrays and dictionaries, of a JSON value that has them.

    >>> list(innermost({"a": [1], "b": [2, 3]}, (MAP, LIST)))
    [1, 2, 3]
    """
    if not within:
        yield value
        return
    found: Any = ()
    if type(value) is dict and within[0] == MAP:
        found = value.values()
    elif type(value) is list and within[0] == LIST:
        found = value
    for one in found:
        yield from innermost(one, within[1:])


def made_of(within: Within, value: str, make: str, *, checked: bool = False) -> str:
    """
    Return the expression that makes something of each of the innermost values.

    Args:
        within: What they are in.
        value: An expression for the outermost.
        make: What is made of one: an expression with `{0}` for it.
        checked: Whether what is inside of another is to be looked at, whether it is an array, or a dictionary of texts.

    >>> made_of((MAP, LIST), "v", "f({0})")
    '{k: [f(i) for i in i] for k, i in v.items()}'
    >>> made_of((LIST, LIST), "v", "f({0})", checked=True)
    '[[f(i) for i in listed(i)] for i in v]'
    """
    return _made_of(within, value, make, checked=checked, is_outermost=True)


def _made_of(within: Within, value: str, make: str, *, checked: bool, is_outermost: bool = False) -> str:
    if not within:
        return make.format(value)
    inner = _made_of(within[1:], "i", make, checked=checked)
    if checked and not is_outermost:
        value = f"{'listed' if within[0] == LIST else 'mapped'}({value})"
    return f"[{inner} for i in {value}]" if within[0] == LIST else f"{{k: {inner} for k, i in {value}.items()}}"


def loops(within: Within, held: str, inside: str, lines: Iterable[str], of_maps: Iterable[Iterable[str]]) -> list[str]:
    """
    Return the code that does something for each of the innermost values, and for each dictionary.

    Args:
        within: What they are in.
        held: An expression for the outermost, which may be `UNSET` or null.
        inside: The name that each of the innermost values gets.
        lines: What is done for that.
        of_maps: What is done for what each level has, by an expression for it, `{}`; nothing for an array.

    >>> loops((MAP,), "h", "x", ["f(x)"], [["g({})"]])
    ['g(h)', 'for x in h.values() if h else ():', '    f(x)']
    """
    levels = list(of_maps)
    names = [held, *[f"{inside}i{level}" for level in range(len(within) - 1)], inside]
    made = list(lines)
    for level in reversed(range(len(within))):
        one, each = names[level : level + 2]
        all_of = f"{one} or ()" if within[level] == LIST else f"{one}.values() if {one} else ()"
        made = [f"for {each} in {all_of}:", *[f"    {line}" for line in made]] if made else []
        made = [*[line.format(one) for line in levels[level]], *made]
    return made


def are_unique(scalars: Any) -> bool:
    """Return whether no two of some scalars are surely equal: to Python, True is 1."""
    return len(set(scalars)) == len(scalars)


def in_map(judge: Judge) -> Judge:
    """Return what judges what a dictionary has by what judges all that there is."""
    return lambda held: judge(held.values())


def in_each(judge: Judge) -> Judge:
    """Return what judges all of some arrays or dictionaries by what judges one."""
    return lambda held: all(map(judge, held))


def in_all(within: Within, judge: Judge) -> Judge:
    """
    Return what judges what is in arrays and dictionaries, one in another, by what judges all that there is.

    >>> are_texts = in_all((MAP, LIST), lambda values: all(type(value) is str for value in values))
    >>> are_texts({"a": ["b"], "c": []}), are_texts({"a": [1]})
    (True, False)
    """
    made = judge
    for level in reversed(within):
        made = in_map(judge) if level == MAP else judge
        judge = in_each(made)
    return made
