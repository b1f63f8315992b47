"""What judges values apart from their types: each has a number, by which the code of proofs calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines.accept.types import Unsupported
from schemawright.models.fast.steps import step_judge, steps_judge, text_judge
from schemawright.models.fast.texts import ARE_ALL, IS_ONE, if_any, or_none
from schemawright.models.fast.within import are_unique, in_each, in_map

if TYPE_CHECKING:
    from schemawright.engines.judging import Judge
    from schemawright.models.fast.steps import OfText


class Judges:
    """
    The judges of the objects of one schema.

    Attributes:
        all: Each, by its number.
        of_texts: What judges numbers by all of a text, so that they need not be judged, each by its number.
    """

    def __init__(self) -> None:
        self.all: list[Judge] = []
        self.of_texts: list[OfText] = []
        self._own: dict[int, Judge] = {}
        """The number of each that is our own code, and no engine → what judges several values at once."""
        self._of_text: dict[int, int] = {}
        """The number of each of our own → the number of what says the same of all of a text."""

    def number_of(self, judge: Judge) -> int:
        """Return the number of what judges values apart."""
        return _number_in(self.all, judge)

    def of_text(self, number: int) -> int:
        """Return the number of what says of all of a text what a judge says; -1 where nothing does."""
        return self._of_text.get(number, -1)

    def of_format(self, name: Any) -> int:
        """
        Return the number of what judges dates, times or date-times.

        Raises:
            Unsupported: A format is none of these.
        """
        if name not in IS_ONE:
            raise Unsupported
        return self.of_own(IS_ONE[name], ARE_ALL[name])

    def of_step(self, step: Any) -> int:
        """
        Return the number of what judges whether a number is a multiple of a step.

        Raises:
            Unsupported: The step has no few decimals.
        """
        number, of_text = self.of_own(step_judge(step), steps_judge(step)), text_judge(step)
        if of_text is not None:
            self._of_text[number] = _number_in(self.of_texts, of_text)
        return number

    def or_null(self, number: int) -> int:
        """
        Return the number of what judges a value, or null.

        Raises:
            Unsupported: It is an engine, which judges a value apart with null.
        """
        return self._made_of(number, or_none(self.all[number]), if_any(self._of_all(number)))

    def unique(self, number: int) -> int:
        """Return the number of what judges an array, and that no two of its scalars are equal; or that alone."""
        judge = self.all[number] if number >= 0 else None
        made = are_unique if judge is None else lambda held: judge(held) and are_unique(held)
        return self.of_own(made, in_each(made))

    def inside(self, number: int, *, is_map: bool) -> int:
        """
        Return the number of what judges all that is in an array or a dictionary.

        Raises:
            Unsupported: It is an engine, which is asked about all of a value at once.
        """
        of_all = self._of_all(number)
        made = in_map(of_all) if is_map else of_all
        return self._made_of(number, made, in_each(made))

    def _of_all(self, number: int) -> Judge:
        if number not in self._own:
            raise Unsupported
        return self._own[number]

    def of_own(self, judge: Judge, of_all: Judge) -> int:
        """Return the number of what judges a value, and is no engine; and of what judges all that there are."""
        number = self.number_of(judge)
        self._own[number] = of_all
        return number

    def _made_of(self, number: int, made: Judge, of_all: Judge) -> int:
        """Return the number of what is made of a judge of our own."""
        made_number = self.of_own(made, of_all)
        if number in self._of_text:
            self._of_text[made_number] = self._of_text[number]
        return made_number


def _number_in(known: list[Any], one: Any) -> int:
    """Return the number of something among what is known, to which it is added."""
    if one not in known:
        known.append(one)
    return known.index(one)
