"""
The fast path of a module whose root is an array of objects: each item goes that of its class.

An item that this does not take goes the exact way alone, and all of the array where one is wrong: findings have the
places of the whole text.
"""

from __future__ import annotations

from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.errors import SchemawrightError
from schemawright.keywords import APPLICATOR, ASSERTION, FLAT, REFERENCE
from schemawright.models.fast.objects import Fast
from schemawright.models.fast.proofs import UNSURE
from schemawright.models.fast.twins import ARRAY
from schemawright.models.spelling.depth import DEEPEST
from schemawright.runtime import to_written

if TYPE_CHECKING:
    from schemawright.models.loading.loader import Loader

_TEXT = frozenset({bytes, str})
_ITEMS = ("#/items",)
_DECIDING = frozenset({ASSERTION, APPLICATOR, REFERENCE})
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode


def make_fast_array(loader: Loader) -> FastArray | None:
    """Return the fast path of a module's root; None where it is not just an array of objects of one class."""
    spec = loader.carrier.known(loader.carrier.root)
    contents = loader.resources[loader.carrier.uri]
    if not spec or spec[0] != "list" or not spec[1] or spec[1][0] != "object" or not isinstance(contents, dict):
        return None
    known = FLAT[loader.dialect]
    said = {keyword for keyword in contents if keyword in known and known[keyword].kind in _DECIDING}
    carried = loader.carrier.classes[spec[1][1]]
    if contents.get("type") != "array" or not said <= ARRAY or carried.at != _ITEMS:
        return None
    items = loader.fast(carried.cls)
    if not isinstance(items, Fast):
        return None
    return FastArray(loader, items, contents.get("minItems", 0), contents.get("maxItems", inf))


class FastArray:
    """
    The fast path of an array of objects.

    Args:
        loader: What it belongs to.
        items: That of the items.
        least: How many items there are at least.
        most: How many items there are at the most.
    """

    def __init__(self, loader: Loader, items: Fast, least: float, most: float) -> None:
        self.loader = loader
        self.items = items
        self.least = least
        self.most = most
        loader.carrier.use(self.load)
        loader.carrier.write_by(self.write)

    def load(self, data: bytes | str) -> Any:
        """Load a JSON text."""
        try:
            if type(data) in _TEXT:
                is_free = self.items.twins.free or self.items.more is not None
                if is_free and _brackets(data) > DEEPEST:
                    raise RecursionError  # An item may be one level too many for the whole.
                texts = _split(data)
                if self.least <= len(texts) <= self.most:
                    return [self._item(text) for text in map(bytes, texts)]
        except (SchemawrightError, *UNSURE):
            pass
        return self.loader.load_exactly(data, None)

    def _item(self, text: bytes) -> Any:
        found = self.items.load_sure(text)
        if found is not None:
            return found
        if _brackets(text) >= DEEPEST:
            raise RecursionError  # It may be one level too many for the whole.
        return self.loader.load_exactly(text, self.items.cls)

    def learn(self, instance: Any) -> None:
        """Learn the orders of names of a valid instance."""
        if instance:
            self.items.learn(instance[0])

    def take(self, instance: Any) -> Any:
        """Return the objects of a JSON value that is surely valid; None where the judge decides."""
        if type(instance) is not list or not self.least <= len(instance) <= self.most:
            return None
        found = [self.items.take(item) for item in instance]
        return None if any(item is None for item in found) else found

    def write(self, value: Any) -> bytes:
        """Return the JSON text of an array."""
        cls = self.items.cls
        with suppress(SchemawrightError):  # Which names a place in one item.
            if type(value) is list and all(type(item) is cls for item in value):
                return b"[%b]" % b",".join([item.to_json() for item in value])
        return self.loader.write(to_written(value))


def _brackets(text: bytes | str) -> int:
    """Return how deep a text nests at the most."""
    return text.count(b"[") + text.count(b"{") if isinstance(text, bytes) else text.count("[") + text.count("{")
