"""Values that are told one by one (`enum`, `const`, and unions of these): their types, and what judges the rest."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, get_origin

from schemawright.engines.accept.options import integer_of, option_types, options_of
from schemawright.engines.accept.types import Unsupported
from schemawright.keywords import FLAT
from schemawright.models.fast.json_types import UNIONS
from schemawright.models.fast.parts import parts_of, saying
from schemawright.models.fast.within import CONTAINERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from schemawright.engines.judging import Judge
    from schemawright.models.fast.places import Place, Places
    from schemawright.runtime import Spec

_SCALARS = frozenset({str, int, float, bool, type(None)})
_LARGEST = 1 << 53
"""Up to here an integer is one for floats, too."""


def options_at(places: Places, place: Place, above: frozenset[str]) -> list[Any] | None:
    """
    Return the values that a subschema accepts, where it tells them one by one; None where it does not.

    Args:
        places: Where references lead.
        place: The subschema.
        above: The URIs of the references that led to it.

    Raises:
        Unsupported: Some of them are arrays or objects, or a reference leads nowhere.

    >>> from schemawright.models.fast.places import Place, Places
    >>> schema = {"oneOf": [{"const": 1, "title": "one"}, {"enum": [2, None]}, {"enum": [2]}]}
    >>> options_at(Places({}, "", "draft7"), Place(schema, "", "draft7"), frozenset())
    [1, None]
    """
    own = list(saying(parts_of(places, place, above)))
    if len(own) != 1:
        return None
    (part,) = own
    schema, said = part.schema, part.said
    if not said <= FLAT[part.place.dialect].keys():
        return None  # What a dialect does not know says nothing: a branch would be taken for less than it is.
    if said - {"type"} in ({"enum"}, {"const"}):
        options = options_of(schema)
        if not _SCALARS.issuperset(map(type, options)):
            raise Unsupported
        return options
    if len(said) != 1 or said.isdisjoint(UNIONS):
        return None
    (name,) = said
    branches = [options_at(places, part.place.inside(one), part.above) for one in schema[name]]
    return _of_branches([one for one in branches if one is not None], name) if None not in branches else None


def _of_branches(branches: list[list[Any]], name: str) -> list[Any]:
    """Return the values that some branches accept: one of them, or one and no other."""
    found: dict[Any, list[Any]] = {}
    for branch in branches:
        for key, option in {_key(option): option for option in branch}.items():
            found.setdefault(key, []).append(option)
    return [same[0] for same in found.values() if name == "anyOf" or len(same) == 1]


def _key(option: Any) -> Any:
    """Return what values have in common that are equal in JSON: to Python, True is 1."""
    return (option.__class__ is bool, option)


def listed(options: list[Any], spec: Spec) -> tuple[Any, tuple[Judge, Judge] | None]:
    """
    Return the type of some values, and what judges one of it, and all that there are; None where the type says it all.

    >>> kind, (judge, _) = listed(["a", True, 1.0], None)
    >>> kind
    typing.Union[typing.Literal['a'], int, bool, float]
    >>> [judge(value) for value in ("a", True, 1, 1.0, False, 1.5)]
    [True, True, True, True, False, False]
    """
    types = option_types(options)
    others: list[Any] = []
    if any(type(option) is float for option in options) and spec is None:
        # It may be written as a number of either kind.
        types = [int if _is_of_integers(kind) else kind for kind in types]
        others.append(float)
    if bool not in types and any(type(option) is bool for option in options):
        others.insert(0, bool)
    kinds = (*types, *others)
    if not kinds:
        raise Unsupported
    kind: Any = Union[kinds]  # noqa: UP007  (made of a tuple)
    if not others:
        return kind, None
    return kind, _judges(frozenset(_decoded(options)))


def _is_of_integers(kind: Any) -> bool:
    return get_origin(kind) is Literal and type(kind.__args__[0]) is int


def _decoded(options: list[Any]) -> list[tuple[type, Any]]:
    """Return what the options are decoded as, each behind its class."""
    found = [(type(option), option) for option in options if type(option) is not float]
    found += [(float, option) for option in options if type(option) is float]
    wholes = [(option, integer_of(option)) for option in options]
    found += [(int, whole) for option, whole in wholes if whole is not None]
    return found + [(float, float(whole)) for _, whole in wholes if whole is not None and abs(whole) <= _LARGEST]


def giving_members(spec: Spec, enums: Sequence[Any]) -> Callable[[Any], Any] | None:
    """
    Return what gives the members of an enumeration for texts, wherever they are, and all else as it is; None of others.

    Args:
        spec: How a value is carried.
        enums: The module's enumerations, by their numbers.
    """
    if spec and spec[0] == "enum":
        known = {one.value: one for one in enums[spec[1]]}
        return lambda value: known.get(value, value)
    give = giving_members(spec[1], enums) if spec and spec[0] in CONTAINERS else None
    if not spec or give is None:
        return None
    if CONTAINERS[spec[0]] is list:
        return lambda value: [give(one) for one in value] if value.__class__ is list else value
    return lambda value: {name: give(one) for name, one in value.items()} if value.__class__ is dict else value


@cache
def _judges(known: frozenset[tuple[type, Any]]) -> tuple[Judge, Judge]:
    """Return what says whether a value is a known one, and whether all are."""
    are_known: Callable[[Any], bool] = known.issuperset
    return lambda value: (value.__class__, value) in known, lambda values: are_known(zip(map(type, values), values))  # noqa: B905
