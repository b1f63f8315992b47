"""The error tree: drawn in its module's docstring, held true here."""

from __future__ import annotations

import pickle
import re

import pytest

from schemawright import errors
from schemawright.errors import SchemawrightError
from schemawright.finding import Finding, Position

MADE = {
    "SchemawrightError": errors.SchemawrightError("m", hint="h"),
    "UsageError": errors.UsageError("m", path="p", hint="h"),
    "WorkspaceError": errors.WorkspaceError("m", setting="schemas.a", path="pyproject.toml", hint="h"),
    "MissingExtra": errors.MissingExtra("models", "generating"),
    "DocumentError": errors.DocumentError("m", path="a.json", position=Position(1, 2), record=3, hint="h"),
    "Unreadable": errors.Unreadable("m", path="a.json"),
    "Malformed": errors.Malformed("m", path="a.json", position=Position(4, 17)),
    "NoSchema": errors.NoSchema("m", path="a.json"),
    "PointsNowhere": errors.PointsNowhere("m"),
    "SchemaError": errors.SchemaError("m", uri="u", keyword_location="/type"),
    "InvalidSchema": errors.InvalidSchema("m", findings=(Finding("type", "m"),), uri="u"),
    "UnknownDialect": errors.UnknownDialect("m", uri="u"),
    "UnresolvableReference": errors.UnresolvableReference("m", reference="r", uri="u"),
    "NoInstance": errors.NoInstance("m", uri="u"),
    "InvalidInstance": errors.InvalidInstance("m", findings=(Finding("type", "m"),), hint="h"),
    "ProvenanceError": errors.ProvenanceError("m", uri="u"),
    "NotLocked": errors.NotLocked("m", uri="u"),
    "DigestMismatch": errors.DigestMismatch("m", uri="u"),
    "RetrievalRefused": errors.RetrievalRefused("m", uri="u"),
    "EnginesDisagree": errors.EnginesDisagree("m", reproducer="r"),
}


def classes() -> dict[str, type[SchemawrightError]]:
    """Return every class of the tree by its name."""
    found: dict[str, type[SchemawrightError]] = {}
    pending: list[type[SchemawrightError]] = [SchemawrightError]
    while pending:
        cls = pending.pop()
        if cls.__module__ == errors.__name__:
            found[cls.__name__] = cls
        pending.extend(cls.__subclasses__())
    return found


def test_the_drawing_is_the_tree() -> None:
    """Each class is in the docstring's drawing, with its exit code, and nothing else is."""
    assert errors.__doc__ is not None
    drawn: dict[str, int] = {}
    for line in errors.__doc__.splitlines():
        match = re.match(r"    (?:[│├└ ]+ )?([A-Z]\w+)(?: (\d+))?(.*)", line)
        if match:
            code = int(match[2]) if match[2] else SchemawrightError.exit_code
            drawn |= dict.fromkeys([match[1], *re.findall(r"[A-Z]\w+", match[3])], code)
    assert drawn == {name: cls.exit_code for name, cls in classes().items()}


def test_every_error_is_tried_here() -> None:
    """A new error has to be in the table of this test."""
    assert set(MADE) == set(classes())


@pytest.mark.parametrize("error", MADE.values(), ids=MADE.keys())
def test_errors_pickle(error: SchemawrightError) -> None:
    """An error that has crossed processes says what it said, with all that it carries."""
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.__dict__) == (type(error), str(error), error.__dict__)


def test_an_error_says_place_then_message() -> None:
    """The place stands before the message, the hint stays apart."""
    assert str(MADE["Malformed"]) == "a.json:4:17: m"
    assert str(MADE["SchemaError"]) == "u#/type: m"
    assert str(MADE["WorkspaceError"]) == "pyproject.toml: [tool.schemawright] schemas.a: m"
