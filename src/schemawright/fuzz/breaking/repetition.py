"""Violations that worked, done again to other valid records: by chance, and where Hypothesis chooses."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.near.chance_values import NotByChance, Wrong
from schemawright.fuzz.schema.places import SCALARS, grafted, has_place, replaced, value_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.breaking.targets import Recipe, Target
    from schemawright.fuzz.breaking.telling import Telling
    from schemawright.fuzz.breaking.tries import Tries
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.grammar import Grammar
    from schemawright.fuzz.record import FuzzRecord

BY_CHANCE, _HOW_BY_CHANCE = 0.1, "a value by chance"
"""How often what breaks a keyword is a value that chance makes, which takes longer; and what is told of it."""


class Repetition:
    """
    Does what broke an exemplar to other records.

    Args:
        engine: The engine that judges.
        telling: What it says is wrong.
        grammar: The schema's grammar.
        tries: What makes neighbours anew.
        exemplars: The records that were broken, by their numbers.
    """

    def __init__(
        self, engine: NativeEngine, telling: Telling, grammar: Grammar, tries: Tries, exemplars: Sequence[Any]
    ) -> None:
        self._engine = engine
        self._telling = telling
        self._grammar = grammar
        self._tries = tries
        self.exemplars = exemplars

    def draw(
        self, valid: Any, choices: Choices, working: Sequence[Target], often: float = BY_CHANCE
    ) -> FuzzRecord | None:
        """
        Return a violation of a valid record; None where the choice was not good.

        Args:
            valid: The record.
            choices: What chance is.
            working: The targets of which one is chosen.
            often: How often what is put in is a value that chance makes, and none that is known.
        """
        target = choices.pick(working)
        recipe = choices.pick(target.recipes)
        found = None
        if recipe.number is not None and choices.chance(often):
            found = self._broken_by_chance(target, recipe, valid, choices)
        return found or self.broken(target, recipe, valid)

    def _broken_by_chance(self, target: Target, recipe: Recipe, valid: Any, choices: Choices) -> FuzzRecord | None:
        """Return a violation of a valid record, where a recipe says, by what chance makes."""
        exemplar, visit = self.exemplars[recipe.exemplar], recipe.visit
        grown = grafted(valid, exemplar, visit.place)
        known = value_at(exemplar, visit.place)
        base = grown if has_place(grown, visit.place) else exemplar
        value = value_at(base, visit.place)
        if type(value) is not type(known):
            # Most keywords are about values of one type.
            base, value = exemplar, known
        wrong = Wrong(self._grammar, choices, visit.subschema, target.pair.keyword, recipe.value)
        try:
            made = wrong.instead_of(value) if visit.name is None else wrong.name_in(value)
        except NotByChance:
            return None
        return self.broken_at(target, recipe._replace(value=made, how=_HOW_BY_CHANCE, number=None), base)

    def broken(self, target: Target, recipe: Recipe, valid: Any) -> FuzzRecord | None:
        """Return a violation of a valid record by a recipe; None where it does not work for that record."""
        exemplar, place = self.exemplars[recipe.exemplar], recipe.visit.place
        grown = grafted(valid, exemplar, place)
        found = self.broken_at(target, recipe, grown) if has_place(grown, place) else None
        return found if found is not None else self.broken_at(target, recipe, exemplar)

    def broken_at(self, target: Target, recipe: Recipe, base: Any) -> FuzzRecord | None:
        """Return what a recipe makes of a valid record that has its place; None where it does not work for that."""
        recipe, instance = self._put(target, recipe, base)
        if not target.is_alone:
            return self._telling.together(target, instance, recipe)
        return self._telling.told_before(target, instance, recipe) if self._is_alone(target, instance, recipe) else None

    def is_broken_at(self, target: Target, recipe: Recipe, base: Any) -> bool:
        """
        Return whether a recipe breaks its target in a valid record that has its place, whatever that is told as.

        It takes a tenth of the time of `broken_at`.  What is broken is nearly always told.
        """
        recipe, instance = self._put(target, recipe, base)
        broken = self._is_alone if target.is_alone else self._telling.is_together
        return broken(target, instance, recipe)

    def _put(self, target: Target, recipe: Recipe, base: Any) -> tuple[Recipe, Any]:
        """Return a recipe as it is for a record, and what it makes of that."""
        place = recipe.visit.place
        if not isinstance(recipe.value, SCALARS) and not isinstance(value_at(base, place), SCALARS):
            # What was made out of the value that stood there is made anew out of this one.
            recipe = self._anew(target, recipe, base)
        return recipe, replaced(base, place, recipe.value)

    def _is_alone(self, target: Target, instance: Any, recipe: Recipe) -> bool:
        return self._telling.is_alone(target, instance) or (
            target.is_told_alone
            and not self._engine.is_valid(instance)
            and self._telling.is_alone_here(target, instance, recipe)
        )

    def takes_long(self, instance: Any) -> bool:
        """Return whether it takes the engine long to tell what is wrong with a record like an instance."""
        return self._engine.labels_slowly(instance)

    def _anew(self, target: Target, recipe: Recipe, base: Any) -> Recipe:
        """Return a recipe as it comes of another record; what was mended stays as it is."""
        if recipe.number is None:
            return recipe
        near = next(islice(self._tries.neighbours(target, recipe.visit, base), recipe.number, None), None)
        return recipe if near is None else recipe._replace(how=near[0], value=near[1])
