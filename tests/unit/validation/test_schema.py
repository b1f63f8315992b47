"""The Python face: verdicts, findings, positions, pickles, and instances that are no JSON."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

import schemawright
from schemawright import DocumentError, Position, fuzz, open_schema
from schemawright.errors import InvalidSchema, Malformed, UsageError
from schemawright.fuzz.fuzzer import Fuzzer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_a_tuple_is_an_array(engine: str) -> None:
    schema = open_schema({"type": "array", "items": {"type": "string"}, "uniqueItems": True}, engine=engine)
    assert schema.is_valid(("a", "b"))
    assert [one.instance_location for one in schema.iter_findings(("a", 1))] == ["/1"]
    assert {one.keyword for one in schema.iter_findings((("a",), ["a"]))} == {"type", "uniqueItems"}


LONG = 10**5000


@pytest.mark.parametrize("engine", ["auto", "reference"])
@pytest.mark.parametrize(
    ("contents", "instance", "valid"),
    [
        ({"const": LONG}, 1, False),
        ({"const": LONG}, LONG, True),
        ({"enum": [[LONG]]}, [LONG + 1], False),
        ({"maxLength": LONG}, "a", True),
        ({"minItems": LONG}, [], False),
        ({"maximum": LONG}, LONG + 1, False),
        ({"items": {"exclusiveMinimum": -LONG}}, (-LONG,), False),
        ({"multipleOf": LONG}, 3 * LONG, True),
        ({"default": LONG}, 1, True),
        ({"maximum": 5}, LONG, False),
        ({"additionalProperties": {"minimum": 5}}, {"a": -LONG}, False),
        ({"multipleOf": 3}, LONG, False),
        ({"type": "integer"}, -LONG, True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_integers_of_thousands_of_digits_are_judged_exactly(
    engine: str, contents: Any, instance: Any, valid: bool
) -> None:
    """Python does not turn those into texts, so that no engine gets them as they are."""
    assert open_schema(contents, engine=engine).is_valid(instance) is valid
    by_another = open_schema({"$ref": "https://example.com/a"}, resources={"https://example.com/a": contents})
    assert by_another.validate(instance).valid is valid


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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"engine": "fast"}, 'expected one of auto, native, reference, found "fast"'),
        ({"engine": None}, "expected one of auto, native, reference, found null"),
        ({"engine": ["native"]}, "expected one of auto, native, reference, found an array"),
        ({"dialect": 3}, "expected a dialect's name or URI, found a number"),
        ({"workspace": 3}, "expected the path of a workspace, found a number"),
        ({"resources": 3}, "expected resources as a mapping from URIs to schemas, found a number"),
        ({"resources": [("https://example.com/a", {})]}, "expected resources as a mapping from URIs to schemas, found"),
        ({"resources": {1: {}}}, "expected a URI as a resource's name, found a number"),
    ],
)
def test_arguments_of_another_kind_are_refused(arguments: dict[str, Any], message: str) -> None:
    """What was expected is said before anything is made of them."""
    with pytest.raises(UsageError, match=message):
        open_schema(True, **arguments)


def test_a_schema_is_what_it_was_when_it_was_opened() -> None:
    """It is compiled when it first judges: what is changed until then is somebody's own, as are other resources."""
    inner: dict[str, Any] = {"type": "string", "enum": ("a", ["b"])}
    resources = {"https://example.com/a": {"properties": {"a": inner}}}
    contents: dict[str, Any] = {"properties": {"b": inner}, "$ref": "https://example.com/a"}
    schema = open_schema(contents, resources=resources)
    inner["type"] = "array"
    inner["enum"][1].append("c")
    contents["properties"].clear()
    resources.clear()
    assert schema.is_valid({"a": "a", "b": "a"})
    assert not schema.is_valid({"a": ["b", "c"]})
    assert not schema.is_valid({"b": ["b", "c"]})


class Frozen(dict[str, Any]):
    """A dictionary that is not to be written into, and is its own copy."""

    def __setitem__(self, name: str, value: Any) -> None:
        raise TypeError(name)

    def copy(self) -> Frozen:
        return self


def test_a_schema_may_be_of_containers_that_are_not_to_be_changed() -> None:
    schema = open_schema({"properties": Frozen(a={"enum": [1, 2]}), "required": ("a",)})
    assert [schema.is_valid(one) for one in ({"a": 1}, {"a": 3}, {})] == [True, False, False]
    assert type(schema.contents["properties"]) is dict


