"""Member names that the paths of jsonschema-rs' errors leave out, or take for others."""

from __future__ import annotations

from typing import Any


def has_untold_name(value: Any) -> bool:
    """Return whether some object in a value has a member whose name the paths of errors do not tell."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            for name in one:
                if (not name or name[0] in "+0") and is_untold(name):
                    return True
            pending.extend(one.values())
        elif isinstance(one, (list, tuple)):
            pending.extend(one)
    return False


def is_untold(name: str) -> bool:
    """
    Return whether jsonschema-rs leaves a name out of its paths, or takes it for another one.

    >>> [name for name in ("", "039", "+5", "39", "0", "a") if is_untold(name)]
    ['', '039', '+5']
    """
    if not name:
        return True
    digits = name.removeprefix("+")
    return digits.isascii() and digits.isdecimal() and str(int(digits[:20])) != name
