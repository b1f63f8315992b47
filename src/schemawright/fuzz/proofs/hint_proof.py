"""Whether type hints say what is so, of objects that were loaded: what they say is promised to hold always."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

from schemawright.deep_stack import deeper
from schemawright.runtime import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class HintProof:
    """
    Says which hints of a generated module do not hold.

    Args:
        names: What the module has by name.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._of_classes: dict[type, dict[str, Any]] = {}
        self._kinds: dict[Any, Callable[[Any, Any], bool]] = {
            Annotated: lambda hint, value: self._holds(get_args(hint)[0], value),
            Union: self._is_one,
            UnionType: self._is_one,
            Literal: lambda hint, value: any(_is_same(value, one) for one in get_args(hint)),
            list: self._is_list,
            dict: self._is_dict,
        }

    def wrong(self, loaded: Any) -> Iterator[str]:
        """Yield what hints do not hold of a loaded value, and of all that is in it."""
        if not self._holds(self._names.get("Root", Any), loaded):
            yield f"Root, found {type(loaded).__name__}"
        for one in self._models_in(loaded):
            for name, hint in self._hints_of(type(one)).items():
                if not self._holds(hint, getattr(one, name)):
                    yield f"{type(one).__name__}.{name}, found {type(getattr(one, name)).__name__}"

    def _models_in(self, value: Any) -> Iterator[Model]:
        """Yield the objects that a loaded value has in it, itself first."""
        pending = [value]
        while pending:
            one = pending.pop()
            if isinstance(one, Model):
                yield one
                pending += [getattr(one, name) for name in self._hints_of(type(one))]
            elif isinstance(one, (dict, list)):
                pending += one.values() if isinstance(one, dict) else one

    def _hints_of(self, cls: type) -> dict[str, Any]:
        """Return the hints of a class's fields."""
        if cls not in self._of_classes:
            own: Any = getattr(cls, "__dataclass_fields__", {})
            hints = get_type_hints(cls, include_extras=True)
            self._of_classes[cls] = {name: hint for name, hint in hints.items() if name in own}
        return self._of_classes[cls]

    def _holds(self, hint: Any, value: Any) -> bool:
        if isinstance(hint, (str, ForwardRef)):
            name = hint if isinstance(hint, str) else hint.__forward_arg__
            hint = eval(name, self._names)  # noqa: S307  (a name of the module, which has been imported)
        if hint is Any or hint is object:
            return True
        origin = get_origin(hint)
        if origin in self._kinds:
            return deeper(self._kinds[origin], hint, value)
        return _is_of(hint, value)

    def _is_one(self, hint: Any, value: Any) -> bool:
        return any(self._holds(one, value) for one in get_args(hint))

    def _is_list(self, hint: Any, value: Any) -> bool:
        of = get_args(hint)[0]
        return isinstance(value, list) and all(self._holds(of, item) for item in value)

    def _is_dict(self, hint: Any, value: Any) -> bool:
        name, of = get_args(hint)
        return isinstance(value, dict) and all(
            self._holds(name, one) and self._holds(of, member) for one, member in value.items()
        )


def _is_same(value: Any, literal: Any) -> bool:
    return isinstance(value, bool) == isinstance(literal, bool) and bool(value == literal)


def _is_of(cls: Any, value: Any) -> bool:
    """Return whether a value is of a class, as type checkers take that: an integer does for a float, and no truth."""
    if cls is None:
        return value is None
    if isinstance(value, bool) and cls in {int, float}:
        return False
    return isinstance(value, (int, float) if cls is float else cls)
