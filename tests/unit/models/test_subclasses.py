"""Classes that somebody makes of generated ones."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from functools import cached_property
from typing import Any, ClassVar

import pytest

from generated.ngrok.tunnel_session import Credential, TunnelSession
from schemawright.runtime import UNSET, Unset


class Plain(TunnelSession):
    """A class without fields of its own."""


@dataclasses.dataclass
class Noted(TunnelSession):
    """A class with fields that the schema does not know."""

    note: str = "none"
    marks: list[int] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Again(Noted):
    """A class of such a class."""

    number: int = 3


@dataclasses.dataclass
class Otherwise(Again):
    """A class with other defaults than the one that it is made of."""

    note: str = "other"
    number: int = 4


class Calling(Noted):
    """A class that does something of its own when it is loaded."""

    @classmethod
    def from_json(cls, data: bytes | str) -> Any:
        made = super().from_json(data)
        made.note = "loaded"
        return made


@dataclasses.dataclass(kw_only=True)
class Needing(TunnelSession):
    """A class with a field that no default fills."""

    need: str


TEXTS = [
    '{"id":"a","credential":{"id":"c"}}',
    '{"credential":{"id":"c"},"id":"a","started_at":"2026-03-02T06:00:00Z"}',
    '{ "id" : "a", "region": "eu" }',
    '{"id":"a","other":[1,1.0]}',
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("cls", [Plain, Noted, Again, Calling])
def test_what_is_loaded_is_of_the_class(cls: type[TunnelSession], text: str) -> None:
    """From text and value, by all ways; what is written is what was read."""
    for _ in range(3):
        made = cls.from_json(text)
        assert type(made) is cls
        assert made.to_json() == json.dumps(json.loads(text), separators=(",", ":")).encode()
        assert type(cls.from_instance(json.loads(text))) is cls
        assert (made.credential.__class__ is Credential) == ("credential" in text)
        assert type(TunnelSession.from_json(text)) is TunnelSession


@pytest.mark.parametrize("cls", [Plain, Noted, Again, Calling])
def test_copies_have_what_is_its_own(cls: type[TunnelSession]) -> None:
    """Fields that the schema does not know, and attributes; neither is written."""
    made: Any = cls.from_json(TEXTS[1])
    made.note, made.mark = "b", [1]
    pickled = [pickle.loads(pickle.dumps(made, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    for other in (copy.copy(made), copy.deepcopy(made), made.replace(), *pickled):
        assert type(other) is cls
        assert (other, other.note, other.mark) == (made, "b", [1])
        assert other.to_json() == made.to_json() == TEXTS[1].encode()


def test_further_fields_have_their_defaults() -> None:
    first, second = (Noted.from_json('{"id":"a"}') for _ in range(2))
    first.marks.append(1)
    assert (second.note, second.marks) == ("none", [])
    assert first.replace(note="b").note == "b"
    other = Otherwise.from_json('{"id":"a"}')
    assert (other.note, other.marks, other.number) == ("other", [], 4)
    assert "note='none', marks=[1]" in repr(first)
    with pytest.raises(TypeError, match=r"Needing\.need is of no property: give it a default"):
        Needing.from_json("{}")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_all_protocols_pickle(protocol: int) -> None:
    made = TunnelSession.from_json(TEXTS[1])
    loaded = pickle.loads(pickle.dumps(made, protocol))
    assert loaded == made
    assert loaded.to_json() == TEXTS[1].encode()


def test_objects_with_fields_of_their_own_are_compared_by_them_too() -> None:
    """What the schema does not know counts, unless it says that it does not."""

    @dataclasses.dataclass
    class Seen(TunnelSession):
        note: str = ""
        times: int = dataclasses.field(default=0, compare=False)

    one, other = Seen.from_json(TEXTS[0]), Seen.from_json(TEXTS[0])
    assert one == other
    other.times = 1
    assert one == other
    other.note = "another"
    assert one != other


def test_a_class_may_answer_for_attributes_that_are_missing() -> None:
    """It is asked for those only that an object does not have, not for what was not made yet."""
    asked = []

    class Answering(TunnelSession):
        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return getattr(self.credential, name)

    text = b'{"id":"ts_1","credential":{"uri":"https://example.com"}}'
    one = Answering.from_json(text)
    assert (one.credential.uri, one.extra) == ("https://example.com", {})
    assert json.loads(one.to_json()) == json.loads(text)
    assert not asked
    with pytest.raises(AttributeError, match="'Credential' object has no attribute 'other'"):
        _ = one.other


# --- fields of the schema, declared again


def test_a_default_is_for_what_is_made_and_not_for_what_is_read() -> None:
    @dataclasses.dataclass(kw_only=True)
    class European(TunnelSession):
        region: str | Unset = "eu"

    assert European(id="a").to_json() == b'{"id":"a","region":"eu"}'
    assert European.from_json('{"id":"a"}').region is UNSET
    made = European.from_json('{"region":"us"}')
    assert (made.region, made.to_json(), made.replace(id="a").region) == ("us", b'{"region":"us"}', "us")
    made.region = UNSET
    assert made.to_json() == b"{}"


def test_a_field_without_a_default_is_required() -> None:
    @dataclasses.dataclass(kw_only=True)
    class Placed(TunnelSession):
        region: str

    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'region'"):
        Placed(id="a")
    assert Placed(region="us").to_json() == b'{"region":"us"}'
    assert Placed.from_json("{}").region is UNSET


def test_a_field_that_is_not_given_has_its_default() -> None:
    @dataclasses.dataclass(kw_only=True)
    class European(TunnelSession):
        region: str | Unset = dataclasses.field(init=False, default="eu")

    for made in (European(id="a"), copy.copy(European(id="a")), European(id="a").replace()):
        assert made.to_json() == b'{"id":"a","region":"eu"}'
    assert European.from_json('{"region":"us"}').region == "us"
    assert European.from_json("{}").region is UNSET


def _method(_self: Any) -> str:
    return "eu"


@pytest.mark.parametrize(
    "hiding",
    [lambda method: method, property, cached_property, classmethod, staticmethod, lambda _: Plain],
    ids=["method", "property", "cached_property", "classmethod", "staticmethod", "class"],
)
@pytest.mark.parametrize("field", ["region", "credential", "extra"])
def test_what_would_hide_a_field_is_refused(field: str, hiding: Any) -> None:
    """Of the class itself, and of one beside the generated one."""
    beside = type("Beside", (), {field: hiding(_method)})
    for bases, members in (((TunnelSession,), {field: hiding(_method)}), ((beside, TunnelSession), {})):
        with pytest.raises(TypeError, match=rf"^Hiding\.{field} is a field: no method, property or class can have its"):
            type("Hiding", bases, members)
    assert type("Behind", (TunnelSession, beside), {}).from_json('{"region":"us"}').region == "us"


@pytest.mark.parametrize("hint", [ClassVar[str], dataclasses.InitVar[str]], ids=["ClassVar", "InitVar"])
def test_a_field_of_the_schema_stays_one(hint: Any) -> None:
    lost: Any = dataclasses.dataclass(type("Lost", (TunnelSession,), {"__annotations__": {"region": hint}}))
    for make in (lambda: lost.from_json("{}"), lost):
        with pytest.raises(TypeError, match=r"^Lost\.region is a field of the schema: neither ClassVar nor InitVar$"):
            make()


# --- __post_init__


@dataclasses.dataclass(kw_only=True)
class Named(TunnelSession):
    """A class that makes something of what is read."""

    name: str = dataclasses.field(init=False)
    prefix: dataclasses.InitVar[str] = "ts "
    calls: list[str] = dataclasses.field(default_factory=list)

    def __post_init__(self, prefix: str) -> None:
        self.name = f"{prefix}{self.id}"
        self.calls.append("once")


@dataclasses.dataclass
class Shouting(Named):
    """A class of such a class."""

    def __post_init__(self, prefix: str) -> None:
        super().__post_init__(prefix)
        self.name = self.name.upper()


@dataclasses.dataclass(slots=True)
class Quiet(Shouting):
    """A class of such a class, with slots."""


@pytest.mark.parametrize(("cls", "name"), [(Named, "ts a"), (Shouting, "TS A"), (Quiet, "TS A")])
def test_what_is_loaded_is_finished_as_what_is_made(cls: type[Named], name: str) -> None:
    for made in (cls(id="a"), cls.from_json('{"id":"a"}'), cls.from_instance({"id": "a"})):
        assert (made.name, made.calls) == (name, ["once"])
        assert made.to_json() == b'{"id":"a"}'
    made = cls.from_json('{"id":"a"}')
    for copied in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (copied.name, copied.calls) == (name, ["once"])
    assert made.replace(id="b").name == name.replace("A", "B") if name.isupper() else "ts b"


def test_what_finishes_is_called_where_what_makes_calls_it() -> None:
    """A class that is no dataclass of its own calls what is there of the class above, as it stands."""

    class Late(TunnelSession):
        def __post_init__(self) -> None:
            raise AssertionError

    class Whispering(Named):
        def __post_init__(self, prefix: str) -> None:
            self.name = f"({prefix})"

    assert Late(id="a") == Late.from_json('{"id":"a"}')
    assert Whispering(id="a").name == Whispering.from_json('{"id":"a"}').name == "(ts )"


def test_what_finishes_needs_what_has_a_default() -> None:
    @dataclasses.dataclass(kw_only=True)
    class Needy(TunnelSession):
        prefix: dataclasses.InitVar[str]

        def __post_init__(self, prefix: str) -> None:
            self.note = prefix

    with pytest.raises(TypeError, match=r"Needy\.prefix is of no property: give it a default"):
        Needy.from_json("{}")


class Slotted(TunnelSession):
    """A class whose own attributes are in slots, one of them of a private name."""

    __slots__ = ("__secret", "cache", "unset")

    def keep(self, value: Any) -> None:
        self.cache = self.__secret = value

    @property
    def kept(self) -> tuple[Any, Any]:
        return self.cache, self.__secret


class Open(Slotted):
    """A class of such a class, with a dictionary besides."""


@pytest.mark.parametrize("cls", [Slotted, Open])
def test_what_is_in_slots_of_a_class_is_copied(cls: type[Slotted]) -> None:
    made = cls.from_json('{"id":"a"}')
    made.keep([1])
    if cls is Open:
        made.note = "beside"  # type: ignore[attr-defined]
    pickled = [pickle.loads(pickle.dumps(made, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    for copied in (*pickled, copy.copy(made), copy.deepcopy(made), made.replace()):
        assert copied.kept == ([1], [1])
        assert not hasattr(copied, "unset")
        assert getattr(copied, "note", "") == getattr(made, "note", "")
        assert copied == made
    assert copy.copy(made).cache is made.cache
    assert copy.deepcopy(made).cache is not made.cache
    assert copy.deepcopy(made).kept[0] is not made.cache


@pytest.mark.parametrize("name", ["_held", "_order", "_nothing_else"])
def test_where_an_object_has_its_fields_is_nobody_elses(name: str) -> None:
    """Told as the class is made: what an object was read with would be lost."""
    kinds = ({name: None}, {"__annotations__": {name: "int"}}, {"__slots__": (name,)})
    for members in kinds:
        with pytest.raises(TypeError, match=f"{name} is where an object has its fields"):
            type("Own", (TunnelSession,), members)
    mixin = type("Mixin", (), {name: None})
    with pytest.raises(TypeError, match=rf"^Mixin\.{name}"):
        type("Own", (mixin, TunnelSession), {})
