"""The loop that people write, as a command with a schema and a file: `json.loads` and jsonschema for each line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator


def main() -> None:
    """Validate each line of a file; exit 1 where one is not valid."""
    schema, path = map(Path, sys.argv[1:])
    validator = Draft202012Validator(
        json.loads(schema.read_bytes()), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    with path.open("rb") as file:
        sys.exit(not all(validator.is_valid(json.loads(line)) for line in file))


if __name__ == "__main__":
    main()
