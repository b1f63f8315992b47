"""
Compiling a schema with jsonschema-rs, without ever touching the network.

What it refers to comes from the workspace, in the dialect that the schema has; whatever is wrong with it is told in our
words.
"""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, TypeGuard
from urllib.parse import quote

import jsonschema_rs

from schemawright.engines.assertions.both_engines import checks_for
from schemawright.engines.native.anchored import with_pointers
from schemawright.engines.native.content import JUDGES, has_content, judges_texts, with_content_asserted
from schemawright.engines.native.named import Named
from schemawright.engines.native.panics import EngineBrokeOff, Guarded, raise_told
from schemawright.engines.native.patterns import no_patterns, patterns_beyond, renamed_pointer, said_in, with_patterns
from schemawright.engines.reach.understood import metaschemas_above
from schemawright.errors import InvalidSchema, PointsNowhere, SchemawrightError
from schemawright.keywords import DIALECTS, dialect_of
from schemawright.metaschemas import metaschemas
from schemawright.own_metaschema import pointed, retrieving, with_dialect
from schemawright.pointer import format_pointer, resolve_tokens
from schemawright.quoting import quoted
from schemawright.store.rebasing import base_of, without_identifier

if TYPE_CHECKING:
    from schemawright.engines.native.patterns import Found, Said
    from schemawright.engines.protocol import Task

VALIDATORS: dict[str, type[jsonschema_rs.Validator]] = {
    "draft4": jsonschema_rs.Draft4Validator,
    "draft6": jsonschema_rs.Draft6Validator,
    "draft7": jsonschema_rs.Draft7Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}

_ENTRY_URI = "schemawright:entry"
_SIZE = 16 << 20
"""How large a compiled pattern is at the most, in bytes: as `.` is written for the engine, a third larger than else."""
_USUAL = jsonschema_rs.FancyRegexOptions(size_limit=_SIZE)
_OF_BOUNDARIES = jsonschema_rs.FancyRegexOptions(backtrack_limit=10_000_000, size_limit=_SIZE)
"""
Ten times as many steps as usual, for patterns with boundaries of words.

As they are written for the engine, each character of a text takes a few; within a second, as in the reference engine.
"""


