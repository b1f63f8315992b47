"""What binds a generated module to its schema: its classes, and the four functions that are its face."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from schemawright.runtime.instances import to_instance, to_written
from schemawright.runtime.model import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import Enum
    from typing import Protocol

    from schemawright.models.loading.loader import Loader
    from schemawright.runtime.carried import Carried, Spec

    _Loaded_co = TypeVar("_Loaded_co", covariant=True)
    _Written_contra = TypeVar("_Written_contra", contravariant=True)

    class FromJson(Protocol[_Loaded_co]):
        """`from_json` of a module."""

        def __call__(self, data: bytes | str) -> _Loaded_co:
            """Load a JSON text; raises `InvalidInstance` with what is wrong where the schema does not accept it."""

    class FromInstance(Protocol[_Loaded_co]):
        """`from_instance` of a module."""

        def __call__(self, instance: Any) -> _Loaded_co:
            """Load a JSON value as Python has it; raises `InvalidInstance` where the schema does not accept it."""

    class ToInstance(Protocol[_Written_contra]):
        """`to_instance` of a module."""

        def __call__(self, value: _Written_contra) -> Any:
            """Return the JSON value of what was loaded."""

    class ToJson(Protocol[_Written_contra]):
        """`to_json` of a module."""

        def __call__(self, value: _Written_contra) -> bytes:
            """Return the JSON text of what was loaded."""


Root = TypeVar("Root")

NO_PLACE = "https://schemawright.invalid/"
"""Stands for the folder of schemas without an `$id`, so that no path of a machine gets into a module."""

UNSAID_DIALECT = "2020-12"
"""The dialect of a module whose schema says none, and neither does the module: it stays, whatever is assumed later."""


def uri_in_full(written: str) -> str:
    """
    Return the URI that a module means: those of files without an `$id` are written as the file's name.

    >>> uri_in_full("common.json")
    'https://schemawright.invalid/common.json'
    """
    return written if ":" in written else NO_PLACE + written


def uri_in_short(uri: str) -> str:
    """
    Return what a module writes of a URI, with or without a fragment.

    >>> uri_in_short("https://schemawright.invalid/common.json#/$defs/a")
    'common.json#/$defs/a'
    """
    short = uri.removeprefix(NO_PLACE)
    name = short.partition("#")[0]
    return short if name and ":" not in name else uri


Face: TypeAlias = "tuple[FromJson[Root], FromInstance[Root], ToInstance[Root], ToJson[Root]]"


class Carrier(Generic[Root]):
    """
    The schema of a generated module, and the classes that carry its instances.

    Args:
        uri: The schema resource's base URI; the name of its file where it has none.
        schema: Its JSON text.
        dialect: The dialect's short name; empty where the schema says it, and for 2020-12 where it says nothing.
        resources: What the schema refers to beside metaschemas: URI → JSON text.
        classes: How each class carries objects.
        root: How the root is carried.
        enums: The enumerations.
        shared: How values are carried that may be inside of others like them, and are no objects of a class.
        assert_formats: Whether `format` is an assertion.
    """

    def __init__(  # noqa: PLR0913  (what a module has, all but three by name)
        self,
        uri: str,
        schema: str,
        dialect: str = "",
        *,
        resources: Mapping[str, str] | None = None,
        classes: Sequence[Carried] = (),
        root: Spec = None,
        enums: Sequence[type[Enum]] = (),
        shared: Sequence[Spec] = (),
        assert_formats: bool = True,
    ) -> None:
        self.uri = uri_in_full(uri)
        self.dialect = dialect
        self.resources = {uri_in_full(name): text for name, text in {uri: schema, **(resources or {})}.items()}
        self.classes = tuple(classes)
        self.root = root
        self.enums = tuple(enums)
        self.shared = tuple(shared)
        self.assert_formats = assert_formats
        self._users: list[Callable[[Callable[[bytes | str], Root]], None]] = []
        for carried in self.classes:
            carried.bind(self)

    @cached_property
    def loader(self) -> Loader:
        """What judges and builds; imported when it is first asked for."""
        from schemawright.models.loading.loader import Loader

        # The first of all threads; from Python 3.12 on they would not wait for it.
        return vars(self).setdefault("loader", Loader(self))  # type: ignore[no-any-return]

    def known(self, spec: Spec) -> Spec:
        """Return how a value is carried that may be carried by what the module shares."""
        for _ in self.shared:  # One may be another one, and so on, but none comes twice.
            spec = self.shared[spec[1]] if spec and spec[0] == "shared" else spec
        return spec

    @property
    def face(self) -> Face[Root]:
        """`from_json`, `from_instance`, `to_instance` and `to_json`, as functions of the module that asks for them."""
        # As a named tuple does: what is in a module is pickled by its name there.
        return _face(self, sys._getframe(1).f_globals.get("__name__", __name__), self._users)

    def use(self, load: Callable[[bytes | str], Root]) -> None:
        """Let what is faster take the place of `from_json`, of the functions that were given out, too."""
        vars(self)["from_json"] = load
        for use in self._users:
            use(load)

    def take_by(self, take: Callable[[Any], Root]) -> None:
        """Let what is faster take the place of `from_instance`."""
        vars(self)["from_instance"] = take

    def write_by(self, write: Callable[[Any], bytes]) -> None:
        """Let what is faster take the place of `to_json`."""
        vars(self)["to_json"] = write

    def from_json(self, data: bytes | str) -> Root:
        """
        Load a JSON text by the whole schema; what is faster takes the place of this method once it is made.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings, with positions.
            Malformed: It is not JSON; with line and column.
        """
        loaded: Root = self.loader.load_json(data, None)
        return loaded

    def from_instance(self, instance: Any) -> Root:
        """
        Load a JSON value by the whole schema.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings.
            Malformed: It is no JSON value.
        """
        loaded: Root = self.loader.load_instance(instance, None)
        return loaded

    def to_json(self, value: Root) -> bytes:
        """Return the JSON text of what was loaded; what is faster takes the place of this method once it is made."""
        if isinstance(value, Model):
            return value.to_json()
        return self.loader.write(to_written(value))

    @staticmethod
    def to_instance(value: Root) -> Any:
        """Return the JSON value of what was loaded."""
        return value.to_instance() if isinstance(value, Model) else to_instance(value)


def _face(
    carrier: Carrier[Root], module: str, users: list[Callable[[Callable[[bytes | str], Root]], None]]
) -> Face[Root]:
    # At hand: to ask the carrier for it takes as long as all else that a call takes.
    load: Callable[[bytes | str], Root] = carrier.from_json

    def use(faster: Callable[[bytes | str], Root]) -> None:
        nonlocal load
        load = faster

    users.append(use)

    def from_json(data: bytes | str) -> Root:
        """Load a JSON text; raises `InvalidInstance` with what is wrong where the schema does not accept it."""
        return load(data)

    def from_instance(instance: Any) -> Root:
        """Load a JSON value as Python has it; raises `InvalidInstance` where the schema does not accept it."""
        return carrier.from_instance(instance)

    def to_instance(value: Root) -> Any:
        """Return the JSON value of what was loaded."""
        return carrier.to_instance(value)

    def to_json(value: Root) -> bytes:
        """Return the JSON text of what was loaded."""
        return carrier.to_json(value)

    for function in (from_json, from_instance, to_instance, to_json):
        function.__module__, function.__qualname__ = module, function.__name__
    return from_json, from_instance, to_instance, to_json
