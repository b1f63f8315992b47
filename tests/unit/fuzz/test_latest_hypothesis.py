"""Strategies work with the latest Hypothesis too: what else is developed with here holds us to an older one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis import find

from schemawright import fuzz

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {
    "type": "object",
    "required": ["id", "lines"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "lines": {"type": "array", "items": {"properties": {"price": {"type": "number", "minimum": 0}}}},
    },
}
PROGRAM = """
import json, sys
import hypothesis
from hypothesis import HealthCheck, find, given, settings
from schemawright import fuzz

schema = json.loads(sys.argv[1])
valid = find(fuzz.valid(schema), lambda one: len(one["lines"]) > 1)
invalid = find(fuzz.invalid(schema), lambda one: one.keyword == "minimum")

@settings(max_examples=50, database=None)
@given(fuzz.records(schema))
def check(record):
    drawn.append(record)

drawn = []
check()
print(json.dumps([hypothesis.__version__, valid, invalid.instance, len(drawn) >= 50]))
"""


@pytest.mark.network
def test_records_are_drawn_and_shrink_as_with_ours(tmp_path: Path) -> None:
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--upgrade",
        "--target",
        str(tmp_path),
        "hypothesis<7",
    ]
    subprocess.run(install, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(SCHEMA)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    version, valid, invalid, is_drawn = json.loads(done.stdout)
    assert tuple(map(int, version.split("."))) > hypothesis.__version_info__[:3]
    assert is_drawn
    assert valid == find(fuzz.valid(SCHEMA), lambda one: len(one["lines"]) > 1)
    assert invalid == find(fuzz.invalid(SCHEMA), lambda one: one.keyword == "minimum").instance
