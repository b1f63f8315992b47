"""What labels say is what findings say, of a schema with names that errors leave out; but they tell no branches."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any
from urllib.parse import unquote

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.native.engine import NativeEngine
from schemawright.fuzz.fuzzer import Fuzzer

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
def test_labels_of_the_other_engine_are_those_of_its_findings(given: Any) -> None:
    schema = open_schema(given)
    engine, reference = schema.engine, compile_engine(schema.task, "reference")
    assert isinstance(engine, NativeEngine)
    compared = 0
    for record in islice(Fuzzer(schema).stream("invalid", 5), 150):
        said = [
            (one.keyword, one.evaluation_path, one.instance_location, unquote(one.keyword_location))
            for one in reference.iter_findings(record.instance)
        ]
        labels = [tuple(label) for label in engine.all_labels(record.instance)]
        assert labels == list(dict.fromkeys(said)), json.dumps(record.instance)
        compared += bool(labels)
    assert compared > 100
