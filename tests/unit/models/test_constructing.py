"""Objects that are made of their fields: as a dataclass makes them, at the first one and at all others."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import json
import pickle
import typing
from datetime import UTC, datetime
from typing import Any

import pytest
from fidelity import module_of_schema
from hypothesis import given
from hypothesis import strategies as st

from generated.ngrok.tunnel_session import Credential, TunnelSession
from schemawright.runtime import UNSET, Date, DateTime, Model, Text, Uuid

POINT = {"type": "object", "properties": {"x": {"type": "number"}}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
        "some": {"type": ["string", "null"], "format": "date"},
        "self": {"type": "integer"},
        "_held": {"type": "string"},
        "class": POINT,
        "points": {"type": "array", "items": POINT},
        "list": {"type": "array"},
    },
    "required": ["id", "at"],
}
CLOSED = {"type": "object", "additionalProperties": False, "properties": {"a": True, "b": True}}
MOMENT = datetime(2026, 3, 2, 6, tzinfo=UTC)
TEXTS = [kind("2026-03-02T06:00:00Z") for kind in (str, Text, Date, DateTime, Uuid)]
VALUES = [*TEXTS, MOMENT, MOMENT.date(), 0, 1, True, 1.0, float("nan"), None, UNSET, [1], {"a": 1}, (1,)]


def classes(schema: Any) -> tuple[type[Any], type[Any]]:
    """Return two classes of a schema: one that has not made an object yet, and one that has."""
    fresh, used = (module_of_schema(schema).Root for _ in range(2))
    used(**{name: "" for name in used.__dataclass_fields__ if name != "extra"})
    return fresh, used


def shown(made: Any) -> tuple[Any, ...]:
    """Return what an object has, and of which kinds."""
    values = [getattr(made, name) for name in made.__dataclass_fields__]
    held = [getattr(made._held, name, None) for name in made._held.__slots__]
    return repr(made), [type(value) for value in values], [type(value) for value in held], made._order


@given(data=st.data())
def test_later_objects_are_made_as_the_first(data: st.DataObject) -> None:
    fresh, used = CLASSES
    names = [name for name in fresh.__dataclass_fields__ if name != "extra"]
    point = module_point(fresh)
    fields = data.draw(
        st.fixed_dictionaries(
            {name: st.sampled_from(VALUES) for name in names[:2]},
            optional={name: st.sampled_from([*VALUES, point]) for name in names[2:]}
            | {"extra": st.sampled_from([{}, {"more": 1}])},
        )
    )
    slow, quick = fresh.__new__(fresh), used(**fields)
    fresh._carried.slow_init(slow, **fields)
    assert shown(slow) == shown(quick)


def module_point(cls: type[Any]) -> Any:
    """Return an object that may stand in one of a class."""
    return cls._carried.carrier.classes[1].cls(x=1)


CLASSES = classes(SCHEMA)


@pytest.mark.parametrize("schema", [SCHEMA, CLOSED])
def test_what_makes_objects_looks_as_a_dataclass_has_it(schema: Any) -> None:
    """Signature, names, and what is said of wrong arguments."""
    fresh, used = classes(schema)
    slow = fresh._carried.slow_init
    assert used._carried.slow_init is not used.__init__
    assert inspect.signature(used) == inspect.signature(slow).replace(
        parameters=list(inspect.signature(slow).parameters.values())[1:]
    )
    assert inspect.signature(used.__init__) == inspect.signature(slow)
    own = used._carried.slow_init
    assert inspect.signature(used.__init__, eval_str=True) == inspect.signature(own, eval_str=True)
    assert typing.get_type_hints(used.__init__) == typing.get_type_hints(own)
    assert own.__globals__.keys() == slow.__globals__.keys()  # Where nothing was added.
    for name in ("__name__", "__qualname__", "__module__", "__doc__", "__annotations__", "__kwdefaults__"):
        assert getattr(used.__init__, name) == getattr(slow, name)
    for given_, named in [((), {"nope": 1}), ((1,), {}), ((), {}), ((1, 2), {"id": 1})]:
        assert error_of(lambda *a, **k: slow(object.__new__(used), *a, **k), given_, named) == error_of(
            used, given_, named
        )


def error_of(make: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    """Return what is said of arguments; nothing where they are taken."""
    try:
        make(*arguments, **named)
    except TypeError as error:
        return str(error)
    return ""


def test_each_object_has_other_properties_of_its_own() -> None:
    one, two = TunnelSession(id="a"), TunnelSession(id="a")
    one.extra["x"] = 1
    assert two.extra == {}
    others = {"y": 2}
    assert TunnelSession(extra=others).extra is others
    assert TunnelSession(id="a", extra=others).to_json() == b'{"id":"a","y":2}'


def test_what_is_made_is_an_ordinary_value() -> None:
    """It is copied, pickled, matched and replaced as the first one was."""
    for _ in range(2):
        made = TunnelSession(id="a", credential=Credential(id="c"), started_at=DateTime.of(MOMENT))
        for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.replace()):
            assert other == made
            assert other.to_json() == made.to_json()
        changed = dataclasses.replace(made, id="b")
        assert (changed.id, changed.credential, made.id) == ("b", made.credential, "a")
        match made:
            case TunnelSession(id="a", credential=Credential(id=found)):
                assert found == "c"
            case _:
                pytest.fail("nothing matched")


@pytest.mark.parametrize("begin", [lambda cls: cls.__new__(cls), object.__new__])
@pytest.mark.parametrize("fields", [{"id": "a"}, {"credential": Credential(id="c")}, {"extra": {"x": 1}}])
def test_an_object_without_anything_takes_fields(begin: Any, fields: dict[str, Any]) -> None:
    """Those that read objects in their own way make them so."""
    made = begin(TunnelSession)
    for name, value in fields.items():
        setattr(made, name, value)
    for name in TunnelSession.__dataclass_fields__.keys() - fields:
        setattr(made, name, {} if name == "extra" else UNSET)
    assert made == TunnelSession(**fields)


class Silent(TunnelSession):
    """A class that does not call what its base does to make an object."""

    def __init__(self, name: str) -> None:
        for field in TunnelSession.__dataclass_fields__:
            setattr(self, field, {} if field == "extra" else UNSET)
        self.id = name


class Early(TunnelSession):
    """A class that makes objects in two steps."""

    def __new__(cls, *arguments: Any, **fields: Any) -> Any:
        made = super().__new__(cls, *arguments, **fields)
        made.early = True
        return made


class Counted:
    """A class that is beside the generated one, and counts."""

    count = 0

    def __new__(cls, *_arguments: Any, **_fields: Any) -> Any:
        Counted.count += 1
        return super().__new__(cls)


class Beside(Counted, TunnelSession):
    """A class of both."""


class Watching(Credential):
    """A class that wants to know what is set."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value.upper() if name == "id" else value)


