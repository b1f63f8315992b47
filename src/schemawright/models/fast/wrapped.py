"""
The fast path of a module whose root is no object: an array or a dictionary, loaded all at once.

A text is loaded as the one property of an object that is made for it, by all that there is for objects: what proves
that nothing of such an object was lost proves it of the text.  What this does not take goes item by item (see `items`).
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.engines.accept.types import Unsupported
from schemawright.errors import SchemawrightError
from schemawright.models.fast.handing import making
from schemawright.models.fast.objects import Fast
from schemawright.models.fast.places import Place
from schemawright.models.fast.proofs import UNSURE
from schemawright.runtime import Carried, Model, to_written
from schemawright.runtime.fields import has_any, text_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.fast.items import FastItems
    from schemawright.models.loading.loader import Loader
    from schemawright.runtime import Spec

_NAME = "r"
_BEGIN, _END = b'{"r":', b"}"
_encode = msgspec.json.Encoder(decimal_format="number").encode


def make_wrapped(loader: Loader, items: FastItems | None) -> Wrapped | None:
    """
    Return the fast path of a module's root; None where it is an object, or not simple enough.

    Args:
        loader: What it belongs to.
        items: What loads its items one by one.
    """
    spec = loader.carrier.known(loader.carrier.root)
    (schema,) = loader.schemas(None)
    if (spec and spec[0] not in {"list", "map"}) or schema.engine_for(decimals=False).name != "native":
        return None
    try:
        fast = _WrappingFast(_wrapping(loader, spec), schema.task)
        # To judge all of a value that has no objects is what is done without.
        if not fast.prepare() or (fast.made.verbatim.judges and not has_any("object", spec) and not text_in(spec)):
            return None
    except (Unsupported, SchemawrightError, *UNSURE):
        return None
    return Wrapped(loader, fast, items)


def _wrapping(loader: Loader, spec: Spec) -> Loader:
    """Return a loader like another one, of a module that has one more class."""
    kind = type("Root", (Model,), {"__annotations__": {_NAME: Any}, "__module__": __name__})
    carried = Carried(dataclass(slots=True, kw_only=True)(kind), specs={_NAME: spec}, extra_field="")
    made, carrier = copy(loader), copy(loader.carrier)
    for name in ("from_json", "from_instance", "to_json"):
        vars(carrier).pop(name, None)
    carrier._users = []
    carrier.classes = (*carrier.classes, carried)
    carried.bind(carrier)
    made.carrier = carrier
    return made


class _WrappingFast(Fast):
    """
    The fast path of an object with the whole as its property.

    Args:
        loader: That of a module with its class.
        task: The schema.
    """

    def __init__(self, loader: Loader, task: Any) -> None:
        carrier = loader.carrier
        number = len(carrier.classes) - 1
        super().__init__(loader, task, ("object", number), carrier.classes[number].cls)
        root = loader.places.named("")
        said = {"type": "object", "properties": {_NAME: {"$ref": carrier.uri}}, "required": [_NAME]}
        self.at = (Place(said, carrier.uri, root.dialect),)


class Wrapped:
    """
    The fast path of an array or a dictionary.

    Args:
        loader: What it belongs to.
        fast: That of an object which has it.
        items: What loads its items one by one; None where nothing does.
    """

    def __init__(self, loader: Loader, fast: Fast, items: FastItems | None) -> None:
        self.loader = loader
        self.fast = fast
        self.items = items
        self.given = _giving(fast)
        loader.carrier.use(self.load)
        loader.carrier.write_by(self.write)

    def load(self, data: bytes | str) -> Any:
        """Load a JSON text."""
        try:
            text = data.encode() if type(data) is str else data
            if type(text) is bytes:
                made = self.fast.load_sure(_BEGIN + text + _END)
                if made is not None:
                    return self.given(made)
        except UNSURE:
            pass
        return self.loader.load_exactly(data, None) if self.items is None else self.items.load(data)

    def learn(self, instance: Any) -> None:
        """Learn the orders of names of a valid instance."""
        self.fast.learn({_NAME: instance})
        if self.items is not None:
            self.items.learn(instance)

    def take(self, instance: Any) -> Any:
        """Return what stands for a JSON value that is surely valid; None where the judge decides."""
        made = self.fast.take({_NAME: instance})
        return None if made is None else self.given(made)

    def write(self, value: Any) -> bytes:
        """Return the JSON text of what was loaded."""
        carried = self.fast.carried
        made: Any = object.__new__(carried.cls)
        made._held, made._order = carried.holder(), None
        try:
            made.r = value
            return bytes(_encode(self.fast.made.trees[self.fast.number](made))[len(_BEGIN) : -len(_END)])
        except (SchemawrightError, *UNSURE):
            return self.loader.write(to_written(value))


def _giving(fast: Fast) -> Callable[[Any], Any]:
    """
    Return what gives what an object has that is made for it, and let go then.

    Nobody else has the object, so what is made of its twin need not be kept in it.
    """
    member = fast.made.twins.of[fast.number].members[_NAME]
    if member.kind == "plain":
        return attrgetter(_NAME)
    make, cls = making(member), fast.made.twins.of[member.numbers[0]].carried.cls if member.numbers else Model

    def given(made: Any) -> Any:
        held = made._held
        if made._order is not None or not held.is_decoded or held.f0 is None:
            return made.r
        return make(held.f0, cls, None)

    return given
