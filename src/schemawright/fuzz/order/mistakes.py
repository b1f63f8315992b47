"""
Mistakes: what a subschema would be, had its author got one keyword wrong, forgotten it, or added it for no reason.

For each keyword the table says in what ways people get it wrong.  `schemawright.fuzz.order.mutants` puts what comes of
it in the subschema's place, and asks which records tell the difference.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, islice, pairwise, zip_longest
from operator import eq
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.near.values import alike
from schemawright.fuzz.schema.places import without_members
from schemawright.keywords import ANNOTATION, FLAT, IDENTIFIER, LOCATION, REF_ALONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Contents = dict[str, Any]

_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
_FEW = 12
"""How many names, values or branches of one keyword are varied."""
_NEIGHBOURS = 3
"""How many neighbours of a `const` are tried, and of the first value of an `enum`; and of how many names the case."""
_EMPTY: tuple[Any, ...] = (None, False, True, 0, 1, [], {})
"""What is added to an `enum`, one of each type and what is hardly anything."""
_SAY_NOTHING = frozenset({ANNOTATION, IDENTIFIER, LOCATION})
_NOTHING_ALONE = frozenset({"if"})
_DYNAMIC = ("$dynamicAnchor", "$recursiveAnchor")
"""Identifiers that decide where a reference leads; without them it leads somewhere else."""


class Mistake(NamedTuple):
    """
    A subschema with one mistake in it.

    Args:
        keyword: The keyword that is got wrong; empty where one is there that nobody asked for.
        name: Which of several names it is about, such as one of the `properties`; empty for none.
        contents: The subschema.
        forgotten: Whether a keyword is missing, which is the most usual of mistakes.
        unlikely: Whether hardly anyone makes it.
    """

    keyword: str
    name: str
    contents: Any
    forgotten: bool = False
    unlikely: bool = False


def mistakes(contents: Contents, dialect: str) -> Iterator[Mistake]:
    """
    Yield what a subschema could be in its place, without each keyword first.

    Some are the same in other words, and some no schema.

    >>> [one.contents for one in mistakes({"minimum": 3}, "2020-12")]
    [{}, {'minimum': 4}, {'minimum': 2}, {'minimum': 3.001}, {'minimum': 2.999}, {'exclusiveMinimum': 3}]
    """
    alone = dialect in REF_ALONE and "$ref" in contents
    known = [name for name in contents if name in FLAT[dialect] and FLAT[dialect][name].kind not in _SAY_NOTHING]
    meant = ["$ref"] if alone else [*known, *(name for name in _DYNAMIC if name in contents)]
    for keyword in meant:
        if keyword not in _NOTHING_ALONE:
            yield Mistake(keyword, "", without_members(contents, {keyword}), forgotten=True)
    # The keywords take turns: where there are too many to look at all, each has some.
    turns = zip_longest(*[_changed(keyword, contents) for keyword in meant])
    yield from (mistake for mistake in chain.from_iterable(turns) if mistake is not None)
    if not alone:
        yield from (Mistake("", "", changed) for changed in _additions(contents))


def _changed(keyword: str, contents: Contents) -> Iterator[Mistake]:
    for changes in (_CHANGES, _SELDOM):
        for changed in changes.get(keyword, _nothing)(contents, contents[keyword]):
            name, other = changed if isinstance(changed, tuple) else ("", changed)
            yield Mistake(keyword, name, other, unlikely=changes is _SELDOM)


def _nothing(_contents: Contents, _value: Any) -> Iterator[Any]:
    yield from ()


# --- assertions

_EXACT = 1 << 53
"""Below this, integers and what is between them are numbers of their own."""


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _types(contents: Contents, value: Any) -> Iterator[Any]:
    said = [value] if isinstance(value, str) else [name for name in value if isinstance(name, str)]
    for name in _TYPES:
        if name not in said and not (name == "integer" and "number" in said):
            yield contents | {"type": [*said, name]}
    if len(said) > 1:
        yield from (contents | {"type": [one for one in said if one != name]} for name in said)
    if "number" in said:
        yield contents | {"type": ["integer" if one == "number" else one for one in said]}


_OTHER_SIDE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
_OTHER_SIDE |= {other: one for one, other in _OTHER_SIDE.items()}


def _bound(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        if not _is_number(value):
            return
        for step in (1, -1, 0.001, -0.001) if abs(value) < _EXACT else (1, -1):
            yield contents | {keyword: value + step}
        yield without_members(contents, {keyword}) | {_OTHER_SIDE[keyword]: value}

    return change


def _size(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        if _is_number(value):
            yield contents | {keyword: value + 1}
            yield from [contents | {keyword: value - 1}] if value > 0 else []

    return change


def _multiple(contents: Contents, value: Any) -> Iterator[Any]:
    if _is_number(value) and abs(value) < _EXACT:
        yield contents | {"multipleOf": value * 2}
        yield contents | {"multipleOf": value / 2}


def _names(contents: Contents, value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from (contents | {"required": [one for one in value if one != name]} for name in value[:_FEW])


def _values(contents: Contents, value: Any) -> Iterator[Any]:
    if any(isinstance(one, str) for one in value) and "" not in value:
        yield contents | {"enum": [*value, ""]}
    for index, one in enumerate(value[:_FEW]):
        yield contents | {"enum": [*value[:index], *value[index + 1 :]]}
        near = islice(alike(one), 1 if index else _NEIGHBOURS)
        yield from (contents | {"enum": [*value, other]} for _, other in near)
    yield from (contents | {"enum": [*value, other]} for other in _EMPTY if not any(map(partial(eq, other), value)))


def _constant(contents: Contents, value: Any) -> Iterator[Any]:
    for _, near in islice(alike(value), _NEIGHBOURS):
        yield contents | {"const": near}
        yield without_members(contents, {"const"}) | {"enum": [value, near]}


_KIN = {
    "date-time": ("date", "time"),
    "date": ("date-time",),
    "time": ("date-time",),
    "duration": ("date",),
    "email": ("idn-email", "hostname"),
    "idn-email": ("email",),
    "hostname": ("idn-hostname", "email"),
    "idn-hostname": ("hostname",),
    "uri": ("iri", "uri-reference"),
    "iri": ("uri", "iri-reference"),
    "uri-reference": ("uri", "iri-reference"),
    "iri-reference": ("iri", "uri-reference"),
    "ipv4": ("ipv6", "hostname"),
    "ipv6": ("ipv4",),
    "json-pointer": ("relative-json-pointer",),
    "uri-template": ("uri-reference",),
}
"""Format → those that are taken for it."""


_DAY, _HOUR = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
_LIKE_DAY, _LIKE_HOUR = (
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d*)?(Z|[+-]\d\d:\d\d)",
)
_SHAPES = {
    "date": (_LIKE_DAY,),
    "time": (_HOUR, _LIKE_HOUR),
    "date-time": (f"{_DAY}T{_HOUR}", f"{_LIKE_DAY}T{_LIKE_HOUR}"),
    "ipv4": (r"\d{1,3}(\.\d{1,3}){3}",),
    "email": (r"[^@\s]+@[^@\s]+",),
    "hostname": (r"[A-Za-z0-9.-]+",),
    "uuid": (r"[0-9A-Fa-f-]{36}",),
}
"""Format → patterns that are written for it: by those who count digits, and by those who know their ranges."""
_ALSO = {
    "ipv6": (r"[0-9A-Fa-f:.]+",),
    "uri": (r"[A-Za-z][A-Za-z0-9+.-]*:.*",),
    "duration": (r"P(\d+[YMWD])*(T(\d+([.,]\d+)?[HMS])*)?",),
}
"""Format → patterns that all of its texts fit: they only take in more."""
_EXCLUDING = frozenset({"time", "date-time", "email"})
"""Formats of which those patterns leave out some texts too, which valid records tell."""


def _formats(contents: Contents, value: Any) -> Iterator[Any]:
    yield from (contents | {"format": other} for other in _KIN.get(value, ()))
    rest = without_members(contents, {"format"})
    for shape in (*_SHAPES.get(value, ()), *_ALSO.get(value, ())):
        # What takes in more, and what takes in less: who does both is told by either, and the other is not looked for.
        either = {"anyOf": [{"format": value}, {"pattern": f"^{shape}$"}]}
        yield rest | {"allOf": [*contents.get("allOf", ()), either]}
        if value in _EXCLUDING and "pattern" not in contents:
            yield contents | {"pattern": f"^{shape}$"}


_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]|\\[dDwW]")
_QUANTIFIER = re.compile(r"(?<=[\])}\w.])[+*?]|\{(\d+)(,?)(\d*)\}")


_LITERAL = re.compile(r"\\[^\w\s]")
"""What is escaped to stand for itself."""


def _patterns(contents: Contents, value: Any) -> Iterator[Any]:
    found = [value.removeprefix("^"), value.removesuffix("$"), f"^(?:{value})", f"(?:{value})$"]
    for match in islice(_QUANTIFIER.finditer(value), _FEW):
        found += [f"{value[: match.start()]}{other}{value[match.end() :]}" for other in _counts(match)]
    for match in islice(_RANGES.finditer(value), _FEW):
        found += [f"{value[: match.start(1)]}{other}{value[match.end(1) :]}" for other in _classes(match[1])]
    for match in islice(_LITERAL.finditer(value), _FEW):
        found.append(f"{value[: match.start()]}.{value[match.end() :]}")
    for match in islice(_CLASS.finditer(value), _FEW):
        found.append(f"{value[: match.start()]}\\w{value[match.end() :]}")
    found += [value.replace("a-z", "a-zA-Z"), value.replace("A-Z", "A-Za-z"), value.replace("$", r"\n?$")]
    yield from _with_patterns(contents, value, found)


def _with_patterns(contents: Contents, value: str, others: list[str]) -> Iterator[Any]:
    yield from (contents | {"pattern": other} for other in dict.fromkeys(others) if other != value)


_EVERY_SCRIPT = (("a-z", r"\p{Ll}"), ("A-Z", r"\p{Lu}"), ("0-9", r"\p{Nd}"), (r"\d", r"\p{Nd}"))
"""What stands for letters and digits of ASCII, and what some engines make of it."""


def _other_engines(contents: Contents, value: Any) -> Iterator[Any]:
    """Yield what a pattern means to other engines, or where a class has more in it than anyone writes."""
    found = [value.replace(ascii_, every) for ascii_, every in _EVERY_SCRIPT]
    for match in islice(_CLASS.finditer(value), _FEW):
        found += [f"{value[: match.start()]}{wide}{value[match.end() :]}" for wide in (".", r"[\p{L}\p{N}]")]
    yield from _with_patterns(contents, value, found)


def _counts(match: re.Match[str]) -> list[str]:
    """Return what could be written for a quantifier."""
    if match[1] is None:
        return [other for other in ("*", "+", "?", "") if other != match[0]]
    least, most = int(match[1]), match[3]
    fewer = [f"{{{least - 1}{match[2]}{most}}}"] if least else []
    fewer += [f"{{{least - 1},{least}}}"] if least and not match[2] else []
    more = f"{{{least},{int(most) + 1}}}" if most else f"{{{least},}}" if not match[2] else f"{{{least + 1},}}"
    return [*fewer, more]


_RANGES = re.compile(r"\[((?:[^\]\\^]|\\.)(?:[^\]\\]|\\.)*)\]")
"""What is in brackets, if it is not excluded."""


def _classes(members: str) -> Iterator[str]:
    """Yield what a class could be: with more that looks alike in it, or without the end of a range."""
    yield from (f"{one}{members}" for one in ("a-z", "A-Z", "0-9", "_", " ") if one not in members)
    for whole, less in (("a-z", "b-z"), ("A-Z", "B-Z"), ("0-9", "1-9")):
        if whole in members:
            yield members.replace(whole, less)
            yield members.replace(whole, f"{whole[:2]}{chr(ord(whole[2]) - 1)}")


def _dependents(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        for name, asked in islice(value.items(), _FEW):
            yield contents | {keyword: {one: other for one, other in value.items() if one != name}}
            if isinstance(asked, list) and len(asked) > 1:
                fewer = ([one for one in asked if one != wanted] for wanted in asked[:_FEW])
                yield from (contents | {keyword: value | {name: rest}} for rest in fewer)

    return change


# --- applicators and references


def _branches(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        others = (other for other in ("anyOf", "oneOf", "allOf") if other not in contents)
        yield from (without_members(contents, {keyword}) | {other: value} for other in others)
        for index in range(min(len(value), _FEW)):
            rest = [*value[:index], *value[index + 1 :]]
            if rest:
                yield contents | {keyword: rest}

    return change


def _by_name(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        for name, inner in islice(value.items(), 2 * _FEW):
            rest = {one: other for one, other in value.items() if one != name}
            yield name, contents | {keyword: rest}
            yield name, contents | {keyword: rest | {f"{name}_": inner}}
            if inner is not True and inner != {}:
                yield name, contents | {keyword: value | {name: {}}}
                yield name, contents | {keyword: value | {name: {"anyOf": [inner, {"type": "null"}]}}}

    return change


def _properties(contents: Contents, value: Any) -> Iterator[Any]:
    yield from _by_name("properties")(contents, value)
    if any(contents.get(keyword) is False for keyword in ("additionalProperties", "unevaluatedProperties")):
        for name in islice(value, _FEW):
            others: Contents = {
                other: {} for other in (name.upper(), name.lower(), name.capitalize()) if other not in value
            }
            yield from [(name, contents | {"properties": value | others})] if others else ()


def _by_pattern(contents: Contents, value: Any) -> Iterator[Any]:
    yield from _by_name("patternProperties")(contents, value)
    yield from _of_names(_patterns)(contents, value)


def _of_names(changes: Callable[[Contents, Any], Iterator[Any]]) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        for name, inner in islice(value.items(), _FEW):
            rest = {one: other for one, other in value.items() if one != name}
            for changed in changes({}, name):
                yield name, contents | {"patternProperties": rest | {changed["pattern"]: inner}}

    return change


def _rest(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        new: tuple[Any, ...] = (False, {"type": "string"}, {"type": "integer"}, {"type": ["null", "boolean"]})
        yield from (contents | {keyword: one} for one in new if one != value)

    return change


def _items(contents: Contents, value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from _firsts("items")(contents, value)
        return
    firsts = contents["prefixItems"] if isinstance(contents.get("prefixItems"), list) else []
    for keyword in ("prefixItems", "items"):
        yield without_members(contents, {"items"}) | {keyword: [*firsts, value]}
        yield without_members(contents, {"items"}) | {keyword: [*firsts, value, value]}
    yield contents | {"prefixItems": [*firsts, {}]}
    yield contents | {"items": False}


def _firsts(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        for index, inner in enumerate(value[:_FEW]):
            before, after = value[:index], value[index + 1 :]
            if inner is not True and inner != {}:
                yield contents | {keyword: [*before, {}, *after]}
            if after:
                yield contents | {keyword: [*before, after[0], inner, *after[1:]]}
        yield contents | {keyword: value[:-1] or [{}]}
        yield contents | {keyword: [{}, *value]}

    return change


def _contains(contents: Contents, value: Any) -> Iterator[Any]:
    yield without_members(contents, {"contains"}) | {"items": value}
    yield contents | {"contains": {}}


def _denied(contents: Contents, value: Any) -> Iterator[Any]:
    yield without_members(contents, {"not"}) | {"allOf": [*contents.get("allOf", ()), value]}


def _condition(contents: Contents, value: Any) -> Iterator[Any]:
    rest = without_members(contents, {"if", "then", "else"})
    then, other = contents.get("then", {}), contents.get("else", {})
    yield rest | {"if": value, "then": other, "else": then}
    yield contents | {"if": {}}
    yield contents | {"if": {"not": {}}}
    yield contents | {"allOf": [*contents.get("allOf", ()), value]}


def _dependent_schemas(contents: Contents, value: Any) -> Iterator[Any]:
    yield from _dependents("dependentSchemas")(contents, value)
    yield from (contents | {"allOf": [*contents.get("allOf", ()), one]} for one in islice(value.values(), _FEW))


def _reference(keyword: str) -> Callable[[Contents, Any], Iterator[Any]]:
    def change(contents: Contents, value: Any) -> Iterator[Any]:
        yield without_members(contents, {keyword}) | {"not": {}}
        if keyword != "$ref" and isinstance(value, str):
            yield without_members(contents, {keyword}) | {"$ref": value if keyword == "$dynamicRef" else "#"}

    return change


_CHANGES: dict[str, Callable[[Contents, Any], Iterator[Any]]] = {
    "type": _types,
    **{name: _bound(name) for name in _OTHER_SIDE},
    **{
        name: _size(name)
        for name in (
            "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains",
            "maxContains",
        )
    },
    "multipleOf": _multiple,
    "required": _names,
    "enum": _values,
    "const": _constant,
    "format": _formats,
    "pattern": _patterns,
    "dependentRequired": _dependents("dependentRequired"),
    "dependencies": _dependents("dependencies"),
    "dependentSchemas": _dependent_schemas,
    **{name: _branches(name) for name in ("allOf", "anyOf", "oneOf")},
    "properties": _properties,
    "patternProperties": _by_pattern,
    **{name: _rest(name) for name in ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")},
    "items": _items,
    "prefixItems": _firsts("prefixItems"),
    "contains": _contains,
    "not": _denied,
    "if": _condition,
    **{name: _reference(name) for name in ("$ref", "$dynamicRef", "$recursiveRef")},
}  # fmt: skip
"""Keyword → in what ways it is got wrong."""
_SELDOM = {"pattern": _other_engines, "patternProperties": _of_names(_other_engines)}
"""Keyword → in what ways it is seldom got wrong."""


# --- what nobody asked for

_PRINTABLE = "^[ -~]*$"
_ADDED: dict[str, tuple[Contents, ...]] = {
    "string": (
        {"minLength": 1}, {"maxLength": 32}, {"maxLength": 255}, {"pattern": _PRINTABLE}, {"pattern": "^\\S*$"},
        {"pattern": "^[^0-9]*$"}, {"pattern": "^[^A-Z]*$"}, {"pattern": "^[^a-z]*$"},
    ),
    "number": ({"minimum": 0}, {"maximum": 10_000}, {"multipleOf": 1}, {"exclusiveMinimum": 0}, {"maximum": 2**53}),
    "integer": (
        {"minimum": 0}, {"exclusiveMinimum": 0}, {"maximum": 2**31 - 1}, {"maximum": 2**63 - 1}, {"multipleOf": 2},
    ),
    "array": ({"minItems": 1}, {"maxItems": 1}, {"maxItems": 10}, {"uniqueItems": True}, {"items": {"type": "string"}}),
    "object": (
        {"minProperties": 1}, {"minProperties": 2}, {"propertyNames": {"pattern": _PRINTABLE}},
        {"propertyNames": {"minLength": 1}}, {"additionalProperties": False},
        {"additionalProperties": {"type": "string"}},
    ),
}  # fmt: skip
"""Type → what a subschema of that type is given that says nothing of it."""
_ADDED_TO_FORMAT: tuple[Contents, ...] = (
    {"maxLength": 20}, {"maxLength": 26}, {"maxLength": 40}, {"pattern": "^[^.]*$"}, {"pattern": "[.]"},
    {"pattern": "^[^A-F]*$"}, {"pattern": "^[^a-f]*$"}, {"pattern": "[Zz]$"}, {"pattern": "^http"}, {"pattern": "T"},
    {"pattern": "^[^W]*$"},
)  # fmt: skip
"""What a text of a format is taken to be by those who know one of its forms."""


def _additions(contents: Contents) -> Iterator[Any]:
    said = contents.get("type", ())
    for name in [said] if isinstance(said, str) else said:
        for added in _ADDED.get(name, ()) if isinstance(name, str) else ():
            if not added.keys() & contents.keys():
                yield contents | added
    if "format" in contents:
        yield from (contents | added for added in _ADDED_TO_FORMAT if not added.keys() & contents.keys())
    if isinstance(contents.get("properties"), dict):
        yield from _more_names(contents, list(contents["properties"]))


def _more_names(contents: Contents, names: list[str]) -> Iterator[Any]:
    required = contents.get("required", [])
    optional = [name for name in names if isinstance(required, list) and name not in required][: 2 * _FEW]
    for name in optional:
        yield contents | {"required": [*required, name]}
        yield contents | {"properties": contents["properties"] | {name: {"not": {}}}}
    if "not" not in contents:
        for one, other in pairwise(optional):
            yield contents | {"not": {"required": [one, other]}}
            yield contents | {"not": {"required": [one], "not": {"required": [other]}}}
    if "maxProperties" not in contents and names:
        yield from (contents | {"maxProperties": most} for most in (len(names) - 1, len(names), len(names) + 2) if most)
