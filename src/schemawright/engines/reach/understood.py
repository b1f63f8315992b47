"""
Metaschemas of somebody's own: what is written by one is of the dialect that the metaschema is written in.

An engine that does not know a `$schema` takes what has it for one of the latest dialect, or of whatever refers to it.
So it is told the dialect instead; but where the metaschema says which vocabularies there are, it is told that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.errors import SchemawrightError, UnknownDialect
from schemawright.keywords import DIALECTS, REF_ALONE, VOCABULARIES, dialect_of, subschemas
from schemawright.pointer import format_pointer
from schemawright.quoting import quoted
from schemawright.store.objects import has_object, replaced_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens

_MOST_ABOVE = 8
"""How many metaschemas may stand above one another."""


def understood(task: Task) -> Task:
    """
    Return a task of which each resource names a dialect, where a metaschema says no more than that.

    Raises:
        UnknownDialect: A metaschema requires a vocabulary that nobody here knows; of what is retrieved, then.

    >>> from schemawright.engines.protocol import Task
    >>> resources = {"https://e.org/meta": {"$schema": DIALECTS["draft7"]}}
    >>> task = Task("", {"$schema": "https://e.org/meta"}, "", "draft7", True, resources.__getitem__)
    >>> understood(task).contents
    {'$schema': 'http://json-schema.org/draft-07/schema#'}
    """
    retrieve = task.retrieve
    known = retrieve if isinstance(retrieve, _Understanding) else _Understanding(retrieve, task.dialect)
    contents = task.contents
    if known.last is not contents:
        contents = known.last = known.in_resource(contents, task.uri)
    return task._replace(contents=contents, retrieve=known)


def metaschemas_above(uri: str, retrieve: Callable[[str], Any]) -> Iterator[tuple[str, Any]]:
    """
    Yield the metaschema of a URI with its contents, and each one by which that is written; known dialects left out.

    As far as they are found.
    """
    for _ in range(_MOST_ABOVE):
        uri = uri.partition("#")[0]
        if dialect_of(uri) is not None:
            return
        try:
            contents = retrieve(uri)
        except (SchemawrightError, LookupError):
            return
        yield uri, contents
        above = contents.get("$schema") if isinstance(contents, dict) else None
        if not isinstance(above, str):
            return
        uri = above


def dialect_by(uri: str, retrieve: Callable[[str], Any]) -> str | None:
    """Return the dialect in which a metaschema is written; None of one that is not found, or says none."""
    named: Any = uri
    for _, contents in metaschemas_above(uri, retrieve):
        named = contents.get("$schema") if isinstance(contents, dict) else None
    return dialect_of(named)


class _Understanding:
    """
    Retrieves resources that name dialects.

    Args:
        retrieve: Retrieves them as they are.
        dialect: The dialect of those that name none.
    """

    def __init__(self, retrieve: Callable[[str], Any], dialect: str) -> None:
        self._retrieve = retrieve
        self._dialect = dialect
        self._known: dict[str, tuple[Any, Any]] = {}
        self.last: Any = None
        """The contents of the last task that was understood by this: whatever compiles it asks again."""

    def __call__(self, uri: str) -> Any:
        contents = self._retrieve(uri)
        known = self._known.get(uri)
        if known is None or known[0] is not contents:
            # What stands in a resource is known by its identity: there is to be one of it.
            known = self._known[uri] = contents, _with_known_vocabularies(self.in_resource(contents, uri))
        return known[1]

    def in_resource(self, contents: Any, uri: str) -> Any:
        """Return a resource in which each `$schema` names a dialect, as far as that is all that it says."""
        if not has_object(contents, _is_by_another):
            return contents
        return replaced_all(contents, self._changes(contents, uri))

    def _changes(self, contents: Any, uri: str) -> Iterator[tuple[Tokens, Any]]:
        """Yield the place of each `$schema` that says no more than a dialect, and the one of that dialect."""
        pending: list[tuple[Tokens, Any, str]] = [((), contents, self._dialect)]
        while pending:
            tokens, schema, around = pending.pop()
            if not isinstance(schema, dict):
                continue
            named: Any = schema.get("$schema")
            own = dialect_by(named, self._retrieve) if isinstance(named, str) else None
            if own is not None and dialect_of(named) is None:
                vocabularies = self._vocabularies(named, own)
                if vocabularies is None:
                    yield (*tokens, "$schema"), DIALECTS[own]
                else:
                    _check_vocabularies(vocabularies, named, uri, tokens)
            inside = own or around
            pending += [((*tokens, *more), below, inside) for more, below in subschemas(schema, inside)]

    def _vocabularies(self, uri: str, dialect: str) -> dict[str, Any] | None:
        """Return which vocabularies there are, if a metaschema says so: dialects before 2019-09 have none."""
        _, contents = next(metaschemas_above(uri, self._retrieve))
        named = contents.get("$vocabulary")
        return named if dialect not in REF_ALONE and isinstance(named, dict) else None


def _with_known_vocabularies(contents: Any) -> Any:
    """
    Return a resource that requires the vocabularies that are known, if it is a metaschema that names them.

    What it says `false` of is to be used all the same by whoever knows it (2020-12 core, section 8.1.2), which
    jsonschema-rs does not.

    >>> core = "https://json-schema.org/draft/2020-12/vocab/core"
    >>> _with_known_vocabularies({"$vocabulary": {core: False, "https://e.org/v": False}})["$vocabulary"] == {
    ...     core: True,
    ...     "https://e.org/v": False,
    ... }
    True
    """
    named = contents.get("$vocabulary") if isinstance(contents, dict) else None
    if not isinstance(named, dict) or all(said is True for one, said in named.items() if one in VOCABULARIES):
        return contents
    return {**contents, "$vocabulary": {one: said or one in VOCABULARIES for one, said in named.items()}}


def _check_vocabularies(named: dict[str, Any], metaschema: str, uri: str, tokens: Tokens) -> None:
    """Refuse what is not to be processed without a vocabulary that nobody here knows (2020-12 core, section 8.1.2)."""
    unknown = next((one for one, is_required in named.items() if is_required is True and one not in VOCABULARIES), None)
    if unknown is not None:
        message = f"expected vocabularies that are known, found {quoted(unknown, 200)}, which"
        raise UnknownDialect(
            f"{message} {quoted(metaschema, 200)} requires",
            uri=uri,
            keyword_location=format_pointer((*tokens, "$schema")),
            hint="let `$vocabulary` say false of it, if the schema can be judged without",
        )


def _is_by_another(schema: dict[str, Any]) -> bool:
    """Return whether an object names a metaschema that is no dialect's."""
    named = schema.get("$schema")
    return isinstance(named, str) and dialect_of(named) is None
