"""
What a finding says: one lower-case clause per keyword, expected before found, values cut at 60 characters.

A table, so that a new keyword is a new row.  Nothing here knows which engine failed.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from schemawright.quoting import MAX_VALUE, cut, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "null": "null",
    "array": "an array",
    "object": "an object",
    "any": "anything",
}

_FORMATS = {
    "date-time": "a date-time (RFC 3339)",
    "date": "a date (RFC 3339)",
    "time": "a time (RFC 3339)",
    "duration": "a duration (ISO 8601, as RFC 3339 has it)",
    "email": "an email address (RFC 5321)",
    "idn-email": "an internationalised email address (RFC 6531)",
    "hostname": "a host name (RFC 1123)",
    "host-name": "a host name (RFC 1034)",
    "idn-hostname": "an internationalised host name (RFC 5890)",
    "ipv4": "an IPv4 address",
    "ip-address": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "uri": "a URI with a scheme (RFC 3986)",
    "uri-reference": "a URI reference (RFC 3986)",
    "iri": "an IRI with a scheme (RFC 3987)",
    "iri-reference": "an IRI reference (RFC 3987)",
    "uri-template": "a URI template (RFC 6570)",
    "uuid": "a UUID (RFC 4122)",
    "json-pointer": "a JSON Pointer (RFC 6901)",
    "relative-json-pointer": "a relative JSON Pointer",
    "regex": "a regular expression (ECMA-262)",
    "color": "a CSS colour",
}


def value_text(value: Any) -> str:
    """
    Return a value as JSON, cut; a container by its first members only.

    >>> value_text({"a": [1, 2]}), value_text("x" * 10_000_000)[-3:]
    ('{"a": [1, 2]}', 'xx…')
    """
    if isinstance(value, str):
        return quoted(value)
    return cut(_number_text(value) or json.dumps(_shallow(value, 3), ensure_ascii=False, default=str))


def _number_text(value: Any) -> str:
    """Return the text of a number that `json` has none for; empty for anything else."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, int) and value.bit_length() > _BITS_OF_SHORT_INTEGERS:
        return f"{Decimal(value):.20E}"
    return ""


def _shallow(value: Any, depth: int) -> Any:
    """Return as much of a value as can show within the cut, so that no large value is written out."""
    if isinstance(value, str):
        return value[:MAX_VALUE]
    if isinstance(value, dict):
        return {key[:MAX_VALUE]: _shallow(value[key], depth - 1) for key in list(value)[:20]} if depth else {}
    if isinstance(value, (list, tuple)):
        return [_shallow(item, depth - 1) for item in value[:20]] if depth else []
    return _number_text(value) or value


def describe(value: Any) -> str:
    """
    Return what was found: a scalar by its value, a container by its kind.

    >>> describe(17), describe("x"), describe([1]), describe({})
    ('17', '"x"', 'an array', 'an object')
    """
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "an array"
    return value_text(value)


def listed(texts: Iterable[str], word: str = "or", most: int = 8) -> str:
    """
    Return texts as a list in a sentence; of many only the first.

    >>> listed(["a", "b", "c"]), listed("abcde", "and", 3)
    ('a, b or c', 'a, b, c and 2 more')
    """
    texts = list(texts)
    shown = texts[:most] or ["nothing"]
    if len(texts) > most:
        return ", ".join(shown) + f" {word} {len(texts) - most} more"
    return f" {word} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _count(number: Any, noun: str) -> str:
    plural = {"property": "properties"}.get(noun, noun + "s")
    return f"{value_text(number)} {noun if number == 1 else plural}"


def _types(value: Any) -> str:
    names = value if isinstance(value, list) else [value]
    return listed(
        [_TYPES.get(name, f"the type {quoted(name)}") if isinstance(name, str) else "a branch" for name in names]
    )


def _sized(bound: str, noun: str) -> Callable[[Any, Any], str]:
    def say(value: Any, instance: Any) -> str:
        return f"expected at {bound} {_count(_whole(value), noun)}, found {len(instance)}"

    return say


def _whole(value: Any) -> Any:
    """Return a number that is an integer as one; unless to write that out takes more than can show within the cut."""
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not isinstance(exact, Decimal) or exact.adjusted() > MAX_VALUE:
        return exact
    return int(exact) if exact == int(exact) else value


def _compared(words: str) -> Callable[[Any, Any], str]:
    def say(value: Any, instance: Any) -> str:
        return f"expected {words} {value_text(value)}, found {value_text(instance)}"

    return say


def _format(value: Any, instance: Any) -> str:
    wanted = _FORMATS.get(value, f"the format {value_text(value)}")
    return f"expected {wanted}, found {describe(instance)}"


