"""Which schema an error is about, where the engine that met it knows only contents."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from schemawright.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.validation.schema import Schema


@contextmanager
def naming(schema: Schema) -> Iterator[None]:
    """Let errors about a schema name it, by its file where it has one."""
    try:
        yield
    except SchemaError as error:
        error.uri = error.uri or schema.path or schema.uri
        raise
