"""
Verdicts of a schema with something else in the place of one of its subschemas.

Only verdicts are asked for, of thousands of such schemas: what else an engine has, to put findings into words, is not
made.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from schemawright.engines.native.compiling import Compiling
from schemawright.engines.reach.entry import begun
from schemawright.errors import SchemawrightError, UnresolvableReference
from schemawright.fuzz.schema.places import replaced, without_members
from schemawright.keywords import REF_ALONE, dialect_of, subschemas, walk
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from schemawright.engines.native.panics import Guarded
    from schemawright.engines.protocol import Task
    from schemawright.fuzz.schema.excerpts import Excerpt
    from schemawright.fuzz.schema.schema_map import Lead, Pair, SchemaMap, Subschema


def changed_engine(schema_map: SchemaMap, subschema: Subschema, contents: Any, *, whole: bool = True) -> Guarded:
    """
    Return the engine of a schema in which a subschema is another.

    Args:
        schema_map: The schema's subschemas.
        subschema: The subschema.
        contents: What stands in its place.
        whole: Whether the engine judges whole records, or what the subschema is about: that takes a tenth of the time
            to compile.

    Raises:
        SchemaError: It is no schema any more.
    """
    alone = None if whole else alone_engine(schema_map, subschema, contents)
    if alone is not None:
        return alone
    if not whole and schema_map.is_embedded(subschema):
        return _inner_engine(schema_map, subschema, contents)

    # With what stands in its place, something else may be referred to.
    if not leads_elsewhere(schema_map, subschema, contents):
        excerpt = schema_map.excerpt("" if whole else subschema.location)
        with suppress(UnresolvableReference):
            changed = excerpt.changed(subschema, contents)
            return _engine(schema_map, subschema, changed, excerpt, whole=whole)
    changed = replaced(schema_map.contents[subschema.resource], parse_pointer(subschema.pointer), contents)
    return _engine(schema_map, subschema, changed, schema_map, whole=whole)


def alone_engine(schema_map: SchemaMap, subschema: Subschema, contents: Any) -> Guarded | None:
    """
    Return the engine of what stands in a subschema's place; None where it depends on where that is.

    A part is compiled in a tenth of the time that the document takes.

    Raises:
        SchemaError: It is no schema.
    """
    if not _stands_alone(schema_map, subschema, contents):
        return None
    return compiled(schema_map.schema.task._replace(contents=contents, pointer="", dialect=subschema.dialect))


def whole_engine(schema_map: SchemaMap, subschema: Subschema, changed: Any, others: Excerpt) -> Guarded:
    """
    Return the engine of a schema, for whole records.

    Args:
        schema_map: The schema's subschemas.
        subschema: A subschema, of whose resource
        changed: this is what is there.
        others: What has the other resources.

    Raises:
        SchemaError: It is no schema.
    """
    return _engine(schema_map, subschema, changed, others, whole=True)


def compiled(task: Task) -> Guarded:
    """Return the engine of a schema, for verdicts."""
    return Compiling(begun(task, of_other_dialects=True)).compile()


def _engine(
    schema_map: SchemaMap, subschema: Subschema, changed: Any, others: Excerpt | SchemaMap, *, whole: bool
) -> Guarded:
    """
    Return the engine of a schema in which the resource of a subschema is another.

    Args:
        schema_map: The schema's subschemas.
        subschema: The subschema.
        changed: The resource.
        others: What has the other resources.
        whole: Whether the engine judges whole records, or what the subschema is about.
    """
    resource = subschema.resource

    def retrieve(uri: str) -> Any:
        return changed if schema_map.aliases.get(uri, uri) == resource else others.retrieve(uri)

    task = schema_map.schema.task._replace(retrieve=retrieve)
    if not whole:
        return compiled(
            task._replace(uri=schema_map.root_of(subschema).base, contents=changed, pointer=subschema.pointer)
        )
    return compiled(task._replace(contents=changed if resource == task.uri else others.retrieve(task.uri)))


def _inner_engine(schema_map: SchemaMap, subschema: Subschema, contents: Any) -> Guarded:
    """Return the engine of a changed subschema in a resource within a resource: it begins at the inner one."""
    root, pointer = schema_map.root_of(subschema), subschema.location.partition("#")[2]
    changed = replaced(schema_map.named(root), parse_pointer(pointer), contents)

    def retrieve(uri: str) -> Any:
        return changed if uri == root.base else schema_map.retrieve(uri)

    task = schema_map.schema.task._replace(retrieve=retrieve)
    return compiled(task._replace(uri=root.base, contents=changed, pointer=pointer))


def _stands_alone(schema_map: SchemaMap, subschema: Subschema, contents: Any) -> bool:
    """Return whether what a subschema says is the same wherever it stands: nothing in it refers to anything."""
    root = schema_map.contents[subschema.resource]
    if isinstance(root, dict) and "$schema" in root and dialect_of(root["$schema"]) is None:
        return False  # The metaschema says which keywords there are.
    return not any(_NAMING & inner.keys() for _, inner in walk(contents, subschema.dialect) if isinstance(inner, dict))


def leads_elsewhere(schema_map: SchemaMap, subschema: Subschema, contents: Any) -> bool:
    """Return whether what stands in a subschema's place refers to something that the subschema does not."""
    return not _leads(schema_map, contents, subschema.dialect) <= _leads(
        schema_map, subschema.contents, subschema.dialect
    )


