"""
Resources that stand in another one, and entry points inside of them.

An evaluation that begins there begins with that resource: its dialect is the one that counts, and nothing around it is
in the dynamic scope (2020-12 core, section 7.1).  An engine takes an entry point for one of the whole, and some take
what names no dialect for one of whatever refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.reach.understood import understood
from schemawright.errors import PointsNowhere
from schemawright.keywords import dialect_inside, dialect_of, subschemas
from schemawright.own_metaschema import with_dialect
from schemawright.pointer import format_pointer, parse_pointer, replaced_at, resolve_tokens
from schemawright.store.objects import has_object
from schemawright.store.rebasing import base_of
from schemawright.store.resource import in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens


class Inner(NamedTuple):
    """
    A resource that stands in another one, or is that.

    Args:
        uri: Its base URI.
        tokens: Where it stands.
        contents: The resource.
        dialect: Its dialect: what it names, else that of what is around it.
    """

    uri: str
    tokens: Tokens
    contents: Any
    dialect: str

    @property
    def alone(self) -> Any:
        """What it says when nothing is around it: its dialect, and its URI in full."""
        return in_full(with_dialect(self.contents, self.dialect), self.uri)


def begun(task: Task, *, of_other_dialects: bool = False) -> Task:
    """
    Return a task that begins with the resource in which its entry point is: itself, where that is the whole.

    Args:
        task: The schema.
        of_other_dialects: Whether only a resource of another dialect than the whole is taken for one.

    >>> from schemawright.engines.protocol import Task
    >>> inner = {"$id": "https://e.org/i", "$schema": "http://json-schema.org/draft-07/schema#", "items": [{}]}
    >>> task = Task("https://e.org/", {"$defs": {"i": inner}}, "/$defs/i/items/0", "2020-12", True, dict().__getitem__)
    >>> begun(task)[0], begun(task)[2:4]
    ('https://e.org/i', ('/items/0', 'draft7'))
    """
    task = understood(task)
    if not task.pointer:
        return task
    found = innermost(task.contents, task.uri, task.pointer, task.dialect)
    if found is None or not found.tokens or (of_other_dialects and found.dialect == task.dialect):
        return task
    return task._replace(
        uri=found.uri,
        contents=found.alone,
        pointer=format_pointer(parse_pointer(task.pointer)[len(found.tokens) :]),
        dialect=found.dialect,
        retrieve=_retrieving(task),
    )


def innermost(contents: Any, uri: str, pointer: str, dialect: str) -> Inner | None:
    """
    Return the innermost resource in which a subschema stands.

    None where the subschema has a dialect of its own and no URI: it is no resource that can be asked for.

    Args:
        contents: The schema.
        uri: The base URI inside of it.
        pointer: Where the subschema stands in it.
        dialect: Its dialect, where it names none.
    """
    tokens = parse_pointer(pointer)
    inside = dialect_inside(contents, dialect)
    found = Inner(uri, (), contents, inside)
    for number, schema in enumerate(_on_the_way(contents, tokens), 1):
        inside = dialect_inside(schema, inside)
        base = base_of(schema, found.uri, inside)
        if base != found.uri:
            found = Inner(base, tokens[:number], schema, inside)
    return found if inside == found.dialect else None


def resources_in(contents: Any, uri: str, dialect: str) -> Iterator[Inner]:
    """
    Yield a resource, and all those inside of it.

    Args:
        contents: The resource.
        uri: The URI by which it is known.
        dialect: Its dialect, where it names none.
    """
    pending: list[tuple[Tokens, Any, str, str]] = [((), contents, "", dialect)]
    while pending:
        tokens, schema, around, inherited = pending.pop()
        if not isinstance(schema, dict):
            continue
        inside = dialect_inside(schema, inherited)
        base = base_of(schema, around or uri, inside)
        if base != around:
            yield Inner(base, tokens, schema, inside)
        pending += [((*tokens, *more), inner, base, inside) for more, inner in subschemas(schema, inside)]


def saying_dialects(task: Task) -> Task:
    """Return a task whose resources say their dialects, for an engine that takes that of whatever refers to one."""
    return task._replace(
        contents=with_dialects(task.contents, task.uri, task.dialect),
        retrieve=lambda uri: with_dialects(task.retrieve(uri), uri, task.dialect),
    )


def with_dialects(contents: Any, uri: str, dialect: str) -> Any:
    """
    Return a resource that says its dialect; so does each one inside of it, where these have several.

    Args:
        contents: The resource.
        uri: The URI by which it is known.
        dialect: Its dialect, where it names none.

    >>> old = {"$id": "a", "$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"b": {"$id": "b"}}}
    >>> with_dialects({"$defs": {"a": old}}, "https://e.org/", "2020-12")["$defs"]["a"]["definitions"]
    {'b': {'$schema': 'http://json-schema.org/draft-07/schema#', '$id': 'b'}}
    """
    contents = with_dialect(contents, dialect)
    own = dialect_inside(contents, dialect)
    if not has_object(contents, lambda one: dialect_of(one.get("$schema")) not in {None, own}):
        return contents
    for inner in list(resources_in(contents, uri, dialect)):
        said = with_dialect(resolve_tokens(contents, inner.tokens), inner.dialect)
        contents = replaced_at(contents, inner.tokens, said)
    return contents


def _on_the_way(contents: Any, tokens: Tokens) -> Iterator[Any]:
    """Yield what each token of a way leads to; as far as it leads."""
    for token in tokens:
        try:
            contents = resolve_tokens(contents, (token,))
        except PointsNowhere:
            return
        yield contents


def _retrieving(task: Task) -> Callable[[str], Any]:
    """Return what retrieves the resources of a task from within one that stands inside: all around it, too."""
    inside = resources_in(task.contents, task.uri, task.dialect)
    known = {one.uri: one.alone for one in inside}
    return lambda uri: known[uri] if uri in known else task.retrieve(uri)