@pytest.mark.parametrize("times", [1, 3])
def test_a_class_makes_objects_in_its_own_way(times: int) -> None:
    for _ in range(times):
        assert Silent("a") == Silent("a")
        assert Silent("a").to_json() == b'{"id":"a"}'
        early: Any = Early(id="a")
        assert (early.early, early.id) == (True, "a")
        before = Counted.count
        assert Beside(id="a").id == "a"
        assert Counted.count == before + 1
        assert Watching(id="a").id == "A"
        assert TunnelSession(id="a").to_json() == b'{"id":"a"}'


@pytest.mark.parametrize("times", [0, 1])
def test_a_class_is_called_as_it_says(times: int) -> None:
    """What `inspect` has of a class is what makes its objects, and no other class changes that."""
    own: Any = module_of_schema(SCHEMA).Root
    for _ in range(times):
        own(id="a", at="b")
    signature = inspect.signature(own)

    class Plain(own):
        """Nothing else."""

    @dataclasses.dataclass(kw_only=True)
    class Further(own):
        more: int = 5

    class New(own):
        def __new__(cls, *arguments: Any, **_fields: Any) -> Any:
            return super().__new__(cls, *arguments, **_fields)

    assert inspect.signature(Plain) == inspect.signature(own) == signature
    assert [*inspect.signature(Further).parameters] == [*signature.parameters, "more"]
    assert [*inspect.signature(New).parameters] == ["arguments", "_fields"]
    assert "__new__" not in vars(own)
    for cls in (own, Plain, Further, New):
        assert cls(id="a", at="b").id == "a"


def test_a_class_is_told_of_every_field_that_is_set() -> None:
    """Whoever put it there, and however many objects there were."""
    found: list[str] = []

    def put(self: Any, name: str, value: Any) -> None:
        found.append(name)
        object.__setattr__(self, name, value)

    for made in (0, 2):
        own: Any = module_of_schema(CLOSED).Root
        for _ in range(made):
            own()
        own.__setattr__ = put
        own(a=1)
        own(a=1)
    assert [name for name in found if name in {"a", "b"}] == ["a", "b"] * 4


def test_the_base_makes_no_object() -> None:
    with pytest.raises(TypeError, match="Model has no schema: make objects of generated classes"):
        Model()


@pytest.mark.parametrize("text", ['{"id":"a","credential":{"id":"c"},"x":1}', '{"id":"a","credential":{"id":"c"}}'])
@pytest.mark.parametrize("field", ["id", "credential", "extra", "ip"])
@pytest.mark.parametrize("load", ["loaded", "made", "below"])
def test_a_field_that_is_deleted_is_absent(text: str, field: str, load: str) -> None:
    value = json.loads(text)
    made = (Beside if load == "below" else TunnelSession).from_json(text)
    if load == "made":
        made = TunnelSession(**{name: getattr(made, name) for name in TunnelSession.__dataclass_fields__})
    delattr(made, field)
    assert getattr(made, field) == ({} if field == "extra" else UNSET)
    assert made.to_instance() == {name: value[name] for name in value if name != {"extra": "x"}.get(field, field)}
    assert json.loads(made.to_json()) == made.to_instance()
