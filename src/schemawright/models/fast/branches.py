"""
Branches of `oneOf` and `anyOf` of which an object is of one only, since a text in it says so.

The others surely refuse it: they require another text by the name, or are about no objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.accept.types import Unsupported
from schemawright.models.fast.conditions import literals
from schemawright.models.fast.parts import Part, parts_of, said_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.models.fast.places import Place, Places
    from schemawright.runtime import Carried, Carrier, Spec

_UNIONS = ("oneOf", "anyOf")
_TELLING = frozenset({"const", "enum", "$ref", "allOf"})


def with_branches(places: Places, parts: list[Part], carried: Carried) -> list[Part]:
    """
    Return the parts of a class's objects, with those of the branches that it stands for, in the place of these unions.

    Args:
        places: Where references lead.
        parts: The parts, where the class is used.
        carried: The class.

    Raises:
        Unsupported: Another branch may accept what this one does.
    """
    if not any(name in part.said for part in parts for name in _UNIONS):
        return parts
    own = frozenset().union(*[same(places, places.named(at)) for at in carried.at])
    found = list(parts)
    others: list[tuple[frozenset[str], list[Kind]]] = []
    at = 0
    while at < len(found):
        part = found[at]
        for name in _UNIONS:
            if name not in part.said:
                continue
            branches = part.place.schema[name]
            kinds, told = _kinds(places, part, branches)
            taken = [number for number, kind in enumerate(kinds) if not own.isdisjoint(kind.identities)]
            if taken:
                _put(found, at, name, [_parts(places, part, branches[number]) for number in taken])
                others.append((told, [kind for number, kind in enumerate(kinds) if number not in taken]))
        at += 1
    texts, needed = texts_of(places, found), required_by(found)
    for told, kinds in others:
        if told.isdisjoint(needed) and not all(kind.is_refused_by(texts, needed) for kind in kinds):
            raise Unsupported
    return found


def _kinds(places: Places, part: Part, branches: list[Any]) -> tuple[list[Kind], frozenset[str]]:
    """
    Return what the branches of a union say, and the properties of which each text is of one of them at the most.

    It is found out once, as each class of a union asks for it.
    """
    key = id(branches), part.place.base
    if key not in places.unions:
        kinds = [_kind(places, part, branch) for branch in branches]
        all_texts = [kind.texts for kind in kinds if kind.is_of_objects]
        told = [name for name in (all_texts[0] if all_texts else ()) if _tells([one.get(name) for one in all_texts])]
        places.unions[key] = kinds, frozenset(told)
    found: tuple[list[Kind], frozenset[str]] = places.unions[key]
    return found


def _tells(texts: list[frozenset[str] | None]) -> bool:
    """Return whether no text is of two."""
    known = [one for one in texts if one is not None]
    return len(known) == len(texts) and len(frozenset().union(*known)) == sum(map(len, known))


def same(places: Places, place: Place) -> frozenset[int]:
    """Return the identities of a subschema, and of what it leads to where it is a reference and nothing else."""
    found: list[int] = []
    while isinstance(place.schema, dict) and id(place.schema) not in found:
        found.append(id(place.schema))
        if said_in(place.schema, place.dialect) != {"$ref"}:
            break
        place, _ = places.target(place, place.schema["$ref"])
    return frozenset(found)


class Kind(NamedTuple):
    """
    What a branch says that tells its objects from others.

    Args:
        identities: Those of the branch, of what it leads to, and of the branches of unions in it.
        is_of_objects: Whether it is about objects.
        texts: The properties that are one of a few texts.
    """

    identities: frozenset[int]
    is_of_objects: bool
    texts: dict[str, frozenset[str]]

    def is_refused_by(self, texts: Mapping[str, frozenset[str]], needed: frozenset[str]) -> bool:
        """Return whether it refuses all objects that have some texts, of those that they need."""
        if not self.is_of_objects:
            return True
        return any(name in needed and own.isdisjoint(texts.get(name, own)) for name, own in self.texts.items())


def _kind(places: Places, part: Part, schema: Any) -> Kind:
    """Return what a branch says."""
    parts = _parts(places, part, schema) if schema is not False else []
    is_of_objects = schema is not False and all("object" in _types(one) for one in parts)
    identities, texts = same(places, part.place.inside(schema)), texts_of(places, parts)
    for one in parts:
        for name in one.said.intersection(_UNIONS):
            inner, _ = _kinds(places, one, one.place.schema[name])
            identities = identities.union(*[kind.identities for kind in inner])
            texts = _both(texts, _any_of([kind.texts for kind in inner if kind.is_of_objects]))
    return Kind(identities, is_of_objects, texts)


def _any_of(kinds: list[dict[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Return the texts that objects have of which each is of one of some kinds."""
    names = frozenset.intersection(*map(frozenset, kinds)) if kinds else frozenset()
    return {name: frozenset().union(*[texts[name] for texts in kinds]) for name in names}


