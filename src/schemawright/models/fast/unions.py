"""
The fast path of what is of one of several classes, which a text in each object tells apart: a module's root, or items.

The text is read first, then the object by the path of its class, which proves that it is the one: a text that is there
twice, say, is none of a class.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.engines.accept.types import Unsupported
from schemawright.errors import SchemawrightError
from schemawright.models.fast.branches import classes_of, tag_of, with_branches
from schemawright.models.fast.objects import Fast
from schemawright.models.fast.parts import parts_of
from schemawright.models.fast.proofs import UNSURE
from schemawright.runtime import Model, to_written

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.loading.loader import Loader
    from schemawright.runtime import Spec


def make_fast_root_union(loader: Loader) -> FastUnion | None:
    """Return the fast path of a module's root; None where it is not just one of several classes."""
    made = make_fast_union(loader, loader.carrier.known(loader.carrier.root), "")
    if made is not None:
        loader.carrier.use(made.load)
    return made


def make_fast_union(loader: Loader, spec: Spec, at: str) -> FastUnion | None:
    """
    Return the fast path of what is of one of several classes; None where it is not.

    Args:
        loader: What it belongs to.
        spec: How it is carried.
        at: What it is judged by: `uri#pointer`.
    """
    if not spec or spec[0] != "choice":
        return None
    (schema,) = loader.schemas(None)
    if schema.engine_for(decimals=False).name != "native":
        return None
    places = loader.places
    try:
        whole = parts_of(places, places.named(at), frozenset())
        numbers = classes_of(loader.carrier, spec)
        tag, kinds = tag_of(
            places, {number: with_branches(places, whole, loader.carrier.classes[number]) for number in numbers}
        )
        read = _reading(tag)
    except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError, RecursionError):
        return None
    branches = {number: _Branch(loader, schema.task, number, len(numbers), at) for number in numbers}
    return FastUnion(loader, tag, {text: branches[number] for text, number in kinds.items()}, read)


def _reading(tag: str) -> Callable[[bytes | str], Any]:
    """
    Return what reads the text of a property, and nothing else.

    Raises:
        ValueError: A name is none to msgspec.
    """
    kind = msgspec.defstruct("Tag", [("tag", str)], rename={"tag": tag}, gc=False)
    decode: Callable[[bytes | str], Any] = msgspec.json.Decoder(kind).decode
    return decode


class _Branch(Fast):
    """
    The fast path of one class, of objects that the whole schema judges.

    Args:
        loader: What it belongs to.
        task: The schema.
        number: The class.
        waits: How many objects go the exact way before it is made: as many as there are classes, since to make it takes
            as long as some thousands, and of many classes most are rare.
        at: What its objects are judged by.
    """

    def __init__(self, loader: Loader, task: Any, number: int, waits: int, at: str) -> None:
        super().__init__(loader, task, ("object", number), loader.carrier.classes[number].cls)
        self.waits = waits
        self.at = (at,)
        self.load_sure = self._late

    @cached_property
    def is_there(self) -> bool:
        """Whether there is one."""
        with self.loader.lock:
            known = vars(self)
            # The first of all threads makes it; from Python 3.12 on the others would not wait for it.
            if "is_there" not in known:
                known["is_there"] = self.prepare()
            return bool(known["is_there"])

    def _is_ready(self) -> bool:
        if self.waits:
            self.waits -= 1
            return False
        return self.is_there

    def _late(self, data: bytes | str) -> Any:
        """Load a text that is surely valid, once the path is made; return None of all others."""
        return self.load_sure(data) if self._is_ready() else None

    def learn(self, instance: Any) -> None:
        """Learn from a valid instance that only the exact way took."""
        if vars(self).get("is_there", False):
            super().learn(instance)

    def take(self, instance: Any) -> Any:
        """Return the object of a JSON value that is surely valid; None where the judge decides."""
        return super().take(instance) if self._is_ready() else None

    def use(self, load: Callable[[bytes | str], Any]) -> None:
        """Do nothing: what is called is what loads surely, and the class itself is judged by itself."""


class FastUnion:
    """
    The fast path of a union of classes.

    Args:
        loader: What it belongs to.
        tag: The property that tells them apart.
        branches: What that may be → the fast path of its class.
        read: Reads it in a text.
    """

    cls = None
    """There is no class of all that it loads."""
    is_free = True

    def __init__(
        self, loader: Loader, tag: str, branches: dict[str, _Branch], read: Callable[[bytes | str], Any]
    ) -> None:
        self.loader = loader
        self.tag = tag
        self.branches = branches
        self.read = read
        self.classes = tuple({branch.carried.cls for branch in branches.values()})

    def load_sure(self, text: bytes | str) -> Any:
        """Return the object of a text that is surely valid; None of all others."""
        try:
            return self.branches[self.read(text).tag].load_sure(text)
        except UNSURE:
            return None

    def load(self, data: bytes | str) -> Any:
        """Load a JSON text."""
        found = self.load_sure(data)
        return self.loader.load_exactly(data, None) if found is None else found

    def write(self, value: Any) -> bytes:
        """Return the JSON text of an object of a class, or of another value."""
        return value.to_json() if isinstance(value, Model) else self.loader.write(to_written(value))

    def _branch(self, instance: Any) -> _Branch | None:
        text = instance.get(self.tag) if type(instance) is dict else None
        return self.branches.get(text) if type(text) is str else None

    def learn(self, instance: Any) -> None:
        """Learn the orders of names of a valid instance."""
        branch = self._branch(instance)
        if branch is not None:
            branch.learn(instance)

    def take(self, instance: Any) -> Any:
        """Return the object of a JSON value that is surely valid; None where the judge decides."""
        branch = self._branch(instance)
        return None if branch is None else branch.take(instance)
