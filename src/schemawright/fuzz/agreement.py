"""
What the two engines say of the same instances, and where they differ.

The native engine judges every record.  The reference engine, which takes a thousand times as long, is asked about what
is tried once and is not large, and about a sample of what chance makes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemawright.engines import compile_engine
from schemawright.fuzz.record import is_light

if TYPE_CHECKING:
    from schemawright.engines.protocol import Task

MAX_DISAGREEMENTS = 20
"""How many instances are kept that the engines judge differently."""
_SAMPLED = 64
"""Of how many records that chance makes one is shown to the other engine."""


class Agreement:
    """
    Asks the reference engine about what the native one has judged.

    Args:
        task: The schema.

    Attributes:
        disagreements: Instances that the two engines judge differently.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._drawn = 0
        self.disagreements: list[Any] = []

    @cached_property
    def _reference(self) -> Any:
        return compile_engine(self._task, "reference")

    def is_told_valid(self, instance: Any) -> bool:
        """Return whether the other engine accepts a valid instance; what it does not is kept."""
        accepted: bool = self._reference.is_valid(instance)
        if not accepted:
            self._keep(instance)
        return accepted

    def is_agreed(self, instance: Any, *, valid: bool) -> bool:
        """Return whether the other engine says the same, where it is asked; what it does not is kept."""
        if not is_light(instance) or self._reference.is_valid(instance) == valid:
            return True
        self._keep(instance)
        return False

    def is_agreed_by_sample(self, instance: Any, *, valid: bool) -> bool:
        """Return whether the other engine says the same of one of many instances; of the others, true."""
        self._drawn += 1
        return self._drawn % _SAMPLED != 0 or self.is_agreed(instance, valid=valid)

    def _keep(self, instance: Any) -> None:
        if len(self.disagreements) < MAX_DISAGREEMENTS:
            self.disagreements.append(instance)
