"""What is too deep for the native engine's errors may be told by its other output, in the same words."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.native.engine import NativeEngine

LEVELS = 300
SCHEMA = {
    "properties": {
        "names": {"propertyNames": {"maxLength": 1}},
        "whole": {"type": "object", "required": ["first", "last"]},
        "kind": {"enum": ["a", "b"]},
    },
}


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


def told(instance: Any) -> list[tuple[str, str, str, str]]:
    findings = open_schema(SCHEMA).iter_findings(instance)
    return sorted((one.keyword, one.instance_location, one.evaluation_path, one.message) for one in findings)


def test_what_fails_beside_what_is_deep_is_told_in_the_same_words() -> None:
    wrong = {"whole": {"first": 1}, "kind": "c"}
    beside = told(wrong)
    deep = told(wrong | {"names": {"long": nested(LEVELS)}})
    assert [one for one in deep if not one[1].startswith("/names")] == beside
    assert any('"last"' in message for _, _, _, message in deep)


def test_what_has_to_be_copied_is_told_to_be_too_deep() -> None:
    assert told({"kind": nested(LEVELS)}) == [
        ("depth", "", "", "expected a valid value, found one that is not, nested too deep to say where")
    ]


@pytest.mark.parametrize("schema", [SCHEMA, {"anyOf": [SCHEMA, False]}, {**SCHEMA, "unevaluatedProperties": False}])
def test_what_is_no_json_value_is_not_told_to_be_too_deep(schema: Any) -> None:
    """Whoever asks an engine has looked at the instance: what it refuses is a mistake, and no finding."""
    engine = compile_engine(open_schema(schema).task, "native")
    assert isinstance(engine, NativeEngine)
    for ask in (engine.iter_findings, engine.all_labels, lambda value: engine.first_findings(value, 1)):
        with pytest.raises(ValueError, match="Unsupported type"):
            list(ask({"kind": {1, 2}}))