class Compiling:
    """
    One schema on its way into the engine.

    Args:
        task: What to compile.
        for_verdicts: Whether what texts hold is judged by keywords of our own, whose errors have wrong paths; and names
            by patterns as the engine takes them for what they mean, which are in its paths.

    Attributes:
        retrieved: The contents of the resources that were asked for.
        judges_texts: Whether any may judge by what a text holds.
        unlike_names: The patterns of names that mean something else to the engine.
    """

    def __init__(self, task: Task, *, for_verdicts: bool = False) -> None:
        self._task = task
        self._for_verdicts = for_verdicts
        self._refused: SchemawrightError | None = None
        self._named: Named | None = None
        self._has_aliases = False
        self.retrieved: list[Any] = []
        self.judges_texts = False
        self.unlike_names: frozenset[str] = frozenset()
        self._beyond: EngineBrokeOff | None = None
        self._no_pattern: InvalidSchema | None = None
        self._has_boundary = False

    def compile(self) -> Guarded:
        """
        Return the compiled schema.

        Raises:
            UnresolvableReference: A reference leads nowhere, or out of the workspace.
            InvalidSchema: The schema cannot be compiled.
            EngineBrokeOff: The engine has panicked, or lacks what a pattern has.
        """
        try:
            compiled = Guarded(self._compiled(), self._task.uri, self._compiled_for_verdicts())
        except (ValueError, RuntimeError, jsonschema_rs.ReferencingError) as error:
            self._explain(error)
        except BaseException as error:  # noqa: BLE001  (a panic is no Exception)
            raise_told(error, self._task.uri)
        if self._refused is not None:
            self._look_at_references()
        for refused in (self._no_pattern, self._beyond):
            if refused is not None:
                raise refused
        return compiled

    def _compiled_for_verdicts(self) -> jsonschema_rs.Validator | None:
        """Return what judges alone, of a schema of whose texts or names the engine may say otherwise what they are."""
        if self._no_pattern or self._beyond or not (self.judges_texts or self.unlike_names):
            return None
        return Compiling(self._task, for_verdicts=True)._compiled()  # noqa: SLF001

    def _compiled(self) -> jsonschema_rs.Validator:
        """
        Return what is compiled, at the first try most of the time.

        At the second, each resource has one name; at the third the engine gets beforehand what it does not ask for.
        """
        for attempt in (self._tried, self._tried_by_names):
            try:
                return attempt()
            except (ValueError, RuntimeError, jsonschema_rs.ReferencingError) as error:
                if not (self._has_aliases or _is_reference(error)):
                    raise
        return self._tried(self._registry(self._unasked_for()))

    def _tried_by_names(self) -> jsonschema_rs.Validator:
        self._named = Named(self._task)
        self._has_aliases, self._refused = False, None
        self.retrieved.clear()
        return self._tried()

    def _tried(self, registry: jsonschema_rs.Registry | None = None) -> jsonschema_rs.Validator:
        contents, uri = self._task.contents, self._task.uri
        if self._task.pointer:
            pointer = renamed_pointer(self._task.pointer) if self._for_verdicts else self._task.pointer
            contents = {"$schema": DIALECTS[self._task.dialect], "$ref": f"{uri}#{quote(pointer)}"}
            uri = _ENTRY_URI
        else:
            contents = self._by_pointers(contents, uri)
        contents = pointed(self._by_names(contents, uri), self._task.dialect)
        compile_ = jsonschema_rs.validator_for if _is_by_another(contents) else VALIDATORS[self._task.dialect]
        had_boundary = self._has_boundary = self._has_boundary or self._said.has_boundary
        compiled: jsonschema_rs.Validator = compile_(
            contents,
            formats=checks_for(self._task.dialect),
            validate_formats=self._task.assert_formats,
            retriever=self.retrieve,
            base_uri=uri,
            registry=registry or self._registry({}),
            keywords=JUDGES if self._for_verdicts else None,
            pattern_options=_OF_BOUNDARIES if had_boundary else _USUAL,
        )
        if self._has_boundary and not had_boundary:
            # One is in a resource that was asked for meanwhile.
            self.retrieved.clear()
            return self._tried(registry)
        return compiled

    def _unasked_for(self) -> dict[str, Any]:
        """Return what the engine does not ask for: metaschemas of other dialects, and what a `$dynamicRef` names."""
        given: dict[str, Any] = {}
        while self._named and (missing := self._named.dynamic - given.keys()):
            given |= {uri: with_dialect(self.retrieve(uri), self._task.dialect) for uri in sorted(missing)}
        return {uri.removesuffix("#"): contents for uri, contents in metaschemas().items()} | given

    def _registry(self, given: dict[str, Any]) -> jsonschema_rs.Registry | None:
        """Return what the engine gets beforehand, with the schema's metaschema: else that is written in the latest."""
        if _is_by_another(self._task.contents):
            retrieve = retrieving(self._task.retrieve, self._task.dialect)
            given = given | dict(metaschemas_above(self._task.contents["$schema"], retrieve))
        if not given:
            return None
        return jsonschema_rs.Registry([*given.items()], retriever=self.retrieve)

    def contents_of(self, uri: str) -> Any:
        """Return the contents of a resource as they are."""
        if uri == self._task.uri:
            return self._task.contents
        return self._named.retrieve(uri) if self._named else self._task.retrieve(uri)

    def retrieve(self, uri: str) -> Any:
        """Return the contents of a resource, for the engine."""
        if uri == self._task.uri:
            contents = self._by_names(self._by_pointers(self._task.contents, uri), uri)
            return with_dialect(pointed(contents, self._task.dialect), self._task.dialect)
        try:
            contents = retrieving(self.contents_of, self._task.dialect)(uri)
            base = base_of(contents, uri, self._task.dialect)
        except SchemawrightError as error:
            # The engine asks for what is ignored where it stands, too; whether this was, is looked at afterwards.
            self._refused = error
            return {}
        if base != uri:
            contents = self._of_alias(contents, uri)
        contents = self._by_names(self._by_pointers(contents, base), base)
        self.retrieved.append(contents)
        return contents

    def _of_alias(self, contents: Any, uri: str) -> Any:
        """
        Return a resource that has another URI than it is asked for by, as one of the latter.

        Raises:
            SchemawrightError: There may be another name for it.
        """
        if self._named is None:
            self._has_aliases = True
            self._refused = SchemawrightError(
                f"expected a resource to be referred to by its own URI, found {quoted(uri)}"
            )
            raise self._refused
        return without_identifier(contents, self._task.dialect)

    def _by_pointers(self, contents: Any, base: str) -> Any:
        if has_content(contents, self._task.dialect, annotates=not self._for_verdicts):
            asserts, annotates = self._task.assert_formats, not self._for_verdicts
            contents = with_content_asserted(contents, self._task.dialect, asserts=asserts, annotates=annotates)
            self.judges_texts = self.judges_texts or judges_texts(contents)
        return self._by_patterns(with_pointers(contents, base, self._task.dialect, self.contents_of), base)

    def _by_patterns(self, contents: Any, base: str) -> Any:
        said = self._said if base == self._task.uri else said_in(contents)
        if said.has_none:
            self._no_pattern = self._no_pattern or self._refusing_pattern(contents, base)
        if said.are_alike and not said.is_beyond:
            return contents
        if said.is_beyond:
            self._beyond = self._beyond or self._lacking_pattern(contents, base)
        self.unlike_names |= said.unlike_names
        self._has_boundary = self._has_boundary or said.has_boundary
        return with_patterns(contents, self._task.dialect, names=self._for_verdicts)

    def _refusing_pattern(self, contents: Any, base: str) -> InvalidSchema | None:
        """Return the error of a pattern that is none; below unknown keywords only of one that is reached."""
        dialect = self._task.dialect
        first = next(no_patterns(contents, dialect, everywhere=False), None)
        if first is None:
            below = no_patterns(contents, dialect, everywhere=True)
            first = next((one for one in below if self._is_reached(base, one)), None)
        return first and _refusing(_of_pattern(first.pattern), base, first.pointer)

    def _lacking_pattern(self, contents: Any, base: str) -> EngineBrokeOff | None:
        """Return the error of a pattern that the engine lacks; in other resources of any, reached or not."""
        found = patterns_beyond(contents, self._task.dialect)
        first = next((one for one in found if base != self._task.uri or self._is_reached(base, one)), None)
        return first and _lacking(first.pattern, base, first.pointer)

    def _is_reached(self, base: str, found: Found) -> bool:
        """Return whether a pattern is in what is a subschema where it stands, or what a reference leads to."""
        with suppress(SchemawrightError, LookupError):
            return id(resolve_tokens(self.contents_of(base), found.subschema)) in self._reached
        return False

    @cached_property
    def _reached(self) -> set[int]:
        from schemawright.engines.reach.reached import reached

        return {id(one.schema) for one in reached(self._task)}

    @cached_property
    def _said(self) -> Said:
        """The patterns in the schema."""
        return said_in(self._task.contents)

    def _by_names(self, contents: Any, base: str) -> Any:
        return self._named.by_own_uris(contents, base) if self._named else contents

    def _explain(self, error: Exception) -> NoReturn:
        if self._refused is not None or _is_reference(error):
            # In our words, and the first in the order of the schema: the engine goes by chance.
            self._look_at_references()
        if self._refused is not None:
            raise self._refused from None
        reason = str(getattr(error, "message", error)).splitlines()[0]
        if _is_reference(error):
            # Each leads somewhere: the engine does not always find what is below unknown keywords.
            message = f"the native engine does not find what a reference leads to: {_lower_first(reason)}"
            raise EngineBrokeOff(message, uri=self._task.uri, hint="validate with --engine reference") from None
        where = format_pointer(getattr(error, "instance_path", ()))
        pattern = self._as_written(error) if reason.endswith(_NO_PATTERN) else None
        if pattern is not None:
            if _is_pattern(pattern):
                raise _lacking(pattern, self._task.uri, where) from None
            reason = _of_pattern(pattern)
        if _is_count(error):
            message = f"expected a number that the native engine knows, found {error.instance}"
            raise EngineBrokeOff(message, uri=self._task.uri, keyword_location=where, hint=_OF_COUNTS) from None
        raise _refusing(reason, self._task.uri, where) from None

    def _as_written(self, error: Exception) -> str | None:
        """Return the pattern that the engine refuses, as the schema has it."""
        with suppress(PointsNowhere):
            said = resolve_tokens(self._task.contents, getattr(error, "instance_path", ()))
            if isinstance(said, str):
                return said
        pattern = getattr(error, "instance", None)
        return pattern if isinstance(pattern, str) else None

    def _look_at_references(self) -> None:
        """
        Follow each reference that is not ignored where it stands, as what is beside `$ref` is in draft 7.

        Raises:
            SchemawrightError: One leads nowhere.
        """
        from schemawright.engines.reach.reached import reached

        for _ in reached(self._task, strict=True):
            pass


