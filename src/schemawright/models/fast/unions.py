"""
The fast path of a module whose root is one of several classes, which a text in each object tells apart.

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


def make_fast_union(loader: Loader) -> FastUnion | None:
    """Return the fast path of a module's root; None where it is not just one of several classes."""
    spec = loader.carrier.known(loader.carrier.root)
    if not spec or spec[0] != "choice":
        return None
    (schema,) = loader.schemas(None)
    if schema.engine_for(decimals=False).name != "native":
        return None
    places = loader.places
    try:
        whole = parts_of(places, places.named(""), frozenset())
        numbers = classes_of(spec)
        tag, kinds = tag_of(
            places, {number: with_branches(places, whole, loader.carrier.classes[number]) for number in numbers}
        )
        read = _reading(tag)
    except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError, RecursionError):
        return None
    branches = {number: _Branch(loader, schema.task, number, len(numbers)) for number in numbers}
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
    """

    def __init__(self, loader: Loader, task: Any, number: int, waits: int) -> None:
        self.waits = waits
        self.load_sure = self._late
        super().__init__(loader, task, ("object", number), loader.carrier.classes[number].cls)
        self.at = ("",)

    @cached_property
    def is_there(self) -> bool:
        """Whether there is one."""
        with self.loader.lock:
            return self.prepare()

    def _is_ready(self) -> bool:
        if self.waits:
            self.waits -= 1
            return False
        return self.is_there

    def _late(self, data: bytes | str) -> Any:
        """Load a text that is surely valid, once the path is made; return None of all others."""
        if not self._is_ready():
            return None
        self.load_sure = self.sure.ordered
        return self.load_sure(data)

    def learn(self, instance: Any) -> bool:
        """Learn the orders of names of a valid instance; say whether there was something to learn."""
        return vars(self).get("is_there", False) and super().learn(instance)

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

    def __init__(
        self, loader: Loader, tag: str, branches: dict[str, _Branch], read: Callable[[bytes | str], Any]
    ) -> None:
        self.loader = loader
        self.tag = tag
        self.branches = branches
        self.load = self._loading(read)
        loader.carrier.use(self.load)

    def _loading(self, read: Callable[[bytes | str], Any]) -> Callable[[bytes | str], Any]:
        branches, exactly = self.branches, self.loader.load_exactly

        def load(data: bytes | str) -> Any:
            try:
                found = branches[read(data).tag].load_sure(data)  # type: ignore[arg-type]  # of text, too
            except UNSURE:
                found = None
            return exactly(data, None) if found is None else found

        return load

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
