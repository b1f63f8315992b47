"""Who judges a record otherwise: commands, other schemas, generated dataclasses."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from schemawright import SchemawrightError, UsageError, open_schema
from schemawright.errors import SchemaError
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.judges.command_judge import CommandJudge
from schemawright.fuzz.judges.difference import MAX_SHRUNK, Differences, Problem, difference_lines
from schemawright.fuzz.judges.schema_judge import SchemaJudge
from schemawright.fuzz.judges.unlike_parts import records_beside, unlike_parts
from schemawright.fuzz.proofs.model_proof import ModelProof, text_of
from schemawright.fuzz.record import FuzzRecord
from schemawright.fuzz.schema.schema_map import SchemaMap

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
SCHEMA = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "size": {"type": "integer", "minimum": 0}},
}
RECORDS = (
    FuzzRecord({"id": "ts_1", "size": 12, "more": [1.0, 2]}, valid=True),
    FuzzRecord({"id": 17, "size": 3}, valid=False, violates="/properties/id/type", at="/id", keyword="type"),
    FuzzRecord(
        {"id": "a", "size": -7}, valid=False, violates="/properties/size/minimum", at="/size", keyword="minimum"
    ),
    FuzzRecord({"size": 1}, valid=False, violates="/required", keyword="required"),
)


def command(script: str) -> str:
    return f"{shlex.quote(sys.executable)} -S -c {shlex.quote(script)} {{file}}"


def read_then(expression: str) -> str:
    return command(f"import json, sys; value = json.load(open(sys.argv[1])); sys.exit(not ({expression}))")


def found_by(judge: Any, schema: Any = SCHEMA, records: tuple[FuzzRecord, ...] = RECORDS) -> list[tuple[Any, ...]]:
    found = Differences(open_schema(schema), judge.problems)
    for record in records:
        found.add(record)
    return [(one.kind, one.keyword, one.at, one.instance, one.first) for one in found.found()]


def test_a_command_that_says_the_same_has_no_difference() -> None:
    right = "type(value.get('id')) is str and value.get('size', 0) >= 0"
    with CommandJudge(read_then(right)) as judge:
        assert found_by(judge) == []


def test_where_a_command_is_wrong_is_told_by_keyword_with_a_minimal_record() -> None:
    with CommandJudge(read_then("'id' in value and value.get('size') != 12")) as judge:
        assert found_by(judge) == [
            ("the command refuses what the schema accepts", "", "", {"id": "", "size": 12}, 1),
            ("the command accepts what the schema refuses", "type", "/id", {"id": 0}, 2),
            ("the command accepts what the schema refuses", "minimum", "/size", {"id": "", "size": -1}, 3),
        ]


def test_a_kind_is_told_once() -> None:
    """Though two valid records have two minimal ones."""
    either = {"anyOf": [{"type": "object", "required": ["a"]}, {"type": "array", "minItems": 1}]}
    records = tuple(FuzzRecord(one, valid=True) for one in ({"a": 1}, [1], {"a": []}))
    found = Differences(open_schema(either), lambda record: [Problem("refused")] if record.valid else [])
    for record in records:
        found.add(record)
    assert [(one.instance, one.records) for one in found.found()] == [({"a": 0}, 3)]


def test_every_kind_is_told_however_many_there_are() -> None:
    """Those that come after many others without a minimal record: to find one takes long."""
    kinds = MAX_SHRUNK + 3
    found = Differences(open_schema({}), lambda _: [Problem(f"wrong {number}") for number in range(kinds)])
    found.add(FuzzRecord([1, 2], valid=True))
    found.add(FuzzRecord([3], valid=True))
    told = [(one.kind, one.instance, one.records, one.first) for one in found.found()]
    assert told[:1] == [("wrong 0", [], 2, 1)]
    assert told[MAX_SHRUNK:] == [(f"wrong {MAX_SHRUNK + number}", [1, 2], 2, 1) for number in range(3)]


@pytest.mark.parametrize("steady", [0, 1, 3])
def test_a_judge_that_says_this_and_that_is_told_to(steady: int) -> None:
    """Whether it changes its mind at once, or while a record is made small, or after that."""
    answers = iter([True] * (1 + steady) + [False] * 1_000)
    found = Differences(open_schema(SCHEMA), lambda _record: [Problem("the judge is wrong")] if next(answers) else [])
    with pytest.raises(SchemawrightError, match="the judge is wrong, but not when it is asked again") as raised:
        found.add(RECORDS[0])
    assert raised.value.exit_code == 3
    assert raised.value.hint is not None
    assert "by hand on this record, several times: {" in raised.value.hint


def test_no_shell_sees_the_command(tmp_path: Path) -> None:
    with CommandJudge(f"{command('pass')} ; touch {tmp_path / 'made'}") as judge:
        assert judge.accepts({})
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("import sys; sys.exit(126)", "exited with 126, which is no verdict"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "was killed by signal 15"),
        ("import time; time.sleep(60)", "took longer than 0.5 s"),
    ],
)
def test_a_broken_command_gives_no_verdict(script: str, message: str) -> None:
    with CommandJudge(command(script), timeout=0.5) as judge, pytest.raises(SchemawrightError, match=message) as raised:
        judge.accepts({})
    assert raised.value.exit_code == 3


CRASHES = "import json, os, sys; value = json.load(open(sys.argv[1])); value.get('size') == 12 and os.abort()"


def test_a_crash_is_a_kind_of_its_own_with_a_minimal_record() -> None:
    with CommandJudge(command(f"{CRASHES}; print('so it ends', file=sys.stderr); sys.exit(127)")) as judge:
        found = Differences(open_schema(SCHEMA), judge.problems)
        told = [one for record in RECORDS for one in found.add(record)]
    assert [(one.kind, one.keyword, one.instance, one.message, one.first, one.is_verdict) for one in told] == [
        ("the command was killed by signal 6, which is no verdict", "", {"id": "", "size": 12}, "", 1, False),
        ("the command exited with 127, which is no verdict", "", {"id": 0}, "so it ends", 2, False),
    ]
    assert [one.records for one in found.found()] == [1, 3]


def test_what_a_command_says_of_a_record_is_told() -> None:
    says = "print('\\x1b[31mwrong: ' + 'x' * 500, file=sys.stderr); [][0]"
    with CommandJudge(command(f"import json, sys; value = json.load(open(sys.argv[1])); {says}")) as judge:
        found = Differences(open_schema(SCHEMA), judge.problems)
        told = [one for record in RECORDS for one in found.add(record)]
    assert [(one.kind, one.said) for one in told] == [
        ("the command refuses what the schema accepts", "IndexError: list index out of range")
    ]
    lines = [*difference_lines(told[0])]
    assert lines[-1] == "    it says: IndexError: list index out of range"
    with CommandJudge(command(f"import sys; {says.partition(';')[0]}; sys.exit(1)")) as judge:
        (said,) = [one.said for one in judge.problems(RECORDS[0])]
    assert said.startswith("\\x1b[31mwrong: xxx")
    assert said.endswith("x…")


def test_a_command_that_exits_otherwise_where_it_fails_has_other_kinds() -> None:
    script = "import json, sys; value = json.load(open(sys.argv[1])); sys.exit(3 if value['size'] == 12 else 1)"
    records = (RECORDS[0], RECORDS[0]._replace(instance={"id": "a", "size": 3}))
    with CommandJudge(command(script)) as judge:
        found = found_by(judge, records=records)
    assert [kind for kind, *_ in found] == [
        "the command refuses what the schema accepts (it exits with 3)",
        "the command refuses what the schema accepts",
    ]


def test_other_kinds_are_found_beside_a_crash() -> None:
    with CommandJudge(command(CRASHES)) as judge:
        found = Differences(open_schema(SCHEMA), judge.problems)
        told = [one for record in RECORDS for one in found.add(record)]
    assert [one.is_verdict for one in told] == [False, True, True, True]


def test_what_a_command_has_started_ends_with_it(tmp_path: Path) -> None:
    started = (
        f"import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); open({str(tmp_path / 'pid')!r}, 'w')"
    )
    script = f"{started}.write(str(p.pid)); time.sleep(60)"
    with CommandJudge(command(script), timeout=2) as judge, pytest.raises(SchemawrightError, match="took longer"):
        judge.accepts({})
    process = int((tmp_path / "pid").read_text())
    _waited_for(lambda: not _goes_on(process))


def test_an_interrupt_ends_the_command_too(tmp_path: Path) -> None:
    """It has a session of its own, which no Ctrl-C of a terminal reaches."""
    script = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    program = f"""
