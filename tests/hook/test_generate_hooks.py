"""The two hooks that keep generated dataclasses current, with the real `pre-commit`."""

from __future__ import annotations

import sys

import pytest
from test_pre_commit import SCHEMA, SETTINGS, Scratch, environment, published, scratch  # noqa: F401  (fixtures)

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
