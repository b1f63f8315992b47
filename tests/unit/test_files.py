"""Which files there are: what a glob means, and what is passed over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from schemawright.errors import UsageError
from schemawright.files import glob_pattern, is_below, walk_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("a/*.json", "a/b.json", True),
        ("a/*.json", "a/b/c.json", False),
        ("a/**/*.json", "a/c.json", True),
        ("a/**", "a/b/c", True),
        ("a/[!b].json", "a/c.json", True),
        ("a/[!b].json", "a/b.json", False),
        ("a/?.json", "a/b.json", True),
        ("a.json", "axjson", False),
        ("[", "[", True),
        ("[!]", "[!]", True),
        ("[]a]", "]", True),
        ("[[a-x]*", "[b", True),
        ("[a&&b]", "&", True),
        ("a[!b]c", "a/c", False),
        ("a[+-9]c", "a/c", False),
        ("a[/]c", "a/c", False),
        ("a[b/c]d", "a[b/c]d", True),
    ],
)
def test_globs_mean_what_they_mean_in_a_shell(glob: str, path: str, fits: bool) -> None:
    """`*` and `?` stay within a folder, `**` goes below, brackets are classes."""
    assert bool(glob_pattern(glob).fullmatch(path)) is fits


@pytest.mark.parametrize("glob", ["p/[z-a].json", "[!9-0]", "[a-z-b-a]", "[[-A]"])
def test_a_range_that_goes_backwards_is_no_glob(glob: str) -> None:
    """It would mean nothing, which nobody writes on purpose."""
    with pytest.raises(UsageError, match="expected a range from a lower to a higher character, found ") as caught:
        glob_pattern(glob)
    assert caught.value.place == glob


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_passed_over(tmp_path: Path) -> None:
    """To read one may take for ever; links are what they lead to, or are to be told of if that is nothing."""
    (tmp_path / "file.json").touch()
    os.mkfifo(tmp_path / "pipe.json")
    for name in ("file", "pipe", "none"):
        (tmp_path / f"to_{name}.json").symlink_to(f"{name}.json")
    found = [path.removeprefix(f"{tmp_path}{os.sep}") for path in walk_files(str(tmp_path))]
    assert found == ["file.json", "to_file.json", "to_none.json"]


def test_hidden_folders_and_environments_are_passed_over(tmp_path: Path) -> None:
    """What a walk yields is sorted, and nothing of what tools keep for themselves."""
    for name in ("b/two.json", "a/one.json", ".git/config.json", "node_modules/x.json", "env/pyvenv.cfg", "env/y.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert [path.removeprefix(str(tmp_path)) for path in walk_files(str(tmp_path))] == ["/a/one.json", "/b/two.json"]


def test_a_link_out_of_a_folder_is_not_below_it(tmp_path: Path) -> None:
    """Symbolic links are followed, and a folder whose name only begins alike is another one."""
    (tmp_path / "in").mkdir()
    (tmp_path / "inner").mkdir()
    (tmp_path / "in/link").symlink_to(tmp_path / "inner")
    assert is_below(str(tmp_path / "in/a.json"), str(tmp_path / "in"))
    assert not is_below(str(tmp_path / "in/link/a.json"), str(tmp_path / "in"))
    assert not is_below(str(tmp_path / "inner"), str(tmp_path / "in"))
    assert not is_below(str(tmp_path / "in/\0"), str(tmp_path / "in"))