def _leads(schema_map: SchemaMap, contents: Any, dialect: str) -> frozenset[Lead]:
    """
    Return what in a subschema refers to something, as it is written, and what that depends on.

    Of what is as it is written in the schema, it is found out once: most of a mutant is.
    """
    if type(contents) is not dict:
        return _NOWHERE
    known = schema_map.as_written(contents)
    is_known = known is not None and known.dialect == dialect
    if known is not None and is_known and known.leads is not None:
        return known.leads
    found = {(name, contents[name]) for name in _NAMING & contents.keys() if isinstance(contents[name], str)}
    if not (dialect in REF_ALONE and isinstance(contents.get("$ref"), str)):
        found = found.union(*[_leads(schema_map, inner, dialect) for _, inner in subschemas(contents, dialect)])
    leads = frozenset(found)
    if known is not None and is_known:
        known.leads = leads
    return leads


_NOWHERE: frozenset[Lead] = frozenset()
_NAMING = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "$id", "id", "$schema"})
"""What refers to something, and what changes what is referred to."""


_MADE_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}


def forgetting(schema_map: SchemaMap, pair: Pair, *, whole: bool = True) -> Guarded | None:
    """
    Return the engine of a schema without one of its keywords; None where it is no schema without it.

    Args:
        schema_map: The schema's subschemas.
        pair: The keyword.
        whole: See `changed_engine`.
    """
    subschema = schema_map.subschemas[pair.subschema]
    contents: Any = True
    if pair.keyword != "false":
        keyword, *below = parse_pointer(pair.keyword_location[len(subschema.location) :])
        contents = without_members(subschema.contents, {keyword})
        if isinstance(contents.get(_MADE_EXCLUSIVE.get(str(keyword), "")), bool):
            del contents[_MADE_EXCLUSIVE[str(keyword)]]  # In draft 4 it says how the bound is meant, and needs one.
        if below:
            contents[keyword] = replaced(subschema.contents[keyword], tuple(below), value=True)
    try:
        return changed_engine(schema_map, subschema, contents, whole=whole)
    except SchemawrightError:
        return None


def naming_anything(schema_map: SchemaMap, subschema: Subschema) -> Guarded | None:
    """Return the engine of a subschema that takes every name; None where it is no schema then."""
    contents = without_members(subschema.contents, {"propertyNames"})
    try:
        return changed_engine(schema_map, subschema, contents, whole=False)
    except SchemawrightError:
        return None
