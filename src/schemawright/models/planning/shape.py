"""What a plan is made of: classes, their fields, and the hints from which their types are made."""

from __future__ import annotations

from typing import Any, NamedTuple

TYPES = frozenset({"object", "array", "string", "integer", "number", "boolean", "null"})


class Shape(NamedTuple):
    """
    What is known of a value.

    Args:
        hint: A plain JSON Schema of the value's type, with names of ours only; `{}` for anything.
        spec: How it is carried (see `schemawright.runtime.Spec`).
        types: The JSON types that it can have.
        notes: Constraints, as Python expressions of `schemawright.runtime`'s classes.
    """

    hint: dict[str, Any]
    spec: Any = None
    types: frozenset[str] = TYPES
    notes: tuple[str, ...] = ()


ANYTHING = Shape({})


class FieldPlan(NamedTuple):
    """
    One property of a class.

    Args:
        name: The property's name in JSON.
        field: The field's name in Python.
        shape: What is known of its value.
        required: Whether every object of the class has it.
        doc: What the schema says of it.
        text: The class of `schemawright.runtime` that parses it; empty for none.
        only: The one value that every object has there; nothing where it may be another, or absent.
    """

    name: str
    field: str
    shape: Shape
    required: bool
    doc: str
    text: str = ""
    only: tuple[Any, ...] = ()


class ClassPlan(NamedTuple):
    """
    One class.

    Args:
        name: Its name in Python.
        doc: What the schema says of it, or where it is.
        at: The subschemas that it carries the objects of: `uri#pointer` each.
        fields: Its properties, in the schema's order.
        extra: The field of all other properties; empty where they are forbidden.
        extra_shape: What is known of their values.
        extra_doc: What the schema says of those.
    """

    name: str
    doc: str
    at: tuple[str, ...]
    fields: tuple[FieldPlan, ...]
    extra: str
    extra_shape: Shape
    extra_doc: str = ""


class EnumPlan(NamedTuple):
    """
    One enumeration of strings.

    Args:
        name: Its name in Python.
        doc: What the schema says of it.
        members: The name of each member with its string.
    """

    name: str
    doc: str
    members: tuple[tuple[str, str], ...]


class AliasPlan(NamedTuple):
    """
    One value that may have others like it inside, and is no object of a class.

    Args:
        name: The name of its type in Python.
        doc: What the schema says of it.
        shape: What is known of it.
    """

    name: str
    doc: str
    shape: Shape


class Plan(NamedTuple):
    """
    One module.

    Args:
        classes: Its classes, in the order in which the schema leads to them.
        root: What is known of the root.
        literals: The values of each `Literal`, by the number that hints have for it.
        enums: Its enumerations of strings, by the number that hints and specs have for them.
        aliases: Its recursive types that are no classes, by the number that hints and specs have for them.
        doc: What the schema says of itself.
        root_name: What the root's type is called, where somebody said it and no class has that name; else empty.
        synonyms: Other names of classes and enumerations: what definitions are called that say the same as others.
        noted: Types inside of others that have constraints, by the number that hints have for them.
    """

    classes: tuple[ClassPlan, ...]
    root: Shape
    literals: tuple[tuple[Any, ...], ...]
    enums: tuple[EnumPlan, ...]
    aliases: tuple[AliasPlan, ...]
    doc: str
    root_name: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()
    noted: tuple[Shape, ...] = ()
