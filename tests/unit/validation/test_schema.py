"""The Python face: verdicts, findings, positions, pickles, and instances that are no JSON."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import Any

import pytest

import schemawright
from schemawright import DocumentError, Position, open_schema
from schemawright.errors import InvalidSchema, Malformed, UsageError

SESSION = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "started_at": {"format": "date-time"}},
    "required": ["id"],
}
ENGINES = ["native", "reference"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_verdict_is_true_exactly_when_valid(engine: str) -> None:
    """A verdict can be asked as a condition, and has each finding."""
    schema = open_schema(SESSION, engine=engine)
    assert schema.validate({"id": "x"})
    verdict = schema.validate({"started_at": "yesterday"})
    assert not verdict
    assert sorted(finding.keyword for finding in verdict.findings) == ["format", "required"]


@pytest.mark.parametrize("engine", ENGINES)
def test_findings_of_json_have_positions(engine: str) -> None:
    """What is found in a JSON text is found at a line and a column."""
    verdict = open_schema(SESSION, engine=engine).validate_json('{\n  "id": "é",\n  "started_at": "x", "id": 4}')
    assert [(finding.keyword, finding.position) for finding in verdict.findings if finding.keyword != "format"] == [
        ("duplicate-key", Position(3, 22)),
        ("type", Position(3, 28)),
    ]


def test_duplicate_keys_can_be_allowed() -> None:
    """With `allow_duplicate_keys` the last one of two equal names is judged."""
    text = '{"id": 1, "id": "x"}'
    assert not open_schema(SESSION).is_valid_json(text)
    assert open_schema(SESSION, allow_duplicate_keys=True).is_valid_json(text)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pickle_judges_as_before(engine: str) -> None:
    """A schema pickles with all that it refers to, and judges the same on the other side."""
    schema = open_schema({"$ref": "https://example.com/a"}, resources={"https://example.com/a": SESSION}, engine=engine)
    again = pickle.loads(pickle.dumps(schema))
    for instance in ({"id": "x"}, {"id": 1}, {}):
        assert again.validate(instance) == schema.validate(instance)
    assert pickle.loads(pickle.dumps(schema.validate({}))) == schema.validate({})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("contents", "text", "valid"),
    [
        ({"maximum": 9007199254740992.0}, "9007199254740993", False),
        ({"maximum": 0.3}, "0.30000000000000000001", False),
        ({"multipleOf": 0.01}, "19.99", True),
        ({"multipleOf": 0.1}, "1e400", True),
        ({"minimum": -1e300}, "-1e400", False),
        ({"type": "integer"}, "1.0", True),
        ({"type": "integer"}, "1e400", True),
        ({"type": "integer"}, "1e-400", False),
        ({"const": 0.1}, "0.1000000000000000055511151231257827", False),
        ({"const": 10**400}, "1e400", True),
        ({"uniqueItems": True}, "[1, 1.0]", False),
        ({"uniqueItems": True}, "[1, true]", True),
        ({"maximum": 5}, "1e99999999", False),
        ({"type": "integer"}, "9" * 5000, True),
    ],
)
def test_numbers_are_judged_exactly(engine: str, contents: Any, text: str, valid: bool) -> None:
    """Numbers of any size and precision are judged as they are written."""
    assert open_schema(contents, engine=engine).is_valid_json(text) is valid


def nested(depth: int) -> list[Any]:
    """Return arrays, nested so deep."""
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("instance", "message"),
    [
        (float("nan"), "found nan at the root"),
        ({"a": [float("inf")]}, "found inf at /a/0"),
        ({"a": Decimal("NaN")}, "found NaN at /a"),
        ({"a/b": {1: 2}}, "expected strings as member names, found 1 at /a~1b"),
        ({"a": {1}}, "found one of Python's `set` at /a"),
        (["\ud800"], "a lone one at /0"),
        ({"é": ["日", {"ok": "é\udfff"}]}, "a lone one at /é/1/ok"),
        ({"é": {"é\ud800": "日"}}, "a lone one at /é"),
        (nested(1001), "at most 1,000 levels"),
        (nested(100_000), "at most 1,000 levels"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(instance: Any, message: str) -> None:
    """A Python value that JSON does not have is an error that says where, not a crash and not a verdict."""
    with pytest.raises(Malformed) as caught:
        open_schema(True).is_valid(instance)
    assert message in caught.value.message


def test_the_limit_of_depth_is_exact() -> None:
    """A thousand levels are judged, by either engine, and one more is refused."""
    for engine in ENGINES:
        assert open_schema({"type": "array"}, engine=engine).is_valid(nested(1000))
        assert open_schema({"type": "object"}, engine=engine).validate(nested(1000)).findings


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", "NaN", '"\\ud800"', "1 2", b"\xff", b"\xff\xfe1\x00", '"\x01"', "\ud800"]
)
def test_malformed_text_is_an_error(text: bytes | str) -> None:
    """Text that is not JSON raises, whatever the schema says."""
    with pytest.raises(DocumentError):
        open_schema(True).is_valid_json(text)


@pytest.mark.parametrize("dialect", ["draft3", "draft4", "draft6", "draft7", "2019-09", "2020-12"])
def test_an_invalid_schema_has_findings(dialect: str) -> None:
    """A schema that is not valid against its metaschema cannot judge, and says what is wrong with it."""
    with pytest.raises(InvalidSchema) as caught:
        open_schema({"properties": {"a": {"minimum": "x"}}}, dialect=dialect).is_valid(1)
    assert [finding.instance_location for finding in caught.value.findings] == ["/properties/a/minimum"]


def test_an_invalid_pattern_is_an_invalid_schema() -> None:
    """A pattern that is no regular expression is found in the schema, before any instance is judged."""
    with pytest.raises(InvalidSchema) as caught:
        open_schema({"pattern": "("}).is_valid("x")
    assert caught.value.findings[0].instance_location == "/pattern"


def test_an_unknown_engine_is_refused() -> None:
    """An engine that does not exist is an error that lists those that do."""
    with pytest.raises(UsageError, match="auto, native, reference"):
        open_schema(True, engine="fast")


def test_the_face_has_at_most_twelve_names() -> None:
    """The package's face is small, and everything on it is there."""
    assert len(schemawright.__all__) <= 12
    assert all(getattr(schemawright, name) for name in schemawright.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = schemawright.nothing


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pattern_that_runs_away_is_reported(engine: str) -> None:
    """A pattern that would try too many ways ends soon, in a finding that says so or in a verdict."""
    schema = open_schema({"pattern": "^(?=a)(a|aa)+\\1b$"}, engine=engine)
    verdict = schema.validate("a" * 5_000)
    assert [finding.keyword for finding in verdict.findings] == ["pattern"]
