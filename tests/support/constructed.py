"""Objects of generated classes that nothing was loaded for."""

from __future__ import annotations

from typing import Any


def constructed(value: Any) -> Any:
    """Return an object that is made of the fields of another, with objects inside that are made so, too."""
    if isinstance(value, list):
        return [constructed(one) for one in value]
    fields = getattr(value, "__dataclass_fields__", None)
    return type(value)(**{name: constructed(getattr(value, name)) for name in fields}) if fields else value
