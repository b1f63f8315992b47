"""
Python names for whatever JSON calls something: unique, safe, the same at every run.

Compared after NFKC, as Python compares identifiers: `ﬁle` and `file` are one name to it.  Names have only characters
that every supported Python knows.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata

from schemawright.models.planning.assigned import assigned, in_capitals

MAX_LENGTH = 60

MODEL_NAMES = frozenset(
    [
        "from_json",
        "from_instance",
        "to_instance",
        "to_json",
        "replace",
        "self",
        "cls",
        "mro",
        "Root",
        "annotations",
        "dataclass",
        "field",
        "fields",
        "Annotated",
        "Any",
        "Literal",
        "TypeAlias",
        "Union",
        "Decimal",
        "StrEnum",
        "Carried",
        "Carrier",
        "Model",
        "Text",
        "UNSET",
        "Unset",
        "Date",
        "DateTime",
        "Time",
        "Uuid",
        "IPv4",
        "IPv6",
        "Ge",
        "Gt",
        "Le",
        "Lt",
        "MultipleOf",
        "MinLen",
        "MaxLen",
        "Pattern",
        "WholeFloat",
        "typing",
        "dataclasses",
        "schemawright",
    ]
)
"""What generated modules and the base of their classes call something themselves."""

_TYPES = frozenset(["str", "int", "float", "bool", "list", "dict"])
"""What annotations are made of: a field called so would be what those after it mean."""
_WORD = re.compile(r"\w+")


def class_name(text: str) -> str:
    """
    Return a class's name for a text; not unique, and maybe one that is taken.

    >>> class_name("tunnel-session"), class_name("credentialId"), class_name("12"), class_name("")
    ('TunnelSession', 'CredentialId', 'N12', 'Empty')
    """
    words = [part for word in _words(text) for part in word.split("_")]
    name = "".join([in_capitals(word[:1]) + word[1:] for word in words if word])[:MAX_LENGTH]
    return _identifier(name, "N")


def suits_class(text: str) -> bool:
    """
    Return whether a class may be called by a text that was not meant as a name: it is short, and begins with a letter.

    >>> suits_class("Point"), suits_class("1.0"), suits_class("")
    (True, False, False)
    """
    return assigned(text[:1]).isalpha() and len(text) <= MAX_LENGTH


def field_name(text: str) -> str:
    """
    Return a field's name for a property name; not unique.

    >>> field_name("foo-bar"), field_name("class"), field_name("@id"), field_name("__init__"), field_name("None")
    ('foo_bar', 'class_', 'id', 'init', 'None_')
    """
    if _is_plain(text):
        return text
    return _identifier("_".join(_words(text))[:MAX_LENGTH].strip("_"), "n")


def member_name(text: str) -> str:
    """
    Return the name of an enumeration's member for its string; not unique.

    >>> member_name("us-cal-1"), member_name(""), member_name("2fa"), member_name("straße")
    ('US_CAL_1', 'EMPTY', 'N2FA', 'STRASSE')
    """
    name = unicodedata.normalize("NFKC", in_capitals(field_name(text).rstrip("_")))
    return name if name.isidentifier() else field_name(text)


def is_taken(name: str) -> bool:
    """Return whether a name means something else in generated modules."""
    return name in MODEL_NAMES or name in _TYPES or keyword.iskeyword(name) or name in {"None", "True", "False"}


def unique(name: str, taken: set[str]) -> str:
    """
    Return a name that is not taken yet, and take it.

    >>> taken = {"id"}
    >>> unique("id", taken), unique("id", taken)
    ('id_2', 'id_3')
    """
    if is_taken(name):
        name = f"{name}_"
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found)
    return found


def is_builtin(name: str) -> bool:
    """Return whether a name is one of Python's own, which a class should not hide."""
    return hasattr(builtins, name)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isidentifier() and not text.startswith("_") and not is_taken(text)


def _words(text: str) -> list[str]:
    normal = unicodedata.normalize("NFKC", assigned(text[: 4 * MAX_LENGTH]))
    found = [word.strip("_") for word in _WORD.findall(normal)]
    words = [word for word in found if word]
    return words or [unicodedata.name(char, "").lower().replace(" ", "_").replace("-", "_") for char in normal[:3]]


def _identifier(name: str, before: str) -> str:
    name = unicodedata.normalize("NFKC", name).strip("_")
    if not name:
        return "Empty" if before == "N" else "empty"
    if not (name[0].isalpha() and name.isidentifier()):
        name = before + name
    if not name.isidentifier():
        name = before + "".join([char for char in name if char.isascii() and char.isalnum()])
    return f"{name}_" if is_taken(name) else name