def test_what_is_in_a_schema_many_times_is_copied_once() -> None:
    """Copied at each place, thirty levels of two would have no end; and what is inside itself has none."""
    contents: dict[str, Any] = {"type": "integer"}
    for _ in range(30):
        contents = {"anyOf": [contents, contents]}
    copy = open_schema(contents).contents
    assert copy["anyOf"][0] is copy["anyOf"][1]
    assert copy["anyOf"][0] is not contents["anyOf"][0]
    contents = {"type": "string"}
    contents["not"] = contents
    with pytest.raises(Malformed, match="expected at most 1,000 levels of nesting"):
        open_schema(contents).is_valid("a")


RAISING = [open_schema, *[getattr(fuzz, name) for name in fuzz.__all__], *vars(schemawright.Schema).values()]


def test_what_is_said_to_be_raised_is_on_the_face() -> None:
    """Whoever reads the documentation of what is public can catch what it says."""
    said = {
        name
        for one in RAISING
        for raising in (getattr(one, "__doc__", "") or "").partition("Raises:")[2:]
        for name in re.findall(r"^ +(\w+): |`(\w+)`, when", raising, re.MULTILINE)
    }
    assert {name for pair in said for name in pair if name} <= set(schemawright.__all__)
    assert ("Malformed", "") in said


def test_the_face_is_small() -> None:
    """Everything on it is there, and is shown; beside the errors it has at most half a dozen names."""
    face = {name: getattr(schemawright, name) for name in schemawright.__all__}
    assert len([one for one in face.values() if not (isinstance(one, type) and issubclass(one, Exception))]) <= 6
    assert set(schemawright.__all__) <= set(dir(schemawright))
    assert set(fuzz.__all__) <= set(dir(fuzz))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = schemawright.nothing


def test_completion_knows_the_face_before_anything_is_imported() -> None:
    code = (
        "import sys, schemawright; print(set(schemawright.__all__) <= set(dir(schemawright)));"
        "print([name for name in sys.modules if name.startswith('schemawright.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True", "[]"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pattern_that_runs_away_is_reported(engine: str) -> None:
    """A pattern that would try too many ways ends soon, in a finding that says so or in a verdict."""
    schema = open_schema({"pattern": "^(?=a)(a|aa)+\\1b$"}, engine=engine)
    verdict = schema.validate("a" * 5_000)
    assert [finding.keyword for finding in verdict.findings] == ["pattern"]


APART: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2019-09/schema", "unevaluatedItems": False}


@pytest.mark.parametrize(
    "schema",
    [
        APART | {"contains": {"type": "number"}},
        APART | {"$ref": "#/$defs/a", "$defs": {"a": {"contains": {"type": "number"}}}},
        APART | {"anyOf": [{"contains": {"type": "number"}}, {"items": {"type": "null"}}]},
    ],
)
@pytest.mark.parametrize("number", ["1", "0.1", "0.12345678901234567891"])
def test_what_is_contained_is_not_evaluated_in_2019_09(schema: dict[str, Any], number: str) -> None:
    """By core, section 9.3.1.3; jsonschema-rs does as 2020-12 has it."""
    judged = open_schema(schema)
    [found] = judged.validate_json(f"[{number}]").findings
    assert found.keyword == "unevaluatedItems"
    assert pickle.loads(pickle.dumps(judged)).validate([Decimal(number)]).findings
    assert judged.accept is None
    assert open_schema(schema, engine="native").is_valid([1])
    latest = {name: value for name, value in schema.items() if name != "$schema"}
    assert open_schema(latest).is_valid_json(f"[{number}]")


def test_one_of_the_two_alone_is_the_native_engines() -> None:
    for schema in (APART, {"$schema": APART["$schema"], "contains": {}}, {"contains": {}, "unevaluatedItems": False}):
        assert open_schema(schema).engine_for(decimals=False).name == "native"


def test_records_are_made_for_what_the_engines_judge_otherwise() -> None:
    schema = open_schema(APART | {"contains": {"type": "number"}, "items": [{"type": "number"}]})
    made = [record for kind in ("valid", "invalid") for record in islice(Fuzzer(schema).stream(kind), 40)]
    assert {record.valid for record in made} == {True, False}
    assert all(schema.is_valid(record.instance) is record.valid for record in made)


ODD = (
    None,
    0,
    1,
    1.5,
    "no",
    b"no",
    [],
    [1],
    {},
    {1: 2},
    (),
    set(),
    object(),
    float("nan"),
    "\0",
    "a\ud800",
    True,
    False,
)
"""Values of every kind, of which any argument takes only some."""

PUBLIC: dict[str, Callable[[Any], object]] = {
    "open_schema": lambda value: open_schema(value).is_valid(1),
    **{
        f"open_schema({name}=)": lambda value, name=name: open_schema({"format": "date"}, **{name: value}).is_valid(1)
        for name in ("dialect", "resources", "workspace", "engine", "assert_formats", "allow_duplicate_keys")
    },
    "a resource": lambda value: open_schema({"$ref": "u:x"}, resources={"u:x": value}).is_valid(1),
    **{
        f"Schema.{name}": lambda value, name=name: getattr(open_schema(SESSION), name)(value)
        for name in ("is_valid", "validate", "is_valid_json", "validate_json")
    },
    **{
        f"Schema.{name}": lambda value, name=name: list(getattr(open_schema(SESSION), name)(value))
        for name in ("iter_findings", "iter_findings_json")
    },
    **{
        f"fuzz.{name}": lambda value, name=name: getattr(fuzz, name)(value).validate()
        for name in ("valid", "invalid", "records")
    },
}


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value).partition(" at ")[0])
@pytest.mark.parametrize("name", PUBLIC)
def test_what_no_argument_can_be_is_an_error_of_ours(name: str, value: Any) -> None:
    """Whatever the argument: it is taken, or the error is one that whoever calls can catch."""
    with suppress(schemawright.SchemawrightError):
        PUBLIC[name](value)


