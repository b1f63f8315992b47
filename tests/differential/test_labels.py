"""What labels say is what findings say, of a schema with names that errors leave out; but they tell no branches."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.native.engine import NativeEngine
from schemawright.engines.native.inside import UNEVALUATED
from schemawright.fuzz.fuzzer import Fuzzer

if TYPE_CHECKING:
    from schemawright.engines.protocol import Engine

UNTOLD = {
    "": {"type": "integer"},
    "+5": {"maxItems": 1},
    "names": {"items": {"anyOf": [{"type": "null"}, {"const": 1}]}},
}
TREE: dict[str, Any] = {
    "properties": {"07": {"$ref": "#"}, **UNTOLD},
    "oneOf": [{"type": "object"}, {"items": {"$ref": "#"}, "type": "array"}],
}
RICH = "benchmarks/mutation/rich.schema.json"


@pytest.mark.parametrize("given", [RICH, TREE], ids=["rich", "tree"])
def test_labels_are_those_of_findings_and_the_other_engine_tells_them_too(given: Any) -> None:
    """It tells no others, but for what is not evaluated since something else fails."""
    schema = open_schema(given)
    engine, reference = schema.engine, compile_engine(schema.task, "reference")
    assert isinstance(engine, NativeEngine)
    compared = 0
    for record in islice(Fuzzer(schema).stream("invalid", 5), 150):
        labels = [tuple(label) for label in engine.all_labels(record.instance)]
        told, others = told_by(engine, record.instance), told_by(reference, record.instance)
        assert set(labels) == set(told), json.dumps(record.instance)
        assert [label for label in others if label in labels or label[0] not in UNEVALUATED] == labels
        compared += bool(labels)
    assert compared > 100


def told_by(engine: Engine, instance: Any) -> list[tuple[str, ...]]:
    """Return what findings say without words, each once."""
    said = [
        (one.keyword, one.evaluation_path, one.instance_location, unquote(one.keyword_location))
        for one in engine.iter_findings(instance)
    ]
    return list(dict.fromkeys(said))
