"""The workspace: settings, and errors that name their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawright.errors import WorkspaceError
from schemawright.workspace import SchemaEntry, Workspace, find_workspace, open_workspace

SETTINGS = """\
[project]
name = "x"

[tool.schemawright]
dialect = "draft7"

[tool.schemawright.schemas.session]
file = "schemas/session.json"
source = "https://example.com/session.json"
payloads = ["payloads/**/*.json", "!payloads/old/*"]
"""


def settings_file(folder: Path, text: str = SETTINGS) -> Path:
    """Write a settings file and return it."""
    path = folder / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_settings_upwards_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder's workspace is the nearest file upwards that has our section; others are passed over."""
    settings_file(tmp_path)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    settings_file(tmp_path / "a", "[project]\nname = 'schemawright-user'\n")
    monkeypatch.chdir(inner)
    workspace = find_workspace()
    assert workspace is not None
    assert Path(workspace.root) == tmp_path
    assert workspace.dialect == "draft7"
    assert workspace.schemas["session"].source == "https://example.com/session.json"


def test_the_last_glob_that_fits_decides(tmp_path: Path) -> None:
    """A payload belongs to a schema if the last glob that fits takes it in."""
    workspace = open_workspace(str(settings_file(tmp_path)))
    names = {
        path: [entry.name for entry in workspace.entries_for(str(tmp_path / path))]
        for path in ("payloads/a.json", "payloads/x/y/b.json", "payloads/old/c.json", "other/a.json")
    }
    assert names == {
        "payloads/a.json": ["session"],
        "payloads/x/y/b.json": ["session"],
        "payloads/old/c.json": [],
        "other/a.json": [],
    }


def test_what_is_outside_belongs_to_nothing(tmp_path: Path) -> None:
    """A file outside the workspace's folder is nobody's payload."""
    (tmp_path / "home").mkdir()
    workspace = open_workspace(str(settings_file(tmp_path / "home")))
    assert workspace.entries_for(str(tmp_path / "payloads" / "a.json")) == ()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("[tool.schemawright]\ndialekt = 'draft7'\n", "2:1", "expected a setting that schemawright has"),
        ("[tool.schemawright]\n\ndialect = 'draft9'\n", "3:1", "expected one of draft3"),
        ("[tool.schemawright.schemas]\na = 1\n", "2:1", "expected a table, found 1"),
        ("[tool.schemawright.schemas.a]\nfile = 1\n", "2:1", "expected a string, found 1"),
        ("[tool.schemawright]\ndialect = 1979-05-27\n", "2:1", "expected a string, found 1979-05-27"),
        ("[tool.schemawright]\nschemas = [true]\n", "2:1", "expected a table of schemas, found [true]"),
        ("[tool.schemawright]\nschemas = 'true'\n", "2:1", 'expected a table of schemas, found "true"'),
        ("[tool.schemawright.schemas.a]\npayloads = []\n", "", "expected the setting `file`"),
        ("[tool.schemawright.schemas.a]\nfile = '../x.json'\n", "2:1", "inside the workspace"),
        ("[tool.schemawright.schemas.a]\nfile = 'x'\npayloads = ['a', 2]\n", "3:18", "expected a glob, found 2"),
        *[
            (
                f"[tool.schemawright.schemas.a]\nfile = 'x'\nsource = '{uri}'\n",
                "3:1",
                f'expected a URI with a scheme (RFC 3986), found "{uri}"',
            )
            for uri in (
                "not a uri",
                "schemas/x.json",
                "//example.com/x",
                "https:",
                "https://example.com/%2",
                "https://a b",
            )
        ],
        *[
            (
                f"[tool.schemawright.schemas.a]\nfile = 'x'\n{name} = ['!a.json', '!b.json']\n",
                "3:1",
                "expected a glob that takes files in, found only such as take them out",
            )
            for name in ("payloads", "invalid")
        ],
        ('[tool.schemawright.schemas.a]\nfile = "x\\u0000"\n', "2:1", "inside the workspace, found"),
        (
            "[tool.schemawright.schemas.a]\nfile = 'x'\ninvalid = ['a', '!p/[z-a].json']\n",
            "3:17",
            'expected a range from a lower to a higher character, found "z-a"',
        ),
        *[
            (
                f"[tool.schemawright.schemas.a]\nfile = 'x'\npayloads = ['{glob}']\n",
                "3:13",
                f'expected a glob of files inside the workspace, found "{glob}"',
            )
            for glob in ("./p/*", "!./p/*", "/p/*", "../p/*", "p/", "p//*", "", "!")
        ],
    ],
)
def test_a_wrong_setting_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, place: str, message: str
) -> None:
    """An error of the settings says which setting, where in the file, and what was expected."""
    settings_file(tmp_path, text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WorkspaceError) as caught:
        find_workspace()
    assert message in caught.value.message
    assert str(caught.value).startswith(f"pyproject.toml:{place}")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "uri", ["urn:example:x", "https://example.com/a%20b.json#", "https://example.com/\u00e4?x=[1]"]
)
def test_a_schema_may_come_from_any_uri(tmp_path: Path, uri: str) -> None:
    path = settings_file(tmp_path, f"[tool.schemawright.schemas.a]\nfile = 'x'\nsource = '{uri}'\n")
    assert open_workspace(str(path)).schemas["a"].source == uri


