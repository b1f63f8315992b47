"""
How an object is made of its fields: by an `__init__` that puts them all to where they belong at once.

A dataclass's own sets field by field, each of which is a property. It makes the first object of a class, the one from
here all others: most programs only load, and have no use for it. Nor for what compares objects that were made.
"""

from __future__ import annotations

from functools import WRAPPER_ASSIGNMENTS, update_wrapper
from typing import TYPE_CHECKING, Any

from schemawright.runtime.equality import are_equal
from schemawright.runtime.fields import AS_THEY_ARE, MISSING, has_any, holding, slot_name, text_in
from schemawright.runtime.model import Model, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.runtime.carried import Carried


def hasten(carried: Carried) -> None:
    """Give a class its quick `__init__`, unless somebody gave it another one, and its quick equality."""
    cls: Any = carried.cls
    own = vars(cls).get("__init__")
    if own is carried.slow_init:
        cls.__init__ = _quick_init(carried, own)
        carried.holder.same = _quick_equality(carried)


def _quick_init(carried: Carried, own: Any) -> Callable[..., None]:
    """Return what does as a dataclass's own `__init__`, and looks like it, in signatures and in errors."""
    mark = "_"
    while any(field.startswith(mark) for field in carried.fields):
        mark += "_"
    me = own.__code__.co_varnames[0]
    space: dict[str, Any] = {}
    lines = list(_lines(carried, me, mark, space))
    taken = ", ".join([me, *["*"] * bool(carried.fields), *carried.fields])
    code = [f"def make({', '.join(space)}):", f"    def __init__({taken}):", *[f"        {line}" for line in lines]]
    made_by: dict[str, Any] = {}
    # What it is annotated with is looked up in its module, where nothing is to be added: it has the rest by closure.
    exec("\n".join([*code, "    return __init__"]), own.__globals__, made_by)  # noqa: S102  (of numbers and identifiers)
    made: Any = update_wrapper(made_by["make"](**space), own, WRAPPER_ASSIGNMENTS, ())
    del made.__wrapped__
    made.__kwdefaults__ = own.__kwdefaults__
    quick: Callable[..., None] = made
    return quick


def _lines(carried: Carried, me: str, mark: str, space: dict[str, Any]) -> Iterator[str]:
    """Yield the code, and put what it names into its space, by names that no field has."""

    def name(of: str, value: Any) -> str:
        space[f"{mark}{of}"] = value
        return f"{mark}{of}"

    # Somebody may want to know of every field that is set, and say so in a class of their own, or in this one later.
    own = name("setattr", object.__setattr__)
    yield f"if {me}.__class__.__setattr__ is not {own}:"
    given = ", ".join([me, *[f"{field}={field}" for field in carried.fields]])
    yield f"    return {name('slow_init', carried.slow_init)}({given})"
    yield f"{me}._order = None"
    held = f"{mark}held"
    yield f"{held} = {me}._held = {name('holder', carried.holder)}()"
    kinds = name("kinds", AS_THEY_ARE)
    for at, (field, spec) in enumerate(carried.properties.values()):
        if carried.is_held(spec):
            hold = holding(carried.texts.get(field), keeps_texts=has_any("text", spec))
            kept = f"{field} if {field}.__class__ in {kinds} else {name(f'hold{at}', hold)}({field})" if hold else field
            yield f"{held}.f{at} = {kept}"
        else:
            yield f"{name(f'set{at}', carried.slots[field].__set__)}({me}, {field})"
    if carried.extra_field:
        others = carried.extra_field
        # What the dataclass has as its default says that a dictionary is to be made.
        absent = name("absent", carried.slow_init.__kwdefaults__[others])
        yield f"{name('set_others', carried.slots[others].__set__)}({me}, {{}} if {others} is {absent} else {others})"


def _quick_equality(carried: Carried) -> Callable[..., bool | None]:
    """
    Return what says whether two objects of a class that hold fields are equal; None where only their fields say it.

    Scalars of one kind are equal as Python has it. What is inside is compared by calls, a few levels deep.
    """
    space: dict[str, Any] = {
        "cls": carried.cls, "holder": carried.holder, "scalars": _SCALARS, "missing": MISSING, "inside": _are_same,
        "are_equal": are_equal, "parts_of": parts_of,
    }  # fmt: skip
    lines = ["if value.__class__ is not cls: return None", "held = other._held"]
    lines.append("if held.__class__ is not holder: return None")
    for at, (field, spec) in enumerate(carried.properties.values()):
        space[f"slot{at}"] = slot_name(field)
        if carried.is_held(spec):
            lines += [f"one, two = self.f{at}, held.f{at}", _SAME]
        else:
            lines += [_IN_SLOTS.format(at=at), _SAME if text_in(spec) else _SAME_INSIDE]
    if carried.extra_field:
        space["others"] = slot_name(carried.extra_field)
        lines.append("one, two = getattr(value, others, missing), getattr(other, others, missing)")
        lines.append("if one or two or one.__class__ is not two.__class__: return None")
    code = "\n".join([f"def same(self, value, other, depth={_DEPTH}):", *lines, "return True"]).replace("\n", "\n    ")
    exec(code, space)  # noqa: S102  (made of numbers)
    same: Callable[..., bool | None] = space["same"]
    return same


_IN_SLOTS = "one, two = getattr(value, slot{at}), getattr(other, slot{at})"
_SAME = """if one is not two:
    if one.__class__ is not two.__class__ or one.__class__ not in scalars:
        if not are_equal(iter([(one, two)]), parts_of): return False
    elif one != two: return False"""
_SAME_INSIDE = """if one is not two:
    same = inside(one, two, depth)
    if not same: return same"""
_SCALARS = AS_THEY_ARE - {list, dict}
_DEPTH = 5
"""How many levels of objects are compared by a call inside a call; what is below is compared without."""


def _are_same(one: Any, other: Any, depth: int) -> bool | None:
    """Return whether two values of fields are equal; None where it is not to be found out by a call for each level."""
    kind = one.__class__
    if depth and kind is other.__class__:
        if kind is list and len(one) == len(other):
            found = [_are_same(*pair, depth) for pair in zip(one, other, strict=True)]
            return False if False in found else None if None in found else True
        if isinstance(one, Model) and kind.__eq__ is Model.__eq__ and one._held.__class__ is one._carried.holder:
            same: bool | None = one._held.same(one, other, depth - 1)
            return same
    return None if isinstance(one, Model | list) and not depth else are_equal(iter([(one, other)]), parts_of)
