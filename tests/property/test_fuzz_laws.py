"""Laws of the strategies: what is drawn is what its label says, to both engines and to the generated dataclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generated.ngrok import tunnel_session, tunnel_session_list
from schemawright import InvalidInstance, fuzz, open_schema
from schemawright.engines import compile_engine
from schemawright.models.spelling.writing import write_json

if TYPE_CHECKING:
    from schemawright.fuzz import FuzzRecord

MODULES = {"tunnel-session": tunnel_session, "tunnel-session-list": tunnel_session_list}
SCHEMAS = {name: open_schema(name) for name in MODULES}
ENGINES = {
    name: [compile_engine(schema.task, engine) for engine in ("native", "reference")]
    for name, schema in SCHEMAS.items()
}
VALID = {name: fuzz.valid(schema) for name, schema in SCHEMAS.items()}
INVALID = {name: fuzz.invalid(schema) for name, schema in SCHEMAS.items()}

each = pytest.mark.parametrize("name", sorted(MODULES))
briefly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])


@each
@briefly
@given(data=st.data())
def test_a_drawn_instance_is_valid_by_both_engines(name: str, data: st.DataObject) -> None:
    instance = data.draw(VALID[name])
    assert all(engine.is_valid(instance) for engine in ENGINES[name])


@each
@briefly
@given(data=st.data())
def test_a_drawn_violation_is_refused_at_its_label(name: str, data: st.DataObject) -> None:
    record = data.draw(INVALID[name])
    for engine in ENGINES[name]:
        findings = list(engine.iter_findings(record.instance))
        assert (record.violates, record.at) in {(one.evaluation_path, one.instance_location) for one in findings}
        assert len(findings) == 1, "a violation is the only one"


@each
@briefly
@given(data=st.data())
def test_the_dataclasses_write_back_what_they_load(name: str, data: st.DataObject) -> None:
    text = write_json(data.draw(VALID[name]))
    module: Any = MODULES[name]
    loaded = module.from_json(text)
    assert module.to_json(loaded) == text
    assert module.from_instance(module.to_instance(loaded)) == loaded


@each
@briefly
@given(data=st.data())
def test_the_dataclasses_refuse_with_the_same_finding(name: str, data: st.DataObject) -> None:
    record: FuzzRecord = data.draw(INVALID[name])
    module: Any = MODULES[name]
    with pytest.raises(InvalidInstance) as caught:
        module.from_json(write_json(record.instance))
    (expected,) = SCHEMAS[name].iter_findings(record.instance)
    assert [(one.keyword, one.instance_location, one.message) for one in caught.value.findings] == [
        (expected.keyword, expected.instance_location, expected.message)
    ]


@briefly
@given(fuzz.records(SCHEMAS["tunnel-session"]))
def test_a_record_says_whether_it_is_valid(record: FuzzRecord) -> None:
    assert SCHEMAS["tunnel-session"].is_valid(record.instance) == record.valid


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_hypothesis_jsonschema_draws_is_valid(data: st.DataObject) -> None:
    """Another's generator of the same schema: our verdict on what it makes is the one it was made for."""
    from hypothesis_jsonschema import from_schema

    schema = SCHEMAS["tunnel-session"]
    assert schema.is_valid(data.draw(from_schema(schema.contents)))
    assert not schema.is_valid(data.draw(from_schema({"not": schema.contents})))
