"""
Members that have no twins: decoded as plain values, judged by their own subschemas, and built when they are asked for.

So whatever a subschema says that no type here says, the rest of the object does not wait for it.  That needs that the
judgement is the member's own: it is so wherever no keyword below depends on the way that led there.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from schemawright.engines.accept.types import Unsupported
from schemawright.errors import SchemawrightError
from schemawright.models.fast.parts import parts_of
from schemawright.models.fast.pure import SCALARS
from schemawright.models.fast.tuples import tuple_judge
from schemawright.pointer import format_pointer
from schemawright.runtime import UNSET
from schemawright.runtime.fields import MISSING, acquire, changes, looking, next_change, release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.engines.judging import Judge
    from schemawright.models.fast.places import Place
    from schemawright.models.loading.loader import Loader
    from schemawright.runtime import Carried, Model, Spec

    Give = Callable[[Any, Model, int], Any]
    """Gives an object what its twin has inside; it is told what `changes` were when the object did not have it."""

_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
"""What leads elsewhere by what led to it."""


class Standing:
    """
    Where the subschemas of some resources stand.

    Args:
        resources: The resources, by URI.
    """

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._above: dict[int, tuple[int, str]] = {}
        self._uris = {id(contents): uri for uri, contents in resources.items()}
        self.is_static = True
        """Whether nothing in them leads elsewhere by what led to it."""
        pending = list(resources.values())
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                self.is_static = self.is_static and _DYNAMIC.isdisjoint(value)
                inside: Iterable[tuple[Any, Any]] = value.items()
            else:
                inside = enumerate(value) if isinstance(value, list) else ()
            for step, inner in inside:
                if isinstance(inner, dict | list):
                    self._above[id(inner)] = id(value), str(step)
                    pending.append(inner)

    def at(self, place: Place) -> str:
        """
        Return where a subschema stands: `uri#pointer`.

        Raises:
            Unsupported: It stands in none of them, or what it says depends on what led to it.

        >>> from schemawright.models.fast.places import Place
        >>> schema = {"items": [{"type": "string"}]}
        >>> Standing({"https://e.org/": schema}).at(Place(schema["items"][0], "https://e.org/", "draft7"))
        'https://e.org/#/items/0'
        """
        at, steps = id(place.schema), list[str]()
        while at in self._above:
            at, step = self._above[at]
            steps.append(step)
        if at not in self._uris or not self.is_static:
            raise Unsupported
        return f"{self._uris[at]}#{format_pointer(tuple(reversed(steps)))}"


def judge_at(loader: Loader, places: tuple[str, ...]) -> Judge:
    """Return the verdict of some subschemas, all together, on plain values; compiled when it is first asked."""

    def engines() -> Judge:
        return loader.plain.verdict(places)

    return late(lambda: _of_tuples(loader, places, late(engines)) or engines())


def late(make: Callable[[], Judge]) -> Judge:
    """Return a judge that is made when it is first asked; one that cannot be made refuses all."""
    verdict: Judge | None = None

    def is_valid(value: Any) -> bool:
        nonlocal verdict
        if verdict is None:
            try:
                verdict = make()
            except SchemawrightError:
                verdict = _never  # Whatever it is, the exact way tells it.
        return verdict(value)

    return is_valid


def _of_tuples(loader: Loader, places: tuple[str, ...], otherwise: Judge) -> Judge | None:
    """Return a judge of our own; None where there is none."""
    try:
        parts = [part for place in places for part in parts_of(loader.places, loader.places.named(place), frozenset())]
    except Unsupported:
        return None
    return tuple_judge(loader.places, parts, otherwise, assert_formats=loader.carrier.assert_formats)


def _never(_value: Any) -> bool:
    return False


def giving_built(carried: Carried, field: str, at: int, build: Callable[[Any], Any]) -> Give:
    """
    Return what builds the value of a member, and gives it to the object that holds the twin.

    Args:
        carried: The class of the object.
        field: Its field.
        at: The number of the twin's.
        build: Builds it from its JSON value.
    """
    slot, read = carried.slots[field], attrgetter(f"f{at}")
    put, look = slot.__set__, looking(slot, field, carried.cls)

    def give(held: Any, value: Model, seen: int) -> Any:
        found = read(held)
        if found is UNSET:
            return found
        # To build may take a judge: nobody waits for it.
        made = build(found)
        if made is found and made.__class__ in SCALARS:
            return made  # Nothing can be done to it: the object need not have it.
        acquire()
        try:
            if changes[0] is not seen:
                found = look(value)
                if found is not MISSING:
                    return found  # Another thread was faster.
            if value._order.__class__ is not tuple:
                held.part(value)
            put(value, made)
            changes[0] = next_change()
            return made
        finally:
            release()

    return give


def building(loader: Loader, spec: Spec) -> Callable[[Any], Any]:
    """Return what builds a carrier by a spec, of plain values however deep."""
    build: Callable[[Any], Any] | None = None

    def make(value: Any) -> Any:
        nonlocal build
        build = build or loader.built_by(spec)
        return build(value)

    return make
