"""Coverage as one HTML page that needs nothing else: the schema, coloured by how each keyword was exercised."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.coverage.report import missing, short, summary
from schemawright.models.spelling.writing import write_json
from schemawright.pointer import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.coverage.exercised import Coverage, PairCoverage

MAX_EXAMPLE = 2_000
"""How many characters of an example record are shown."""

_STATES = {
    "full": "satisfied, and violated in isolation",
    "part": "violated, but never in isolation; or never satisfied",
    "never": "never violated",
    "cannot": "cannot be exercised further",
}
_STYLE = """
:root { color-scheme: light dark; --bg: #fbfbfa; --fg: #24292f; --faint: #75808b; --line: #e3e5e8; --card: #fff;
  --full: #1a7f4b; --part: #b06f00; --never: #c62f2f; --cannot: #7a7f87; }
@media (prefers-color-scheme: dark) { :root { --bg: #15181c; --fg: #d8dee4; --faint: #8b949e; --line: #2c3137;
  --card: #1c2025; --full: #4cc38a; --part: #e2a336; --never: #ff7b72; --cannot: #8b949e; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--bg); color: var(--fg);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 2.2rem 0 .6rem; }
p { margin: .3rem 0; color: var(--faint); }
code, pre, .tree { font: 13px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.bar { display: flex; height: .6rem; border-radius: .3rem; overflow: hidden; margin: .9rem 0 .5rem;
  background: var(--line); }
.bar i { display: block; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .85rem; color: var(--faint); }
.legend b { font-weight: 600; }
.tree { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem;
  overflow-x: auto; }
.row { padding-left: calc(var(--deep) * 1.3rem); white-space: pre-wrap; overflow-wrap: anywhere; }
.unreached { opacity: .5; }
.key { color: var(--faint); }
summary { cursor: pointer; list-style: none; } summary::-webkit-details-marker { display: none; }
.pair { border-left: 3px solid var(--state); border-radius: 2px; margin-left: calc(var(--deep) * 1.3rem);
  padding-left: .5rem; background: color-mix(in srgb, var(--state) 9%, transparent); }
.pair .key { color: var(--state); font-weight: 600; }
.counts { float: right; padding: 0 .5rem; color: var(--faint); font-size: .8rem; }
.examples { padding: .3rem .5rem .7rem; } .examples p { font: .82rem/1.4 system-ui, sans-serif; }
.examples pre { margin: .1rem 0 .5rem; padding: .4rem .6rem; background: var(--bg); border: 1px solid var(--line);
  border-radius: .3rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 14rem; overflow-y: auto; }
.full, .full-bg { --state: var(--full); } .part, .part-bg { --state: var(--part); }
.never, .never-bg { --state: var(--never); } .cannot, .cannot-bg { --state: var(--cannot); }
.full-bg, .part-bg, .never-bg, .cannot-bg { background: var(--state); }
.legend .dot { display: inline-block; width: .65rem; height: .65rem; border-radius: 50%; margin-right: .4rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--card); border: 1px solid var(--line);
  font-size: .85rem; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--faint); font-weight: 600; }
.tag { display: inline-block; margin: 0 .35rem .2rem 0; padding: 0 .45rem; border: 1px solid var(--line);
  border-radius: .7rem; white-space: nowrap; } .tag small { color: var(--faint); }
"""


def coverage_page(coverage: Coverage, title: str) -> str:
    """
    Return the page.

    Args:
        coverage: What was exercised.
        title: What the user calls the schema.
    """
    pairs = coverage.pairs()
    by_location = {one.pair.keyword_location: one for one in pairs}
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(summary(coverage))}.</p>",
        "<p>A keyword is exercised when it was satisfied, and violated as the only one that failed.</p>",
        *_legend(pairs),
        *_resources(coverage, by_location),
        *_open_ends(coverage, pairs),
        *_locations(coverage),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}: keyword coverage</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def state_of(one: PairCoverage) -> str:
    """Return how far a keyword was exercised: `full`, `part`, `never` or `cannot`."""
    if one.is_exercised:
        return "full"
    if one.is_impossible:
        return "cannot"
    return "part" if one.violated else "never"


def _legend(pairs: list[PairCoverage]) -> Iterator[str]:
    counts = {state: sum(state_of(one) == state for one in pairs) for state in _STATES}
    parts = "".join(
        f'<i class="{state}-bg" style="width:{100 * count / max(len(pairs), 1):.2f}%"></i>'
        for state, count in counts.items()
    )
    yield f'<div class="bar">{parts}</div><div class="legend">'
    for state, meaning in _STATES.items():
        yield f'<span><span class="dot {state}-bg"></span><b>{counts[state]}</b> {escape(meaning)}</span>'
    yield "</div>"


def _resources(coverage: Coverage, pairs: dict[str, PairCoverage]) -> Iterator[str]:
    reached = {subschema.resource for subschema in coverage.map.subschemas.values()}
    for uri, contents in coverage.map.contents.items():
        if uri in reached:
            name = "The schema" if uri == coverage.schema.uri else short(coverage, f"{uri}#")
            yield f'<h2>{escape(name)}</h2><div class="tree">'
            yield from _Tree(coverage, uri, pairs).lines((), contents, "", "", 0)
            yield "</div>"


class _Tree:
    """Writes a schema resource, a line for each member; keywords that can fail with colour, counts and examples."""

    def __init__(self, coverage: Coverage, uri: str, pairs: dict[str, PairCoverage]) -> None:
        self._coverage = coverage
        self._pairs = pairs
        self._map, self._uri = coverage.map, uri
        places = coverage.map.subschemas.values()
        self._locations = {place.pointer: place.location for place in places if place.resource == uri}

    def lines(self, tokens: tuple[str | int, ...], value: Any, label: str, within: str, deep: int) -> Iterator[str]:
        """
        Yield a value's lines.

        Args:
            tokens: Where it is in the resource.
            value: The value.
            label: What stands before it.
            within: The location of the subschema that it is in, and the pointer from there; empty if none is reached.
            deep: How far it is indented.
        """
        pointer = format_pointer(tokens)
        at = "" if self._map.reaches(self._uri, pointer) is False and within not in self._pairs else within
        at = self._locations.get(pointer, at)
        pair = self._pairs.get(at) if at else None
        if pair is not None:
            yield _pair_line(self._coverage, pair, label, value, deep)
            if not isinstance(value, dict | list) or not _has_schemas(pair):
                return
        elif not isinstance(value, dict | list) or not value or not _is_structure(value):
            yield _plain_line(label, value, deep, reached=bool(at))
            return
        else:
            yield _plain_line(label, value, deep, reached=bool(at), shows_value=False)
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in members:
            below = f"{at}{format_pointer((name,))}" if at else ""
            yield from self.lines((*tokens, name), inner, str(name), below, deep + 1)


def _is_structure(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return any(isinstance(one, dict | list | bool) for one in inner) or isinstance(value, dict)


def _has_schemas(pair: PairCoverage) -> bool:
    return pair.pair.keyword in {"anyOf", "oneOf", "not", "contains", "dependencies"}


def _plain_line(label: str, value: Any, deep: int, *, reached: bool, shows_value: bool = True) -> str:
    text = _json(value) if shows_value else ""
    name = f'<span class="key">{escape(label)}</span> ' if label else ""
    return f'<div class="row{"" if reached else " unreached"}" style="--deep:{deep}">{name}{text or "&#8203;"}</div>'


def _pair_line(coverage: Coverage, one: PairCoverage, label: str, value: Any, deep: int) -> str:
    shown = "" if isinstance(value, dict | list) and _has_schemas(one) else _json(value)
    counts = f"satisfied {one.satisfied:,} · violated {one.violated:,} · alone {one.isolated:,}"
    said = missing(coverage, one) if not one.is_exercised else ""
    notes = f"<p>{escape(said)}</p>" if said else ""
    examples = "".join(
        f"<p>{escape(_SAID[name])}</p><pre>{_json(example, MAX_EXAMPLE)}</pre>"
        for name, example in one.examples.items()
    )
    return (
        f'<details class="pair {state_of(one)}" style="--deep:{deep}"><summary><span class="counts">{counts}</span>'
        f'<span class="key">{escape(label or one.pair.keyword)}</span> {shown}</summary>'
        f'<div class="examples">{notes}{examples}</div></details>'
    )


_SAID = {
    "satisfied": "the first record that satisfied it",
    "violated": "the first record that violated it",
    "isolated": "the first record that violated it alone",
}


def _json(value: Any, width: int = 160) -> str:
    text = write_json(value).decode()
    return escape(text if len(text) <= width else text[: width - 1] + "…")


def _open_ends(coverage: Coverage, pairs: list[PairCoverage]) -> Iterator[str]:
    rows = [one for one in pairs if not one.is_exercised]
    if not rows:
        return
    yield "<h2>Not exercised, and why</h2><div class='scroll'><table><tr><th>keyword</th><th>what is missing</th></tr>"
    for one in rows:
        where = escape(short(coverage, one.pair.keyword_location))
        yield f"<tr><td><code>{where}</code></td><td>{escape(missing(coverage, one))}</td></tr>"
    yield "</table></div>"


def _locations(coverage: Coverage) -> Iterator[str]:
    yield "<h2>Classes of values</h2><div class='scroll'><table><tr><th>location</th><th>what was there</th></tr>"
    for location, classes in coverage.locations().items():
        tags = "".join(
            f'<span class="tag">{escape(name)} <small>{count:,}</small></span>' for name, count in classes.items()
        )
        yield f"<tr><td><code>{escape(location) or '(root)'}</code></td><td>{tags}</td></tr>"
    yield "</table></div>"
