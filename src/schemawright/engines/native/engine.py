"""
The native engine: jsonschema-rs, for drafts 4 to 2020-12.

Its verdicts are exact on the whole official suite; nothing here second-guesses them.  What this module adds
are findings instead of its errors, which do not pickle (`schemawright.engines.native.errors`); how to compile is in
`schemawright.engines.native.compiling`, and what fails without the words in `schemawright.engines.native.labels`.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cached_property, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from schemawright.engines.native.compiling import VALIDATORS, Compiling
from schemawright.engines.native.contained import Contained
from schemawright.engines.native.errors import NativeErrors
from schemawright.engines.native.held import has_untold_text
from schemawright.engines.native.inside import UNEVALUATED, Inside
from schemawright.engines.native.labels import BOUNDS, TOLD_UNDER, Labels, beside, by_the_bound, unescaped
from schemawright.engines.native.multiplied import (
    MAX_BRANCH_DEPTH,
    MOST_BRANCHES_JUDGED,
    branch_count,
    has_more_values,
    is_as_deep,
    multiplying_depth,
)
from schemawright.engines.native.panics import Untold
from schemawright.engines.native.paths import NativePaths
from schemawright.engines.native.patterns import has_unlike_name
from schemawright.engines.native.unfinished import Leftovers
from schemawright.engines.native.untold import are_told, has_untold_name, has_untold_pattern
from schemawright.engines.reach.entry import begun
from schemawright.engines.wording.failure import Failure, findings_of
from schemawright.errors import PointsNowhere, SchemawrightError
from schemawright.own_metaschema import located
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens
from schemawright.store.objects import has_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import jsonschema_rs

    from schemawright.engines.native.labels import Label
    from schemawright.engines.native.unions import Unions
    from schemawright.engines.protocol import Task
    from schemawright.engines.reference.engine import ReferenceEngine
    from schemawright.finding import Finding


_OPENED_OF_ONE = 500
"""How many unions are looked into for each finding that is asked for: it may have unions in unions."""


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
        inside: What opens `unevaluated…`, of an engine that is one of its own.

    Raises:
        UnresolvableReference: A reference leads nowhere, or out of the workspace.
        InvalidSchema: The schema cannot be compiled.
    """

    name = "native"

    def __init__(self, task: Task, inside: Inside | None = None) -> None:
        self._task = task = begun(task, of_other_dialects=True)
        compiling = Compiling(task)
        self._retrieved = compiling.retrieved
        self._entry = bool(task.pointer)
        self._validator = compiling.compile()
        self._judges_texts = compiling.judges_texts
        self._unlike_names = compiling.unlike_names
        # The method below, which would be a second call around each verdict: the first is the guard against panics.
        vars(self)["is_valid"] = self._validator.is_valid
        self.paths = NativePaths(task, is_alone=not self._retrieved)
        contained = Contained(task, VALIDATORS[task.dialect], compiling.retrieve)
        inside = inside or Inside(task, _failures_inside)
        self._errors = NativeErrors(task, self.paths, contained, inside, compiling.contents_of)
        self._labels = Labels(self, task, contained)

    def is_valid(self, instance: Any) -> bool:
        """Return whether every assertion holds."""
        return self._validator.is_valid(instance)

    def is_misjudged(self, instance: Any) -> bool:
        """
        Return whether the other engine tells what is wrong with an instance.

        Since jsonschema-rs may find otherwise what a text in it holds, or which pattern a name matches.
        """
        return self._has_unlike_name(instance) or (self._judges_texts and has_untold_text(instance))

    def _has_unlike_name(self, instance: Any) -> bool:
        return bool(self._unlike_names) and has_unlike_name(instance, self._unlike_names)

    def iter_units(self, instance: Any) -> Iterator[Unit]:
        """
        Yield what each keyword and each subschema said, as far as the engine tells.

        It does not tell what is inside `not`, `contains` and an `if` that fails, which branches of an `anyOf` or
        `oneOf` fail where the keyword holds, and where `required` and `properties` that hold are compiled into
        `additionalProperties`.  What holds may be told of values that the keyword does not apply to.
        """
        uri, seen = self._task.uri, set()
        for unit in self._validator.evaluate(instance).list()["details"]:
            path = unit["evaluationPath"]
            seen.add(path)
            if self._entry and not path:
                continue
            if path.endswith(_TOLD_TWICE) and path.removesuffix(_TOLD_TWICE) not in seen:
                continue
            location = located(unit["schemaLocation"], self._task.dialect)
            location = uri + "#" + location if location[:1] in {"", "/"} else location
            location = unescaped(location)
            errors = unit.get("errors", {})
            if any(keyword in errors and path.endswith(f"/{other}") for keyword, other in TOLD_UNDER.items()):
                for keyword in errors:
                    if keyword == "required" and _is_there(errors[keyword], unit["instanceLocation"], instance):
                        continue
                    at = beside(self.paths.of_unit(unit), keyword)
                    yield Unit(at, unit["instanceLocation"], beside(location, keyword), failed=True)
                continue
            at = self.paths.of_unit(unit)
            if self._task.dialect == "draft4" and at.endswith(_EXCLUSIVE):
                at = format_pointer(by_the_bound(parse_pointer(at), location))
            yield Unit(at, unit["instanceLocation"], location, bool(errors))

    def iter_findings(self, instance: Any) -> Iterator[Finding]:
        """
        Yield each assertion that does not hold; each is put into words when it is asked for.

        An error carries a copy of the instance, which cannot be made of one that is nested more than 255 deep: what is
        wrong with that is told without branches, or not at all.
        """
        for failure in self._told(self._failures, instance, self._of_reference):
            yield from findings_of(failure)

    def first_findings(self, instance: Any, most: int) -> Iterator[Finding]:
        """Yield the same, but so many at the most; errors of branches that are not asked for are not made, if many."""
        failures = self._told(partial(self._first_failures, most), instance, partial(self._of_reference, most=most))
        yield from islice(chain.from_iterable(map(findings_of, failures)), most)

    def _first_failures(self, most: int, instance: Any) -> Iterable[Failure]:
        """Return the first failures; jsonschema-rs makes all errors of all branches, unless unions are closed to it."""
        count = self._branch_count
        is_much = count and has_more_values(instance, MOST_BRANCHES_JUDGED // count) and not self.multiplies(instance)
        if is_much and self._unions is not None and self._unions.can_be_opened:
            with suppress(Untold):  # What nests too deep is told below, as always.
                return islice(self._unions.failures(instance, most * _OPENED_OF_ONE), most)
        return islice(self._failures(instance), most)

    @cached_property
    def _branch_count(self) -> int:
        """How many branches the schema has, with all that it refers to."""
        return sum(branch_count(contents, self._task.dialect) for contents in self._resources)

    @cached_property
    def _resources(self) -> tuple[Any, ...]:
        """The schema, and the resources that it refers to."""
        return (self._task.contents, *self._retrieved)

    def labels(self, instance: Any) -> list[Label]:
        """
        Return which assertions do not hold: what `iter_findings` says, in a tenth of its time.

        Where there are several, those about an item, or a member whose name errors do not tell, may lack its place; and
        what is inside of what is not evaluated is left out.
        """
        return self._labels.of(instance)

    def all_labels(self, instance: Any) -> list[Label]:
        """Return which assertions do not hold, each with its exact place."""
        return self._labels.exactly(instance)

    def labels_slowly(self, instance: Any) -> bool:
        """Return whether `labels` of an instance may take a hundred times as long as a verdict, or longer."""
        return self._labels.take_long(instance)

    def iter_errors(self, instance: Any) -> Iterator[jsonschema_rs.ValidationError]:
        """Yield what the engine says itself of an instance."""
        return self._validator.iter_errors(instance)

    def failures_in_short(self, instance: Any) -> list[Failure]:
        """Return the failures, those of unions without branches, which take most of the time where they multiply."""
        return list(self._told(self._failures_in_short, instance, self._of_reference_in_short))

    def _failures_in_short(self, instance: Any) -> Iterable[Failure]:
        try:
            if self._multiplying_depth is not None and self._unions is not None:
                return self._unions.unopened(instance)
            return self.closed_failures(instance)
        except Untold:
            return self._failures(instance)

    def _told(
        self,
        failures_of: Callable[[Any], Iterable[Failure]],
        instance: Any,
        reference_of: Callable[[Any], Iterable[Failure]],
    ) -> Iterable[Failure]:
        """Return the failures of an instance; the other engine's where they may have other paths than those told."""
        if self.is_misjudged(instance):
            return reference_of(instance)
        if not self.has_untold_names(instance):
            return failures_of(instance)
        if not (self.has_untold_pattern or self.has_unevaluated):
            with suppress(PointsNowhere):
                failures = list(failures_of(instance))
                if are_told(failures, instance):
                    return failures
        return reference_of(instance)

    def _of_reference(self, instance: Any, most: int | None = None) -> list[Failure]:
        """Return what the other engine says, or so many of it, as this one would of a record whose names it tells."""
        leftovers = self._leftovers(instance)
        if leftovers is None:
            return self._reference.failures(instance, most)
        return self._reference.chosen(instance, partial(leftovers.told_alike, most=most))

    def _of_reference_in_short(self, instance: Any) -> list[Failure]:
        leftovers = self._leftovers(instance)
        failures = self._reference.unopened(instance)
        return failures if leftovers is None else leftovers.told_alike(failures)

    def _leftovers(self, instance: Any) -> Leftovers | None:
        """
        Return what this engine says is not evaluated.

        None where that is not asked, nests too deep to be told, or depends on names that this engine takes otherwise.
        """
        if not self.has_unevaluated or self.multiplies(instance) or self._has_unlike_name(instance):
            return None
        try:
            return Leftovers(self._validator.iter_errors(instance), self.paths)
        except Untold:
            return None

    def has_untold_names(self, instance: Any) -> bool:
        """Return whether an instance has a name that paths do not tell, or the schema one that may matter."""
        return self.has_untold_pattern or self._is_unnamed or has_untold_name(instance)

    @cached_property
    def has_untold_pattern(self) -> bool:
        """Whether the schema has a pattern that paths do not tell, for members whose names they do."""
        return any(has_untold_pattern(one, self._task.dialect) for one in self._resources)

    @cached_property
    def has_unevaluated(self) -> bool:
        """
        Whether the schema has keywords about which the engines' accounts differ, once something else fails.

        With all that it refers to; a property that is called as one of them is taken for it, which costs time alone.
        """
        return has_object([*self._resources], lambda one: not UNEVALUATED.isdisjoint(one))

    @cached_property
    def _is_unnamed(self) -> bool:
        """Whether the schema has such keywords and a name that paths do not tell: the account is one engine's."""
        return self.has_unevaluated and has_untold_name([*self._resources])

    @cached_property
    def _reference(self) -> ReferenceEngine:
        """What says where things are whose names jsonschema-rs leaves out of its paths, or takes for numbers."""
        from schemawright.engines.reference.engine import ReferenceEngine

        return ReferenceEngine(self._task)

    def _failures(self, instance: Any) -> Iterable[Failure]:
        multiplies = self.multiplies(instance)
        try:
            if multiplies and self._unions is not None:
                return self._unions.failures(instance)
            # What nests too deep is refused by the call; what takes most of the time is done for those asked for.
            errors = self._validator.iter_errors(instance)
            return self._errors.failures(errors, instance, 0)
        except Untold:
            pass
        try:
            if not multiplies:
                return self._evaluated(instance)
        except Untold:
            pass
        return [Failure("depth", None, instance, (), ())]

    def multiplies(self, instance: Any) -> bool:
        """Return whether the errors of all branches are too many to be asked for."""
        depth = self._multiplying_depth
        return depth is not None and is_as_deep(instance, depth) and self._unions is not None

    @cached_property
    def _multiplying_depth(self) -> int | None:
        return multiplying_depth(self._task, self._retrieved)

    @cached_property
    def _unions(self) -> Unions | None:
        """What explains unions one at a time; None where the schema cannot be compiled with its unions closed."""
        from schemawright.engines.native.unions import Unions

        try:
            return Unions(self._task, lambda task: NativeEngine(task).closed_failures, self._errors.keyword_value)
        except SchemawrightError:
            return None

    def closed_failures(self, instance: Any) -> Iterator[Failure]:
        """
        Return the failures by a schema whose unions are closed: those of unions have no branches.

        Each is made when it is asked for.

        Raises:
            Untold: The instance nests too deep to be told of.
        """
        return self.failures_inside(instance, MAX_BRANCH_DEPTH)

    def failures_inside(self, instance: Any, depth: int) -> Iterator[Failure]:
        """
        Return the failures of a value inside of so many unions; as `closed_failures`.

        Raises:
            Untold: The instance nests too deep to be told of.
        """
        return self._errors.failures(self._validator.iter_errors(instance), instance, depth)

    def _evaluated(self, instance: Any) -> list[Failure]:
        """Return the failures by the output format of the specification, those inside failing branches left out."""
        units = [unit for unit in self._validator.evaluate(instance).list()["details"] if unit.get("errors")]
        failed = {unit["evaluationPath"] for unit in units}
        return [
            self._errors.of_unit(unit, instance)
            for unit in units
            if not any(unit["evaluationPath"].startswith(f"{path}/") for path in failed)
        ]

    def opens(self, label: Label) -> bool:
        """Return whether there is more to tell of a label of `unevaluated…`, whose value is a schema."""
        uri, _, pointer = label.keyword_location.partition("#")
        return isinstance(self._errors.keyword_value(f"{uri}#{quote(pointer)}", label.keyword)[1], dict)


_EXCLUSIVE = tuple(f"/{name}" for name in BOUNDS)
_TOLD_TWICE = "/patternProperties"
"""Beside `additionalProperties: false` the engine tells it a second time, by a path that leaves out the references."""


def _is_there(message: str, location: str, root: Any) -> bool:
    """Return whether the member is there of which a unit says that it is required, as errors do (`is_met`)."""
    return json.loads(message.removesuffix(" is a required property")) in resolve_tokens(root, parse_pointer(location))


def _failures_inside(task: Task, inside: Inside) -> Callable[[Any, int], Iterable[Failure]]:
    return NativeEngine(task, inside).failures_inside
