"""
A schema that can judge: the recipe of one, compiled when it is first needed.

What travels between processes is the recipe: the resource, what it refers to, and the settings.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines import compile_engine
from schemawright.engines.assertions.content import content_in
from schemawright.engines.native.unlike import is_unlike
from schemawright.engines.protocol import Task
from schemawright.engines.reach.entry import begun
from schemawright.engines.reach.understood import understood
from schemawright.errors import SchemaError
from schemawright.finding import Formats, Verdict
from schemawright.keywords import FORMATS, dialect_of, formats_in
from schemawright.store.catalogue import Catalogue
from schemawright.store.opening import OpenedSchema, open_resource
from schemawright.store.resource import Resource
from schemawright.validation.checked import Checked
from schemawright.validation.identifiers import References, check_names, named_in
from schemawright.validation.instances import judged
from schemawright.validation.metaschema import check_schema
from schemawright.validation.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.engines.accept.blocks import Accept
    from schemawright.engines.protocol import Engine
    from schemawright.finding import Finding


class Settings(NamedTuple):
    """
    How a schema judges.

    Args:
        engine: `auto`, `native` or `reference`.
        assert_formats: Whether `format` is an assertion, and in draft 7 what is said of what a text holds.
        allow_duplicate_keys: Whether a name may occur twice in an object of a JSON text; the last one wins.
        max_depth: How deep arrays and objects of an instance may nest.
    """

    engine: str = "auto"
    assert_formats: bool = True
    allow_duplicate_keys: bool = False
    max_depth: int = 1_000


class Schema:
    """
    A schema that judges instances.

    Made by `schemawright.open_schema`.  Compiled when it first judges; pickles as its recipe, so that it can be sent
    to another process together with all that it refers to.

    >>> from schemawright import open_schema
    >>> schema = open_schema({"type": "object", "required": ["id"]})
    >>> schema.is_valid({"id": "ts_1"})
    True
    >>> [finding.message for finding in schema.iter_findings({})]
    ['expected the property "id", found none']
    """

    def __init__(self, opened: OpenedSchema, settings: Settings | None = None, checked: Checked | None = None) -> None:
        self._opened = opened
        self._checked = checked or Checked()
        self.settings = settings or Settings()
        self._engine: Engine | None = None
        self._exact: Engine | None = None
        self._accept: Accept | None = None
        # Here and not in a table beside: it refers to the schema, so that the two can only go together.
        self.strategies: object = None
        """What `schemawright.fuzz` has prepared to make this schema's records for Hypothesis; nothing here uses it."""

    def __repr__(self) -> str:
        """Return the URI, the entry point and the dialect."""
        fragment = f"#{self._opened.pointer}" if self._opened.pointer else ""
        return f"<Schema {self.uri}{fragment} ({self.dialect})>"

    @property
    def uri(self) -> str:
        """The base URI of the schema resource."""
        return self._opened.resource.uri

    @property
    def contents(self) -> Any:
        """The schema resource: an object or a boolean."""
        return self._opened.resource.contents

    @property
    def path(self) -> str:
        """The file that the schema was read from; empty for one from memory."""
        return self._opened.resource.path

    @property
    def pointer(self) -> str:
        """The entry point in the resource, a JSON Pointer."""
        return self._opened.pointer

    @property
    def dialect(self) -> str:
        """The short name of the dialect, such as `2020-12`."""
        return self._opened.dialect

    @property
    def dialect_assumed(self) -> bool:
        """Whether the dialect was assumed, since the schema has no `$schema`."""
        return self._opened.assumed

    @property
    def engine(self) -> Engine:
        """
        The compiled engine.

        Raises:
            InvalidSchema: The schema is not valid against its metaschema, and its findings have positions; or it is not
                plain what is called what in it.
            UnknownDialect: A resource in it, or one that it refers to, has a dialect that nobody here knows.
            UnresolvableReference: A reference leads out of the workspace, nowhere, or to two schemas.
        """
        if self._engine is None:
            self._engine = self._compile()
        return self._engine

    def engine_for(self, *, decimals: bool) -> Engine:
        """
        Return the engine that judges an instance exactly.

        jsonschema-rs rounds a decimal fraction that no double holds (4503599627370497.5) before it looks at
        `multipleOf` and at large limits; where nobody asked for one engine, such instances are the reference's.  So are
        all instances of the schemas of `schemawright.engines.native.unlike`.

        Args:
            decimals: Whether the instance has such numbers.
        """
        if self.settings.engine != "auto" or not (decimals or self._is_unlike):
            return self.engine
        if self._exact is None:
            _ = self.engine
            self._exact = compile_engine(self.task, "reference")
        return self._exact

    @cached_property
    def _is_unlike(self) -> bool:
        """Whether the native engine judges otherwise than the specification says."""
        return is_unlike(self.task, [self.task.retrieve(uri) for uri in [*self.referenced]])

    @property
    def accept(self) -> Accept | None:
        """What accepts blocks of NDJSON for certain; None where only the reference engine may judge."""
        if self.engine_for(decimals=False).name != "native":
            return None
        if self._accept is None:
            from schemawright.engines.accept.blocks import Accept

            settings = self.settings
            self._accept = Accept(
                begun(self.task, of_other_dialects=True),
                self.engine,
                max_depth=settings.max_depth,
                allow_duplicate_keys=settings.allow_duplicate_keys,
            )
        return self._accept

    @cached_property
    def task(self) -> Task:
        """What the engines compile: the schema with the dialects in which it is written, whatever its metaschema is."""
        return understood(
            Task(
                uri=self.uri,
                contents=self.contents,
                pointer=self._opened.pointer,
                dialect=self.dialect,
                assert_formats=self.settings.assert_formats,
                retrieve=self._opened.catalogue.retrieve,
            )
        )

    def _compile(self) -> Engine:
        self._checked.check_schema(self._opened)
        try:
            engine = compile_engine(self.task, self.settings.engine)
            self._checked.check_references(self.task)
        except SchemaError as error:
            from schemawright.validation.schema_errors import with_place

            self._check_referenced()
            raise with_place(error, self._opened) from None
        self._check_referenced()
        return engine

    def _check_referenced(self) -> None:
        """Judge what the schema refers to by its metaschema, too: it is named, not the one that refers to it."""
        opened = self._opened
        used = list(opened.catalogue.used.values())
        references = References(opened)
        for resource in used:
            check_schema(open_resource(resource, "", opened.catalogue, self.dialect), references)
        if used:  # Which may refer to names here.
            check_names(opened.resource, named_in(opened.resource, self.dialect), references)

    @property
    def formats(self) -> Formats:
        """
        Which formats the schema and all that it refers to name: those asserted, and those that are not.

        With what draft 7 says of what texts hold, as in `contentEncoding base64`.
        """
        engine = self.engine
        used = [(one.contents, dialect_of(one.schema_uri) or self.dialect) for one in self.referenced.values()]
        resources = [(self.contents, self.dialect), *used]
        known = FORMATS[engine.name].get(self.dialect, frozenset())
        judged = {name: name in known for each in resources for name in formats_in(*each)}
        for each in resources:
            judged |= content_in(*each)
        asserted = {name for name, is_judged in judged.items() if is_judged and self.settings.assert_formats}
        return Formats(tuple(sorted(asserted)), tuple(sorted(judged.keys() - asserted)))

    @property
    def referenced(self) -> Mapping[str, Resource]:
        """The resources that compiling the schema led to, by URI."""
        _ = self.engine
        return self._opened.catalogue.used

    def is_valid(self, instance: Any) -> bool:
        """
        Return whether an instance is valid.

        Args:
            instance: A JSON value as Python has it: dict, list, str, int, float, `Decimal`, bool, None.

        Raises:
            Malformed: It is no JSON value (a NaN, a set, a lone surrogate), or is nested too deep.
            SchemaError: The schema cannot be compiled.
        """
        instance, decimals = judged(instance, self.settings.max_depth)
        return self.engine_for(decimals=decimals).is_valid(instance)

    def validate(self, instance: Any) -> Verdict:
        """
        Return the verdict on an instance, with every finding.

        Raises:
            Malformed: As `is_valid`.
            SchemaError: As `is_valid`.
        """
        return _verdict(self.iter_findings(instance))

    def iter_findings(self, instance: Any) -> Iterator[Finding]:
        """
        Yield each assertion that does not hold.

        Raises:
            Malformed: As `is_valid`.
            SchemaError: As `is_valid`.
        """
        instance, decimals = judged(instance, self.settings.max_depth)
        yield from refusals(self.engine_for(decimals=decimals), instance)

    def is_valid_json(self, data: bytes | str) -> bool:
        """
        Return whether a JSON text is a valid instance, without a name twice in one object.

        Raises:
            Malformed: It is not JSON; with line and column.
            SchemaError: The schema cannot be compiled.
        """
        return not any(True for _ in self.iter_findings_json(data))

    def validate_json(self, data: bytes | str) -> Verdict:
        """
        Return the verdict on a JSON text; its findings have positions.

        Raises:
            Malformed: It is not JSON; with line and column.
            SchemaError: The schema cannot be compiled.
        """
        return _verdict(self.iter_findings_json(data))

    def iter_findings_json(self, data: bytes | str) -> Iterator[Finding]:
        """
        Yield each assertion that does not hold for a JSON text, and each name that occurs twice; with positions.

        Raises:
            Malformed: It is not JSON; with line and column.
            SchemaError: The schema cannot be compiled.
        """
        from schemawright.documents.json_document import parse_record
        from schemawright.validation.placing import duplicate_findings, place

        record = parse_record(data, max_depth=self.settings.max_depth)
        if record.duplicates and not self.settings.allow_duplicate_keys:
            yield from duplicate_findings(record, "", "allow_duplicate_keys=True")
        engine = self.engine_for(decimals=record.decimals)
        yield from place(refusals(engine, record.instance), record, "")

    def __getstate__(self) -> tuple[Any, ...]:
        """Return the recipe: the resource, what compiling it led to, and the settings."""
        opened = self._opened
        resources = {uri: resource.contents for uri, resource in self.referenced.items()}
        return (
            self.uri,
            self.contents,
            self.path,
            opened.pointer,
            opened.dialect,
            opened.assumed,
            resources,
            self.settings,
        )

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take up a recipe; compiled again when needed."""
        uri, contents, path, pointer, dialect, assumed, resources, settings = state
        catalogue = Catalogue(resources=resources)
        resource = Resource(uri, contents, None, path)
        catalogue.add(resource)
        self._opened = OpenedSchema(resource, pointer, dialect, assumed, catalogue)
        self._checked = Checked()
        self.settings = settings
        self._engine = None
        self._exact = None
        self._accept = None
        self.strategies = None


def _verdict(findings: Iterator[Finding]) -> Verdict:
    found = tuple(findings)
    return Verdict(not found, found)
