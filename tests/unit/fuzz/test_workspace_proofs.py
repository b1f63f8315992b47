"""This repository is its own first user: the proofs that `pytest --schemawright` adds, on its own workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schemawright.fuzz.proofs import proofs_of, prove
from schemawright.workspace import open_workspace

ROOT = Path(__file__).parents[3]
WORKSPACE = open_workspace(str(ROOT))
COUNT = 300


@pytest.mark.parametrize("proof", ["examples", "models", "engines"])
@pytest.mark.parametrize("name", WORKSPACE.schemas)
def test_what_the_workspace_says_holds(name: str, proof: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    entry = WORKSPACE.schemas[name]
    assert proof in list(proofs_of(WORKSPACE, entry))
    wrong = prove(proof, WORKSPACE, entry, count=COUNT)
    if proof == "examples":
        # The payloads of `invalid/` belong to the workspace too; each is wrong, as its README says.
        wrong = [line for line in wrong if not line.startswith(" ") and "examples/payloads/invalid/" not in line]
    assert wrong == []


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
    """Those records are left out of streams, and must not be out of the proof: jsonschema-rs takes `enum: []`."""
    uri = "http://json-schema.org/draft-04/schema#"
    (tmp_path / "meta.json").write_text(f'{{"$schema": "{uri}", "$ref": "{uri}"}}')
    (tmp_path / "pyproject.toml").write_text('[tool.schemawright.schemas.meta]\nfile = "meta.json"\n')
    monkeypatch.chdir(tmp_path)
    workspace = open_workspace(str(tmp_path))
    wrong = prove("engines", workspace, workspace.schemas["meta"], count=100)
    assert any("the engines disagree" in line for line in wrong)
