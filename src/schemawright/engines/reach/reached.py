"""All subschemas of a schema and of what its references lead to, in any resource, and where theirs lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from schemawright import metaschemas
from schemawright.engines.reach.places import NotPlain, Places, base_inside
from schemawright.errors import SchemawrightError
from schemawright.keywords import FLAT, REFERENCES, dialect_inside, subschemas
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.rebasing import rebased

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import referencing

    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens

_NEEDED = {"then": ("if", object), "else": ("if", object), "additionalItems": ("items", list)}
"""Keywords that are ignored without another one, or where its value is of another kind."""
HELD = frozenset({"$defs", "definitions"})
"""Keywords whose subschemas judge nothing where they stand."""
_ANY_REFERENCE = frozenset(REFERENCES)
_MAY_BE_IGNORED = frozenset({*_NEEDED, "contentSchema"})


class Reached(NamedTuple):
    """
    A subschema that is an object.

    Args:
        schema: The subschema.
        dialect: Its dialect.
        below: The subschemas directly below, with their tokens from here.
        references: What its references lead to, by the static scope; those that lead nowhere are left out.
        base: The URI of the resource that it is in.
    """

    schema: dict[str, Any]
    dialect: str
    below: list[tuple[Tokens, Any]]
    references: list[Any]
    base: str


def reached(task: Task, *, strict: bool = False) -> Iterator[Reached]:
    """
    Yield each subschema of a schema, of its entry point, and of what references lead to.

    The last two may be below unknown keywords, or in other resources, of which nothing else is looked at.

    Args:
        task: The schema.
        strict: Whether a reference that leads nowhere is an error; it is none in what is ignored where it stands, as
            `then` is without `if`, which is left out then.

    Raises:
        UnresolvableReference: A reference leads nowhere.

    >>> from schemawright.engines.protocol import Task
    >>> task = Task("", {"items": {"$ref": "#"}, "$defs": {"a": {}}}, "", "2020-12", False, dict().__getitem__)
    >>> [one.references == [task.contents] for one in reached(task)]
    [False, True, False]
    """
    try:
        found = list(_by_places(task, strict=strict))
    except NotPlain:
        yield from _by_registry(task, strict=strict)
    else:
        yield from found


def reached_from_entry(task: Task) -> Iterator[Reached]:
    """
    Yield each subschema that an evaluation from the entry point may come to, by the static scope.

    >>> from schemawright.engines.protocol import Task
    >>> contents = {"not": {"$ref": "#/$defs/a"}, "$defs": {"a": {"items": {}}, "b": {"minimum": 1}}}
    >>> [one.schema for one in reached_from_entry(Task("", contents, "/not", "2020-12", False, dict().__getitem__))]
    [{'$ref': '#/$defs/a'}, {'items': {}}, {}]
    """
    return entered({id(one.schema): one for one in reached(task)}, entry_of(task))


def entry_of(task: Task) -> Any:
    """Return the schema at a task's entry point."""
    return resolve_tokens(task.contents, parse_pointer(task.pointer))


def _nothing(_base: str) -> list[int]:
    return []


def entered(known: dict[int, Reached], start: Any, more_of: Callable[[str], list[int]] = _nothing) -> Iterator[Reached]:
    """
    Yield each subschema that an evaluation from one of them may come to, by the static scope.

    Args:
        known: What is reached, by identity.
        start: Where the evaluation begins.
        more_of: What else an evaluation may come to once it has entered the resource of a URI, by identity.
    """
    pending = [id(start)]
    met: set[int] = set()
    bases: set[str] = set()
    while pending:
        number = pending.pop()
        one = known.get(number)
        if one is None or number in met:
            continue
        met.add(number)
        yield one
        if one.base not in bases:
            bases.add(one.base)
            pending += more_of(one.base)
        pending += [id(below) for tokens, below in one.below if tokens[0] not in HELD]
        pending += map(id, one.references)


