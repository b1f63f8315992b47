"""
The native engine: jsonschema-rs, for drafts 4 to 2020-12.

Its verdicts are exact on the whole official suite; nothing here second-guesses them.  What this module adds is how to
compile without ever touching the network, and findings instead of its errors, which do not pickle.
"""

from __future__ import annotations

import json
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from urllib.parse import quote, unquote

import jsonschema_rs

from schemawright.engines.contained import URI_SAFE, Contained
from schemawright.engines.failure import Failure, findings_of
from schemawright.engines.multiplied import MAX_BRANCH_DEPTH, is_as_deep, multiplying_depth
from schemawright.engines.untold import has_untold_name, is_untold
from schemawright.errors import InvalidSchema, PointsNowhere, SchemawrightError, UnresolvableReference
from schemawright.keywords import DIALECTS, FLAT, dialect_of, walk
from schemawright.metaschemas import metaschemas
from schemawright.own_metaschema import located, pointed, retrieving, with_dialect
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.protocol import Task
    from schemawright.engines.reference import ReferenceEngine
    from schemawright.engines.unions import Unions
    from schemawright.finding import Finding

_VALIDATORS: dict[str, type[jsonschema_rs.Validator]] = {
    "draft4": jsonschema_rs.Draft4Validator,
    "draft6": jsonschema_rs.Draft6Validator,
    "draft7": jsonschema_rs.Draft7Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}

_ENTRY_URI = "schemawright:entry"
_OF_SEVERAL_NAMES = frozenset({"dependentRequired", "dependencies"})
_TOLD = frozenset({
    "type", "enum", "const", "format", "pattern", "multipleOf", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
})  # fmt: skip
"""The keywords whose value an error tells itself; that is so for metaschemas too, which no catalogue has."""

_UNDECIDED = {
    "BacktrackLimitExceeded": "undecided: the pattern tries too many ways",
    "RegexEngineFailure": "undecided: the pattern is too much for the engine",
}


class Label(NamedTuple):
    """
    Which assertion does not hold, and where: what a finding says of it, without words.

    Args:
        keyword: The keyword.
        evaluation_path: The route to it from the schema's root, a JSON Pointer.
        instance_location: The value's place, a JSON Pointer.
        keyword_location: Absolute URI and JSON Pointer of the keyword.
    """

    keyword: str
    evaluation_path: str
    instance_location: str
    keyword_location: str


class Unit(NamedTuple):
    """
    What one keyword or subschema said of one value: an output unit (core, section 12.4.2).

    Args:
        evaluation_path: JSON Pointer of the route through the schema.
        instance_location: JSON Pointer of the value.
        keyword_location: Absolute URI and JSON Pointer of the keyword or subschema, not percent-encoded.
        failed: Whether it said itself that the value is wrong; a unit may be invalid since a sibling is.
    """

    evaluation_path: str
    instance_location: str
    keyword_location: str
    failed: bool


