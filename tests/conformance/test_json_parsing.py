"""The parsing corpora, through both of our JSON parsers: what must parse parses, the rest is refused with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from parsing import EITHER, REFUSED_IN_CHECKER
from suites import CHECKER, PARSING, fetch

from schemawright.documents.json_text import decode_text, parse_exact, parse_json
from schemawright.errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PARSERS = {"parse_json": parse_json, "parse_exact": parse_exact}


@pytest.fixture(params=PARSERS)
def parse(request: pytest.FixtureRequest) -> Callable[[Path], Any]:
    """Return a function that reads a file as a document is read."""
    parser = PARSERS[request.param]
    return lambda file: parser(decode_text(file.read_bytes(), path=file.name), max_depth=1_000, path=file.name).value


def outcome(parse: Callable[[Path], Any], file: Path) -> str:
    """Return `accepted`, `refused`, or what is wrong with how it was refused."""
    try:
        parse(file)
    except Malformed as error:
        place = error.position
        return "refused" if place and place.line >= 1 and place.column >= 1 else f"refused without a place: {error}"
    return "accepted"


def outcomes(parse: Callable[[Path], Any], files: list[Path], prefix: int = 0) -> dict[str, str]:
    return {file.stem[prefix:]: outcome(parse, file) for file in sorted(files)}


def parsing_files(kind: str) -> list[Path]:
    return list((fetch(PARSING) / "third-party" / "JSONTestSuite" / "test_parsing").glob(f"{kind}_*.json"))


def test_the_corpus_is_whole(record_property: Callable[[str, object], None]) -> None:
    counts = {kind: len(parsing_files(kind)) for kind in "yni"}

    record_property("conformance", f"JSONTestSuite     parsing  {sum(counts.values())} files, twice: {counts}")

    assert counts == {"y": 95, "n": 188, "i": 35}


def test_what_is_json_is_accepted(parse: Callable[[Path], Any]) -> None:
    assert {name for name, found in outcomes(parse, parsing_files("y")).items() if found != "accepted"} == set()


def test_what_is_not_json_is_refused_with_line_and_column(parse: Callable[[Path], Any]) -> None:
    found = outcomes(parse, parsing_files("n"))

    assert {name: answer for name, answer in found.items() if answer != "refused"} == {}


def test_what_may_be_either_is_as_the_table_says(parse: Callable[[Path], Any]) -> None:
    assert outcomes(parse, parsing_files("i"), prefix=2) == EITHER


def test_transformations_and_round_trips_parse_to_the_same_value_twice() -> None:
    root = fetch(CHECKER) / "data"
    files = [*root.glob("roundtrip/*.json"), *root.glob("transform/*.json")]
    differ = set()
    for file in files:
        answers = []
        for parser in PARSERS.values():
            try:
                answers.append(repr(parser(decode_text(file.read_bytes()), max_depth=1_000)))
            except Malformed as error:
                answers.append(repr(error))
        if answers[0] != answers[1]:
            differ.add(file.name)

    assert len(files) == 45
    assert differ == set()


def test_the_checker_of_json_org(parse: Callable[[Path], Any], record_property: Callable[[str, object], None]) -> None:
    files = list((fetch(CHECKER) / "data" / "jsonchecker").glob("*.json"))
    found = outcomes(parse, files)
    expected = {name: "refused" if name in REFUSED_IN_CHECKER else "accepted" for name in found}

    record_property("conformance", f"JSON_checker      parsing  {len(found)} files, twice")

    assert len(found) == 36
    assert found == expected
