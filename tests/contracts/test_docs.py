"""
The docs say what happens: every command in them is run, and answers what they show.

In a ```console block, a line that starts with `$ ` is a command and what follows is its output; `…` stands for any
text in a line, a line of `…` alone for any lines, and times may differ.  `$ echo $?` shows the exit code of the command
before it; a command without one must exit 0.  A command without output is only run.

A block below `<!-- not run: REASON -->` is not run.  ```pycon blocks are doctests, ```toml blocks must parse.

`UPDATE_DOCS=1 pytest tests/contracts/test_docs.py` writes what comes out now where it differs, or only `…` is shown.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
UPDATE = bool(os.environ.get("UPDATE_DOCS"))
ANYTHING = "…"
BUG = 70

BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^\n]+?) -->\n\s*)?^```(?P<kind>console|pycon|toml)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SECONDS = re.compile(r"\b\d+\.\d+ s\b|(?<=\"seconds\": )[0-9.e-]+")


class Block(NamedTuple):
    """A fenced block of a page."""

    page: Path
    line: int
    kind: str
    text: str
    reason: str


def blocks(kind: str) -> list[Block]:
    return [
        Block(page, text.count("\n", 0, match.start("kind")) + 1, kind, match["text"], match["reason"] or "")
        for page in PAGES
        for text in [page.read_text()]
        for match in BLOCK.finditer(text)
        if match["kind"] == kind
    ]


def place(block: Block) -> str:
    return f"{block.page.relative_to(ROOT)}:{block.line}"


class Shown(NamedTuple):
    """A command, the output that the page shows, and the exit code."""

    command: str
    output: str
    exit: int


def commands(block: Block) -> list[Shown]:
    r"""
    Return the commands of a console block.

    >>> commands(Block(ROOT, 1, "console", "$ ls\na\n$ echo $?\n3\n", ""))
    [Shown(command='ls', output='a\n', exit=3)]
    """
    found: list[Shown] = []
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        while command.endswith("\\"):
            line, _, output = output.partition("\n")
            command = f"{command}\n{line}"
        if command == "echo $?":
            found[-1] = found[-1]._replace(exit=int(output))
        else:
            found.append(Shown(command, output, 0))
    return found


def pattern_of(output: str) -> re.Pattern[str]:
    r"""
    Return what matches an output as a page shows it.

    >>> bool(pattern_of("a … c\n…\nd in 0.05 s\n").fullmatch("a b c\nx\ny\nd in 1.20 s\n"))
    True
    """
    lines = []
    for line in SECONDS.sub(ANYTHING, output).splitlines():
        if line.strip() == ANYTHING:
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(re.escape(line.rstrip()).replace(re.escape(ANYTHING), ".*?") + r"[ ]*\n")
    return re.compile("".join(lines))


def answer(command: str) -> tuple[str, int]:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "COLUMNS": "100",
            "NO_COLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
    )
    output = done.stdout.decode()
    return output if not output or output.endswith("\n") else output + "\n", done.returncode


def rewrite(block: Block) -> None:
    parts = []
    for shown in commands(block):
        output, code = answer(shown.command)
        assert code != BUG, output
        kept = shown.output != f"{ANYTHING}\n" and pattern_of(shown.output).fullmatch(output)
        parts.append(f"$ {shown.command}\n{shown.output if kept else output}")
        if code:
            parts.append(f"$ echo $?\n{code}\n")
    text = block.page.read_text()
    block.page.write_text(text.replace(f"```console\n{block.text}```", f"```console\n{''.join(parts)}```"))


@pytest.mark.parametrize("block", [block for block in blocks("console") if not block.reason], ids=place)
def test_a_command_answers_what_the_page_shows(block: Block) -> None:
    if UPDATE:
        rewrite(block)
        return
    for shown in commands(block):
        output, code = answer(shown.command)
        assert code == shown.exit, output
        if shown.output:
            assert pattern_of(shown.output).fullmatch(output), f"$ {shown.command}\n{output}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_sessions_are_true(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "\n".join(block.text for block in blocks("pycon") if block.page == page)
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("block", blocks("toml"), ids=place)
def test_settings_parse(block: Block) -> None:
    assert tomllib.loads(block.text)


def test_links_inside_the_repository_lead_somewhere() -> None:
    links = [
        (page, target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert links == []