class NativeEngine:
    """
    A schema compiled by jsonschema-rs.

    Args:
        task: What to compile.

    Raises:
        UnresolvableReference: A reference leads nowhere, or out of the workspace.
        InvalidSchema: The schema cannot be compiled.
    """

    name = "native"

    def __init__(self, task: Task) -> None:
        self._task = task
        self._refused: SchemawrightError | None = None
        self._retrieved: list[Any] = []
        self._entry = bool(task.pointer)
        self._validator = self._compile()
        self._contained = Contained(task, _VALIDATORS[task.dialect], self._retrieve)

    def _compile(self) -> jsonschema_rs.Validator:
        contents, uri = self._task.contents, self._task.uri
        if self._entry:
            contents = {"$schema": DIALECTS[self._task.dialect], "$ref": f"{uri}#{quote(self._task.pointer)}"}
            uri = _ENTRY_URI
        contents = pointed(contents, self._task.dialect)
        custom = isinstance(contents, dict) and "$schema" in contents and dialect_of(contents["$schema"]) is None
        compile_ = jsonschema_rs.validator_for if custom else _VALIDATORS[self._task.dialect]
        compiled = partial(
            compile_, contents, validate_formats=self._task.assert_formats, retriever=self._retrieve, base_uri=uri
        )
        try:
            return _compiled(compiled)
        except (ValueError, RuntimeError, jsonschema_rs.ReferencingError) as error:
            self._explain(error)

    def _retrieve(self, uri: str) -> Any:
        if uri == self._task.uri:
            return with_dialect(pointed(self._task.contents, self._task.dialect), self._task.dialect)
        try:
            contents = retrieving(self._task.retrieve, self._task.dialect)(uri)
        except SchemawrightError as error:
            self._refused = error
            raise
        self._retrieved.append(contents)
        return contents

    def _explain(self, error: Exception) -> NoReturn:
        if self._refused is not None:
            raise self._refused from None
        reason = str(getattr(error, "message", error)).splitlines()[0]
        if _is_reference(error):
            message = f"a reference leads nowhere: {_lower_first(reason)}"
            raise UnresolvableReference(message, reference=reason, uri=self._task.uri) from None
        where = format_pointer(getattr(error, "instance_path", ()))
        raise InvalidSchema(
            f"cannot be compiled: {_lower_first(reason)}", uri=self._task.uri, keyword_location=where
        ) from None

    def is_valid(self, instance: Any) -> bool:
        """Return whether every assertion holds."""
        return self._validator.is_valid(instance)

    def iter_units(self, instance: Any) -> Iterator[Unit]:
        """
        Yield what each keyword and each subschema said, as far as the engine tells.

        It does not tell what is inside `not`, `contains` and an `if` that fails, which branches of an `anyOf` or
        `oneOf` fail where the keyword holds, and where `required` and `properties` that hold are compiled into
        `additionalProperties`.  What holds may be told of values that the keyword does not apply to.
        """
        uri, skipped = self._task.uri, len("/$ref") if self._entry else 0
        seen = set()
        for unit in self._validator.evaluate(instance).list()["details"]:
            path = unit["evaluationPath"]
            seen.add(path)
            if (skipped and not path) or (path.endswith(_ASTRAY) and path.removesuffix(_ASTRAY) not in seen):
                continue
            location = located(unit["schemaLocation"], self._task.dialect)
            location = uri + "#" + location if location[:1] in {"", "/"} else location
            location = unquote(location) if "%" in location else location
            errors = unit.get("errors", ())
            if "required" in errors and path.endswith(_FUSED):
                # `required` of one name is compiled into `additionalProperties`, and told under its location.
                for keyword in errors:
                    at = _beside(path[skipped:], keyword)
                    yield Unit(at, unit["instanceLocation"], _beside(location, keyword), failed=True)
                continue
            yield Unit(path[skipped:], unit["instanceLocation"], location, bool(errors))

    def iter_findings(self, instance: Any) -> Iterator[Finding]:
        """
        Yield each assertion that does not hold.

        An error carries a copy of the instance, which cannot be made of one that is nested more than 255 deep or has
        an integer of thousands of digits; what is wrong with those is told without branches, or not at all.
        """
        if self._has_untold_names(instance):
            yield from self._reference.iter_findings(instance)
            return
        for failure in self._failures(instance):
            yield from findings_of(failure)

    def labels(self, instance: Any) -> list[Label]:
        """
        Return which assertions do not hold: what `iter_findings` says, in a tenth of its time.

        Where there are several, those about an item, or a member whose name errors do not tell, may lack its place.
        """
        if self._multiplies(instance):
            return self.all_labels(instance)
        errors = self._validator.iter_errors(instance)
        found = [_label(error, self._route(error.evaluation_path), self._task.dialect) for error in errors]
        found = [self._with_contains(label, instance) if label.keyword == "maxContains" else label for label in found]
        if len(found) != 1:
            return found
        label = found[0]
        if label.keyword in _TOLD_BY_ITEM:
            return self.all_labels(instance)
        if (not self._unevaluated and _is_whole(label)) or not (self._has_patterns or has_untold_name(instance)):
            return found
        if self._unevaluated:
            return self.all_labels(instance)
        return [self._with_untold_names(found[0], instance)]

    def _with_contains(self, label: Label, root: Any) -> Label:
        """Return a label of `maxContains` that is of `contains` where nothing is contained: the engine says the one."""
        try:
            items = resolve_tokens(root, parse_pointer(label.instance_location))
        except PointsNowhere:
            return label
        path, location = (_beside(at, "contains") for at in (label.evaluation_path, label.keyword_location))
        if not self._contained.is_none(quote(location, safe=URI_SAFE), items):
            return label
        return Label("contains", path, label.instance_location, location)

    def all_labels(self, instance: Any) -> list[Label]:
        """Return which assertions do not hold, each with its exact place."""
        untold = self._has_untold_names(instance)
        failures = self._reference.unopened(instance) if untold else self._without_branches(instance)
        return list(dict.fromkeys([label for failure in failures for label in _labels_of(failure)]))

    def _without_branches(self, instance: Any) -> list[Failure]:
        """Return the failures, those of unions without branches, which take most of the time where they multiply."""
        try:
            if self._multiplying_depth is not None and self._unions is not None:
                return self._unions.unopened(instance)
            return self.closed_failures(instance)
        except ValueError:
            return self._failures(instance)

    def _with_untold_names(self, label: Label, instance: Any) -> Label:
        """Return a label with the names that errors do not tell in their paths, and output units do."""
        said = (_squeezed(label.evaluation_path), _squeezed(label.instance_location))
        fitting = [
            unit
            for unit in self.iter_units(instance)
            if unit.failed and (_squeezed(unit.evaluation_path), _squeezed(unit.instance_location)) == said
        ]
        if len(fitting) != 1:
            return next(iter(self.all_labels(instance)), label)
        return label._replace(
            evaluation_path=fitting[0].evaluation_path, instance_location=fitting[0].instance_location
        )

    @cached_property
    def _has_patterns(self) -> bool:
        """Whether the schema has a pattern that paths do not tell, for members whose names they do."""
        return any(
            has_untold_name(subschema["patternProperties"])
            for _, subschema in walk(self._task.contents, self._task.dialect)
            if isinstance(subschema, dict) and isinstance(subschema.get("patternProperties"), dict)
        )

    @cached_property
    def _unevaluated(self) -> bool:
        """Whether the schema has keywords about which the engines' accounts differ, once something else fails."""
        return "unevaluated" in json.dumps(self._task.contents, default=str)

    def _has_untold_names(self, instance: Any) -> bool:
        return self._unnamed or has_untold_name(instance)

    @cached_property
    def _unnamed(self) -> bool:
        """Whether the schema has a name that paths do not tell."""
        return has_untold_name(self._task.contents)

    @cached_property
    def _reference(self) -> ReferenceEngine:
        """What says where things are whose names jsonschema-rs leaves out of its paths, or takes for numbers."""
        from schemawright.engines.reference import ReferenceEngine

        return ReferenceEngine(self._task)

    def _failures(self, instance: Any) -> list[Failure]:
        multiplies = self._multiplies(instance)
        try:
            if multiplies and self._unions is not None:
                return self._unions.failures(instance)
            return [self._failure(error, instance, 0) for error in self._validator.iter_errors(instance)]
        except ValueError:
            pass
        try:
            if not multiplies:
                return self._evaluated(instance)
        except ValueError:
            pass
        return [Failure("depth", None, instance, (), ())]

    def labels_slowly(self, instance: Any) -> bool:
        """Return whether `labels` of an instance may take a hundred times as long as a verdict, or longer."""
        untold = (self._unevaluated or self._has_patterns) and self._has_untold_names(instance)
        return untold or self._multiplies(instance)

    def _multiplies(self, instance: Any) -> bool:
        """Return whether the errors of all branches are too many to be asked for."""
        depth = self._multiplying_depth
        return depth is not None and is_as_deep(instance, depth) and self._unions is not None

    @cached_property
    def _multiplying_depth(self) -> int | None:
        return multiplying_depth(self._task, self._retrieved)

    @cached_property
    def _unions(self) -> Unions | None:
        """What explains unions one at a time; None where the schema cannot be compiled with its unions closed."""
        from schemawright.engines.unions import Unions

        try:
            return Unions(self._task, lambda task: NativeEngine(task).closed_failures, self._keyword_value)
        except SchemawrightError:
            return None

    def closed_failures(self, instance: Any) -> list[Failure]:
        """
        Return the failures by a schema whose unions are closed: those of unions have no branches.

        Raises:
            ValueError: The instance is nested more than 255 deep.
        """
        return [self._failure(error, instance, MAX_BRANCH_DEPTH) for error in self._validator.iter_errors(instance)]

    def _evaluated(self, instance: Any) -> list[Failure]:
        """Return the failures by the output format of the specification, those inside failing branches left out."""
        units = [unit for unit in self._validator.evaluate(instance).list()["details"] if unit.get("errors")]
        failed = {unit["evaluationPath"] for unit in units}
        return [
            self._unit_failure(unit, instance)
            for unit in units
            if not any(unit["evaluationPath"].startswith(f"{path}/") for path in failed)
        ]

    def _unit_failure(self, unit: jsonschema_rs.OutputUnit, root: Any) -> Failure:
        location = located(unit["schemaLocation"], self._task.dialect)
        location = f"{self._task.uri}#{location}" if location.startswith("/") else location
        evaluation_path = self._route(parse_pointer(unit["evaluationPath"]))
        keyword = _keyword("", evaluation_path)
        subschema, value = self._keyword_value(location, keyword)
        instance_path = parse_pointer(unit["instanceLocation"])
        instance = resolve_tokens(root, instance_path)
        if keyword == "required" and isinstance(value, list):
            value = next((name for name in value if name not in instance), None)
        return Failure(keyword, value, instance, instance_path, evaluation_path, location, subschema)

    def _route(self, evaluation_path: Sequence[str | int]) -> tuple[str | int, ...]:
        """Return an evaluation path without the step through our own entry schema."""
        path = tuple(evaluation_path)
        return path[1:] if self._entry and path[:1] == ("$ref",) else path

    def _failure(self, error: jsonschema_rs.ValidationError, root: Any, depth: int, name: str | None = None) -> Failure:
        """Return the failure that an error tells of a record, or of one of its member names."""
        kind = error.kind
        if kind.name == "propertyNames":
            inner = kind.as_dict()["error"]
            name = str(inner.instance)
            return self._failure(inner, name, depth, name)._replace(instance_path=tuple(error.instance_path))
        evaluation_path = self._route(error.evaluation_path)
        keyword = _keyword(kind.name, evaluation_path)
        location = located(error.absolute_keyword_location or "", self._task.dialect)
        if keyword == "maxContains":
            beside = _beside(location, "contains")
            if self._contained.is_none(beside, resolve_tokens(root, error.instance_path)):
                keyword, location = "contains", beside
                evaluation_path = (*evaluation_path[:-1], keyword)
        if keyword in _OF_SEVERAL_NAMES:
            location = location.rpartition("/")[0]  # The engine adds the place of the name in an array.
        subschema, value = self._keyword_value(location, keyword)
        if kind.name == "required" or (value is None and kind.name in _TOLD and type(kind).__name__ not in _UNDECIDED):
            value = kind.value
        instance = resolve_tokens(root, error.instance_path) if name is None else name
        return Failure(
            keyword=keyword,
            value=value,
            instance=instance,
            instance_path=tuple(error.instance_path),
            evaluation_path=evaluation_path,
            keyword_location=location,
            subschema=subschema,
            unexpected=_unexpected(kind, instance),
            branches=self._branches(kind, root, depth, name),
            key=name,
            note=_UNDECIDED.get(type(kind).__name__, ""),
        )

    def _branches(
        self, kind: jsonschema_rs.ValidationErrorKind, root: Any, depth: int, name: str | None
    ) -> tuple[tuple[Failure, ...], ...]:
        if kind.name not in {"anyOf", "oneOf"} or depth >= MAX_BRANCH_DEPTH:
            return ()
        return tuple(tuple(self._failure(error, root, depth + 1, name) for error in branch) for branch in kind.value)

    def _keyword_value(self, location: str, keyword: str) -> tuple[Any, Any]:
        """Return the schema object that holds a keyword, and the keyword's value; None where it cannot be found."""
        uri, _, fragment = location.partition("#")
        tokens = parse_pointer(unquote(fragment)) if fragment.startswith("/") else ()
        if keyword == "false" or not tokens:
            return None, False
        try:
            subschema = resolve_tokens(self._resource(uri), tokens[:-1])
        except SchemawrightError:
            return None, None
        return subschema, subschema.get(tokens[-1]) if isinstance(subschema, dict) else None

    def _resource(self, uri: str) -> Any:
        return self._task.contents if uri == self._task.uri else self._task.retrieve(uri)