def _unique(_value: Any, instance: Any) -> str:
    seen: dict[str, int] = {}
    for index, item in enumerate(instance[:1000]):
        text = json.dumps(item, sort_keys=True, default=str)
        if text in seen:
            return f"expected no two items to be equal, found items {seen[text]} and {index} equal: {value_text(item)}"
        seen[text] = index
    return f"expected no two items to be equal, found some of {len(instance)} equal"


def _plain(expected: str) -> Callable[[Any, Any], str]:
    def say(_value: Any, instance: Any) -> str:
        return f"expected {expected}, found {describe(instance)}"

    return say


def _missing(value: Any, instance: Any) -> str:
    names = list(instance) if isinstance(instance, dict) else []
    few = 0 < len(names) <= _FEW_NAMES
    found = f"only {listed([value_text(name) for name in names], 'and')}" if few else "none"
    return f"expected the property {value_text(value)}, found {found}"


def _branches(_value: Any, instance: Any) -> str:
    return f"expected a branch to hold, found {describe(instance)}"


_MESSAGES: dict[str, Callable[[Any, Any], str]] = {
    "type": lambda value, instance: f"expected {_types(value)}, found {describe(instance)}",
    "enum": lambda value, instance: (
        f"expected {listed([value_text(option) for option in value])}, found {value_text(instance)}"
    ),
    "const": lambda value, instance: f"expected {value_text(value)}, found {value_text(instance)}",
    "required": _missing,
    "dependentRequired": lambda value, _instance: (
        f"expected the property {value_text(value)}, which another property asks for, found none"
    ),
    "dependencies": lambda value, _instance: (
        f"expected the property {value_text(value)}, which another property asks for, found none"
    ),
    "minimum": _compared("at least"),
    "maximum": _compared("at most"),
    "exclusiveMinimum": _compared("more than"),
    "exclusiveMaximum": _compared("less than"),
    "multipleOf": _compared("a multiple of"),
    "divisibleBy": _compared("a multiple of"),
    "minLength": _sized("least", "character"),
    "maxLength": _sized("most", "character"),
    "minItems": _sized("least", "item"),
    "maxItems": _sized("most", "item"),
    "minProperties": _sized("least", "property"),
    "maxProperties": _sized("most", "property"),
    "pattern": lambda value, instance: (
        f"expected a match of the pattern {value_text(value)}, found {describe(instance)}"
    ),
    "format": _format,
    "uniqueItems": _unique,
    "contains": lambda _value, instance: f"expected an item that `contains` describes, found none in {len(instance)}",
    "minContains": lambda value, _instance: (
        f"expected at least {_count(_whole(value), 'item')} that `contains` describes, found fewer"
    ),
    "maxContains": lambda value, _instance: (
        f"expected at most {_count(_whole(value), 'item')} that `contains` describes, found more"
    ),
    "not": _plain("anything but what `not` describes"),
    "disallow": _plain("anything but what `disallow` describes"),
    "anyOf": _branches,
    "oneOf": _branches,
    "false": _plain("nothing here"),
    "depth": lambda _value, _instance: "expected a valid value, found one that is not, nested too deep to say where",
    "contentEncoding": lambda value, instance: f"expected text in {value_text(value)}, found {describe(instance)}",
    "contentMediaType": lambda value, instance: (
        f"expected content of type {value_text(value)}, found {describe(instance)}"
    ),
}

_FEW_NAMES = 3
_BITS_OF_SHORT_INTEGERS = 14_000
"""Python refuses to write integers of more than 4,300 digits."""

_ABOUT = {
    "dependentRequired": "expected the property {1} beside {0}, found none",
    "dependencies": "expected the property {1} beside {0}, found none",
    "additionalProperties": "expected only properties that the schema names, found {}",
    "unevaluatedProperties": "expected only properties that the schema evaluates, found {}",
    "additionalItems": "expected no item {} or beyond",
    "unevaluatedItems": "expected no item {}, which the schema does not evaluate",
}


_ABOUT_ALLOWED = {
    "unevaluatedProperties": "expected {} to be what `unevaluatedProperties` allows, as nothing else evaluates it",
    "unevaluatedItems": "expected item {} to be what `unevaluatedItems` allows, as nothing else evaluates it",
}
"""The same where the keyword's value is a schema, of which the engine does not tell what fails."""


