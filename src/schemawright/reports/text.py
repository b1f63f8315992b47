"""The report for people: place, keyword, message, an excerpt of the source line with a caret, a hint."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from schemawright.quoting import printable
from schemawright.reports import Style, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.finding import Finding, Summary

_COLOURS = {"place": "1", "keyword": "36", "message": "31", "faint": "2", "caret": "1;31", "hint": "33", "good": "32"}
MAX_LOCATION = 200


def render(findings: Iterable[Finding], summarise: Callable[[], Summary], out: IO[str], style: Style) -> None:
    """Write each finding as a paragraph, then one line that counts."""
    paint = _painter(colour=style.colour)
    rest = 0

    def keep(count: int) -> None:
        nonlocal rest
        rest = count

    for finding in shown(findings, style, keep):
        out.write("\n".join(_lines(finding, paint, style, 0)) + "\n")
    if rest:
        noun = "finding is" if rest == 1 else "findings are"
        out.write(f"… and {rest:,} more {noun} not shown (--max-findings)\n")
    out.write(summary_line(summarise(), paint) + "\n")


def indented(finding: Finding) -> Iterator[str]:
    """Yield the lines of a finding as they stand below an error: without colours, indented, with all branches."""
    for line in _lines(finding, _painter(colour=False), Style(verbose=True), 0):
        yield f"  {line}"


def _painter(*, colour: bool) -> Callable[[str, str], str]:
    if not colour:
        return lambda _style, text: text
    return lambda style, text: f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if text else text


def place_text(finding: Finding) -> str:
    """Return `document:line:column`, as much of it as is known."""
    document = printable(finding.document)
    if finding.position is None:
        return document
    return f"{document}:{finding.position.line}:{finding.position.column}".lstrip(":")


def _lines(finding: Finding, paint: Callable[[str, str], str], style: Style, indent: int) -> Iterator[str]:
    pad = " " * indent
    parts = [paint("place", place_text(finding))]
    if finding.record is not None and not indent:
        parts.append(f"record {finding.record:,}")
    if finding.instance_location:
        location = printable(finding.instance_location[: MAX_LOCATION + 1])
        parts.append(location if len(location) <= MAX_LOCATION else location[:MAX_LOCATION] + "…")
    parts.append(paint("keyword", finding.keyword))
    yield pad + "  ".join(part for part in parts if part)
    yield f"{pad}    {paint('message', finding.message)}"
    if not indent:
        yield from _excerpt(finding, paint)
    if finding.hint:
        yield f"{pad}  {paint('hint', 'hint:')} {finding.hint}"
    yield from _branches(finding, paint, style, indent)


def _excerpt(finding: Finding, paint: Callable[[str, str], str]) -> Iterator[str]:
    if finding.excerpt is None or finding.position is None or not finding.excerpt.text.strip():
        return
    number = str(finding.position.line)
    text, offset, width = finding.excerpt
    before, below = columns(text[:offset]), max(columns(text[offset : offset + width]), 1)
    yield f"    {paint('faint', number + ' │')} {text}"
    yield f"    {paint('faint', ' ' * len(number) + ' │')} {' ' * before}{paint('caret', '^' * below)}"


def columns(text: str) -> int:
    """
    Return how many columns of a terminal a text takes: some characters take two, and marks on others none.

    >>> columns("a"), columns("😀漢"), columns("e\N{COMBINING ACUTE ACCENT}")
    (1, 4, 1)
    """
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(char) in {"Mn", "Me"} else 1 + (east_asian_width(char) in {"W", "F"}) for char in text)


def _branches(finding: Finding, paint: Callable[[str, str], str], style: Style, indent: int) -> Iterator[str]:
    failing = [branch for branch in finding.branches if branch.findings]
    for branch in failing if style.verbose else failing[:1]:
        name = f"branch {branch.number}" + (" (closest)" if branch is failing[0] and len(failing) > 1 else "")
        yield f"{' ' * indent}    {paint('faint', name + ':')}"
        for inner in branch.findings:
            yield from _lines(inner, paint, style, indent + 6)
    if len(failing) > 1 and not style.verbose:
        others = "another branch" if len(failing) == 2 else f"{len(failing) - 1} other branches"  # noqa: PLR2004
        yield f"{' ' * indent}    {paint('faint', f'and {others} (--verbose)')}"


def summary_line(summary: Summary, paint: Callable[[str, str], str] = lambda _style, text: text) -> str:
    """Return the line that counts a run."""
    parts = [_verdict(summary, paint)]
    documents = "1 document" if summary.documents == 1 else f"{summary.documents:,} documents"
    parts.append(f"{documents}, {size_text(summary.bytes)}, {summary.seconds:.2f} s")
    if summary.formats.asserted:
        parts.append("formats asserted: " + ", ".join(summary.formats.asserted))
    if summary.formats.ignored:
        parts.append("formats not asserted: " + ", ".join(summary.formats.ignored))
    parts.extend(map(printable, summary.notes))
    return " · ".join(parts)


def size_text(size: int) -> str:
    """
    Return a number of bytes in the unit in which it is readable.

    >>> size_text(1), size_text(92), size_text(3_500), size_text(190_000)
    ('1 byte', '92 bytes', '3.5 kB', '0.19 MB')
    """
    if size < 1_000:  # noqa: PLR2004  (a kilobyte)
        return "1 byte" if size == 1 else f"{size} bytes"
    return f"{size / 1e3:.1f} kB" if size < 1e5 else f"{size / 1e6:,.2f} MB"  # noqa: PLR2004  (a tenth of a megabyte)


def _verdict(summary: Summary, paint: Callable[[str, str], str]) -> str:
    total = "1 record" if summary.records == 1 else f"{summary.records:,} records"
    wrong = []
    if summary.invalid:
        wrong.append(f"{summary.invalid:,} of {total} invalid")
    if summary.malformed:
        wrong.append(f"{summary.malformed:,} could not be judged")
    return paint("message", ", ".join(wrong)) if wrong else paint("good", f"{total} valid")