import signal
from schemawright.fuzz.judges.command_judge import CommandJudge

signal.signal(signal.SIGINT, signal.default_int_handler)  # What a shell runs in the background ignores it.
with CommandJudge({command(script)!r}) as judge:
    judge.accepts(1)
"""
    running = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE)
    process = int(_waited_for(lambda: (tmp_path / "pid").read_text() if (tmp_path / "pid").exists() else ""))
    assert _goes_on(process)
    running.send_signal(signal.SIGINT)
    assert b"KeyboardInterrupt" in running.communicate(timeout=30)[1]
    _waited_for(lambda: not _goes_on(process))


def _waited_for(ask: Callable[[], T]) -> T:
    """Return the first answer that is one."""
    for _ in range(300):
        if answer := ask():
            return answer
        time.sleep(0.05)
    pytest.fail("waited in vain")


def _goes_on(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_command_that_is_not_there_is_said() -> None:
    with CommandJudge("no-such-command {file}") as judge, pytest.raises(SchemawrightError, match="cannot be run"):
        judge.accepts({})


@pytest.mark.parametrize("words", ["check it", "check 'it {file}"])
def test_a_command_has_a_place_for_the_file(words: str) -> None:
    with pytest.raises(UsageError):
        CommandJudge(words)


def test_two_schemas_are_told_apart_by_a_minimal_record() -> None:
    other = {**SCHEMA, "properties": {"id": {"type": "string"}, "size": {"maximum": 5}}}
    judge = SchemaJudge(open_schema(SCHEMA), open_schema(other))
    found = judge.differences(60)
    assert {(one.kind, one.keyword, str(one.instance)) for one in found.found()} == {
        ("only the first schema accepts it (maximum)", "", "{'id': '', 'size': 6}"),
        ("only the other schema accepts it", "minimum", "{'id': '', 'size': -1}"),
        ("only the other schema accepts it", "type", "{'id': '', 'size': None}"),
    }
    assert not judge.proved_equal


NODE = {
    "type": "object",
    "required": ["value"],
    "properties": {
        "value": {"type": "integer"},
        "left": {"$ref": "#/$defs/node"},
        "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
    },
}
DEEP = {"value": 3, "left": {"value": 5, "children": [{"value": 7}, {"value": 0, "é": 7}]}}


def test_of_a_schema_that_refers_to_itself_the_smallest_record_is_the_node_that_tells() -> None:
    """By whatever route the keyword is reached, it is the same one."""
    strict = open_schema({"$ref": "#/$defs/node", "$defs": {"node": {**NODE, "additionalProperties": False}}})
    path = "/$ref/properties/left/$ref/properties/children/items/$ref/additionalProperties"
    record = FuzzRecord(DEEP, valid=False, violates=path, at="/left/children/1", keyword="additionalProperties")
    found = Differences(strict, lambda record: [] if record.valid else [Problem("accepted")])
    (difference,) = found.add(record)
    assert (difference.instance, difference.at) == ({"value": 0, "a": 0}, "")


def test_what_tells_two_schemas_apart_is_told_before_the_rest_is_looked_for() -> None:
    other = {**SCHEMA, "properties": {"id": {"type": "string"}, "size": {"type": "integer", "maximum": 5}}}
    judge = SchemaJudge(open_schema(SCHEMA), open_schema(other))
    found = Differences(open_schema(SCHEMA), judge.problems)
    search = judge.search(found, 100)
    assert next(search).instance == {"id": "", "size": 6}
    assert found.records == 1
    assert next(search).instance == {"id": "", "size": -1}
    assert found.records < 5
    assert list(search) == []


def test_what_may_be_empty_is_drawn_from_with_patience_that_ends() -> None:
    """Boundary cases first, and what chance makes after that."""
    fuzzer = Fuzzer(open_schema({"type": "string", "pattern": "^[a-z]{3,9}$"}))
    assert list(fuzzer.found_by(lambda _instance: False, Seeded(0), 3)) == [[]] * 6
    found = [*islice(fuzzer.found_by(lambda instance: len(instance) > 3, Seeded(0), 30), 40)]
    assert any(found)
    assert all(len(one) > 3 for instances in found for one in instances)


def test_two_schemas_that_mean_the_same_are_proven_to() -> None:
    same = {"required": ["id"], "allOf": [SCHEMA, {"properties": {"id": {"minLength": 0}}}]}
    judge = SchemaJudge(open_schema(SCHEMA), open_schema(same))
    assert list(judge.differences(4).found()) == []
    assert judge.proved_equal


@pytest.mark.parametrize(
    "schema",
    [
        {"$defs": {"a": {"$ref": "#/nope"}}},
        {"$defs": {"a": {"$ref": "#/$defs/a"}}, "anyOf": [True, {"$ref": "#/$defs/a"}]},
        {"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x", "not": {}}, "c": {"$ref": "#x"}}},
        {"$defs": {"a": {"pattern": "("}}},
    ],
)
def test_of_a_schema_that_cannot_be_used_nothing_is_proven(schema: Any) -> None:
    for one, other in ((True, schema), (schema, True)):
        judge = SchemaJudge(open_schema(one), open_schema(other))
        with pytest.raises(SchemaError):
            judge.differences(4)
        assert not judge.proved_equal


def test_dataclasses_that_agree_have_no_difference() -> None:
    with ModelProof(text_of(open_schema(SCHEMA))) as proof:
        assert found_by(proof) == []


def test_several_proofs_at_once_are_of_their_own_modules() -> None:
    """As several threads prove several schemas: pickling finds the classes of each."""
    text = text_of(open_schema(SCHEMA))
    with ModelProof(text) as outer:
        with ModelProof(text):
            assert found_by(outer) == []
        assert found_by(outer) == []


def test_dataclasses_of_another_schema_differ() -> None:
    other = {**SCHEMA, "required": [], "properties": {"id": {"type": "string"}, "size": {"maximum": 5}}}
    with ModelProof(text_of(open_schema(other))) as proof:
        assert found_by(proof) == [
            ("the model refuses a valid record", "", "", {"id": "", "size": 6}, 1),
            ("the model accepts an invalid record", "minimum", "/size", {"id": "", "size": -1}, 3),
            ("the model accepts an invalid record", "required", "", {}, 4),
        ]


def test_a_finding_at_another_place_is_a_difference() -> None:
    wrong = RECORDS[1]._replace(at="/size")
    with ModelProof(text_of(open_schema(SCHEMA))) as proof:
        assert [one.kind for one in proof.problems(wrong)] == ["the finding is elsewhere"]


def test_a_finding_inside_of_what_is_violated_is_about_it() -> None:
    """The number lets the reference engine judge, which opens `unevaluatedProperties`."""
    schema = {"properties": {"n": {}}, "unevaluatedProperties": {"type": "integer"}}
    instance = {"n": 10**30, "a": None}
    record = FuzzRecord(instance, valid=False, violates="/unevaluatedProperties", at="")
    with ModelProof(text_of(open_schema(schema))) as proof:
        assert list(proof.problems(record)) == []
        elsewhere = record._replace(violates="/properties/n", at="/n")
        assert [one.kind for one in proof.problems(elsewhere)] == ["the finding is elsewhere"]


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        ("def to_json(value):\n    return b'{}'\n", "to_json is not what was read"),
        ("def to_instance(value):\n    return {}\n", "to_instance is not what was read"),
        ("def from_instance(value):\n    raise ValueError\n", "from_instance is not from_json"),
        ("Record.__eq__ = lambda self, other: False\n", "a record is not equal to itself"),
        ("Record.__reduce__ = lambda self: (dict, ())\n", "pickling changes it"),
        ("Record.replace = lambda self: self\n", "replace changes it"),
        ("def from_json(value):\n    raise ValueError\n", "loading raises ValueError"),
        (
            "load = from_json\ndef from_json(value):\n    return load(b'{\"id\":\"x\"}' if b' ' in value else value)\n",
            "another order of names, and white space, change it",
        ),
    ],
)
def test_whatever_a_module_loses_is_found(broken: str, kind: str) -> None:
    with ModelProof(text_of(open_schema(SCHEMA)) + broken) as proof:
        assert kind in [one.kind for one in proof.problems(RECORDS[0])]


@pytest.mark.parametrize("text", ["def broken(:\n", "import nowhere\n", "a\0b"])
def test_a_module_that_cannot_be_imported_is_told_by_its_file(text: str) -> None:
    before = set(sys.modules)
    with (
        pytest.raises(SchemawrightError, match=r"^generated/session\.py: expected a module .* found \w+: ") as raised,
        ModelProof(text, "generated/session.py"),
    ):
        raise NotImplementedError
    assert raised.value.exit_code == 3
    assert set(sys.modules) == before


def test_whoever_interrupts_an_import_leaves_no_half_of_a_module() -> None:
    before = set(sys.modules)
    with pytest.raises(KeyboardInterrupt), ModelProof("raise KeyboardInterrupt\n", "generated/session.py"):
        raise NotImplementedError
    assert set(sys.modules) == before


def test_another_schema_differs_in_every_way_in_which_it_does() -> None:
    """What the algebra draws shows one way; the names that only one of the two allows are another."""
    at = {"type": "string", "format": "date"}
    strict = {"type": "object", "properties": {"at": at, "n": {"type": "integer"}}, "additionalProperties": False}
    loose = {"type": "object", "properties": {"at": {"type": "string"}, "n": {"type": "integer"}}}
    found = SchemaJudge(open_schema(strict), open_schema(loose)).differences(60)
    assert {one.keyword for one in found.found()} == {"format", "additionalProperties"}


@pytest.mark.parametrize("is_own", [True, False])
def test_what_only_one_of_two_schemas_says_is_broken_before_the_rest(is_own: bool) -> None:
    """Whichever of the two says it, and whatever else there is to break."""
    properties = {f"p{number}": {"type": "integer", "minimum": 1, "maximum": 9} for number in range(20)}
    schemas = [
        {"type": "object", "properties": {**properties, "q": {"type": "string", "maxLength": most}}} for most in (3, 4)
    ]
    one, other = (open_schema(contents) for contents in (schemas if is_own else reversed(schemas)))
    records = records_beside(one, SchemaMap(other), "invalid", 0)
    assert {record.at for record in islice(records, 8)} == {"/q"}
    assert {record.at for record in islice(records, 100)} >= {f"/p{number}" for number in range(20)}


def test_no_record_beside_another_schema_comes_twice_and_all_are_labelled() -> None:
    schema, other = open_schema(SCHEMA), open_schema({**SCHEMA, "required": ["size"]})
    for mode, verdicts in (("valid", {True}), ("invalid", {False}), ("mixed", {True, False})):
        records = [*islice(records_beside(schema, SchemaMap(other), mode, 0), 150)]
        assert {record.valid for record in records} == verdicts
        assert all(schema.is_valid(record.instance) == record.valid for record in records)
        assert len({repr(record.instance) for record in records}) == len(records)


def test_parts_are_compared_wherever_the_schemas_are_and_by_what_they_say_themselves() -> None:
    one = {"$id": "https://example.org/a", "properties": {"a": {"items": False}, "b": {"items": {"type": "null"}}}}
    other = {"$id": "https://example.org/b", "properties": {"a": {"items": True}, "b": {"items": {"type": "array"}}}}
    maps = [SchemaMap(open_schema(contents)) for contents in (one, other)]
    found = {at.partition("#")[2] for at in unlike_parts(*maps)}
    assert found == {"", "/properties/a", "/properties/b/items"}


def test_what_a_part_refers_to_is_broken_there_too() -> None:
    """Though the other schema has it as well, and refers to it elsewhere."""
    amount = {"type": "number", "minimum": 0, "multipleOf": 0.5}
    refers = {"$ref": "#/$defs/amount"}
    schemas = [
        {"properties": {**{f"p{number}": refers for number in range(9)}, "q": at}, "$defs": {"amount": amount}}
        for at in (refers, True)
    ]
    one, other = map(open_schema, schemas)
    found = SchemaJudge(one, other).differences(100)
    assert {kind.keyword for kind in found.found()} == {"type", "minimum", "multipleOf"}


@pytest.mark.parametrize(
    ("hint", "edited", "minimal", "message"),
    [
        ("size: Annotated[int, Ge(0)] | Unset", "size: str | Unset", {"id": "", "size": 0}, "Record.size, found int"),
        ("id: str", "id: Literal[''] | int", {"id": "a"}, "Record.id, found str"),
        ("id: str", "id: Strin", {"id": ""}, "NameError: name 'Strin' is not defined"),
        ("Root = Record", "Root = str", {"id": ""}, "Root, found Record"),
    ],
)
def test_a_hint_that_was_edited_is_found(hint: str, edited: str, minimal: Any, message: str) -> None:
    """Python does not look at hints, nor does what loads by them."""
    text = text_of(open_schema(SCHEMA))
    assert hint in text
    with ModelProof(text.replace(hint, edited).replace("import Annotated", "import Annotated, Literal")) as proof:
        found = Differences(open_schema(SCHEMA), proof.problems)
        for record in RECORDS:
            found.add(record)
    assert [(one.kind, one.instance, one.message) for one in found.found()] == [
        ("a type hint does not hold", minimal, message)
    ]


@pytest.mark.parametrize(
    ("one", "other", "mode"),
    [
        ({"const": 1}, {"enum": [1, 2]}, "valid"),
        ({"enum": ["dev", "prod"]}, {"enum": ["dev", "prod", "test"]}, "valid"),
        ({"not": {"const": 1}}, {"not": {"enum": [1, 2]}}, "invalid"),
    ],
)
def test_two_schemas_with_few_records_are_compared_and_done(one: Any, other: Any, mode: str) -> None:
    found = SchemaJudge(open_schema(one), open_schema(other), mode).differences(60)
    assert len(list(found.found())) == 1


@pytest.mark.parametrize("other", [{}, {"maxProperties": 1}, {"maxProperties": 0}, {"type": "object", "not": {}}])
def test_without_records_nothing_is_looked_for(other: Any) -> None:
    """Also where what one accepts and the other refuses can be drawn from."""
    found = SchemaJudge(open_schema({"maxProperties": 0}), open_schema(other)).differences(0)
    assert (found.records, [*found.found()]) == (0, [])


def test_beside_another_schema_each_record_comes_once_as_long_as_there_are_others() -> None:
    schema, other = open_schema(SCHEMA), SchemaMap(open_schema({**SCHEMA, "required": []}))
    texts = [json.dumps(record.instance) for record in islice(records_beside(schema, other, "mixed", 0), 200)]
    assert len(set(texts)) == len(texts)
