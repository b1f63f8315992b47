"""What the engine says of a record in which something was broken: whether it is that, and that alone."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.assertions.content import KEYWORDS as CONTENT
from schemawright.fuzz.breaking.targets import Target
from schemawright.fuzz.record import FuzzRecord
from schemawright.fuzz.schema.changed import forgetting, naming_anything
from schemawright.fuzz.schema.places import SCALARS, value_at
from schemawright.fuzz.schema.routes import steady
from schemawright.fuzz.schema.swallowed import is_unevaluated
from schemawright.pointer import format_pointer, is_at_or_below

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.engines.native.labels import Label
    from schemawright.fuzz.breaking.targets import Recipe
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import Pair, SchemaMap, Subschema
    from schemawright.fuzz.schema.visits import Visit

BRANCHING = frozenset({"anyOf", "oneOf", "not", "contains", "minContains", "maxContains"})
_NAMES = "/propertyNames/"
_SINGLE = frozenset({"type", "enum", "const", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"})
"""What fails of a container once, and at its own place; of a scalar everything does."""
_FURTHER = 3
"""How far from alone counts what is not even that in its branch, where no more is known of it."""
MAX_TEXT = 5_000_000
"""How much text, in characters, is compiled at the most for schemas without one keyword."""
_OF_BRANCHES = 2_500_000
"""How much more for keywords in branches."""
_RESOURCE = 500
"""As much as how many characters each resource takes, beside its text."""


class Found(NamedTuple):
    """
    A violation that was found.

    Args:
        instance: The instance.
        recipe: How it was made.
        record: The record; None where it is not told yet what it violates.
        others: How far it is from violating its target alone; 0 if it does.
        broken: How many keywords it breaks, where that was asked.
    """

    instance: Any
    recipe: Recipe
    record: FuzzRecord | None = None
    others: int = 0
    broken: int = 1


class Telling:
    """
    What one engine says.

    Args:
        engine: The engine.
        schema_map: The schema's subschemas and keywords.
        locally: The same subschemas, each by itself.
    """

    def __init__(self, engine: NativeEngine, schema_map: SchemaMap, locally: Locally) -> None:
        self._engine = engine
        self._map = schema_map
        self._locally = locally
        self._text = 0
        self._told: dict[str, Target] = {}
        self._forgetting: dict[str, Callable[[Any], bool]] = {}
        self._named: dict[str, Callable[[Any], bool]] = {}

    def alone(self, target: Target, instance: Any, how: str, *, is_sure: bool = False) -> FuzzRecord | None:
        """
        Return the record of an instance of which it is told that it violates one assertion, which is of a target.

        Args:
            target: The target.
            instance: The instance.
            how: How it was made.
            is_sure: Whether it is known to be valid but for the target.
        """
        label = self._only_label(target, instance, is_sure=is_sure)
        return None if label is None else record_of(instance, label, how)

    def _only_label(self, target: Target, instance: Any, *, is_sure: bool = False) -> Label | None:
        labels = self._engine.labels(instance)
        if len(labels) != 1:
            return None
        # A branch that fails evaluates nothing, so what it is about is refused where what is not evaluated is.
        is_swallowed = is_sure and is_unevaluated(labels[0].evaluation_path)
        return labels[0] if is_swallowed or self._is_about(target, labels[0]) else None

    def told_before(self, target: Target, instance: Any, recipe: Recipe) -> FuzzRecord | None:
        """
        Return the record of an instance that is valid but for a target (`is_alone`); None where it is not told so.

        What is told of a place is the same each time, where an evaluation always takes one route there, and the keyword
        fails but once.
        """
        place = recipe.visit.place
        is_single = target.pair.keyword in _SINGLE or isinstance(value_at(instance, place), SCALARS)
        label = target.labels.get(place) if is_single else None
        if label is None:
            label = self._only_label(target, instance, is_sure=True)
            if label is not None and is_single and self._is_lasting(target, label, recipe):
                target.labels[place] = label
        return None if label is None else record_of(instance, label, recipe.how)

    def _is_lasting(self, target: Target, label: Label, recipe: Recipe) -> bool:
        """Return whether a label is that of every instance with a target violated at a place."""
        return (
            recipe.visit.name is None
            and label.keyword_location == target.pair.keyword_location
            and label.instance_location == format_pointer(recipe.visit.place)
            and target.subschema.location in self._steady
            # What is told of one of these depends on the other, and on the text.
            and target.pair.keyword not in CONTENT
        )

    @cached_property
    def _steady(self) -> frozenset[str]:
        return steady(self._map)

    def with_others(self, target: Target, instance: Any, recipe: Recipe) -> Found | None:
        """Return what there is to say of an instance that is told to violate a target besides others."""
        labels = self._engine.labels(instance)
        at = target.pair.keyword_location
        about = [label for label in labels if is_at_or_below(label.keyword_location, at)]
        if not about:
            is_here = not target.is_alone_somewhere and self._is_broken_here(target, instance, recipe)
            return Found(instance, recipe, others=_FURTHER, broken=_broken(labels)) if is_here else None
        target.is_told_with_others = True
        record = record_of(instance, about[0], recipe.how, alone=False)
        return Found(instance, recipe, record, others=len(labels), broken=_broken(labels))

    def together(self, target: Target, instance: Any, recipe: Recipe) -> FuzzRecord | None:
        """Return the record of an instance that violates a target, which cannot be alone; None of one that does not."""
        if self._engine.is_valid(instance):
            return None
        found = self._found_together(target, instance, recipe)
        return None if found is None else self.handed_out(target, found)

    def is_together(self, target: Target, instance: Any, recipe: Recipe) -> bool:
        """Return whether an instance violates a target, which cannot be alone; it may still not be told as that."""
        if self._engine.is_valid(instance):
            return False
        return self._found_together(target, instance, recipe) is not None

    def _found_together(self, target: Target, instance: Any, recipe: Recipe) -> Found | None:
        if self.is_alone_here(target, instance, recipe):
            return Found(instance, recipe, others=1)
        # To be told what is wrong takes long; in most branches it is the branch, whatever else is.
        is_asked = target.is_told_with_others or not target.is_alone_somewhere
        return self.with_others(target, instance, recipe) if is_asked else None

    def handed_out(self, target: Target, found: Found) -> FuzzRecord | None:
        """Return a record with the exact place of what it violates; None where it is not told so."""
        if found.record is not None and found.record.alone:
            return found.record
        if found.record is None and found.others >= _FURTHER and target.is_alone_somewhere:
            return None
        record = None if found.others else self.alone(target, found.instance, found.recipe.how, is_sure=True)
        if record is not None:
            return record
        # What the schema accepts without the keyword may be told several times: what is not evaluated because of it.
        labels = self._engine.all_labels(found.instance)
        if _broken(labels) > target.most_broken:
            return None
        # In a branch the record violates what holds the branch, and whatever else it does because of that.
        about = [label for label in labels if self._is_told_as(target, found, label)]
        alone = len(labels) == 1 and (found.record is None or self.is_alone(target, found.instance))
        return record_of(found.instance, about[0], found.recipe.how, alone=alone) if about else None

    def broken_by(self, found: Found) -> int:
        """Return how many keywords a record breaks."""
        return _broken(self._engine.all_labels(found.instance))

    def _is_told_as(self, target: Target, found: Found, label: Label) -> bool:
        if found.record is None:
            return self._is_about(target, label)
        return label.keyword == found.record.keyword and is_at_or_below(label.evaluation_path, found.record.violates)

    def is_alone_here(self, target: Target, instance: Any, recipe: Recipe) -> bool:
        """
        Return whether a target is all that its subschema does not accept of an instance.

        That is what counts in a branch, whatever else the record violates because of it.
        """
        found = self._is_broken_here(target, instance, recipe) and self._is_named_alone(instance, recipe.visit)
        target.is_alone_somewhere = target.is_alone_somewhere or found
        return found

    def verdict(self, subschema: Subschema) -> Callable[[Any], bool]:
        """Return the verdict of a subschema by itself."""
        return self._locally.verdict(subschema.location)

    def _is_broken_here(self, target: Target, instance: Any, recipe: Recipe) -> bool:
        """Return whether a target is all that its subschema does not accept of a value, or of an object's names."""
        if target.pair.keyword == "false":
            return False
        value = value_at(instance, recipe.visit.place)
        if recipe.visit.name is not None and not isinstance(value, dict):
            return False
        asked = [value] if recipe.visit.name is None else list(value)
        if target.forgetting_here is None:
            engine = forgetting(self._map, target.pair, whole=False)
            target.forgetting_here = engine.is_valid if engine is not None else lambda _instance: True
        holds = self.verdict(target.subschema)
        return not all(map(holds, asked)) and all(map(target.forgetting_here, asked))

    def _is_named_alone(self, instance: Any, visit: Visit) -> bool:
        """Return whether nothing but its names is wrong with an object, where a visit is about one of those."""
        holder = None if visit.name is None else self._holder_of_names(visit)
        if holder is None:
            return True
        if holder.location not in self._named:
            engine = naming_anything(self._map, holder)
            self._named[holder.location] = engine.is_valid if engine is not None else lambda _instance: True
        return self._named[holder.location](value_at(instance, visit.place))

    def _holder_of_names(self, visit: Visit) -> Subschema | None:
        """Return the subschema by whose `propertyNames` a name is visited; None where it is not known."""
        for location in (visit.subschema.location, visit.site):
            above, _, _ = f"{location}/".rpartition(_NAMES)
            holder = self._map.subschemas.get(above)
            if holder is not None and isinstance(holder.contents, dict):
                return holder
        return None

    def is_alone(self, target: Target, instance: Any) -> bool:
        """
        Return whether an instance is valid but for a target.

        That the schema accepts it without the keyword takes a tenth of the time to find out of what is told of it; but
        a large schema takes longer to compile once for each keyword, and gigabytes, so the rest is asked what is told.
        Of a branch that says nothing: all that is wrong in it is told as that.
        """
        if target.forgetting is None and self._text > MAX_TEXT:
            label = self._only_label(target, instance)
            is_told = label is not None and is_at_or_below(label.keyword_location, target.pair.keyword_location)
            if label is None or is_told or self._text > MAX_TEXT + _OF_BRANCHES:
                return label is not None
        if target.forgetting is None:
            target.forgetting = self._without(target.pair)
        return target.forgetting(instance) and not self._engine.is_valid(instance)

    def _without(self, pair: Pair) -> Callable[[Any], bool]:
        """Return the verdict of the schema without a keyword."""
        if pair.keyword_location not in self._forgetting:
            self._text += self._map.size + _RESOURCE * self._map.resource_count
            engine = forgetting(self._map, pair)
            self._forgetting[pair.keyword_location] = engine.is_valid if engine is not None else lambda _instance: True
        return self._forgetting[pair.keyword_location]

    def is_only(self, label: Label, instance: Any) -> bool:
        """
        Return whether what is told of an instance, which is one thing, is all that it violates.

        What a keyword refuses counts as evaluated: that an `unevaluated…` beside it refuses it too is not told.
        """
        pair = self._map.pairs.get(label.keyword_location)
        if pair is None:
            return True
        target = self._told.get(label.keyword_location)
        if target is None:
            target = self._told[label.keyword_location] = Target(pair, self._map.subschemas[pair.subschema])
        return self.is_alone(target, instance)

    def _is_about(self, target: Target, label: Label) -> bool:
        """Return whether a failure is of a target: of its keyword, or of what holds its branch."""
        location = target.pair.keyword_location
        return (
            is_at_or_below(label.keyword_location, location)
            or label.keyword_location not in self._map.pairs
            or (self._map.pairs[label.keyword_location].keyword in BRANCHING)
        )


def _broken(labels: list[Label]) -> int:
    """Return how many keywords are broken, however many items each refuses."""
    return len({label.evaluation_path for label in labels})


def record_of(instance: Any, label: Label, how: str, *, alone: bool = True) -> FuzzRecord:
    """Return the record of an instance that an engine refuses."""
    return FuzzRecord(
        instance=instance,
        valid=False,
        violates=label.evaluation_path,
        at=label.instance_location,
        keyword=label.keyword,
        alone=alone,
        how=how,
    )
