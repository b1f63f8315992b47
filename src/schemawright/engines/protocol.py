"""What an engine is: something that judges instances against one compiled schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.finding import Finding


class Task(NamedTuple):
    """
    What an engine compiles.

    Args:
        uri: The URI of the schema resource: its `$id`, else the URI it was retrieved from; without a fragment.
        contents: The resource: an object or a boolean; numbers exact, as `schemawright.documents.numbers` makes them.
        pointer: The entry point in it, as a JSON Pointer; empty for its root.
        dialect: The dialect's short name, a key of `schemawright.keywords.DIALECTS`.
        assert_formats: Whether `format` is an assertion (else an annotation), and so are the keywords of
            `schemawright.engines.assertions.content`.
        retrieve: Returns the contents of any other resource, by URI without fragment; raises
            `UnresolvableReference` for what is not in the workspace.  Never touches the network.
    """

    uri: str
    contents: Any
    pointer: str
    dialect: str
    assert_formats: bool
    retrieve: Callable[[str], Any]


class Engine(Protocol):
    """
    A compiled schema.

    Findings carry `keyword`, `message`, `instance_location`, `evaluation_path`, `keyword_location`, `key`, `hint` and
    `branches`; what is about the document is filled in by those who know it.
    """

    name: str

    def is_valid(self, instance: Any) -> bool:
        """Return whether every assertion holds."""

    def iter_findings(self, instance: Any) -> Iterator[Finding]:
        """Yield each assertion that does not hold, in the order in which the engine meets them."""

    def first_findings(self, instance: Any, most: int) -> Iterator[Finding]:
        """Yield the same, but so many at the most; no others are put into words."""
