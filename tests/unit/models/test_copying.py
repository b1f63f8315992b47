"""Copies of generated objects, and what is shown of them: how deep they go."""

from __future__ import annotations

import copy
import gc
import pickle
import re
from typing import Any

import pytest
from fidelity import module_of_schema

from generated.ngrok.tunnel_session import Credential, TunnelSession

TEXT = b'{"id":"a","credential":{"id":"c","more":[1]},"other":{"a":[1.0]}}'
LEVELS = 900
OF_ITSELF: dict[str, Any] = {"type": "object", "properties": {"n": {"$ref": "#"}, "l": {"items": {"$ref": "#"}}}}
DEEP = {
    "objects": '{"n":' * LEVELS + "{}" + "}" * LEVELS,
    "objects in arrays": '{"l":[' * (LEVELS // 2) + "]}" * (LEVELS // 2),
    "arrays": '{"x":' + "[" * LEVELS + "]" * LEVELS + "}",
    "dictionaries": '{"x":' * LEVELS + "{}" + "}" * LEVELS,
}


class Counted(TunnelSession):
    """A class that says itself what is pickled of it."""

    def __getstate__(self) -> Any:
        return super().__getstate__()

    def __setstate__(self, state: Any) -> None:
        super().__setstate__(state)
        self.members = len(self.extra["other"]["a"])


class Remade(TunnelSession):
    """A class that says itself how it is pickled."""

    def __reduce__(self) -> Any:
        return Remade.from_json, (self.to_json(),)


class Kept(TunnelSession):
    """A class of which there are no copies."""

    def __deepcopy__(self, _memo: Any) -> Kept:
        return self


class Named(TunnelSession):
    """A class that does something to its copies."""

    def __deepcopy__(self, memo: Any) -> Named:
        made = super().__deepcopy__(memo)
        made.id = f"copy of {self.id}"
        return made


@pytest.mark.parametrize("schema", [OF_ITSELF, {**OF_ITSELF, "not": {"required": ["no"]}}], ids=["fast", "exact"])
@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("asked", [False, True])
def test_copies_go_as_deep_as_texts(kind: str, asked: bool, schema: Any) -> None:
    module = module_of_schema(schema)
    made = module.from_json(DEEP[kind])
    inner = made
    while asked and inner:
        inner = inner.n or (inner.l and inner.l[0]) or inner.extra.get("x")
        inner = inner if isinstance(inner, module.Case) else None
    copied = copy.deepcopy(made)
    assert copied is not made
    assert copied == made
    assert copied.to_json() == DEEP[kind].encode()


def test_what_is_there_twice_is_copied_once() -> None:
    """Of objects, arrays and dictionaries, inside of one and beside it; and what is inside itself has an end."""
    made: Any = TunnelSession.from_json(TEXT)
    made.extra["again"] = made.extra["other"]["a"]
    copied, credential, items, other = copy.deepcopy((made, made.credential, made.extra["again"], made))
    assert copied.credential is credential
    assert copied.extra["other"]["a"] is copied.extra["again"] is items
    assert other is copied
    made.extra["self"] = made
    copied = copy.deepcopy(made)
    assert copied.extra["self"] is copied


def test_what_an_object_was_made_of_is_copied_with_it() -> None:
    module = module_of_schema({"type": "object", "properties": {"l": {"type": "array", "items": {"type": "string"}}}})
    made = module.from_json('{"l":["a"]}')
    copied, items = copy.deepcopy((made, made.l))
    assert copied.l is items
    assert items is not made.l


@pytest.mark.parametrize("cls", [Counted, Remade])
def test_a_class_says_itself_how_it_is_copied(cls: Any) -> None:
    made = cls.from_json(TEXT)
    copied, again = copy.deepcopy([made, made])
    assert copied is again
    assert (type(copied), copied == made, copied.to_json()) == (cls, True, TEXT)
    assert copied.credential is not made.credential
    assert cls is Remade or copied.members == 1
    named, named_too = copy.deepcopy([Named.from_json(TEXT)] * 2)
    assert named is named_too
    assert (named.id, named.extra) == ("copy of a", made.extra)
    assert copy.deepcopy([kept := Kept.from_json(TEXT)])[0] is kept


def test_a_copy_is_read_by_what_the_text_has_at_its_place() -> None:
    """Of an object inside of another, whose names are in an order of their own."""
    text = b'{"credential":{"uri":"u","id":"c"},"id":"a"}'
    made: Any = TunnelSession.from_json(text)
    inner = copy.deepcopy(made.credential)
    assert (type(inner), inner.to_json()) == (Credential, b'{"uri":"u","id":"c"}')
    inner.id = "d"
    made.credential, copied = inner, copy.deepcopy(made)
    assert made.to_json() == text.replace(b'"c"', b'"d"')
    assert copied.to_json() == text == copy.deepcopy(copied).to_json()
    assert pickle.loads(pickle.dumps(copied)).to_json() == text


@pytest.mark.parametrize("kind", ["objects", "objects in arrays"])
def test_of_what_nests_deep_the_first_levels_are_shown(kind: str) -> None:
    module = module_of_schema(OF_ITSELF)
    for _ in range(2):
        shown = repr(module.from_json(DEEP[kind]))
        assert shown.count("Case(") == 101
        assert "Case(...)" in shown


def test_what_is_inside_itself_is_shown_once() -> None:
    made, other = TunnelSession(id="a"), TunnelSession(id="b")
    made.extra |= {"self": made, "other": [other, other]}
    inner = "TunnelSession(id='b')"
    assert repr(made) == f"TunnelSession(id='a', extra={{'self': TunnelSession(...), 'other': [{inner}, {inner}]}})"


def test_what_cannot_be_shown_leaves_nothing_behind() -> None:
    class Silent:
        def __repr__(self) -> str:
            raise ValueError

    made = TunnelSession(id="a", extra={"x": Silent()})
    assert re.search(r"extra=\{'x': <.*Silent object at 0x\w+>\}", repr(made))
    made.extra.clear()
    assert repr(made) == "TunnelSession(id='a')"


def test_a_copy_leaves_nothing_behind() -> None:
    """What was copied is gone with its last name, whether or not somebody collects."""
    made = TunnelSession.from_json(TEXT)
    copy.deepcopy(made)
    gc.collect()
    gc.disable()
    try:
        copied = copy.deepcopy(made)
        assert gc.collect() == 0
        assert copied == made
    finally:
        gc.enable()
