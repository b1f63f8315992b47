"""Laws of globs: any text is one or is refused, no part of one but `**` leaves a folder, the rest is as in a shell."""

from __future__ import annotations

import fnmatch
import warnings

from hypothesis import given
from hypothesis import strategies as st

from schemawright.errors import UsageError
from schemawright.files import glob_pattern, is_passed_over, leads_into, takes_all_below

GLOBS = st.text(st.sampled_from("ab[]!^-*?/\\.&|~+09\n"), max_size=12)
NAMES = st.text(st.sampled_from("ab[]!-\\.&|~+09\n"), max_size=6)


def matches(glob: str, path: str) -> bool | None:
    """Return whether a glob means a path; None where there is no such glob."""
    try:
        return bool(glob_pattern(glob).fullmatch(path))
    except UsageError:
        return None


@given(GLOBS, st.text(st.sampled_from("ab[]!-/"), max_size=6))
def test_a_text_is_a_glob_or_is_refused(glob: str, path: str) -> None:
    """Without a warning; and a path that a glob means has its folders."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        is_match = matches(glob, path)
    assert not is_match or "**" in glob or path.count("/") == glob.count("/")


def is_of_one_folder(glob: str) -> bool:
    """Return whether a glob is the same for `fnmatch`, which knows no folders, and in brackets only `!`."""
    return not any(part in glob for part in ("**", "/", "[^"))


@given(GLOBS.filter(is_of_one_folder), NAMES)
def test_in_a_folder_globs_mean_what_they_mean_in_a_shell(glob: str, name: str) -> None:
    """As Python's `fnmatch` has it, for which a range that goes backwards is empty."""
    assert matches(glob, name) in {None, fnmatch.fnmatchcase(name, glob)}


FOLDERS = st.lists(st.sampled_from(["a", "b", ".a", ".b", "ab", "node_modules"]), min_size=1, max_size=4).map("/".join)
OF_FOLDERS = st.lists(
    st.sampled_from(["a", "b", ".a", ".*", "*", "**", "?", "[ab]", "a**b", "*.j", "n*", "node_modules"]), max_size=5
).map("/".join)


@given(OF_FOLDERS, FOLDERS, st.sampled_from(["a", "b", ".a", "x.j"]))
def test_what_a_glob_means_is_where_it_leads(glob: str, folder: str, name: str) -> None:
    """So that who looks only there finds all of it; and it leads nowhere that it has not written if that is hidden."""
    path = f"{folder}/{name}"
    meant = matches(glob, path)
    assert not meant or all(leads_into(glob, path[:end]) for end, char in enumerate(path) if char == "/")
    if not any(is_passed_over(part) or part == ".*" for part in glob.split("/")):
        assert not (meant and any(map(is_passed_over, folder.split("/"))))


@given(OF_FOLDERS, FOLDERS, st.lists(st.sampled_from(["a", ".a", "b"]), min_size=1).map("/".join))
def test_what_takes_all_below_a_folder_takes_all(glob: str, folder: str, below: str) -> None:
    assert not takes_all_below(glob, folder) or glob_pattern(glob, everywhere=True).fullmatch(f"{folder}/{below}")
