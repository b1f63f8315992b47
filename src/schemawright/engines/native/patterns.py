"""
The patterns of a schema as jsonschema-rs is handed them (`schemawright.engines.native.rewriting`).

What `pattern` says is told by the schema as it is written.  The names in `patternProperties` are in the paths of
errors, so that by other ones there are verdicts only; what is wrong with a record for which that matters is told by the
reference engine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from schemawright.engines.assertions.wellformed import as_meant, is_pattern
from schemawright.engines.native.content import elsewhere
from schemawright.engines.native.rewriting import differs_by_script, is_beyond, rewritten
from schemawright.keywords import dialect_inside, subschemas
from schemawright.pointer import format_pointer, fragment_of, parse_pointer
from schemawright.store.objects import has_object, replaced_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens

_NAMES = "patternProperties"
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_TERMINATORS = re.compile("[\r\u2028\u2029]")
_LETTERS = tuple(f"\\{letter}" for letter in "bBdDwWsS")
"""What may mean other characters to the engine, where it looks around."""
_BOUNDARY = re.compile(r"\\[bB]")


class Found(NamedTuple):
    """
    A pattern in a resource.

    Args:
        subschema: Where the subschema is that has it.
        place: Where it is in that.
        pattern: The pattern.
    """

    subschema: Tokens
    place: Tokens
    pattern: str

    @property
    def pointer(self) -> str:
        """Where it is in the resource."""
        return format_pointer((*self.subschema, *self.place))


class Said(NamedTuple):
    """
    The patterns in a resource, wherever they stand: below `const`, too.

    Args:
        patterns: The values of `pattern`.
        names: Those of names, in `patternProperties`.
    """

    patterns: frozenset[str]
    names: frozenset[str]

    @property
    def unlike_names(self) -> frozenset[str]:
        """Those of names that mean something else to the engine."""
        return frozenset(name for name in self.names if rewritten(name) != name)

    @property
    def has_boundary(self) -> bool:
        """Whether one may have a boundary of words, or of none."""
        return any(map(_BOUNDARY.search, self.patterns | self.names))

    @property
    def has_forgiven(self) -> bool:
        """Whether one is a pattern with Unicode off only."""
        return any(as_meant(one) != one for one in self.patterns | self.names)

    @property
    def are_alike(self) -> bool:
        """Whether none means something else to the engine."""
        return not self.unlike_names and all(rewritten(pattern) == pattern for pattern in self.patterns)

    @property
    def has_none(self) -> bool:
        """Whether one may be none by ECMA-262."""
        return not all(map(is_pattern, self.patterns | self.names))

    @property
    def is_beyond(self) -> bool:
        """Whether `patterns_beyond` may find one."""
        return len({*map(rewritten, self.names)}) < len(self.names) or any(map(is_beyond, self.patterns | self.names))


def said_in(contents: Any) -> Said:
    """
    Return the patterns in a resource.

    >>> said_in({"items": {"pattern": "a"}, "patternProperties": {"b": True}})
    Said(patterns=frozenset({'a'}), names=frozenset({'b'}))
    """
    patterns, names = set[str](), set[str]()

    def take(schema: dict[str, Any]) -> bool:
        pattern = schema.get("pattern")
        if type(pattern) is str:
            patterns.add(pattern)
        if _NAMES in schema:
            names.update(_patterns_of_names(schema))
        return False

    has_object(contents, take)
    return Said(frozenset(patterns), frozenset(names))


def with_patterns(contents: Any, dialect: str, *, names: bool) -> Any:
    r"""
    Return a resource with its patterns as the engine takes them for what they mean.

    Args:
        contents: The resource.
        dialect: Its dialect, where it names none.
        names: Whether those of `patternProperties` are written otherwise, too.

    >>> with_patterns({"items": {"pattern": "^.$"}, "const": {"pattern": "."}}, "2020-12", names=False)
    {'items': {'pattern': '^[^\\n\\r\\u2028\\u2029]$'}, 'const': {'pattern': '.'}}
    """
    changes = [
        (tokens, changed) for tokens, schema, changed in _each(contents, dialect, names=names) if changed is not schema
    ]
    return replaced_all(contents, changes)


def patterns_beyond(contents: Any, dialect: str) -> Iterator[Found]:
    """Yield the patterns that cannot be written for the engine, or are another one's equal then."""
    for tokens, schema, _ in _each(contents, dialect, names=False):
        yield from (Found(tokens, more, pattern) for more, pattern in _beyond(schema))


