"""Laws of classes that somebody makes of generated ones: in whatever way, nothing that was read is lost."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated.ngrok.tunnel_session import Credential, TunnelSession
from schemawright.runtime import UNSET, DateTime, Unset


@dataclasses.dataclass(kw_only=True)
class Defaults(TunnelSession):
    """A class that declares fields of each kind again, with defaults."""

    region: Literal["eu", "us"] | Unset = UNSET
    credential: Credential | Unset = UNSET
    started_at: DateTime | Unset = UNSET
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)
    note: str = "none"


@dataclasses.dataclass(kw_only=True, slots=True)
class Slotted(TunnelSession):
    """The same, with slots."""

    region: str | Unset = "eu"
    credential: Credential | Unset = UNSET
    note: str = "none"


@dataclasses.dataclass(kw_only=True)
class Required(TunnelSession):
    """A class that declares fields again, without defaults."""

    region: str
    credential: Credential


@dataclasses.dataclass(kw_only=True)
class Making(TunnelSession):
    """A class whose defaults are made."""

    region: str | Unset = dataclasses.field(default_factory=lambda: "eu")
    credential: Credential | Unset = dataclasses.field(default_factory=Credential)


@dataclasses.dataclass(kw_only=True)
class NotGiven(TunnelSession):
    """A class whose fields `__init__` does not take."""

    region: str | Unset = dataclasses.field(init=False, default="eu")
    credential: Credential | Unset = dataclasses.field(init=False, default=UNSET)


class Annotated(TunnelSession):
    """A class that says more of its fields, and is no dataclass."""

    region: Literal["eu", "us"] | Unset
    credential: Credential


class Attributes(TunnelSession):
    """A class with attributes that have the names of fields."""

    region = "eu"
    credential = None
    extra = {}  # noqa: RUF012  (as one may write it)


class HasSlot(TunnelSession):
    """A class with a slot of its own that has the name of a field."""

    __slots__ = ("region",)


class _Beside:
    region = "eu"


class Mixed(_Beside, TunnelSession):
    """A class with an attribute of another class."""


class OfDefaults(Defaults):
    """A class of a class."""


@dataclasses.dataclass(kw_only=True)
class Deeper(OfDefaults):
    """A class of a class of a class, with other defaults."""

    region: Literal["eu", "us"] | Unset = "us"
    id: str | Unset = "a"


@dataclasses.dataclass(kw_only=True, slots=True)
class SlotsOfDefaults(Defaults):
    """The same, with slots."""

    region: Literal["eu", "us"] | Unset = "us"


@dataclasses.dataclass(kw_only=True)
class OfNotGiven(NotGiven):
    """A class that takes again what the class above does not take."""

    region: str | Unset = "us"


CLASSES = [
    Defaults, Slotted, Required, Making, NotGiven, Annotated, Attributes, HasSlot, Mixed, OfDefaults, Deeper,
    SlotsOfDefaults, OfNotGiven,
]  # fmt: skip
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["a", "b", "é\n"]),
        "region": st.sampled_from(["eu", "us"]),
        "credential": st.fixed_dictionaries({}, optional={"id": st.just("c"), "more": st.just([1.0])}),
        "started_at": st.just("2026-03-02T06:00:00Z"),
        "other": st.sampled_from([1, 1.0, None, {"a": []}]),
        "note": st.just("read"),
    },
)
TEXTS = st.builds(
    lambda members, order, spaces: json.dumps(
        {name: members[name] for name in order if name in members} | members, separators=spaces, ensure_ascii=False
    ),
    MEMBERS,
    st.permutations(["id", "region", "credential", "other"]),
    st.sampled_from([(",", ":"), (", ", ": ")]),
)


def _compact(text: str) -> bytes:
    return json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False).encode()


def _fields(made: TunnelSession) -> list[Any]:
    return [getattr(made, field) for field in TunnelSession.__dataclass_fields__]


@pytest.mark.parametrize("cls", CLASSES)
@settings(max_examples=30)
@given(text=TEXTS)
def test_what_is_read_shows_and_is_written_again(cls: type[TunnelSession], text: str) -> None:
    """By all ways to load; and by all ways to copy, before anything was asked for and after."""
    read = TunnelSession.from_json(text)
    for load in (lambda: cls.from_json(text), lambda: cls.from_instance(json.loads(text))):
        for ask in (_fields, TunnelSession.to_json):
            made = load()
            ask(made)
            pickled = [pickle.loads(pickle.dumps(made, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
            for one in (made, copy.copy(made), copy.deepcopy(made), made.replace(), cls.from_instance(made), *pickled):
                assert type(one) is cls
                assert one == made
                assert one.to_json() == _compact(text)
                assert one.to_instance() == json.loads(text)
                assert _fields(one) == _fields(read)


@pytest.mark.parametrize("cls", CLASSES)
@settings(max_examples=30)
@given(one=TEXTS, other=TEXTS)
def test_objects_are_equal_if_what_was_read_is(cls: type[TunnelSession], one: str, other: str) -> None:
    assert (cls.from_json(one) == cls.from_json(other)) == (
        TunnelSession.from_json(one) == TunnelSession.from_json(other)
    )


@pytest.mark.parametrize("cls", CLASSES)
@settings(max_examples=30)
@given(text=TEXTS, region=st.sampled_from(["eu", "us", UNSET]))
def test_what_is_set_is_written(cls: type[TunnelSession], text: str, region: Any) -> None:
    made, expected = cls.from_json(text), TunnelSession.from_json(text)
    made.region = expected.region = region
    assert made.region is expected.region
    assert made.to_json() == expected.to_json() == cls.from_json(text).replace(region=region).to_json()
