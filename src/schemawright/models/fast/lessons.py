"""What the fast path learns of valid instances: orders of names, and the names of what no schema declares."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from schemawright.models.fast.others import DEEPEST, MOST, is_name, is_sure_other
from schemawright.models.fast.within import innermost

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from schemawright.models.fast.twins import Member, Order, Twin, Twins

OFTEN = 3
"""How often a name comes before it is learned."""
_MOST_SEEN = 256
"""How many are counted at the same time."""


def orders_of(twins: Twins, value: Any, number: int, found: dict[int, Order]) -> None:
    """Add the orders of names of a valid value of a class, and of what is in it."""
    if type(value) is not dict or number in found or number < 0:
        return
    twin = twins.of[number]
    if any(name not in twin.members and name not in twin.others for name in value):
        return
    found[number] = merged(twin.order, tuple(value))
    for name, member in twin.members.items():
        below = value.get(name)
        for one in innermost(below, member.within) if member.number >= 0 or member.kinds else ():
            orders_of(twins, one, member.number_of(one), found)
            if not member.kinds:
                break


def with_names(twin: Twin, new: Collection[str], objects: Iterable[Any]) -> Order:
    """
    Return an order of a class's names, and of some that it does not declare; they stand where objects have them.

    Where there would be too many, others give way to them: what came once may never come again.
    """
    order = twin.order
    if len(twin.others) + len(new) > MOST:
        order = tuple([name for name in order if name in twin.members])
    order = (*order, *[name for name in new if name not in order])
    for value in objects:
        order = merged(order, tuple([name for name in value if name in order]))
    return order


def merged(old: Order, new: Order) -> Order:
    """
    Return an order of all names that has those of a record as they are, and the others behind what they were behind.

    >>> merged(("a", "b", "c"), ("c", "a"))
    ('c', 'a', 'b')
    """
    if _follows(new, old):
        return old
    found = list(new)
    before = ""
    for name in old:
        if name not in new:
            found.insert(found.index(before) + 1 if before in found else 0, name)
        before = name
    return tuple(found)


def _follows(names: Order, order: Order) -> bool:
    """Return whether names come in an order."""
    rest = iter(order)
    return all(name in rest for name in names)


class Undeclared:
    """The names of others, as they come in valid instances that only the exact way took, class by class."""

    def __init__(self) -> None:
        self.mixed: set[tuple[int, str]] = set()
        """Those that have not always been text."""
        self._seen: Counter[tuple[int, str]] = Counter()
        self._refused: set[int] = set()

    def wanted(self, twins: Twins, found: Mapping[tuple[int, str], Any], times: int = 1) -> dict[int, list[str]]:
        """
        Return the names to learn, class by class.

        Args:
            twins: What is known.
            found: Class number and name → an object that has it.
            times: For how many they count.
        """
        able = [
            (number, name) for (number, name), value in found.items() if self._is_able(twins.of[number], name, value)
        ]
        if len(self._seen) > _MOST_SEEN:
            self._seen.clear()  # Names of which hardly one comes twice.
            self.mixed = {(number, name) for number, name in self.mixed if name in twins.of[number].others}
        self._seen.update(dict.fromkeys(able, times))
        self.mixed.update([(number, name) for number, name in able if type(found[number, name][name]) is not str])
        wanted: dict[int, list[str]] = {}
        if any(self._seen[one] >= OFTEN for one in able):
            # What came before, and is to come again, does not wait for its turn: to learn takes long.
            for number, name in [one for one, often in self._seen.items() if often > 1]:
                wanted.setdefault(number, []).append(name)
                del self._seen[number, name]
        return {number: names[:MOST] for number, names in wanted.items()}

    def _is_able(self, twin: Twin, name: str, value: Any) -> bool:
        is_open = twin.carried.extra_field and twin.type.number not in self._refused
        return bool(is_open and is_name(name) and is_sure_other(value[name]))

    @property
    def has_pending(self) -> bool:
        """Whether there are names of which it is to be seen whether they come again."""
        return bool(self._seen)

    def refuse(self, number: int, mixed: Iterable[tuple[int, str]]) -> None:
        """
        Learn no names of a class any more: what its schema says of them is not simple enough.

        Args:
            number: The class.
            mixed: Those that had not always been text, before.
        """
        self._refused.add(number)
        self.mixed = set(mixed)


def _is_known(other: Member | None, value: Any) -> bool:
    return other is not None and (other.kind == "built" or type(value) is str)


def undeclared_in(
    twins: Twins, value: Any, number: int, found: dict[tuple[int, str], Any], levels: int = DEEPEST
) -> None:
    """
    Add what is not declared, nor known, in a valid value of a class, and all that is in it; by class and name.

    What is known as text is added where it is none.
    """
    if type(value) is not dict or number < 0 or not levels:
        return
    twin = twins.of[number]
    for name in value:
        if name not in twin.members and not _is_known(twin.others.get(name), value[name]):
            found[number, name] = value
    for name, member in twin.members.items():
        if member.numbers and name in value:
            for one in innermost(value[name], member.within):
                undeclared_in(twins, one, member.number_of(one), found, levels - 1)