def no_patterns(contents: Any, dialect: str, *, everywhere: bool) -> Iterator[Found]:
    """
    Yield the patterns of a resource that are none by ECMA-262.

    The engine takes some of those, and draft 4's metaschema says nothing of names: `(?i)a`, `a++`.

    Args:
        contents: The resource.
        dialect: Its dialect, where it names none.
        everywhere: Whether those below unknown keywords are meant, too.
    """
    for tokens, schema, _ in _each(contents, dialect, names=False, everywhere=everywhere):
        for more, pattern in _patterns_with_places(schema):
            if not is_pattern(pattern):
                yield Found(tokens, more, pattern)


def has_unlike_name(value: Any, patterns: frozenset[str]) -> bool:
    """
    Return whether a value has a member of which the engine may say otherwise whether patterns match its name.

    With Unicode on, as the engine takes all patterns, what is one with Unicode off only may match any name.

    >>> [has_unlike_name([{name: 1}], frozenset({"^.$"})) for name in ("a", chr(13), "é")]
    [False, True, False]
    >>> [has_unlike_name([{name: 1}], frozenset({"a{,3}"})) for name in ("a", chr(13), "é")]
    [True, True, True]
    """
    if any(as_meant(one) != one for one in patterns):
        return has_object(value, bool)
    is_odd = _is_odd if any(map(_differs_by_script, patterns)) else _TERMINATORS.search
    return has_object(value, lambda one: any(map(is_odd, one)))


def _differs_by_script(pattern: str) -> bool:
    return differs_by_script(pattern) and any(letter in pattern for letter in _LETTERS)


def _is_odd(name: str) -> bool:
    return "\r" in name or not name.isascii()


def renamed(tokens: Tokens) -> Tokens:
    r"""
    Return the place that something has in a schema whose patterns of names are written otherwise.

    >>> renamed(("patternProperties", "^.", "items"))
    ('patternProperties', '^[^\\n\\r\\u2028\\u2029]', 'items')
    """
    before = ("", *tokens)
    return tuple(
        rewritten(token) if above == _NAMES and isinstance(token, str) else token
        for above, token in zip(before, tokens, strict=False)
    )


def renamed_pointer(pointer: str) -> str:
    """Return the same of a JSON Pointer."""
    return format_pointer(renamed(parse_pointer(pointer))) if _NAMES in pointer else pointer


def _each(
    contents: Any, dialect: str, *, names: bool, everywhere: bool = True
) -> Iterator[tuple[Tokens, dict[str, Any], dict[str, Any]]]:
    """Yield each subschema, as it is and as it is for the engine, those around it first; `everywhere` as above."""
    pending: list[tuple[Tokens, Any, str]] = [((), contents, dialect)]
    while pending:
        tokens, schema, around = pending.pop()
        if not isinstance(schema, dict):
            continue
        inside = dialect_inside(schema, around)
        changed = _changed(schema, names=names)
        yield tokens, schema, changed
        below = [*subschemas(changed, inside), *(elsewhere(changed, inside) if everywhere else ())]
        pending += [((*tokens, *more), one, inside) for more, one in below]


def _changed(schema: dict[str, Any], *, names: bool) -> dict[str, Any]:
    """Return an object as it is for the engine, if it is a subschema; itself where nothing is otherwise."""
    changes: dict[str, Any] = {}
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and rewritten(pattern) != pattern:
        changes["pattern"] = rewritten(pattern)
    if names:
        if any(rewritten(name) != name for name in _patterns_of_names(schema)):
            changes[_NAMES] = {rewritten(name): below for name, below in schema[_NAMES].items()}
        changes |= _references(schema)
    return {**schema, **changes} if changes else schema


def _references(schema: dict[str, Any]) -> dict[str, str]:
    """Return the references that lead through patterns of names, as they do once those are written otherwise."""
    found: dict[str, str] = {}
    for keyword in _REFERENCES:
        said = schema.get(keyword)
        before, sharp, fragment = said.partition("#") if isinstance(said, str) and _NAMES in said else ("", "", "")
        if fragment.startswith("/"):
            tokens = parse_pointer(unquote(fragment))
            if renamed(tokens) != tokens:
                found[keyword] = f"{before}{sharp}{fragment_of(renamed(tokens))}"
    return found


def _patterns_of_names(schema: dict[str, Any]) -> list[str]:
    said = schema.get(_NAMES)
    return [*said] if isinstance(said, dict) else []


def _beyond(schema: dict[str, Any]) -> Iterator[tuple[Tokens, str]]:
    known = set[str]()
    for tokens, pattern in _patterns_with_places(schema):
        if is_beyond(pattern) or (len(tokens) > 1 and rewritten(pattern) in known):
            yield tokens, pattern
        if len(tokens) > 1:
            known.add(rewritten(pattern))


def _patterns_with_places(schema: dict[str, Any]) -> Iterator[tuple[Tokens, str]]:
    if isinstance(schema.get("pattern"), str):
        yield ("pattern",), schema["pattern"]
    for name in _patterns_of_names(schema):
        yield (_NAMES, name), name
