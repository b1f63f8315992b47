"""A panic of the native engine is an error like any other; and what it is known to panic at, it does not get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from schemawright import open_schema
from schemawright.engines.native.panics import EngineBrokeOff, Guarded
from schemawright.errors import SchemawrightError

if TYPE_CHECKING:
    from collections.abc import Iterator

TWICE = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "http://b.x/d/t",
    "definitions": {"p": {"$id": "#anc", "type": "string"}},
    "properties": {"c": {"type": ["string", "null"]}},
}


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("both", [True, False])
@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"c": {"$ref": "http://b.x/d/t#anc"}}, "$ref": "http://a.x/s"},
        {"allOf": [{"$ref": "http://a.x/s"}, {"properties": {"c": {"$ref": "http://b.x/d/t#anc"}}}]},
        {"$ref": "http://c.x/other"},
    ],
)
def test_a_resource_has_one_uri_whatever_it_is_referred_to_by(schema: Any, engine: str, *, both: bool) -> None:
    """By two, jsonschema-rs 0.60.3 panicked in every second process."""
    other = {"$ref": "http://a.x/s", "allOf": [{"properties": {"c": {"$ref": "http://b.x/d/t#/definitions/p"}}}]}
    resources = {"http://a.x/s": TWICE, "http://c.x/other": other} | ({"http://b.x/d/t": TWICE} if both else {})
    for _ in range(12):
        opened = open_schema(schema, resources=resources, engine=engine)
        assert [opened.is_valid({"c": value}) for value in ("x", None, 3)] == [True, False, False]
    where = {finding.keyword_location for finding in opened.validate({"c": None}).findings}
    assert where == {"http://b.x/d/t#/definitions/p/type"}


def test_two_resources_that_say_they_are_the_same_stay_two() -> None:
    resources = {
        "http://a.x/1": {"$id": "http://b.x/t", "type": "string"},
        "http://a.x/2": {"$id": "http://b.x/t", "type": "integer"},
    }
    schema = open_schema({"prefixItems": [{"$ref": "http://a.x/1"}, {"$ref": "http://a.x/2"}]}, resources=resources)
    assert schema.is_valid(["a", 1])
    assert not schema.is_valid(["a", "a"])
    assert not schema.is_valid([1, 1])


class PanicException(BaseException):
    """Stands for `pyo3_runtime.PanicException`, which cannot be imported."""


class Panicking:
    """Stands for a schema at which jsonschema-rs panics, as none is known."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def is_valid(self, _instance: Any) -> bool:
        """Panic."""
        raise self._error

    def evaluate(self, _instance: Any) -> Any:
        """Panic."""
        raise self._error

    def iter_errors(self, _instance: Any) -> Iterator[Any]:
        """Panic, when the first error is asked for."""
        raise self._error
        yield


@pytest.mark.parametrize("ask", [Guarded.iter_errors, "is_valid", "evaluate"])
@pytest.mark.parametrize(
    ("error", "raised"),
    [(PanicException("no such target\nmore"), EngineBrokeOff), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_panic_is_told_as_an_error(ask: Any, error: BaseException, raised: type[BaseException]) -> None:
    guarded: Any = Guarded(Panicking(error), "a.json")  # type: ignore[arg-type]
    with pytest.raises(raised) as caught:
        list(ask(guarded, 1)) if callable(ask) else getattr(guarded, ask)(1)
    if isinstance(caught.value, SchemawrightError):
        assert str(caught.value) == "a.json: the native engine broke off: no such target"
        assert caught.value.hint == "validate with --engine reference"


def test_a_real_panic_has_the_name_that_is_looked_for() -> None:
    """One resource by two URIs, of which it takes one or the other first: at the latest after some tries it panics."""
    resources = [("http://a.x/s", TWICE), ("http://b.x/d/t", TWICE)]
    schema = {"properties": {"c": {"$ref": "http://b.x/d/t#anc"}}, "$ref": "http://a.x/s"}
    seen: set[str] = set()
    for _ in range(100):
        try:
            jsonschema_rs.validator_for(schema, registry=jsonschema_rs.Registry(resources))
        except BaseException as error:  # noqa: BLE001  (it is no Exception)
            seen.add(type(error).__name__)
            break
    assert seen <= {"PanicException"}
