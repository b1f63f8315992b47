"""What the tests of documents share: a document written to a real file, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from schemawright.documents import open_records
from schemawright.documents.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.documents.record import Limits, Record
    from schemawright.errors import DocumentError


class Read(Protocol):
    """Write some text or bytes to a file, and read it as a format."""

    def __call__(
        self,
        content: str | bytes,
        format: str,  # noqa: A002  (the word of `open_records`)
        limits: Limits | None = None,
    ) -> list[Record | DocumentError]: ...


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_content(
        content: str | bytes,
        format: str,  # noqa: A002  (the word of `open_records`)
        limits: Limits | None = None,
    ) -> list[Record | DocumentError]:
        path = tmp_path / "document"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(open_records(Source(str(path), limits), format))

    return read_content