@pytest.mark.parametrize(
    ("before", "after"),
    [("\ufeff", ""), ("", f"[other]\nn = {'1' * 5_000}\n"), ("\ufeff", f"[other]\nn = {'1' * 5_000}\n")],
    ids=["byte order mark", "long integer", "both"],
)
def test_what_a_payload_may_have_settings_may_have(tmp_path: Path, before: str, after: str) -> None:
    """A byte order mark is accepted everywhere, and so are numbers of any length."""
    path = settings_file(tmp_path, f"{before}{SETTINGS}{after}")
    assert list(open_workspace(str(path)).schemas) == ["session"]
    settings_file(tmp_path, f"{before}{SETTINGS}own = 1\n{after}")
    with pytest.raises(WorkspaceError, match=r"pyproject.toml:11:1: .*schemas.session.own: expected a setting"):
        open_workspace(str(path))
    settings_file(tmp_path, f"{before}{SETTINGS}own\n{after}")
    with pytest.raises(WorkspaceError, match=r"pyproject.toml:11:4: "):
        open_workspace(str(path))


def test_a_schema_is_called_something(tmp_path: Path) -> None:
    path = settings_file(tmp_path, '[tool.schemawright.schemas.""]\nfile = "a.json"\n')
    with pytest.raises(WorkspaceError, match=r"pyproject.toml:1:28: .*: expected a schema's name, found an empty one"):
        open_workspace(str(path))


def test_settings_that_nest_too_deep_are_no_bug(tmp_path: Path) -> None:
    path = settings_file(tmp_path, f"{SETTINGS}[other]\nn = {'[' * 5_000}{']' * 5_000}\n")
    with pytest.raises(WorkspaceError, match=r"pyproject.toml:12:\d+: .*expected at most 200 levels of nesting"):
        open_workspace(str(path))


def test_settings_that_are_no_toml_are_one_error(tmp_path: Path) -> None:
    """Settings that are not TOML end in one clear error, with line and column."""
    with pytest.raises(WorkspaceError, match=r"pyproject.toml:1:19: "):
        open_workspace(str(settings_file(tmp_path, "[tool.schemawright\n")))


def test_settings_may_be_in_a_file_of_any_name(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text('[tool.schemawright.schemas.a]\nfile = "a.json"\n', encoding="utf-8")
    assert open_workspace(str(tmp_path / "w.toml")).path == str(tmp_path / "w.toml")


def test_a_schema_is_known_by_whatever_leads_to_its_file(tmp_path: Path) -> None:
    """Of several of one file it is the first."""
    entries = {name: SchemaEntry(name, f"{file}.json") for name, file in {"a": "x", "b": "y", "c": "x"}.items()}
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    (tmp_path / "link.json").symlink_to("x.json")
    workspace = Workspace(str(tmp_path), schemas=entries)
    found = [workspace.entry_of(str(tmp_path / name)) for name in ("x.json", "link.json", "y.json", "z.json")]
    assert found == [entries["a"], entries["a"], entries["b"], None]
