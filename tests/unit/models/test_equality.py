"""Objects are equal as JSON values are, and as somebody's own class says."""

from __future__ import annotations

from typing import Any

import pytest
from fidelity import module_of_schema

MAP = {"type": "object", "additionalProperties": {"type": "string"}}
SCHEMA = {
    "properties": {
        "map": MAP,
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
        "maps": {"type": "array", "items": MAP},
        "numbers": {"type": "array", "items": {"type": "integer"}},
        "below": {"type": "object", "properties": {"map": MAP}},
    }
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"map":{"a":"x","b":"y"}}', '{"map":{"b":"y","a":"x"}}'),
        ('{"counts":{"a":1,"b":2}}', '{"counts":{"b":2,"a":1}}'),
        ('{"maps":[{"a":"x","b":"y"}]}', '{"maps":[{"b":"y","a":"x"}]}'),
        ('{"below":{"map":{"a":"x","b":"y"}}}', '{"below":{"map":{"b":"y","a":"x"}}}'),
    ],
)
def test_the_order_of_names_is_no_difference(one: str, other: str) -> None:
    module = module_of_schema(SCHEMA)
    assert module.from_json(one) == module.from_json(other)
    assert module.from_json(one) != module.from_json(other.replace("b", "c"))


def test_what_was_put_into_an_array_is_compared_by_its_value() -> None:
    module = module_of_schema(SCHEMA)
    one, other = (module.from_json('{"numbers":[1]}') for _ in range(2))
    one.numbers.append(1.0)
    other.numbers.append(1)
    assert one == other
    other.numbers.append(True)
    one.numbers.append(1)
    assert one != other


def test_a_tuple_stands_for_an_array() -> None:
    module = module_of_schema(SCHEMA)
    assert module.Case(numbers=(1, 2)) == module.from_json('{"numbers":[1,2]}')
    assert module.Case(numbers=(1, 2)) != module.from_json('{"numbers":[1]}')


def test_what_is_inside_itself_has_no_end() -> None:
    module = module_of_schema(SCHEMA)
    one, other = (module.from_json('{"numbers":[1]}') for _ in range(2))
    one.numbers.append(one)
    other.numbers.append(other)
    assert one == one  # noqa: PLR0124  (which asks nothing)
    with pytest.raises(RecursionError):
        _ = one == other


def test_the_equality_of_a_class_of_ones_own_is_inherited() -> None:
    of_module: Any = module_of_schema({"properties": {"id": {"type": "string"}, "at": {"type": "string"}}}).Case

    class Keyed(of_module):
        def __eq__(self, other: object) -> bool:
            return isinstance(other, Keyed) and self.id == other.id

        def __hash__(self) -> int:
            return hash(self.id)

    class Below(Keyed):
        pass

    class Mixed:
        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 0

    class WithMixin(Mixed, of_module):
        pass

    one, other = Below.from_json('{"id":"a","at":"1"}'), Below.from_json('{"id":"a","at":"2"}')
    assert one == other
    assert len({one, other}) == 1
    assert WithMixin.from_json('{"id":"a"}') == WithMixin.from_json('{"id":"b"}')
    assert of_module.from_json('{"id":"a"}') != of_module.from_json('{"id":"b"}')


LINKED = {"type": "object", "properties": {"next": {"$ref": "#"}, "x-y": {"type": "integer"}}}


def test_what_stands_for_no_json_value_equals_no_dictionary() -> None:
    """Else it would equal one that an object equals which it does not."""
    module = module_of_schema({"properties": {"one": {"type": "object", "properties": {"x-y": {"type": "integer"}}}}})
    set_beside, by_dictionary = module.from_json('{"one":{}}'), module.from_json('{"one":{}}')
    set_beside.one.extra = {"x-y": 3}
    by_dictionary.one = {"x-y": 3}
    loaded = module.from_json('{"one":{"x-y":3}}')
    assert by_dictionary == loaded
    assert set_beside != loaded
    assert set_beside != by_dictionary
    assert by_dictionary != set_beside


@pytest.mark.parametrize("levels", [1, 10_000])
def test_an_object_and_a_dictionary_are_compared_as_deep_as_two_objects(levels: int) -> None:
    module = module_of_schema(LINKED)

    def nested(value: int, *, objects: bool) -> Any:
        inner: Any = module.Case(x_y=value) if objects else {"x-y": value}
        for _ in range(levels):
            inner = module.Case(next=inner) if objects else {"next": inner}
        return module.Case(next=inner)

    assert nested(1, objects=True) == nested(1, objects=False)
    assert nested(1, objects=False) == nested(1, objects=True)
    assert nested(1, objects=True) != nested(2, objects=False)