_COUNTED = ("Length", "Items", "Properties", "Contains")
_COUNTS = frozenset(f"{bound}{counted}" for bound in ("min", "max") for counted in _COUNTED)
_OF_COUNTS = "validate with --engine reference, or write it without an exponent"


def _is_count(error: Exception) -> TypeGuard[jsonschema_rs.ValidationError]:
    """Return whether the engine takes an integer for none: one that no double holds, written with an exponent."""
    keyword = next(reversed(getattr(error, "instance_path", ())), None)
    return keyword in _COUNTS and isinstance(getattr(error, "instance", None), Decimal)


_NO_PATTERN = 'is not a "regex"'
_OF_PATTERNS = "validate with --engine reference, or write it without what the native one lacks"


def _of_pattern(pattern: str) -> str:
    return f"{json.dumps(pattern, ensure_ascii=False)} {_NO_PATTERN}"


def _refusing(reason: str, uri: str, where: str) -> InvalidSchema:
    return InvalidSchema(f"cannot be compiled: {_lower_first(reason)}", uri=uri, keyword_location=where)


def _lacking(pattern: str, uri: str, where: str) -> EngineBrokeOff:
    message = f"expected a pattern that the native engine knows, found {quoted(pattern)}"
    return EngineBrokeOff(message, uri=uri, keyword_location=where, hint=_OF_PATTERNS)


def _is_pattern(text: str) -> bool:
    from schemawright.engines.assertions.wellformed import is_pattern

    return is_pattern(text)


def _is_by_another(contents: Any) -> bool:
    """Return whether a schema names a metaschema that is no dialect's: one that says which vocabularies there are."""
    return isinstance(contents, dict) and "$schema" in contents and dialect_of(contents["$schema"]) is None


def _is_reference(error: Exception) -> bool:
    kind = getattr(error, "kind", None)
    return isinstance(error, jsonschema_rs.ReferencingError) or getattr(kind, "name", "") == "$ref"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