_ASTRAY = "/patternProperties"
"""Beside `additionalProperties: false` the engine tells it a second time, by a path that leaves out the references."""
_FUSED = "/additionalProperties"
_TOLD_BY_ITEM = frozenset({"additionalItems", "unevaluatedItems"})


def _beside(pointer: str, keyword: str) -> str:
    """Return the location of a keyword beside another one."""
    return f"{pointer.rpartition('/')[0]}/{keyword}"


def _squeezed(pointer: str) -> str:
    """Return a pointer as errors tell it: without empty tokens, and with names of digits as numbers."""
    tokens = [token for token in pointer.split("/") if token]
    return "/".join(str(int(token)) if is_untold(token) else token for token in tokens)


_NAMES_FOLLOW = frozenset({"properties", "patternProperties", "dependentSchemas", "dependencies"})
_ANY_NAME = frozenset({"additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames"})


@lru_cache(maxsize=4096)
def _is_whole(label: Label) -> bool:
    """Return whether no name can be untold in a label: none where it would be seen, and no way to overlook one."""
    if "//" in label.keyword_location.partition("#")[2] or label.keyword_location.endswith("/"):
        return False
    route = label.evaluation_path.split("/")
    if any(token.isdecimal() for token in (*route, *label.instance_location.split("/"))):
        return False
    if not _ANY_NAME.isdisjoint(route[:-1]):
        return False
    return not any(before in _NAMES_FOLLOW and name in FLAT["2019-09"] for before, name in pairwise(route))


