"""
Twins: a `Struct` for each class, whose types under-approximate the schema (see `schemawright.engines.accept.types`).

A twin has all that the schema declares; what an object does not have is `UNSET` in it, and is left out when it is
written.  So one twin stands for every subset of the properties, and writes them in one order.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from schemawright.runtime import UNSET, Carried

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.engines.judging import Judge
    from schemawright.models.fast.parts import Part
    from schemawright.models.fast.steps import OfText
    from schemawright.models.fast.within import Within

    Order = tuple[str, ...]


class Member(NamedTuple):
    """
    How a property is handed over.

    Args:
        field: Its field.
        at: Its number among the schema's properties, which the twin's field has too.
        required: Whether every object has it.
        kind: `plain`; `object`, of one class; `union`, of one class each, of several; `texts`, in
            arrays or dictionaries, with parsed access; or `built`, by a spec (see `schemawright.models.fast.built`).
        number: The class of the object, or of each.
        moment: Whether it is a date-time, or has some, or dates, which are checked apart: a pattern of msgspec takes
            longer.
        text: What its texts are to whoever asks for them.
        quoted: Whether it is always written in quotation marks (true), never (false), or some of it (None).
        integers: Whether it may be an integer (true), not (false), or have some inside (None).
        nullable: Whether there may be null instead of an object, or of what objects are in.
        is_open: Whether something in it can be changed without setting it.
        marks: How many quotation marks each item of an array, or member of a dictionary, has; None where that differs.
        judge: The number of what judges it apart; -1 where the type says all.
        few: The number of what judges numbers by all of a text, so that they need not be judged; -1 where nothing does.
        tag: The property whose text tells of which class an object of a union is.
        kinds: What that may be → the number of the class.
        within: What the objects, or the texts, are in (see `schemawright.models.fast.within`).
        naming: Of each level of that, the number of what judges the names of a dictionary; `UNIQUE` of an array no two
            items of which are equal; -1 of others.
        build: Builds what is built.
        give: Gives the members of an enumeration for their texts, once these are judged.
        together: The number by which it is judged together with others (see `schemawright.models.fast.together`).
        is_called: Whether functions deal with the objects, since such may be inside of such, or too much is.
    """

    field: str = ""
    at: int = -1
    required: bool = False
    kind: str = "plain"
    number: int = -1
    moment: bool = False
    text: str = ""
    quoted: bool | None = None
    integers: bool | None = False
    nullable: bool = False
    is_open: bool = False
    marks: int | None = None
    judge: int = -1
    few: int = -1
    tag: str = ""
    kinds: Mapping[str, int] = MappingProxyType({})
    within: Within = ()
    naming: tuple[int, ...] = ()
    is_called: bool = False
    build: Callable[[Any], Any] | None = None
    give: Callable[[Any], Any] | None = None
    together: int = -1

    def number_of(self, value: Any) -> int:
        """Return the number of the class of a valid value in it; -1 where that is not known."""
        text = value.get(self.tag) if self.kinds and type(value) is dict else None
        return self.kinds.get(text, -1) if type(text) is str else self.number

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all classes of which an object in it may be."""
        return tuple(dict.fromkeys(self.kinds.values())) or (self.number,) * (self.number >= 0)


class Twin(NamedTuple):
    """
    The twin of one class.

    Args:
        carried: The class.
        order: The order in which names are written.
        members: Property name → how it is handed over.
        type: The `Struct`.
        others: The same of properties that are not declared, whose names were learned (see
            `schemawright.models.fast.others`).
        holds: The expression that says what its type does not (see `schemawright.models.fast.conditions`).
    """

    carried: Carried
    order: Order
    members: Mapping[str, Member]
    type: Any
    holds: str = "True"
    others: Mapping[str, Member] = MappingProxyType({})


class Twins(NamedTuple):
    """
    The twins of a class and of all that is in its objects.

    Args:
        of: Class number → twin.
        fractions: Whether there are numbers with fractions: how one was written, only writing it again tells.
        single: Whether each number is to be spelled in one way only, as there may be others beside.
        quoted: Whether there are strings only, in objects.
        judges: What judges values apart.
        few: What says of all of a text that its numbers are multiples of a step.
        free: Whether values may nest as deep as they like.
        open: Whether something in them can be changed without setting it.
        parts: Class number → what its objects are, in parts.
        named: Whether there are dictionaries of objects: their names have no order that is theirs.
    """

    of: Mapping[int, Twin]
    fractions: bool
    quoted: bool
    judges: tuple[Judge, ...] = ()
    free: bool = False
    open: bool = False
    parts: Mapping[int, list[Part]] = MappingProxyType({})
    named: bool = False
    few: tuple[OfText, ...] = ()
    single: bool = False


def with_others(twins: Twins) -> Twins:
    """Return twins to which properties that are not declared, but known, are like all others."""
    return twins._replace(
        of={number: twin._replace(members={**twin.members, **twin.others}) for number, twin in twins.of.items()}
    )


def are_alike(one: Twins, other: Twins) -> bool:
    """Return whether code that is made for some twins is for others, too: members are of one kind, judged alike."""
    return bool(_likeness(one) == _likeness(other))


def _likeness(twins: Twins) -> Any:
    members = {number: twin.members.values() for number, twin in twins.of.items()}
    return len(twins.judges), {
        number: [(member.kind, member.judge, member.naming) for member in of_one] for number, of_one in members.items()
    }


def make_struct(order: Order, members: Mapping[str, Member], kinds: Mapping[str, Any]) -> Any:
    """Return a type whose names are in some order, and which leaves out what is `UNSET`."""
    fields = []
    for name in order:
        field, kind = f"f{members[name].at}", kinds.get(name, object)
        fields.append((field, kind) if members[name].required and kinds else (field, kind, UNSET))
    names = {f"f{members[name].at}": name for name in order}
    return msgspec.defstruct("Twin", fields, rename=names, kw_only=True, omit_defaults=True, gc=False)
