"""This repository is its own first user: the proofs that `pytest --schemawright` adds, on its own workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schemawright.fuzz.proofs.workspace_proofs import MAX_FINDINGS, proofs_of, prove
from schemawright.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[3]
WORKSPACE = open_workspace(str(ROOT))
COUNT = 300


@pytest.mark.parametrize("proof", ["examples", "models", "engines"])
@pytest.mark.parametrize("name", WORKSPACE.schemas)
def test_what_the_workspace_says_holds(name: str, proof: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    entry = WORKSPACE.schemas[name]
    assert proof in list(proofs_of(WORKSPACE, entry))
    assert prove(proof, WORKSPACE, entry, count=COUNT) == []


def test_examples_are_judged_by_what_the_workspace_expects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "count.json").write_text('{"type": "integer"}')
    for name, text in {"good": "1", "bad": '"x"', "wrong": '"x"', "malformed": "{", "right": "2"}.items():
        (tmp_path / f"p-{name}.json").write_text(text)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.schemawright.schemas.count]\nfile = "count.json"\npayloads = ["p-*"]\n'
        'invalid = ["p-wrong*", "p-malformed*", "p-right*"]\n'
    )
    monkeypatch.chdir(tmp_path)
    workspace = open_workspace(str(tmp_path))
    wrong = prove("examples", workspace, workspace.schemas["count"], count=0)
    told = [line.partition(" ")[0] for line in wrong if not line.startswith(" ")]
    assert told == ["p-bad.json:1:1", "p-right.json"]
    assert "reproduce: schemawright validate -s count p-right.json" in wrong[-1]


@pytest.mark.parametrize("payloads", ['["good*"]', '["bad/*.json", "!bad/*"]', "[]"])
def test_globs_of_what_is_wrong_on_purpose_have_to_name_payloads(
    payloads: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "count.json").write_text('{"type": "integer"}')
    (tmp_path / "good.json").write_text("2")
    (tmp_path / "bad/one.json").write_text('"x"')
    (tmp_path / "pyproject.toml").write_text(
        '[tool.schemawright.schemas.count]\nfile = "count.json"\n'
        f'payloads = {payloads}\ninvalid = ["bad/*.json", "!bad/x"]\n'
    )
    monkeypatch.chdir(tmp_path)
    workspace = open_workspace(str(tmp_path))
    entry = workspace.schemas["count"]
    assert "examples" in proofs_of(workspace, entry)
    told = prove("examples", workspace, entry, count=0)[0]
    assert told.startswith("expected payloads that `invalid` names")


def counts(folder: Path, payloads: str) -> Workspace:
    """Return a workspace whose one schema is of integers, with the payloads that a glob names."""
    (folder / "count.json").write_text('{"type": "integer"}')
    (folder / "pyproject.toml").write_text(
        f'[tool.schemawright.schemas.count]\nfile = "count.json"\npayloads = ["{payloads}"]\n'
    )
    return open_workspace(str(folder))


def test_how_many_findings_are_not_told_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.ndjson").write_text('"x"\n' * 1_025)
    monkeypatch.chdir(tmp_path)
    workspace = counts(tmp_path, "*.ndjson")
    wrong = prove("examples", workspace, workspace.schemas["count"], count=0)
    assert len([line for line in wrong if line.startswith("p.ndjson:")]) == MAX_FINDINGS
    assert wrong[-1] == "and 1,005 more"


def test_globs_that_name_nothing_prove_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    workspace = counts(tmp_path, "payloads/*.json")
    wrong = prove("examples", workspace, workspace.schemas["count"], count=0)
    assert wrong == ["expected payloads that the globs name, found none"]


@pytest.mark.schemawright("tunnel-session", count=50)
def test_the_generated_class_takes_exactly_what_is_valid(schemawright_record: Any) -> None:
    from generated.ngrok import tunnel_session
    from schemawright import InvalidInstance

    try:
        tunnel_session.from_instance(schemawright_record.instance)
    except InvalidInstance:
        assert not schemawright_record.valid
    else:
        assert schemawright_record.valid


def test_engines_that_disagree_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those records are left out of streams, and must not be out of the proof: `contains` evaluates in one."""
    uri = "https://json-schema.org/draft/2019-09/schema"
    contents = {"$schema": uri, "contains": {"const": 1}, "unevaluatedItems": False}
    (tmp_path / "meta.json").write_text(json.dumps(contents))
    (tmp_path / "pyproject.toml").write_text('[tool.schemawright.schemas.meta]\nfile = "meta.json"\n')
    monkeypatch.chdir(tmp_path)
    workspace = open_workspace(str(tmp_path))
    wrong = prove("engines", workspace, workspace.schemas["meta"], count=100)
    assert any("the engines disagree" in line for line in wrong)
