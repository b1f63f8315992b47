"""
Documents: one module per format, each with the same names: `ENDINGS`, and `read_records(source)`.

Importing this package imports no parser; the module of a format is imported when its first document is opened.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from schemawright.documents.source import COMPRESSIONS
from schemawright.errors import Unreadable, UsageError
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.documents.record import Record
    from schemawright.documents.source import Source
    from schemawright.errors import DocumentError

FORMATS: dict[str, tuple[str, ...]] = {
    "json": (".json",),
    "ndjson": (".ndjson", ".jsonl"),
    "yaml": (".yaml", ".yml"),
    "toml": (".toml",),
    "jsonc": (".jsonc",),
    "json5": (".json5",),
}
"""Each format and the endings of its files; each module repeats its own as `ENDINGS`, and a test compares them."""

ENDINGS: tuple[str, ...] = tuple(ending for endings in FORMATS.values() for ending in endings)
"""The endings of all formats; each may have one of `COMPRESSIONS` after it."""

ROOM_HINT = "write it as NDJSON, which streams, or refuse what is so large, with --max-bytes"
"""What to do about a document that the memory has no room for."""

_MODULES = {
    "json": "schemawright.documents.json_document",
    "ndjson": "schemawright.documents.ndjson",
    "yaml": "schemawright.documents.yaml_document",
    "toml": "schemawright.documents.toml_document",
    "jsonc": "schemawright.documents.jsonc_document",
    "json5": "schemawright.documents.json5_document",
}
_FORMAT_OF = {ending: name for name, endings in FORMATS.items() for ending in endings}


def detect_format(name: str) -> str:
    """
    Return the format that a document's name says, whatever its compression and the case of its ending.

    Raises:
        Unreadable: The name ends in nothing known; the hint lists what is.

    >>> detect_format("payloads/log.NDJSON.gz")
    'ndjson'
    """
    plain = name.lower()
    plain = next((plain.removesuffix(ending) for ending in COMPRESSIONS if plain.endswith(ending)), plain)
    found = next((_FORMAT_OF[ending] for ending in ENDINGS if plain.endswith(ending)), None)
    if found is None:
        raise Unreadable(f"expected an ending that names a format, found {_ending(name)}", path=name, hint=_hint())
    return found


def _ending(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = base.rpartition(".")
    if not dot:
        return f"none in {quoted(base)}"
    if f".{ending.lower()}" in COMPRESSIONS:
        ending = f"{stem.rpartition('.')[2]}.{ending}" if "." in stem else ending
    return repr(f".{ending}"[:60])


def _hint() -> str:
    return f"rename it to end in {', '.join(ENDINGS)} (+ {', '.join(COMPRESSIONS)}), or name its format with --as"


def open_records(source: Source, format: str) -> Iterator[Record | DocumentError]:  # noqa: A002  (the option's word)
    """
    Yield the records of a document in order, and what is wrong with those that are none.

    Args:
        source: The document.
        format: A name of `FORMATS`.

    Raises:
        UsageError: There is no such format.
    """
    if format not in _MODULES:
        message = f"expected a format ({', '.join(FORMATS)}), found {quoted(format)}"
        raise UsageError(message)
    records: Iterator[Record | DocumentError] = import_module(_MODULES[format]).read_records(source)
    return _in_memory(records, source.name)


def _in_memory(records: Iterator[Record | DocumentError], name: str) -> Iterator[Record | DocumentError]:
    """Yield records; that memory has no room for one is told of its document, and hides no other."""
    try:
        yield from records
    except MemoryError:
        message = "expected a document that the memory has room for, found a larger one"
        yield Unreadable(message, path=name, hint=ROOM_HINT)
