"""
Names of somebody's own: `class` and `names` in the settings of a schema.

Each is given to what it names, as it is, or refused: a name that silently became another would be looked for in vain.
"""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from schemawright.errors import SchemawrightError
from schemawright.models.planning.names import class_name, is_builtin, is_taken
from schemawright.models.planning.shape import TYPES
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from schemawright.models.planning.shape import FieldPlan


class UnusableName(SchemawrightError):
    """
    A name that was set cannot be given to anything.

    Args:
        message: What was expected and what was found.
        setting: The setting's tokens below the schema's.
        hint: What to do about it.
    """

    def __init__(self, message: str, setting: tuple[str, ...], *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.setting = setting


class OwnNames:
    """
    The names that were set for one schema, and which of them were given to something.

    Args:
        root: The name of the root's class, after NFKC; empty for one that nobody set.
        names: JSON Pointer of a subschema, or name of a property or definition → name in Python.

    Raises:
        UnusableName: One of them is no name that can be given.
    """

    def __init__(self, root: str, names: Mapping[str, str]) -> None:
        # Python compares identifiers after NFKC.
        self.root = root
        self.names = {key: unicodedata.normalize("NFKC", name) for key, name in names.items()}
        self.used: set[str] = set()
        self.of_classes: set[str] = set()
        self.at: dict[str, list[str]] = {}
        for key, name in self.names.items():
            _check(name, ("names", key), is_class=_is_pointer(key))
        if root:
            _check(root, ("class",), is_class=True)
        for key, name in self.names.items():
            if root and _is_pointer(key) and key and name == root:
                raise self.refuse(key, "class")

    @property
    def classes(self) -> set[str]:
        """The names that may be of classes, as they were set, which others are not to have."""
        return {name for key, name in self.names.items() if self.is_of_class(key)}

    def is_of_class(self, key: str) -> bool:
        """Return whether a key names a class, if there is one: a pointer does, and what gives a capital letter."""
        return _is_pointer(key) or self.names[key][0].isupper()

    def locate(self, contents: Any, place_of: Callable[[Any], str | None]) -> None:
        """Note which places of a resource are named: equal subschemas are one, wherever a pointer leads to it."""
        for key in filter(_is_pointer, self.names):
            place = place_of(_led_to(contents, key))
            if place is not None:
                self.at.setdefault(place, []).append(key)

    def of_class(self, places: Iterable[str], name: str) -> tuple[str, str]:
        """Return what a class is to be called, and the key that says so; empty where nobody said it."""
        keys = [key for place in places for key in self.at.get(place, ())]
        keys = keys or ([name] if name in self.names else [])
        self.used.update(keys)
        for key in keys[1:]:
            if self.names[key] != self.names[keys[0]]:
                message = f"expected one name for one class, which {quoted(keys[0])} names, found another"
                raise UnusableName(message, ("names", key), hint="leave one out: equal subschemas are one class")
        if not keys:
            return "", ""
        found = self.names[keys[0]]
        if not _is_pointer(keys[0]):
            # Of a property and its class, one is named: by a capital letter the class, else the field.
            self.of_classes.update(keys if found[0].isupper() else ())
            found = found if found[0].isupper() else class_name(found)
        return found, keys[0]

    def of_field(self, name: str) -> str:
        """Return what a property's field is to be called; empty where nobody said it."""
        if name in self.names:
            self.used.add(name)
        return self.names.get(name, "") if name not in self.of_classes else ""

    def refuse(self, key: str, what: str) -> UnusableName:
        """Return the error of a name that something else has."""
        message = f"expected a name that no other {what} has, found {quoted(self.names[key])}"
        hint = "set another name, or one for that class in names" if what == "class" else "set another name"
        return UnusableName(message, ("names", key), hint=hint)

    def refuse_root(self) -> UnusableName:
        """Return the error of a name of the root that a class inside has."""
        message = f"expected a name that no other class has, found {quoted(self.root)}"
        return UnusableName(message, ("class",), hint="set another name, or one for that class in names")

    @property
    def of_fields(self) -> dict[str, str]:
        """The names with a capital letter that no class was given, but a field; each with its key."""
        keys = self.used - self.of_classes
        return {self.names[key]: key for key in keys if not _is_pointer(key) and self.is_of_class(key)}

    def expect_used(self, contents: Any, fields: Sequence[FieldPlan]) -> None:
        """
        Refuse what names nothing.

        Args:
            contents: The schema.
            fields: Those of all classes.

        Raises:
            UnusableName: There is such a name.
        """
        for key in self.of_fields.values():
            if any(field.name == key and _is_for_others(field) for field in fields):
                message = f"expected the name of a property or definition that has a class, found {quoted(key)}"
                raise UnusableName(message, ("names", key), hint=_OF_NO_CLASS)
        for key in self.names:
            if key in self.used:
                continue
            if _is_pointer(key):
                found = "one that has none" if _led_to(contents, key) is not None else "one that leads nowhere"
                message = f"expected the pointer of a subschema that has a class, found {found}"
                raise UnusableName(message, ("names", key), hint="name a field by its property's name alone")
            close = get_close_matches(key, [field.name for field in fields], n=1)
            message = f"expected the name of a property or definition, found {quoted(key)}"
            raise UnusableName(message, ("names", key), hint=f"did you mean {quoted(close[0])}?" if close else None)


_OF_NO_CLASS = "name the class of its items by a JSON Pointer, or begin a field's name with a small letter"


def _is_for_others(field: FieldPlan) -> bool:
    """Return whether a field is for what has others inside, of which one with a capital letter would be the class."""
    return field.shape.types != TYPES and not field.shape.types.isdisjoint(_CONTAINERS)


_CONTAINERS = frozenset({"array", "object"})


def _is_pointer(key: str) -> bool:
    return not key or key.startswith("/")


def _led_to(contents: Any, pointer: str) -> Any:
    """Return what a pointer leads to; None where it leads nowhere."""
    try:
        return resolve_tokens(contents, parse_pointer(pointer))
    except SchemawrightError:
        return None


def _check(name: str, setting: tuple[str, ...], *, is_class: bool) -> None:
    if name.startswith("_"):
        message = f"expected a name without an underscore before it, found {quoted(name)}"
        raise UnusableName(message, setting, hint="such names are Python's and the generated classes' own")
    if is_taken(name) or (is_class and is_builtin(name)):
        message = f"expected a name that is not taken in every module, found {quoted(name)}"
        raise UnusableName(message, setting, hint=f"use another, such as {name}_")
