"""
One engine for many members that are judged by their own subschemas.

To compile what judges one takes a millisecond and a half, to compile what judges fifty little more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schemawright.engines.accept.types import Unsupported
from schemawright.errors import SchemawrightError
from schemawright.models.fast.conditions import TWIN
from schemawright.models.fast.kinds import refers
from schemawright.runtime import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.engines.judging import Judge
    from schemawright.models.fast.judges import Judges
    from schemawright.models.fast.places import Place
    from schemawright.models.fast.twins import Member
    from schemawright.models.loading.loader import Loader

_MOST_ALONE = 8
"""How many members are judged each by itself; all others are judged together."""
_URI = "schemawright:together"
_PLAIN = "/~!$&'()*+,;=:@"
"""What stands in the fragment of a URI as it is, beside letters and digits."""


class Together:
    """
    The members that one engine judges, by numbers.

    Args:
        loader: The module's loader.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._known: dict[Any, tuple[str, ...]] = {}
        """Where the first subschemas stand that say what others do, of those that refer to nothing."""
        self._alone: set[tuple[str, ...]] = set()
        self._numbers: dict[tuple[str, ...], int] = {}

    def number_in(self, judges: Judges, places: tuple[str, ...], at: list[Place]) -> tuple[int, int]:
        """
        Return the number of what judges a member by some subschemas, and that by which it is judged with others; or -1.

        Args:
            judges: The judges of the objects.
            places: Where the subschemas stand: `uri#pointer`.
            at: They themselves.

        Raises:
            Unsupported: As `number_of`.
        """
        if not places:
            return -1, -1
        places = self._known.setdefault(_said(at) or places, places)
        if places not in self._alone and len(self._alone) == _MOST_ALONE:
            return -1, self.number_of(places, at)
        self._alone.add(places)
        return judges.number_of(self._loader.judge_at(places)), -1

    def holds(self, judges: Judges, members: Iterable[Member]) -> str:
        """Return the expression that those members of a twin are valid which are judged together."""
        found = {member.at: member.together for member in members if member.together >= 0}
        if not found:
            return "True"
        number = judges.number_of(self.judge(found.values()))
        return f"judge{number}(({', '.join([f'{TWIN}.f{at}' for at in found])},))"

    def number_of(self, places: tuple[str, ...], at: Iterable[Place]) -> int:
        """
        Return the number of what is judged by some subschemas.

        Args:
            places: Where they stand: `uri#pointer`.
            at: They themselves.

        Raises:
            Unsupported: One is of another dialect than the module, or stands in a resource inside of another one.
        """
        loader = self._loader
        roots = {loader.places.named(f"{place.partition('#')[0]}#").base for place in places}
        if any(one.base not in roots or one.dialect != loader.dialect for one in at):
            raise Unsupported
        return self._numbers.setdefault(places, len(self._numbers))

    def judge(self, numbers: Iterable[int]) -> Judge:
        """Return what judges some members, each by its number; of those that are not there it is given `UNSET`."""
        names = [str(number) for number in numbers]
        verdict: Judge | None = None

        def is_valid(values: tuple[Any, ...]) -> bool:
            nonlocal verdict
            found = {name: value for name, value in zip(names, values, strict=True) if value is not UNSET}
            if not found:
                return True
            if verdict is None:
                verdict = self._verdict()
            return verdict(found)

        return is_valid

    def _verdict(self) -> Judge:
        """Return the verdict on all members, each by its number; compiled once, whoever asks."""
        loader, key = self._loader, tuple(self._numbers)
        if key not in loader.places.together:
            try:
                loader.places.together[key] = self._compiled()
            except SchemawrightError:
                loader.places.together[key] = lambda _values: False  # Whatever it is, the exact way tells it.
        found: Judge = loader.places.together[key]
        return found

    def _compiled(self) -> Judge:
        schema = {"properties": {str(number): _all_of(places) for places, number in self._numbers.items()}}
        return self._loader.judge_beside(schema, _URI)


def _said(at: list[Place]) -> str:
    """Return what some subschemas say if they refer to nothing: what says the same judges the same."""
    return "" if any(refers(place.schema) for place in at) else repr([(place.dialect, place.schema) for place in at])


def _all_of(places: tuple[str, ...]) -> dict[str, Any]:
    return {"allOf": [{"$ref": _reference(place)} for place in places]}


def _reference(place: str) -> str:
    uri, _, pointer = place.partition("#")
    return f"{uri}#{quote(pointer, safe=_PLAIN)}"
