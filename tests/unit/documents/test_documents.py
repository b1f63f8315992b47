"""The registry of formats."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from schemawright.documents import _MODULES, FORMATS, detect_format, open_records
from schemawright.documents.source import COMPRESSIONS, Source
from schemawright.errors import Unreadable, UsageError


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_has_the_endings_that_its_module_says(name: str) -> None:
    """The registry repeats them so that it need not import the module."""
    assert FORMATS[name] == import_module(_MODULES[name]).ENDINGS


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("compression", ["", *COMPRESSIONS])
def test_an_ending_names_its_format(name: str, compression: str) -> None:
    """With any compression, in any case, in any folder."""
    for ending in FORMATS[name]:
        assert detect_format(f"some.toml/file{ending}{compression}") == name
        assert detect_format(f"FILE{ending}{compression}".upper()) == name


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.txt", "'.txt'"),
        ("a.txt.gz", "'.txt.gz'"),
        ("folder.json/README", 'none in "README"'),
        ("-", 'none in "-"'),
        ("a.gz", "'.gz'"),
    ],
)
def test_an_unknown_ending_is_named_with_those_that_are_known(name: str, found: str) -> None:
    """The hint lists them, and the option that says the format."""
    with pytest.raises(Unreadable) as refused:
        detect_format(name)
    assert refused.value.message == f"expected an ending that names a format, found {found}"
    assert refused.value.hint is not None
    assert "--as" in refused.value.hint
    assert all(ending in refused.value.hint for endings in FORMATS.values() for ending in endings)


def test_an_unknown_format_is_refused() -> None:
    """The formats are listed."""
    with pytest.raises(UsageError, match=r"expected a format .*json5.*, found \"xml\""):
        open_records(Source("a.xml"), "xml")


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_that_cannot_be_opened_is_yielded_not_raised(name: str) -> None:
    """One document never hides another, whatever the format."""
    (error,) = open_records(Source("missing/file"), name)
    assert isinstance(error, Unreadable)


def test_importing_the_registry_imports_no_parser() -> None:
    """Start-up matters."""
    code = "import sys, schemawright.documents; print({'yaml', 'tomllib', 'json5', 'gzip'} & set(sys.modules))"
    path = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)
    assert done.stdout == "set()\n"
