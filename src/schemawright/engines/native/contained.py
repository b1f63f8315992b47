"""What `contains` describes: jsonschema-rs says `maxContains` of too many, and of none where no `minContains` is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs

from schemawright.engines.assertions.both_engines import checks_for
from schemawright.engines.native.content import with_content_asserted
from schemawright.engines.native.patterns import with_patterns
from schemawright.errors import SchemawrightError

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Task

    Compile = Callable[..., jsonschema_rs.Validator]


URI_SAFE = "#/:&=@!$'()*+,;~-._[]"
"""What a pointer in a URI has beside letters and digits, as jsonschema-rs writes it: no `?`."""


class Contained:
    """
    Says which arrays contain nothing, by the `contains` of one schema or another in its resources.

    Args:
        task: The schema.
        compile_: Compiles in its dialect.
        retrieve: Returns the contents of other resources.
    """

    def __init__(self, task: Task, compile_: Compile, retrieve: Callable[[str], Any]) -> None:
        self._task = task
        self._compile = compile_
        self._retrieve = retrieve
        self._judges: dict[str, Callable[[Any], bool]] = {}

    def is_none(self, location: str, items: Any) -> bool:
        """
        Return whether an array has no item that a `contains` describes.

        Args:
            location: Where the `contains` is, percent-encoded.
            items: The array.
        """
        if location not in self._judges:
            self._judges[location] = self._judge(location)
        return not any(map(self._judges[location], items))

    def _judge(self, location: str) -> Callable[[Any], bool]:
        """Return the verdict by a subschema; of one that is not found, that all is valid."""
        # As a resource, not as what is compiled, its embedded resources are known by their names.
        asserts, formats = self._task.assert_formats, checks_for(self._task.dialect)
        contents = with_content_asserted(self._task.contents, self._task.dialect, asserts=asserts)
        contents = with_patterns(contents, self._task.dialect, names=False)
        known = jsonschema_rs.Registry([(self._task.uri, contents)], retriever=self._retrieve)
        try:
            return self._compile({"$ref": location}, formats=formats, validate_formats=asserts, registry=known).is_valid
        except (ValueError, RuntimeError, SchemawrightError, jsonschema_rs.ReferencingError):
            return lambda _item: True
