"""
The fast path of a module whose root is an array or a dictionary of objects, item by item: each goes that of its class.

An item that this does not take goes the exact way alone if it is of one class, and all of the text where one is wrong:
findings have the places of the whole text.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from schemawright.engines.accept.types import Unsupported
from schemawright.errors import SchemawrightError
from schemawright.models.fast.branches import same
from schemawright.models.fast.objects import Fast
from schemawright.models.fast.parts import parts_of, said_in, saying
from schemawright.models.fast.proofs import UNSURE
from schemawright.models.fast.twin_types import ARRAY, MAP_OF_ALL
from schemawright.models.fast.unions import FastUnion, make_fast_union
from schemawright.models.fast.within import LIST, MAP
from schemawright.models.spelling.depth import DEEPEST
from schemawright.runtime import to_written

if TYPE_CHECKING:
    from schemawright.models.fast.places import Place, Places
    from schemawright.models.loading.loader import Loader
    from schemawright.runtime import Spec


class _Holder(NamedTuple):
    """
    What items are in.

    Args:
        type: The type of that.
        name: As which type JSON Schema knows it.
        known: The keywords of which it is proved here that they hold.
        items: The one that says what items are.
        bounds: Those which say how many there are at least and at the most.
    """

    type: type
    name: str
    known: frozenset[str]
    items: str
    bounds: tuple[str, str]


_HOLDERS = {
    LIST: _Holder(list, "array", ARRAY, "items", ("minItems", "maxItems")),
    MAP: _Holder(dict, "object", MAP_OF_ALL, "additionalProperties", ("minProperties", "maxProperties")),
}
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode
_split_named = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_encode = msgspec.json.Encoder().encode
_compact: Any = partial(msgspec.json.format, indent=-1)


def make_fast_items(loader: Loader) -> FastItems | None:
    """Return the fast path of a module's root; None where it is not just an array or a dictionary of objects."""
    spec = loader.carrier.known(loader.carrier.root)
    if not spec or spec[0] not in _HOLDERS:
        return None
    holder = _HOLDERS[spec[0]]
    try:
        at, root = _root(loader.places)
        (part,) = saying(parts_of(loader.places, root, frozenset()))
        if part.place != root or root.schema.get("type") != holder.name or not part.said <= holder.known:
            return None
        place = root.inside(root.schema[holder.items])
        items = _fast_item(loader, loader.carrier.known(spec[1]), f"{at}/{holder.items}", place)
    except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError, RecursionError):
        return None
    if items is None:
        return None
    least, most = (root.schema.get(name, other) for name, other in zip(holder.bounds, (0, inf), strict=True))
    return FastItems(loader, items, holder.type, least, most)


def _root(places: Places) -> tuple[str, Place]:
    """Return the URI of the root, or of what it leads to if it is a reference and nothing else; and what that is."""
    at, place = "#", places.named("")
    above: set[str] = set()
    while isinstance(place.schema, dict) and said_in(place.schema, place.dialect) == {"$ref"}:
        place, full = places.target(place, place.schema["$ref"])
        if full in above or not full.partition("#")[2].startswith("/"):
            raise Unsupported
        above.add(full)
        at = full
    return at, place


def _fast_item(loader: Loader, spec: Spec, at: str, place: Place) -> Fast | FastUnion | None:
    """Return the fast path of each item, of one class or of several."""
    if not spec or spec[0] != "object":
        return make_fast_union(loader, spec, at)
    carried = loader.carrier.classes[spec[1]]
    if len(carried.at) > 1 or same(loader.places, loader.places.named(carried.at[0])).isdisjoint(
        same(loader.places, place)
    ):
        return None
    items = loader.fast(carried.cls)
    return items if isinstance(items, Fast) else None


class FastItems:
    """
    The fast path of an array or a dictionary of objects.

    Args:
        loader: What it belongs to.
        items: That of the items.
        holder: What these are in: `list` or `dict`.
        least: How many items there are at least.
        most: How many items there are at the most.
    """

    def __init__(self, loader: Loader, items: Fast | FastUnion, holder: type, least: float, most: float) -> None:
        self.loader = loader
        self.items = items
        self.holder = holder
        self.least = least
        self.most = most
        self.classes = frozenset(items.classes)
        loader.carrier.use(self.load)
        loader.carrier.write_by(self.write)

    def load(self, data: bytes | str) -> Any:
        """Load a JSON text."""
        try:
            text = data.encode() if type(data) is str else data
            if type(text) is bytes:
                found = self._all(_split(text)) if self.holder is list else self._all_named(text)
                if found is not None:
                    return found
        except (SchemawrightError, *UNSURE):
            pass
        return self.loader.load_exactly(data, None)

    def _all_named(self, text: bytes) -> dict[str, Any] | None:
        split = _split_named(text)
        # Nothing is written longer than it was read, and what was lost is not written.
        written = _encode(split)
        if len(written) != len(text) and len(_compact(written)) != len(_compact(text)):
            return None
        found = self._all(list(split.values()))
        return None if found is None else dict(zip(split, found, strict=True))

    def _all(self, split: list[Any]) -> list[Any] | None:
        if not self.least <= len(split) <= self.most:
            return None
        texts = list(map(bytes, split))
        if self.items.is_free and any(_brackets(text) >= DEEPEST for text in texts):
            return None  # It may be one level too many for the whole.
        load = self.items.load_sure
        found = []
        for text in texts:
            made = load(text)
            if made is None:
                made = self._exactly(text)
                load = self.items.load_sure
            if made is None:
                return None
            found.append(made)
        return found

    def _exactly(self, text: bytes) -> Any:
        """Return an item by the judge of its class; None where there are several."""
        cls = self.items.cls
        if cls is None or _brackets(text) >= DEEPEST:
            return None
        return self.loader.load_exactly(text, cls)

    def learn(self, instance: Any) -> None:
        """Learn the orders of names of a valid instance."""
        if instance:
            self.items.learn(next(iter(self._items(instance))))

    def _items(self, value: Any) -> Any:
        return value if self.holder is list else value.values()

    def take(self, instance: Any) -> Any:
        """Return the objects of a JSON value that is surely valid; None where the judge decides."""
        kind: Any = instance.__class__
        if kind is not self.holder or not self.least <= len(instance) <= self.most:
            return None
        if self.holder is dict and not _are_names(instance):
            return None
        found = []
        for item in self._items(instance):
            made = self.items.take(item)
            if made is None:
                return None
            found.append(made)
        return found if self.holder is list else dict(zip(instance, found, strict=True))

    def write(self, value: Any) -> bytes:
        """Return the JSON text of what was loaded."""
        with suppress(SchemawrightError):  # Which names a place in one item.
            kind: Any = value.__class__
            if kind is self.holder and self.classes.issuperset(map(type, self._items(value))):
                texts = [item.to_json() for item in self._items(value)]
                if self.holder is list:
                    return b"[%b]" % b",".join(texts)
                if _are_names(value):
                    pairs = zip([_encode(name) for name in value], texts, strict=True)
                    return b"{%b}" % b",".join([b"%b:%b" % pair for pair in pairs])
        return self.loader.write(to_written(value))


def _are_names(value: Any) -> bool:
    """Return whether all names of a dictionary are texts."""
    try:
        return all(type(name) is str for name in value) and bool(_encode(list(value)))
    except UNSURE:
        return False


def _brackets(text: bytes) -> int:
    """Return how deep a text nests at the most."""
    return text.count(b"[") + text.count(b"{")