def _label(error: jsonschema_rs.ValidationError, route: tuple[str | int, ...], dialect: str) -> Label:
    return Label(
        _keyword(error.kind.name, route),
        format_pointer(route),
        format_pointer(error.instance_path),
        unquote(located(error.absolute_keyword_location or "", dialect)),
    )


def _labels_of(failure: Failure) -> Iterator[Label]:
    """Yield the label of a failure, or one for each item that is too many."""
    items = [name for name in failure.unexpected if isinstance(name, int)]
    for path in [(*failure.instance_path, item) for item in items] or [failure.instance_path]:
        yield Label(
            failure.keyword,
            format_pointer(failure.evaluation_path),
            format_pointer(path),
            unquote(failure.keyword_location),
        )


def _keyword(kind: str, evaluation_path: tuple[str | int, ...]) -> str:
    """Return the keyword that failed: the last name of the evaluation path, which is finer than the error's kind."""
    last = evaluation_path[-1] if evaluation_path else ""
    return "false" if kind == "falseSchema" or not isinstance(last, str) else last


def _unexpected(kind: jsonschema_rs.ValidationErrorKind, instance: Any) -> tuple[str | int, ...]:
    """Return the names or indexes that are one too many."""
    if kind.name in {"additionalProperties", "unevaluatedProperties"}:
        return tuple(kind.value)
    if kind.name == "additionalItems":
        return tuple(range(kind.value, len(instance)))
    if kind.name == "unevaluatedItems":
        return _indexes([str(item) for item in kind.value], instance)
    return ()


def _indexes(texts: list[str], instance: list[Any]) -> tuple[int, ...]:
    """Return the indexes of items that are named by their JSON text; nothing where a text fits several items."""
    places: dict[str, list[int]] = {}
    for index, item in enumerate(instance):
        places.setdefault(json.dumps(item, ensure_ascii=False, separators=(",", ":"), default=str), []).append(index)
    found = [places.get(text, []) for text in texts]
    return tuple(indexes[0] for indexes in found) if all(len(indexes) == 1 for indexes in found) else ()


def _compiled(compiled: Callable[..., jsonschema_rs.Validator]) -> jsonschema_rs.Validator:
    """Return what is compiled; only where a reference leads nowhere, with the metaschemas of the other dialects too."""
    try:
        return compiled()
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        if not _is_reference(error):
            raise
    return compiled(registry=_metaschemas())


@lru_cache(maxsize=1)
def _metaschemas() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([(uri.removesuffix("#"), contents) for uri, contents in metaschemas().items()])


def _is_reference(error: Exception) -> bool:
    kind = getattr(error, "kind", None)
    return isinstance(error, jsonschema_rs.ReferencingError) or getattr(kind, "name", "") == "$ref"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