@pytest.mark.parametrize("name", ["assert_formats", "allow_duplicate_keys"])
@pytest.mark.parametrize("value", ["no", 0, None])
def test_a_switch_is_on_or_off(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"expected True or False for `{name}`, found "):
        open_schema({}, **{name: value})


@pytest.mark.parametrize("text", ['{"id": "x", "id": "y"}', "[" * 2_000, "// none\n{}"])
def test_hints_name_no_option_of_the_command_line(text: str) -> None:
    """What is to be passed is an argument of `open_schema`; nothing else can be raised."""
    try:
        hint = open_schema(SESSION).validate_json(text).findings[0].hint
    except Malformed as error:
        hint = error.hint
    assert hint
    assert "--" not in hint
    assert "=" not in hint or "allow_duplicate_keys=True" in hint
    with pytest.raises(Malformed) as caught:
        open_schema(SESSION).is_valid(nested(2_000))
    assert caught.value.hint == "take apart what is nested so deep"


def test_an_invalid_schema_says_what_is_wrong_with_it() -> None:
    """On one line: more than the first finding is in `findings`."""
    with pytest.raises(InvalidSchema) as caught:
        open_schema({"type": "strin"}).is_valid(1)
    assert re.fullmatch(
        r'#/type: the schema .* \(2020-12\): 1 finding: expected "array", .*, found "strin"', str(caught.value)
    )
    with pytest.raises(InvalidSchema, match=r", found 1 at /type/1$"):
        open_schema({"type": ["string", 1]}).is_valid(1)
    with pytest.raises(InvalidSchema, match=r": 2 findings, the first: expected .*, found -1"):
        open_schema({"minLength": -1, "maxLength": -2}).is_valid(1)


def test_a_verdict_is_that_of_the_engine_whether_or_not_it_says_why() -> None:
    """Where it is kept from telling, as by `dependencies` beside `unevaluatedProperties`, there is a finding, too."""
    contents = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "unevaluatedProperties": False,
        "dependencies": {"": {"additionalProperties": {}}},
    }
    schema = open_schema(contents)
    assert schema.validate({"": []}).valid == schema.is_valid({"": []})
    assert schema.is_valid_json('{"": []}') == schema.is_valid({"": []})


def test_it_is_told_what_of_formats_and_contents_is_asserted() -> None:
    contents = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {
            "at": {"format": "date"},
            "logo": {"contentEncoding": "base64", "contentMediaType": "image/png"},
        },
        "definitions": {
            "new": {"$id": "new", "$schema": "https://json-schema.org/draft/2020-12/schema", "contentEncoding": "x"}
        },
    }
    assert open_schema(contents).formats == (("contentEncoding base64", "date"), ("contentMediaType image/png",))
    formats = open_schema(contents, assert_formats=False).formats
    assert formats == ((), ("contentEncoding base64", "contentMediaType image/png", "date"))


def test_where_the_current_folder_is_gone_a_file_is_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    with pytest.raises(UsageError, match="expected a current folder, found that it cannot be used: no such file"):
        open_schema("x.json")
    assert open_schema({}).is_valid(1)