def message_for(keyword: str, value: Any, instance: Any, *, about: str | int | None = None, note: str = "") -> str:
    """
    Return what failed: expected, then found.

    Args:
        keyword: The keyword, or `false`.
        value: Its value in the schema.
        instance: The judged value.
        about: The unexpected property or item; the property that asks for another one.
        note: What the engine adds.

    >>> message_for("type", "string", 17)
    'expected a string, found 17'
    >>> message_for("unevaluatedItems", {"type": "number"}, ["x"], about=0)
    'expected item 0 to be what `unevaluatedItems` allows, as nothing else evaluates it'
    """
    if about is not None and isinstance(value, dict) and keyword in _ABOUT_ALLOWED:
        return _ABOUT_ALLOWED[keyword].format(value_text(about))
    if about is not None and keyword in _ABOUT:
        return _ABOUT[keyword].format(value_text(about), value_text(value))
    say = _MESSAGES.get(keyword)
    if say is None:
        return f"expected `{keyword}` to hold, found {describe(instance)}" + (f" ({cut(note, 120)})" if note else "")
    try:
        message = say(value, instance)
    except (TypeError, ValueError, ArithmeticError):
        message = f"expected `{keyword}` to hold, found {describe(instance)}"
    return f"{message} ({cut(note, 120)})" if note else message


def hint_for(keyword: str, value: Any, instance: Any, subschema: Any, *, about: str | int | None = None) -> str | None:
    r"""
    Return what to do, as an imperative, where a name or value looks misspelt.

    >>> hint_for("enum", ["linux", "darwin"], "linx", {})
    'did you mean "linux"?'
    >>> hint_for("format", "regex", "^{id}$", {})
    'put a backslash before a literal {, }, ] or -'
    >>> print(hint_for("format", "regex", r"^a\Z", {}))
    write $ for \Z
    """
    if keyword == "enum" and isinstance(instance, str) and isinstance(value, list):
        return _did_you_mean(instance, [option for option in value if isinstance(option, str)])
    if keyword == "const" and isinstance(instance, str) and isinstance(value, str):
        return _did_you_mean(instance, [value])
    if keyword == "format" and value == "regex" and isinstance(instance, str):
        return _pattern_hint(instance)
    named = subschema.get("properties") if isinstance(subschema, dict) else None
    declared = list(named) if isinstance(named, dict) else []
    if keyword in {"additionalProperties", "unevaluatedProperties"} and isinstance(about, str):
        present = instance if isinstance(instance, dict) else {}
        return _did_you_mean(about, [name for name in declared if name not in present])
    if keyword == "required" and isinstance(value, str) and isinstance(instance, dict):
        close = _closest(value, [name for name in instance if name not in declared])
        return f"rename {value_text(close)} to {value_text(value)}" if close else None
    return None


def _pattern_hint(pattern: str) -> str | None:
    from schemawright.engines.assertions.wellformed import is_ecma_pattern, is_forgiven

    if not is_forgiven(pattern):
        return None
    needless = _needless_escape(pattern)
    if needless:
        meant = _ANCHORS.get(needless)
        return f"write {meant} for \\{needless}" if meant else f"leave out the backslash before {quoted(needless)}"
    # The commonest slip in published schemas: Python and JavaScript without its `u` flag let it pass.
    helps = is_ecma_pattern(_LITERALS.sub(_with_backslash, pattern))
    return "put a backslash before a literal {, }, ] or -" if helps else None


_ESCAPES = frozenset("dDwWsSbBtnrvf0123456789cxupPk")
"""Letters and digits that may stand behind a backslash in a pattern of ECMA-262, Unicode on."""
_ANCHORS = {"A": "^", "Z": "$", "z": "$"}
"""What other dialects of patterns have for the ends of a text → what ECMA-262 has."""
_LITERALS = re.compile(
    r"\\[pPu]\{[^}]*\}|\\.|(?P<brackets>\[(?:\\.|[^\]\\])*\])|\{\d+(?:,\d*)?\}|(?P<literal>[{}\]])", re.DOTALL
)
"""What means something in a pattern, and what would only mean itself."""
_BESIDE_A_CLASS = re.compile(r"(?<=\\[dDsSwW])-|-(?=\\[dDsSwW])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def _with_backslash(match: re.Match[str]) -> str:
    if match["brackets"]:
        return _BESIDE_A_CLASS.sub(r"\\-", match[0])
    return f"\\{match[0]}" if match["literal"] else match[0]


def _needless_escape(pattern: str) -> str:
    """Return the first character that has a backslash and must not have one; empty where none is."""
    escaped = (match[1] for match in _ESCAPED.finditer(pattern))
    return next((one for one in escaped if one not in _ESCAPES and (one.isalnum() or not one.isascii())), "")


def _did_you_mean(word: str, known: list[str]) -> str | None:
    close = _closest(word, known)
    return f"did you mean {value_text(close)}?" if close else None


def _closest(word: str, known: list[str]) -> str | None:
    """Return the known word that is most like a word, letter case aside; None where none is like it."""
    short = tuple([name for name in known[:1000] if len(name) <= MAX_VALUE])
    return _close(word, short) if short and len(word) <= MAX_VALUE else None


@lru_cache(maxsize=64)
def _close(word: str, known: tuple[str, ...]) -> str | None:
    # What one record has misspelt, many of a stream have.
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in known}
    matches = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None
