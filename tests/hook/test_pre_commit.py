"""The hook, as its users meet it: the real `pre-commit`, a scratch repository, payloads that are right and wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

IDENTITY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A Tester"), ("EMAIL", "tester@example.com"))
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"id": {"type": "string"}},
    "required": ["id"],
}
SETTINGS = """\
[tool.schemawright.schemas.session]
file = "schemas/session.json"
payloads = ["payloads/*.json"]
"""
HOOKS = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: schemawright-validate
"""
# What another run of pre-commit, around these tests, has said to its own hooks.
INHERITED = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "PRE_COMMIT_HOME", "PYTHONPATH", "PIP_TARGET")


class Scratch:
    """A git repository that uses the hook."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, timeout=900
        )

    def git(self, *words: str) -> str:
        done = self.run("git", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def write(self, path: str, content: object) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content, indent=2) + "\n")

    def commit(self) -> tuple[int, str]:
        """Commit all changes; return the exit code and what was printed."""
        self.git("add", "--all")
        done = self.run("git", "commit", "--message", "a change")
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the variables of a user who has `pre-commit` on the PATH and nothing of ours."""
    inherited = {name: value for name, value in os.environ.items() if name not in INHERITED}
    return {
        **inherited,
        **IDENTITY,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PRE_COMMIT_COLOR": "never",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@pytest.fixture(scope="session")
def published(repository: Path, tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Scratch:
    """Return a git repository that holds this working tree as its one commit: what `repo:` names."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ours = Scratch(tmp_path_factory.mktemp("published"), environment)
    for name in filter(None, listed.split("\0")):
        if (repository / name).is_file() and not name.startswith("tests/"):
            (ours.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository / name, ours.folder / name)
    ours.git("init", "--quiet")
    ours.git("add", "--all")
    ours.git("commit", "--quiet", "--message", "the working tree")
    return ours


@pytest.fixture
def scratch(published: Scratch, tmp_path: Path, environment: dict[str, str]) -> Scratch:
    """Return a repository with a schema, a payload that is right, and the hook installed."""
    made = Scratch(tmp_path, environment)
    made.git("init", "--quiet")
    made.write("pyproject.toml", SETTINGS)
    made.write("schemas/session.json", SCHEMA)
    made.write("payloads/one.json", {"id": "ts_1"})
    rev = published.git("rev-parse", "HEAD")
    made.write(".pre-commit-config.yaml", HOOKS.format(repo=published.folder, rev=rev))
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "a start")
    installed = made.run(sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return made


@pytest.mark.network
def test_the_hook_guards_a_repository(scratch: Scratch) -> None:
    """One story, since installing the hook takes most of its time."""
    scratch.write("payloads/two.json", {"id": "ts_2"})
    code, output = scratch.commit()
    assert code == 0, output
    assert "validate payloads against their schemas" in output
    assert "Passed" in output

    scratch.write("payloads/three.json", {"id": 3})
    code, output = scratch.commit()
    assert code == 1, output
    assert "payloads/three.json:2:9" in output
    assert "expected a string, found" in output
    assert "payloads/two.json" not in output

    scratch.write("payloads/three.json", {"id": "ts_3"})
    scratch.write("notes.txt", "no payload, and nobody's business\n")
    code, output = scratch.commit()
    assert code == 0, output

    scratch.write("payloads/wrong.json", {"id": 3})
    scratch.write("pyproject.toml", SETTINGS + 'invalid = ["payloads/wrong*"]\n')
    scratch.write("schemas/session.json", SCHEMA | {"title": "what is wrong on purpose is refused by it, too"})
    code, output = scratch.commit()
    assert code == 0, output

    scratch.write("schemas/session.json", SCHEMA | {"required": ["id", "region"]})
    code, output = scratch.commit()
    assert code == 1, output
    for name in ("one", "two", "three"):
        assert f"payloads/{name}.json:1:1" in output
    assert "region" in output

    scratch.write("schemas/session.json", SCHEMA | {"properties": {"id": {"$ref": "id.json"}}})
    scratch.write("schemas/id.json", {"type": "string"})
    code, output = scratch.commit()
    assert code == 0, output

    scratch.write("schemas/id.json", {"type": 3})
    code, output = scratch.commit()
    assert code == 1, output
    assert "schemas/id.json:2:11" in output

    # pre-commit does not name what is deleted, but the schema cannot be compiled without it.
    (scratch.folder / "schemas/id.json").unlink()
    scratch.write("notes.txt", "nobody's business, again\n")
    code, output = scratch.commit()
    assert code == 1, output
    assert "names a file that does not exist" in output


@pytest.mark.network
def test_the_hook_follows_links(scratch: Scratch) -> None:
    """A payload that is one is judged when it changes, and when what it leads to does."""
    scratch.write("data/real.json", {"id": "ts_4"})
    (scratch.folder / "payloads/link.json").symlink_to("../data/real.json")
    code, output = scratch.commit()
    assert code == 0, output
    scratch.write("data/real.json", {"id": 4})
    code, output = scratch.commit()
    assert code == 1, output
    assert "payloads/link.json:2:9" in output
    scratch.write("data/real.json", {"id": "ts_4"})
    (scratch.folder / "payloads/link.json").unlink()
    (scratch.folder / "payloads/link.json").symlink_to("../data/nothing.json")
    code, output = scratch.commit()
    assert code == 1, output
    assert "payloads/link.json  unreadable" in output


@pytest.mark.network
@pytest.mark.parametrize(
    ("args", "told"),
    [
        (None, "payloads/two.json:2:9"),
        ("[--engine, reference, --]", "payloads/two.json:2:9"),
        ("[--engine, reference]", "expected -- between the options and the changed files"),
    ],
)
@pytest.mark.parametrize("name", ["-h", "--no-assert-formats", "-x.json"])
def test_a_file_is_no_option_of_the_hook(scratch: Scratch, name: str, args: str | None, told: str) -> None:
    """A commit with one is judged like any other, whatever arguments a user has the hook run with."""
    settings = scratch.folder / ".pre-commit-config.yaml"
    settings.write_text(settings.read_text() + (f"        args: {args}\n" if args else ""))
    scratch.write(name, {"id": "ts_1"})
    scratch.write("payloads/two.json", {"id": 2})
    code, output = scratch.commit()
    assert code == 1, output
    assert told in output
    if args is None:
        scratch.write("payloads/two.json", {"id": "ts_2"})
        code, output = scratch.commit()
        assert code == 0, output
