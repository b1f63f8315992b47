"""A schema against its metaschema; and what is in it in another dialect, against that one's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.documents.record import Limits
from schemawright.engines import compile_engine
from schemawright.engines.protocol import Task
from schemawright.errors import InvalidSchema
from schemawright.keywords import DIALECTS, dialect_of
from schemawright.pointer import format_pointer, resolve_tokens
from schemawright.store.resource import Resource
from schemawright.validation.identifiers import References, check_identifiers, named_in
from schemawright.validation.instances import check_instance
from schemawright.validation.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.finding import Finding
    from schemawright.pointer import Tokens
    from schemawright.store.opening import OpenedSchema
    from schemawright.validation.identifiers import Named


def check_schema(opened: OpenedSchema, references: References | None = None) -> None:
    """
    Judge a schema against its metaschema, formats included; a resource in it that has another dialect, by that one's.

    Args:
        opened: The schema.
        references: What leads into it; its own references where nothing else does.

    Raises:
        InvalidSchema: It is not valid, and the findings have positions in the schema's document; or it is not plain
            what is called what in it.
        UnknownDialect: A resource in it has a dialect that nobody here knows.
    """
    from schemawright.validation.placing import place

    resource = opened.resource
    check_instance(resource.contents, Limits().depth)
    named = named_in(resource, opened.dialect)
    findings = tuple(_metaschema_findings(opened, named))
    if not findings:
        check_identifiers(opened, named, references or References(opened))
        return
    if resource.record is not None:
        findings = tuple(place(findings, resource.record, resource.path))
    message = f"the schema is not valid against its metaschema ({opened.dialect}): {len(findings)} findings"
    error = InvalidSchema(
        message.replace("1 findings", "1 finding") if len(findings) == 1 else message,
        findings=findings,
        uri=resource.path or resource.uri,
        keyword_location=findings[0].instance_location,
    )
    error.position = findings[0].position
    raise error


def _metaschema_findings(opened: OpenedSchema, named: list[Named]) -> Iterator[Finding]:
    """Yield what the metaschemas of a resource, and of the resources in it that have others, say."""
    resource = opened.resource
    uri = resource.schema_uri if resource.schema_uri and dialect_of(resource.schema_uri) is None else ""
    metaschema = Task(
        uri=uri or "schemawright:metaschema",
        contents=opened.catalogue.retrieve(uri) if uri else {"$ref": DIALECTS[opened.dialect]},
        pointer="",
        dialect=opened.dialect,
        assert_formats=True,
        retrieve=opened.catalogue.retrieve,
    )
    engine = compile_engine(metaschema, "auto")
    others = list(_of_other_dialects(named, opened.dialect))
    contents = resource.contents
    for tokens, _ in others:
        contents = _with_any(contents, tokens)
    # Each vocabulary's metaschema leads on by itself, and finds the same.
    found = refusals(engine, contents)
    yield from {(one.keyword, one.instance_location, one.message): one for one in found}.values()
    for tokens, dialect in others:
        inner = Resource(resource.uri, resolve_tokens(resource.contents, tokens))
        below = opened._replace(resource=inner, dialect=dialect)
        for finding in _metaschema_findings(below, named_in(inner, dialect)):
            yield finding._replace(instance_location=format_pointer(tokens) + finding.instance_location)


def _of_other_dialects(named: list[Named], dialect: str) -> Iterator[tuple[Tokens, str]]:
    """Yield where resources are in a resource that say another dialect, with that; not those in such ones."""
    found: Tokens | None = None
    for tokens, schema, *_ in named:
        if not tokens or (found is not None and tokens[: len(found)] == found):
            continue
        said = dialect_of(schema.get("$schema"))
        if said not in {None, dialect} and any(isinstance(schema.get(name), str) for name in ("$id", "id")):
            found = tokens
            yield tokens, said or dialect


def _with_any(contents: Any, tokens: Tokens) -> Any:
    """Return a copy of a schema that accepts anything at one place."""
    if not tokens:
        return {}
    made = contents.copy()
    made[tokens[0]] = _with_any(contents[tokens[0]], tokens[1:])
    return made
