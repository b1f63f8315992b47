"""
The public suites that the conformance and differential tests run: fetched once, pinned by digest, never executed.

They come out of source distributions on the package index, since that is what a development machine reaches anyway.
Everything lands in `.cache/suites/`, which is ignored by git.  Nothing is skipped when a fetch fails: the run fails
and says what to do.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urldefrag, urljoin

from schemawright.documents.json_text import decode_text, parse_json
from schemawright.engines.protocol import Task
from schemawright.errors import UnresolvableReference
from schemawright.keywords import DIALECTS, dialect_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "suites"
NO_BUILD = ROOT / "tests" / "conformance" / "no_build"
REMOTES_URI = "http://localhost:1234/"
MAX_DEPTH = 1_000


class Suite(NamedTuple):
    """
    What is taken out of one source distribution.

    Args:
        name: The distribution.
        version: Its version.
        sha256: The digest of the archive.
        folders: The folders that are taken, below the archive's only folder.
        files: How many files that makes; a check that nothing went missing.
    """

    name: str
    version: str
    sha256: str
    folders: tuple[str, ...]
    files: int


JSON_SCHEMA = Suite(
    "jsonschema",
    "4.26.0",
    "0c26707e2efad8aa1bfc5b7ce170f3fccc2e4918ff85989ba9ffa9facb2be326",
    ("json/tests/", "json/remotes/"),
    515,
)
"""The official JSON Schema Test Suite."""

PARSING = Suite(
    "pyjson5",
    "2.0.1",
    "a5b0e322e847b198a50d8a1ef16d6b2b19129644dc018d76773e81ef1487ca39",
    ("third-party/JSONTestSuite/",),
    318,
)
"""JSONTestSuite: what a JSON parser must accept, must refuse, and may do either with."""

CHECKER = Suite(
    "orjson",
    "3.8.2",
    "a2fb95a45031ccf278e44341027b3035ab99caa32aa173279b1f0a06324f434b",
    ("data/jsonchecker/", "data/roundtrip/", "data/transform/"),
    81,
)
"""json.org's JSON_checker, the round trips of nativejson-benchmark, and JSONTestSuite's transformations."""


class SuiteUnavailable(RuntimeError):
    """A suite cannot be fetched; the message says what to do."""


def fetch(suite: Suite) -> Path:
    """
    Return the folder that holds a suite, fetched when it is not there.

    Raises:
        SuiteUnavailable: It cannot be fetched, or is not what was pinned.
    """
    target = CACHE / f"{suite.name}-{suite.version}"
    if not target.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            archive = _download(suite, Path(scratch))
            _unpack(archive, suite, Path(scratch, "unpacked"))
            _publish(Path(scratch, "unpacked"), target)
    return target


def _publish(made: Path, target: Path) -> None:
    try:
        made.replace(target)
    except OSError:
        if not target.exists():  # else another process was faster
            raise


def _download(suite: Suite, folder: Path) -> Path:
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-build-isolation", "--no-binary", ":all:", "--dest", str(folder)),
        f"{suite.name}=={suite.version}",
    ]
    # No foreign code runs: the folder's modules stand in for the build backends.
    environment = {**os.environ, "PYTHONPATH": str(NO_BUILD)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    archives = list(folder.glob("*.tar.gz"))
    if done.returncode or len(archives) != 1:
        message = (
            f"the suite in {suite.name} {suite.version} could not be downloaded; "
            f"connect to a package index and run again.  pip said: {done.stderr.strip()[-500:]}"
        )
        raise SuiteUnavailable(message)
    return archives[0]


def _unpack(archive: Path, suite: Suite, target: Path) -> None:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != suite.sha256:
        message = f"expected {archive.name} to have the SHA-256 digest {suite.sha256}, found {digest}"
        raise SuiteUnavailable(message)
    target.mkdir()
    count = 0
    with tarfile.open(archive) as tar:
        for member in tar:
            inside = member.name.partition("/")[2]
            content = tar.extractfile(member) if inside.startswith(suite.folders) and member.isfile() else None
            if content is not None:
                file = target / inside
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.read())
                count += 1
    if count != suite.files:
        raise SuiteUnavailable(f"expected {suite.files} files of the suite in {archive.name}, found {count}")


def read(file: Path) -> Any:
    """Return the value of a JSON file, read as the product reads it."""
    return parse_json(decode_text(file.read_bytes(), path=str(file)), max_depth=MAX_DEPTH, path=str(file)).value


class Case(NamedTuple):
    """
    One test of the official suite.

    Args:
        dialect: The dialect whose folder it is in.
        part: `required`, `optional` or `format`.
        file: The file's name below the dialect's folder, without `.json`.
        group: The description of its schema.
        test: Its own description.
        schema: The schema.
        instance: The instance.
        valid: What the verdict must be.
    """

    dialect: str
    part: str
    file: str
    group: str
    test: str
    schema: Any
    instance: Any
    valid: bool

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the case in tables."""
        return (self.dialect, self.file, self.group, self.test)


def iter_cases(dialect: str, part: str) -> Iterator[Case]:
    """Yield each test of one part of a dialect, in the order of the files."""
    folder = fetch(JSON_SCHEMA) / "json" / "tests" / (dialect if dialect.startswith("draft") else f"draft{dialect}")
    places = {"required": folder.glob("*.json"), "optional": (folder / "optional").glob("*.json")}
    files = places.get(part) or (folder / "optional" / "format").glob("*.json")
    for file in sorted(files):
        name = str(file.relative_to(folder).with_suffix("")).replace(os.sep, "/")
        for group in read(file):
            for test in group["tests"]:
                yield Case(
                    dialect=dialect,
                    part=part,
                    file=name,
                    group=group["description"],
                    test=test["description"],
                    schema=group["schema"],
                    instance=test["data"],
                    valid=test["valid"],
                )


def retrieve(uri: str) -> Any:
    """
    Return the contents of a remote of the suite, or of a metaschema; never from the network.

    Raises:
        UnresolvableReference: It is neither.
    """
    if uri.startswith(REMOTES_URI):
        file = fetch(JSON_SCHEMA) / "json" / "remotes" / uri.removeprefix(REMOTES_URI)
        if file.is_file():
            return read(file)
    from jsonschema_specifications import REGISTRY

    try:
        return REGISTRY.contents(uri)
    except LookupError:
        raise UnresolvableReference(f"a reference leads out of the suite: {uri}", reference=uri) from None


def task_of(case: Case) -> Task:
    """Return what an engine is to compile for a case; formats are assertions outside of the required part."""
    named = case.schema if isinstance(case.schema, dict) else {}
    dialect = dialect_of(named.get("$schema")) or case.dialect
    identifier = named.get("id" if dialect in {"draft3", "draft4"} else "$id")
    alone = dialect in {"draft3", "draft4", "draft6", "draft7"} and "$ref" in named
    uri = urldefrag(urljoin("http://localhost:4321/schema", identifier))[0] if identifier and not alone else ""
    return Task(
        uri=uri or "http://localhost:4321/schema",
        contents=case.schema,
        pointer="",
        dialect=dialect,
        assert_formats=case.part != "required",
        retrieve=retrieve,
    )


DRAFTS = tuple(DIALECTS)
PARTS = ("required", "optional", "format")
