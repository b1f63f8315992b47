"""All subschemas that an evaluation may come to, in all resources, and where their references lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import referencing

from schemawright import metaschemas
from schemawright.engines.references import lookup
from schemawright.engines.specifications import entered, specification_of
from schemawright.errors import UnresolvableReference
from schemawright.keywords import REFERENCES, dialect_of, subschemas

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def reached(task: Task) -> Iterator[Reached]:
    """
    Yield each subschema that an evaluation may come to, or that stands in a resource to which it may.

    >>> from schemawright.engines.protocol import Task
    >>> task = Task("", {"items": {"$ref": "#"}, "$defs": {"a": {}}}, "", "2020-12", False, dict().__getitem__)
    >>> [one.references == [task.contents] for one in reached(task)]
    [False, True, False]
    """
    pending = [(task.contents, registry_of(task).resolver(task.uri), task.dialect)]
    seen: set[int] = set()
    while pending:
        schema, resolver, dialect = pending.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        dialect = dialect_of(schema.get("$schema")) or dialect
        here = entered(resolver, schema, dialect)
        below = list(subschemas(schema, dialect))
        resolved = [found for found in (_resolved(here, schema.get(name)) for name in REFERENCES) if found]
        pending += [(one.contents, one.resolver, dialect) for one in resolved][::-1]
        pending += [(subschema, here, dialect) for _, subschema in below][::-1]
        yield Reached(schema, dialect, below, [one.contents for one in resolved])


def _resolved(resolver: Any, reference: Any) -> Any:
    try:
        return lookup(resolver, reference) if isinstance(reference, str) else None
    except UnresolvableReference:
        return None


def resource_of(task: Task, contents: Any) -> referencing.Resource[Any]:
    """Return a resource of the dialect that it names, else of the task's."""
    named = dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None
    resource: referencing.Resource[Any] = specification_of(named or task.dialect).create_resource(contents)
    return resource


def registry_of(task: Task) -> referencing.Registry[Any]:
    """Return a registry with every metaschema in it, the task's resource, and one way to anything else."""

    def retrieve(uri: str) -> referencing.Resource[Any]:
        return resource_of(task, task.retrieve(uri))

    combined: referencing.Registry[Any] = metaschemas.registry().combine(
        referencing.Registry(retrieve=retrieve)  # type: ignore[call-arg]  # an alias that attrs knows and mypy does not
    )
    crawled: referencing.Registry[Any] = combined.with_resource(task.uri, resource_of(task, task.contents)).crawl()
    return crawled
