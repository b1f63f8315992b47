"""All subschemas that an evaluation may come to, in all resources, and where their references lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright import metaschemas
from schemawright.engines.places import NotPlain, Places
from schemawright.errors import UnresolvableReference
from schemawright.keywords import FLAT, REFERENCES, dialect_of, subschemas
from schemawright.store.rebasing import base_of, rebased

if TYPE_CHECKING:
    from collections.abc import Iterator

    import referencing

    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens


class Reached(NamedTuple):
    """
    A subschema that is an object.

    Args:
        schema: The subschema.
        dialect: Its dialect.
        below: The subschemas directly below, with their tokens from here.
        references: What its references lead to, by the static scope; those that lead nowhere are left out.
    """

    schema: dict[str, Any]
    dialect: str
    below: list[tuple[Tokens, Any]]
    references: list[Any]


def reached(task: Task, *, strict: bool = False) -> Iterator[Reached]:
    """
    Yield each subschema that an evaluation may come to, or that stands in a resource to which it may.

    Args:
        task: The schema.
        strict: Whether a reference that leads nowhere is an error.

    Raises:
        UnresolvableReference: A reference leads nowhere.

    >>> from schemawright.engines.protocol import Task
    >>> task = Task("", {"items": {"$ref": "#"}, "$defs": {"a": {}}}, "", "2020-12", False, dict().__getitem__)
    >>> [one.references == [task.contents] for one in reached(task)]
    [False, True, False]
    """
    try:
        found = list(_by_places(task))
    except NotPlain:
        yield from _by_registry(task, strict=strict)
    else:
        yield from found


def _by_places(task: Task) -> Iterator[Reached]:
    places = Places(task)
    pending = [(task.contents, task.uri, task.dialect)]
    seen: set[int] = set()
    while pending:
        schema, base, dialect = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        dialect = dialect_of(schema.get("$schema")) or dialect
        below = list(subschemas(schema, dialect))
        targets = [places.of(reference, base) for reference in _references(schema, dialect)]
        pending += [(target.contents, target.base, dialect) for target in targets][::-1]
        pending += [(inner, base_of(inner, base, dialect), dialect) for _, inner in below][::-1]
        yield Reached(schema, dialect, below, [target.contents for target in targets])


def _by_registry(task: Task, *, strict: bool) -> Iterator[Reached]:
    from schemawright.engines.specifications import entered

    pending = [(task.contents, registry_of(task).resolver(task.uri), task.dialect)]
    seen: set[int] = set()
    while pending:
        schema, resolver, dialect = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        dialect = dialect_of(schema.get("$schema")) or dialect
        below = list(subschemas(schema, dialect))
        resolved = list(_resolved(resolver, _references(schema, dialect), strict=strict))
        pending += [(one.contents, one.resolver, dialect) for one in resolved][::-1]
        pending += [(inner, entered(resolver, inner, dialect), dialect) for _, inner in below][::-1]
        yield Reached(schema, dialect, below, [one.contents for one in resolved])


def _references(schema: dict[str, Any], dialect: str) -> list[str]:
    return [schema[name] for name in REFERENCES if name in FLAT[dialect] and isinstance(schema.get(name), str)]


def _resolved(resolver: Any, references: list[str], *, strict: bool) -> Iterator[Any]:
    from schemawright.engines.references import lookup

    for reference in references:
        try:
            yield lookup(resolver, reference)
        except UnresolvableReference:
            if strict:
                raise


def resource_of(task: Task, contents: Any) -> referencing.Resource[Any]:
    """Return a resource of the dialect that it names, else of the task's."""
    from schemawright.engines.specifications import specification_of

    named = dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None
    resource: referencing.Resource[Any] = specification_of(named or task.dialect).create_resource(contents)
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
