"""
The reference engine: jsonschema and referencing, mended where they do not do what the specification says.

It is slow, knows every dialect from draft 3 on, and shares no code with the native engine: where the two agree, a
verdict is to be trusted.  `schemawright.engines.reference.vocabulary` has the keywords that jsonschema's are replaced
by, and says why.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import jsonschema
from jsonschema import FormatChecker, validators

from schemawright.engines.assertions.exact import is_integral, is_number
from schemawright.engines.assertions.formats import CHECKS, CHECKS_OF
from schemawright.engines.assertions.patterns import BadPattern, compile_pattern
from schemawright.engines.reach.entry import begun, saying_dialects
from schemawright.engines.reach.reached import is_ignored, registry_of, resource_of
from schemawright.engines.reach.resolving import Targets, base_of, dialect_at, lookup, place_of, root_of
from schemawright.engines.reach.specifications import entered
from schemawright.engines.reach.understood import dialect_by
from schemawright.engines.reference.route import Route
from schemawright.engines.reference.routed import UNDECIDED, Routed, closed, in_evaluation, is_none, routed, taken
from schemawright.engines.reference.vocabulary import BESIDE, REPLACED
from schemawright.engines.wording.failure import Failure, findings_of
from schemawright.errors import InvalidSchema
from schemawright.keywords import (
    ASSERTION,
    FLAT,
    FORMATS,
    KEYWORDS,
    NONE,
    REF_ALONE,
    REFERENCE,
    VOCABULARIES,
    Keyword,
    dialect_inside,
    dialect_of,
    walk,
)
from schemawright.pointer import format_pointer, fragment_of, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.engines.protocol import Task
    from schemawright.finding import Finding
    from schemawright.pointer import Tokens

_LIBRARY = {
    "draft3": jsonschema.Draft3Validator,
    "draft4": jsonschema.Draft4Validator,
    "draft6": jsonschema.Draft6Validator,
    "draft7": jsonschema.Draft7Validator,
    "2019-09": jsonschema.Draft201909Validator,
    "2020-12": jsonschema.Draft202012Validator,
}
_INTEGERS_WITHOUT_POINT = frozenset({"draft3", "draft4"})
_ROUTES = 4_096
"""How many routes are remembered, with the places where they lead: each item of an array comes by the same."""


class ReferenceEngine:
    """
    A schema compiled by jsonschema.

    Args:
        task: What to compile.

    Raises:
        UnresolvableReference: A reference leads nowhere, or out of the workspace.
        InvalidSchema: A pattern is none, or the schema is not of a shape that can be judged by.
    """

    name = "reference"

    def __init__(self, task: Task) -> None:
        task = saying_dialects(begun(task))
        resolver = registry_of(task).resolver(task.uri)
        self._root = (task.contents, resolver.in_subresource(resource_of(task, task.contents)))
        _check(task.contents, task.dialect, self._root[1])
        uri = task.uri
        tokens: Tokens = ()
        if task.pointer:
            reference = "#" + fragment_of(parse_pointer(task.pointer))
            resolved = lookup(resolver, reference)
            self._root = (resolved.contents, resolved.resolver)
            uri, tokens = base_of(resolved.resolver), place_of(resolver, reference, resolved, task.dialect)
        contents, resolver = self._root
        route = partial(Route, contents, resolver, uri, tokens, task.dialect, Targets())
        self._location = lru_cache(maxsize=_ROUTES)(lambda path, whole: route().location(path, whole=whole))
        self._validator = _new_validator(contents, resolver, task.dialect, assert_formats=task.assert_formats)

    def is_valid(self, instance: Any) -> bool:
        """Return whether every assertion holds."""
        return in_evaluation(lambda: self._holds(instance))

    def _holds(self, instance: Any) -> bool:
        return is_none(self._errors(instance))

    def _errors(self, instance: Any) -> Iterator[jsonschema.ValidationError]:
        contents, resolver = self._root
        return Routed(self._validator).descend(instance, contents, resolver=resolver)

    def iter_findings(self, instance: Any) -> Iterator[Finding]:
        """Yield each assertion that does not hold."""
        for failure in self.failures(instance):
            yield from findings_of(failure)

    def first_findings(self, instance: Any, most: int) -> Iterator[Finding]:
        """Yield the same, but so many at the most; what is not asked for is not looked for."""
        yield from islice(chain.from_iterable(map(findings_of, self.failures(instance, most))), most)

    def failures(self, instance: Any, most: int | None = None) -> list[Failure]:
        """Return each assertion that does not hold, or so many of them, as `findings_of` takes them."""
        return in_evaluation(lambda: [self._failure(error, (), ()) for error in taken(self._errors(instance), most)])

    def chosen(self, instance: Any, choose: Callable[[Iterator[Failure]], list[Failure]]) -> list[Failure]:
        """Return what is chosen of the failures, each of which is made when it is asked for."""
        return in_evaluation(lambda: choose(self._failure(error, (), ()) for error in self._errors(instance)))

    def unopened(self, instance: Any) -> list[Failure]:
        """Return the same, those of unions without their branches: to tell these takes most of the time."""
        return in_evaluation(lambda: [self._unopened(one, (), ()) for one in closed(self._errors(instance))])

    def _failure(
        self, error: jsonschema.ValidationError, above: tuple[str | int, ...], route: tuple[str | int, ...]
    ) -> Failure:
        found = self._unopened(error, above, route)
        if error.validator not in {"anyOf", "oneOf"}:
            return found
        return found._replace(branches=self._branches(error, found.instance_path, found.evaluation_path))

    def _unopened(
        self, error: jsonschema.ValidationError, above: tuple[str | int, ...], route: tuple[str | int, ...]
    ) -> Failure:
        keyword = str(error.validator)
        instance_path = (*above, *error.relative_path)
        evaluation_path = (*route, *error.relative_schema_path)
        if keyword in BESIDE:
            evaluation_path = (*evaluation_path[:-1], keyword)
        ours = error.__dict__
        location = self._location(evaluation_path, keyword == "false")
        return Failure(
            keyword=keyword,
            value=error.validator_value,
            instance=error.instance,
            instance_path=instance_path,
            evaluation_path=evaluation_path,
            keyword_location=location,
            subschema=error.schema if isinstance(error.schema, dict) else None,
            unexpected=ours.get("unexpected", ()),
            note=ours.get(UNDECIDED, ""),
            key=ours.get("key"),
        )

    def _branches(
        self, error: jsonschema.ValidationError, above: tuple[str | int, ...], route: tuple[str | int, ...]
    ) -> tuple[tuple[Failure, ...], ...]:
        subschemas: Any = error.validator_value
        branches: list[list[Failure]] = [[] for _ in subschemas]
        for inner in error.context:
            branches[int(inner.relative_schema_path[0])].append(self._failure(inner, above, route))
        return tuple(map(tuple, branches))


# --- validator classes: one for each dialect and set of vocabularies


@lru_cache(maxsize=64)
def _validator_class(dialect: str, vocabularies: frozenset[str] | None = None) -> Any:
    """Return a validator class with our keywords, of all vocabularies or of those that a metaschema names."""
    library = _LIBRARY[dialect]
    checks: dict[str, Any] = {**library.VALIDATORS, **REPLACED[dialect]}
    names = _names(dialect, vocabularies)
    known = {name: check for name, check in checks.items() if name in names or vocabularies is None}
    cls: Any = validators.create(
        meta_schema=library.META_SCHEMA,
        validators={name: routed(check, applies=_applies(name, dialect)) for name, check in known.items()},
        type_checker=_type_checker(dialect),
        format_checker=_format_checker(dialect),
        id_of=cast("Any", library.ID_OF),
        applicable_validators=_applicable(dialect),
    )
    cls.dialect = dialect
    cls.names = names
    cls.applicable = staticmethod(_applicable(dialect))
    # jsonschema would go on with its own class wherever a subschema has a `$schema`.
    cls.evolve = _evolve
    return cls


_ALWAYS = frozenset({"core", "format", "format-annotation"})
"""The vocabularies that there are whatever a metaschema says; formats are asserted wherever they are asked for."""


def _names(dialect: str, vocabularies: frozenset[str] | None) -> frozenset[str]:
    """Return the names of the keywords that a schema has; only those of a function are judged by one of their own."""
    if vocabularies is None or dialect in REF_ALONE:
        return frozenset(FLAT[dialect])
    return frozenset(name for one in vocabularies | _ALWAYS for name in KEYWORDS[dialect].get(one, ()))


def _applies(name: str, dialect: str) -> bool:
    """Return whether a keyword judges by other schemas."""
    keyword = FLAT[dialect].get(name, Keyword(ASSERTION))
    return keyword.kind == REFERENCE or keyword.subschemas != NONE


def _applicable(dialect: str) -> Callable[[Any], Any]:
    if dialect in {"2019-09", "2020-12"}:
        return dict.items
    return lambda schema: [("$ref", schema["$ref"])] if isinstance(schema.get("$ref"), str) else schema.items()


def _type_checker(dialect: str) -> jsonschema.TypeChecker:
    def is_integer(_checker: Any, value: Any) -> bool:
        return is_integral(value) and not (dialect in _INTEGERS_WITHOUT_POINT and not isinstance(value, int))

    checker: jsonschema.TypeChecker = _LIBRARY[dialect].TYPE_CHECKER
    return checker.redefine_many({"number": lambda _checker, value: is_number(value), "integer": is_integer})


def _format_checker(dialect: str) -> FormatChecker:
    checker = FormatChecker(formats=())
    checks = CHECKS | CHECKS_OF.get(dialect, {})
    for name in FORMATS["reference"][dialect]:
        checker.checks(name)(_of_strings(checks[name]))
    return checker


def _of_strings(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda instance: not isinstance(instance, str) or check(instance)


def _new_validator(contents: Any, resolver: Any, dialect: str, *, assert_formats: bool) -> Any:
    cls = _class_of(contents, resolver, _validator_class(dialect))
    return cls(contents, format_checker=cls.FORMAT_CHECKER if assert_formats else None, _resolver=resolver)


def _evolve(self: Any, **changes: Any) -> Any:
    schema = changes.get("schema", self.schema)
    resolver = changes.get("_resolver", self._resolver)
    cls = type(self)
    if base_of(resolver) != base_of(self._resolver):
        # A reference may lead into the midst of a resource, whose root says what its dialect is.
        cls = _class_of(root_of(resolver), resolver, cls)
    cls = _class_of(schema, resolver, cls)
    # Whether formats are asserted says whoever asks, whatever vocabularies there are.
    checker = None if self.format_checker is None else cls.FORMAT_CHECKER
    return cls(schema, format_checker=checker, _resolver=resolver)


def _class_of(schema: Any, resolver: Any, inherited: Any) -> Any:
    """Return the class that judges by a schema."""
    uri = schema.get("$schema") if isinstance(schema, dict) else None
    if not isinstance(uri, str):
        return inherited
    dialect = dialect_of(uri)
    if dialect is not None:
        return _validator_class(dialect)
    metaschema = lookup(resolver, uri).contents
    base = dialect_by(uri, lambda one: lookup(resolver, one).contents) or inherited.dialect
    named = metaschema.get("$vocabulary")
    if not isinstance(named, dict):
        return _validator_class(base)
    # Of others there are none that a schema needs: `understood` has refused those.
    return _validator_class(base, frozenset(VOCABULARIES[one] for one in named if one in VOCABULARIES))


# --- what is checked before anything is judged


def _check(contents: Any, dialect: str, resolver: Any) -> None:
    """
    Refuse a schema whose patterns are none or whose references lead nowhere, before they are met.

    References may, in what is ignored where it stands.

    Raises:
        InvalidSchema: A pattern is none.
        UnresolvableReference: A reference leads nowhere.
    """
    pending, seen = [_Met(contents, resolver, dialect_inside(contents, dialect))], {id(contents)}
    while pending:
        root = pending.pop()
        met: dict[Tokens, _Met] = {}
        for tokens, schema in walk(root.schema, root.dialect):
            if not isinstance(schema, dict):
                continue
            _check_patterns(schema, tokens)
            cut = next((cut for cut in (1, 2) if tokens[:-cut] in met), 0)
            here = met[tokens] = met[tokens[:-cut]].below(str(tokens[-cut]), schema) if cut else root
            for resolved in () if here.is_ignored else _references(schema, here.resolver, here.dialect):
                if id(resolved.contents) not in seen:
                    seen.add(id(resolved.contents))
                    inner = dialect_at(resolved.resolver, here.dialect)
                    pending.append(_Met(resolved.contents, resolved.resolver, dialect_inside(resolved.contents, inner)))


class _Met(NamedTuple):
    """A subschema that is looked at, with its resolver and dialect; and whether it is ignored where it stands."""

    schema: Any
    resolver: Any
    dialect: str
    is_ignored: bool = False

    def below(self, keyword: str, schema: dict[str, Any]) -> _Met:
        """Return a subschema that a keyword of this one holds."""
        dialect = dialect_inside(schema, self.dialect)
        ignored = self.is_ignored or is_ignored(keyword, self.schema)
        return _Met(schema, entered(self.resolver, schema, dialect), dialect, ignored)


def _references(schema: dict[str, Any], resolver: Any, dialect: str) -> Iterator[Any]:
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in FLAT[dialect] and isinstance(schema.get(keyword), str):
            resolved = lookup(resolver, schema[keyword], is_dynamic=keyword == "$dynamicRef")
            if isinstance(resolved.contents, dict):
                yield resolved


def _check_patterns(schema: dict[str, Any], tokens: tuple[str | int, ...]) -> None:
    named = schema.get("patternProperties")
    below = [(("patternProperties", pattern), pattern) for pattern in (named if isinstance(named, dict) else ())]
    for more, pattern in [*below, (("pattern",), schema.get("pattern"))]:
        try:
            if isinstance(pattern, str):
                compile_pattern(pattern)
        except BadPattern as error:
            raise InvalidSchema(str(error), keyword_location=format_pointer((*tokens, *more))) from None