def _both(one: dict[str, frozenset[str]], other: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return the texts of objects that have those of two."""
    return one | {name: texts & one.get(name, texts) for name, texts in other.items()}


def required_by(parts: Iterable[Part]) -> frozenset[str]:
    """Return the names that every object has of which some parts hold."""
    return frozenset(name for part in parts for name in part.schema.get("required", ()))


def _parts(places: Places, part: Part, schema: Any) -> list[Part]:
    return parts_of(places, part.place.inside(schema), part.above)


def _put(found: list[Part], at: int, name: str, taken: list[list[Part]]) -> None:
    """Put the parts of a branch behind the part that has it, as parts of that."""
    if len(taken) > 1:
        raise Unsupported
    for number in range(at + 1):
        if number + found[number].inside >= at:
            found[number] = found[number]._replace(inside=found[number].inside + len(taken[0]))
    found[at] = found[at]._replace(said=found[at].said - {name})
    found[at + 1 : at + 1] = taken[0]


def _types(part: Part) -> Any:
    types = part.schema.get("type", ["object"])
    return types if isinstance(types, list) else [types]


def texts_of(places: Places, parts: Iterable[Part]) -> dict[str, frozenset[str]]:
    """Return the properties that are one of a few texts in every object, where they are there, and these texts."""
    found: dict[str, frozenset[str]] = {}
    for part in parts:
        for name, schema in part.schema.get("properties", {}).items():
            if not isinstance(schema, dict) or _TELLING.isdisjoint(schema):
                continue
            for inner in parts_of(places, part.place.inside(schema), frozenset()):
                texts = literals(inner.schema, inner.place.dialect)
                if texts is not None:
                    found[name] = found.get(name, frozenset(texts)) & frozenset(texts)
    return found


def classes_of(carrier: Carrier[Any], spec: Spec) -> list[int]:
    """
    Return the numbers of the classes of which an object is one, by a choice that says so, and those in it.

    Raises:
        Unsupported: It may be something else.
    """
    found = list(_classes_of(carrier, spec, frozenset()))
    if len(found) != len(set(found)):
        raise Unsupported
    return found


def _classes_of(carrier: Carrier[Any], spec: Spec, above: frozenset[str]) -> Iterator[int]:
    if spec[2:] != (True,) or repr(spec) in above:
        raise Unsupported
    for _, one in spec[1]:
        inner = carrier.known(one)
        if inner is None:
            continue
        if inner[0] == "choice":
            yield from _classes_of(carrier, inner, above | {repr(spec)})
        elif inner[0] == "object":
            yield inner[1]
        else:
            raise Unsupported


def tag_of(places: Places, kinds: dict[int, list[Part]]) -> tuple[str, dict[str, int]]:
    """
    Return the property whose text tells apart of which class an object is, and the class for each text.

    Args:
        places: Where references lead.
        kinds: Class number → the parts of its objects.

    Raises:
        Unsupported: None does.
    """
    texts = {number: texts_of(places, parts) for number, parts in kinds.items()}
    for name in sorted(frozenset.intersection(*map(required_by, kinds.values()))) if kinds else ():
        numbers = {text: number for number, own in texts.items() for text in own.get(name, ())}
        if all(own.get(name) for own in texts.values()) and len(numbers) == sum(
            len(own[name]) for own in texts.values()
        ):
            return name, numbers
    raise Unsupported
