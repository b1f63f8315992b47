"""The two hooks that keep generated dataclasses current, with the real `pre-commit`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from test_pre_commit import SCHEMA, SETTINGS, Scratch, environment, published, scratch  # noqa: F401  (fixtures)

from schemawright.documents import ENDINGS
from schemawright.documents.source import COMPRESSIONS

if TYPE_CHECKING:
    from pathlib import Path

HOOKS = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: schemawright-generate-check
      - id: schemawright-generate
"""


@pytest.mark.network
def test_the_hooks_keep_modules_current(scratch: Scratch, published: Scratch) -> None:  # noqa: F811
    """Drift fails with the difference and is mended; what is current passes; other files concern nobody."""
    rev = published.git("rev-parse", "HEAD")
    scratch.write(".pre-commit-config.yaml", HOOKS.format(repo=published.folder, rev=rev))
    scratch.git("add", "--all")
    done = scratch.run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "+class Session(Model):" in done.stdout
    module = scratch.folder / "generated/session.py"
    assert "class Session(Model):" in module.read_text()
    scratch.git("add", "--all")
    done = scratch.run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    scratch.write("schemas/session.json", {**SCHEMA, "title": "changed"})
    code, output = scratch.commit()
    assert code == 1, output
    assert "changed" in module.read_text()
    scratch.write("notes.txt", "nobody's business\n")
    code, output = scratch.commit()
    assert code == 0, output


ONE_HOOK = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: {hook}
"""


@pytest.mark.network
def test_no_commit_is_without_a_new_module(scratch: Scratch, published: Scratch) -> None:  # noqa: F811
    """Whoever commits again without adding it is stopped again: pre-commit itself sees tracked files only."""
    rev = published.git("rev-parse", "HEAD")
    text = ONE_HOOK.format(repo=published.folder, rev=rev, hook="schemawright-generate")
    scratch.write(".pre-commit-config.yaml", text)
    code, output = scratch.commit()
    assert code == 1, output
    assert "git add -- generated/__init__.py generated/session.py" in output
    scratch.git("reset", "--quiet", "--", "generated")
    done = scratch.run("git", "commit", "--message", "without it")
    assert done.returncode == 1, done.stdout + done.stderr
    code, output = scratch.commit()
    assert code == 0, output

    scratch.write("schemas/session.json", {**SCHEMA, "title": "changed"})
    scratch.git("rm", "--quiet", "-r", "--cached", "generated")
    scratch.write(".gitignore", "/generated/\n")
    code, output = scratch.commit()
    assert code == 1, output  # It was written, whoever is to have it.
    code, output = scratch.commit()
    assert code == 0, output  # It is meant to be in no commit.


@pytest.mark.network
def test_the_hook_that_checks_misses_a_module_that_git_does_not_know(
    scratch: Scratch,  # noqa: F811
    published: Scratch,  # noqa: F811
) -> None:
    rev = published.git("rev-parse", "HEAD")
    text = ONE_HOOK.format(repo=published.folder, rev=rev, hook="schemawright-generate-check")
    scratch.write(".pre-commit-config.yaml", text)
    done = scratch.run(sys.executable, "-m", "schemawright", "generate")
    assert done.returncode == 0, done.stdout + done.stderr
    scratch.git("add", "--all", "--", ":!generated")
    done = scratch.run("git", "commit", "--message", "without it")
    assert done.returncode == 1, done.stdout + done.stderr
    code, output = scratch.commit()
    assert code == 0, output


def test_the_hooks_see_every_file_that_a_schema_may_be_in(repository: Path) -> None:
    text = (repository / ".pre-commit-hooks.yaml").read_text()
    patterns = re.findall(r"files: '(.*)'", text)
    assert len(patterns) == 2
    names = [f"a{ending}{after}" for ending in ENDINGS for after in ("", *COMPRESSIONS)]
    for name in (*names, *map(str.upper, names), "m.py", "pyproject.toml"):
        assert all(re.search(pattern, name) for pattern in patterns), name
    assert not any(re.search(pattern, "a.jsonx") for pattern in patterns)
