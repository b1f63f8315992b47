"""What other threads find while something is made that all of them share."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import carrier_of, module_of_schema

from schemawright.models import fast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

FAST = str(Path(fast.__file__).parent)
INSIDE = {"type": "object", "properties": {"sku": {"type": "string"}, "n": {"type": "integer"}}, "required": ["sku"]}
ORDER = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "at": {"type": "string", "format": "date-time"}, "line": INSIDE},
    "required": ["line"],
}
VALUE = {"id": "a", "at": "2026-03-02T06:00:00Z", "line": {"sku": "b", "n": 1}}
KINDS = [{**ORDER, "properties": {**ORDER["properties"], "id": {"const": name}}, "required": ["id"]} for name in "ab"]  # type: ignore[dict-item]


@contextmanager
def at_each_line(do: Callable[[], None]) -> Iterator[list[str]]:
    """Do something before each line of the fast path, as another thread may; yields where it was done."""
    lines: list[str] = []

    def each(frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(FAST):
            return None
        if event == "line":
            lines.append(f"{frame.f_code.co_name}:{frame.f_lineno}")
            do()
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        yield lines
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("schema", [ORDER, {"oneOf": KINDS}, {"type": "array", "items": ORDER}])
def test_while_an_order_is_learned_what_is_loaded_is_whole(schema: dict[str, Any]) -> None:
    module = module_of_schema(schema)
    value = [VALUE] if schema.get("type") == "array" else VALUE
    for _ in range(5):
        module.from_instance(value)
    fast_path = carrier_of(module).loader.fast(None)
    assert fast_path is not None

    def load() -> None:
        made = module.from_instance(value)
        made = made[0] if made.__class__ is list else made
        assert made.line.sku == "b"
        assert made.at.datetime.year == 2026
        assert made.to_instance() == VALUE

    with at_each_line(load) as lines:
        for names in list(permutations(VALUE))[1:3]:
            turned = {name: VALUE[name] for name in names}
            fast_path.learn(turned if value is VALUE else [turned])
    assert any(line.startswith("bind_twins") for line in lines)
    assert any(line.startswith("make_trees") for line in lines)