def _by_places(task: Task, *, strict: bool) -> Iterator[Reached]:
    places = Places(task)
    start = places.start()
    # The root is the first to be taken, so that what stands in it is of the dialect that it has there.
    pending = [(start.contents, start.base, start.dialect), (task.contents, task.uri, task.dialect)]
    seen: set[int] = set()
    while pending:
        schema, base, dialect = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        dialect = dialect_inside(schema, dialect)
        below = places.below(schema, dialect)
        below = _not_ignored(schema, below) if strict else below
        targets = [places.of(reference, base) for reference in _references(schema, dialect)]
        pending += [(target.contents, target.base, target.dialect) for target in reversed(targets)]
        pending += [(inner, base_inside(inner, base, dialect), dialect) for _, inner in reversed(below)]
        yield Reached(schema, dialect, below, [target.contents for target in targets], base)


def _by_registry(task: Task, *, strict: bool) -> Iterator[Reached]:
    from schemawright.engines.reach.resolving import dialect_at, own_uri_of
    from schemawright.engines.reach.specifications import entered

    root = registry_of(task).resolver(task.uri)
    starts = _resolved(root, [f"#{quote(task.pointer)}"], strict=strict)
    pending = [
        *((one.contents, one.resolver, dialect_at(one.resolver, task.dialect)) for one in starts),
        (task.contents, root, task.dialect),
    ]
    seen: set[int] = set()
    while pending:
        schema, resolver, dialect = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        dialect = dialect_inside(schema, dialect)
        below = list(subschemas(schema, dialect))
        below = _not_ignored(schema, below) if strict else below
        resolved = list(_resolved(resolver, _references(schema, dialect), strict=strict))
        pending += [(one.contents, one.resolver, dialect_at(one.resolver, task.dialect)) for one in resolved][::-1]
        pending += [(inner, entered(resolver, inner, dialect), dialect) for _, inner in below][::-1]
        yield Reached(schema, dialect, below, [one.contents for one in resolved], own_uri_of(resolver, dialect))


def _references(schema: dict[str, Any], dialect: str) -> list[str]:
    if _ANY_REFERENCE.isdisjoint(schema):
        return []
    return [schema[name] for name in REFERENCES if isinstance(schema.get(name), str) and name in FLAT[dialect]]


def _not_ignored(schema: dict[str, Any], below: list[tuple[Tokens, Any]]) -> list[tuple[Tokens, Any]]:
    """Leave out what judges nothing where it stands, for want of another keyword."""
    if _MAY_BE_IGNORED.isdisjoint(schema):
        return below
    return [(tokens, inner) for tokens, inner in below if not is_ignored(str(tokens[0]), schema)]


def is_ignored(name: str, schema: dict[str, Any]) -> bool:
    """
    Return whether a keyword judges nothing in a schema that has it, for want of another one.

    >>> is_ignored("then", {"then": False}), is_ignored("then", {"if": {}, "then": False}), is_ignored("not", {})
    (True, False, False)
    """
    if name not in _NEEDED:
        return name in _MAY_BE_IGNORED
    other, kind = _NEEDED[name]
    return other not in schema or not isinstance(schema[other], kind)


def _resolved(resolver: Any, references: list[str], *, strict: bool) -> Iterator[Any]:
    from schemawright.engines.reach.resolving import lookup

    for reference in references:
        try:
            yield lookup(resolver, reference)
        except SchemawrightError:
            if strict:
                raise


def resource_of(task: Task, contents: Any) -> referencing.Resource[Any]:
    """Return a resource of the dialect that it names, else of the task's."""
    from schemawright.engines.reach.specifications import resource_with

    resource: referencing.Resource[Any] = resource_with(contents, task.dialect)
    return resource


def registry_of(task: Task) -> referencing.Registry[Any]:
    """Return a registry with every metaschema in it, the task's resource, and one way to anything else."""
    import referencing

    def retrieve(uri: str) -> referencing.Resource[Any]:
        return resource_of(task, rebased(task.retrieve(uri), uri, task.dialect))

    combined: referencing.Registry[Any] = metaschemas.registry().combine(
        referencing.Registry(retrieve=retrieve)  # type: ignore[call-arg]  # an alias that attrs knows and mypy does not
    )
    crawled: referencing.Registry[Any] = combined.with_resource(task.uri, resource_of(task, task.contents)).crawl()
    return crawled
