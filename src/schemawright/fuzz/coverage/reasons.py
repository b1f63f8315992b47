"""Why a keyword was never exercised, where that can be told: it cannot be, and the canonical algebra proves it."""

from __future__ import annotations

import json
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.patterns import BadPattern, PatternTimeout, matches
from schemawright.fuzz.coverage.copies import CannotCopyError, Copies, Excuse, Extent
from schemawright.fuzz.coverage.leading import Leading
from schemawright.fuzz.schema.around import Around
from schemawright.fuzz.schema.holders import Holders, split
from schemawright.fuzz.schema.schema_map import APPLIES_TO
from schemawright.fuzz.schema.swallowed import DIRECTLY, EVALUATING, Swallowed, evaluating_in
from schemawright.fuzz.texts.candidates import CAP
from schemawright.fuzz.texts.pattern_lengths import Lengths, bits, longest
from schemawright.fuzz.texts.patterns import matches_every_text, repeats_one_class, searched, tree_of
from schemawright.keywords import FLAT, REFERENCES, dialect_inside, subschemas

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from schemawright.canonical import Canonical
    from schemawright.fuzz.schema.holders import Holder
    from schemawright.fuzz.schema.schema_map import Pair, SchemaMap, Subschema
    from schemawright.fuzz.texts.pattern_syntax import Node

_BY_ITSELF = frozenset({"type", "enum", "const", "not", "anyOf", "oneOf"})
"""Keywords about values of every type, whose meaning depends on none beside them."""
_UNION = frozenset({"oneOf"})
_EXTENTS = (Extent(), Extent(references=False))
_KINDS = frozenset({"array", "boolean", "null", "number", "object", "string"})
_MOVED = "schemawright:reason"
_CANNOT_FAIL = "cannot fail: "
_NEVER = f"{_CANNOT_FAIL}it allows everything"
_LEVELS, _ASKED = 8, 4_000_000
"""
How far around a subschema it is looked for what says the same, and about how many characters the algebra is asked.
"""
_SURROGATES = range(0xD800, 0xE000)
_TYPES = {"string": {"string"}, "number": {"number", "integer"}, "array": {"array"}, "object": {"object"}}


class Reasons:
    """
    Tells why keywords cannot be exercised.

    Args:
        schema_map: The schema's subschemas and keywords.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._holders = Holders(schema_map)
        self._around = Around(schema_map, self._holders)
        self._swallowed = Swallowed(schema_map, self._holders)
        self._leading = Leading(schema_map)
        self._asked = 0
        self._repeating: dict[tuple[str, str, frozenset[str]], bool] = {}
        self._known: dict[str, str] = {}

    def reason(self, pair: Pair) -> str:
        """Return why a keyword cannot be satisfied, or violated in isolation; empty where nothing is known."""
        location = pair.keyword_location
        if location not in self._known:
            self._known[location] = f"cannot fail: {pair.note}" if pair.note else self._found(pair)
        return self._known[location]

    def _found(self, pair: Pair) -> str:
        subschema = self._map.subschemas[pair.subschema]
        contents = subschema.contents
        if contents is False:
            return "cannot hold: it is `false`"
        if not _may_apply(pair, contents):
            return f"cannot fail alone: `type` allows no {APPLIES_TO[pair.keyword]}"
        reason = next(self._at_sight(pair, subschema), "") or self._of_union(pair, subschema)
        if reason:
            return reason
        proofs = (self._proved, self._not_evaluated, self._of_names, self._repeated)
        return next(filter(None, (proof(pair, subschema) for proof in proofs)), "")

    def _at_sight(self, pair: Pair, subschema: Subschema) -> Iterator[str]:
        """Yield reasons that take no proof."""
        known = {name: value for name, value in subschema.contents.items() if name in FLAT[subschema.dialect]}
        yield from (reason for is_so, reason in _AT_SIGHT if is_so(pair, known))
        if pair.keyword == "type" and "string" in _types(pair.value) and self._around.is_of_names(subschema):
            yield "cannot fail: every name is a string"
        if pair.keyword == "anyOf" and self._has_free_branch(subschema):
            yield "cannot fail: one of its branches allows everything"
        kind = self._around.refusing_type(subschema)
        if kind:
            yield f"cannot fail alone: `type` around it allows no {kind}"

    def _proved(self, pair: Pair, subschema: Subschema) -> str:
        """Return what the canonical algebra proves: every value that the rest accepts is accepted."""
        several = (self._copies(subschema, Excuse(pair), extent=extent) for extent in _EXTENTS)
        return next(filter(None, (self._said_beside(pair, one) for one in several if one is not None)), "")

    def _said_beside(self, pair: Pair, copies: Copies) -> str:
        whole, rest = self._canonical(copies.whole), self._canonical(copies.rest)
        if whole is None or rest is None:
            return ""
        if whole.is_empty:
            return self._unsatisfiable(pair, copies, rest)
        if not _within(rest, whole):
            return ""
        is_beside_nothing = rest.contents is True or not rest.contents.keys() - {"$schema"}
        return _NEVER if is_beside_nothing else "cannot fail alone: whatever it refuses, the keywords beside it refuse"

    def _unsatisfiable(self, pair: Pair, copies: Copies, rest: Canonical) -> str:
        """Return why a keyword cannot be exercised of a subschema that nothing satisfies; empty where it can be."""
        if rest.is_empty:
            return "cannot fail alone: nothing satisfies the keywords beside it"
        if pair.keyword not in _BY_ITSELF:
            return ""
        alone = self._canonical(copies.keyword_alone)
        return "cannot hold: nothing satisfies it" if alone is not None and alone.is_empty else ""

    def _copies(self, top: Subschema, excuse: Excuse, **how: Any) -> Copies | None:
        try:
            return Copies(self._map, self._leading, top, excuse, **how)
        except CannotCopyError:
            return None

    def _has_free_branch(self, subschema: Subschema) -> bool:
        """Return whether a branch of an `anyOf` allows everything, since none of its keywords can fail."""
        branches = [self._map.child(subschema, ("anyOf", number)) for number in range(len(subschema.contents["anyOf"]))]
        return any(branch is not None and self._is_free(branch) for branch in branches)

    def _is_free(self, subschema: Subschema) -> bool:
        contents = subschema.contents
        if isinstance(contents, bool):
            return contents
        is_flat = not any(name in contents for name in REFERENCES) and not any(subschemas(contents, subschema.dialect))
        return is_flat and all(self.reason(pair).startswith(_CANNOT_FAIL) for pair in subschema.pairs)

    def _repeated(self, pair: Pair, subschema: Subschema) -> str:
        """
        Return that what is around a subschema refuses whatever a keyword refuses: it says the same elsewhere.

        Values come to the subschema by way of some schema objects, and to these from what is around them.  Of each of
        those it is asked whether it accepts more if the keyword is excused on all ways from there.
        """
        ways, around = set[str](), {subschema.location: subschema}
        for _ in range(_LEVELS):
            left = [one for one in around.values() if not ways or not self._is_repeated(pair, one, ways)]
            if not left:
                return "cannot fail alone: whatever it refuses, the keywords around it refuse"
            for one in left:
                ways.add(one.location)
                above = self._leading.to(one)
                if above is None:
                    return ""
                around |= {other.location: other for other in above}
            around = {location: one for location, one in around.items() if location not in ways}
        return ""

    def _is_repeated(self, pair: Pair, top: Subschema, among: Collection[str]) -> bool:
        """Return whether a schema object accepts no more where a keyword is excused on the ways from it to that."""
        ways = self._leading.ways(top, among)
        key = (pair.keyword_location, top.location, ways)
        if self._asked > _ASKED:
            return False
        if key not in self._repeating:
            several = (self._copies(top, Excuse(pair, ways), extent=one) for one in self._extents(top, ways))
            self._repeating[key] = self._accepts_no_more(one for one in several if one is not None)
        return self._repeating[key]

    def _accepts_no_more(self, several: Iterable[Copies]) -> bool:
        asked: set[str] = set()
        for copies in several:
            text = json.dumps(copies.rest, default=str)
            if text in asked:
                continue
            asked.add(text)
            self._asked += len(text)
            if self._asked > _ASKED:
                return False
            if self._is_within(copies.rest, copies.whole):
                return True
        return False

    def _extents(self, top: Subschema, ways: frozenset[str]) -> Iterator[Extent]:
        """Yield how much of a schema object is looked at: what is about the same members, and all."""
        names = self._leading.names(top, ways)
        if names is not None:
            yield from (Extent(names), Extent(names, references=False))
        yield from _EXTENTS

    def _of_names(self, pair: Pair, subschema: Subschema) -> str:
        """Return that a name is never refused, or that its object refuses it anyhow: only some are allowed there."""
        if not self._around.is_of_names(subschema):
            return ""
        if self._never_refuses(pair, subschema, {}):
            is_alone = len(subschema.pairs) == 1
            return f"cannot fail{'' if is_alone else ' alone'}: no name is refused by it{'' if is_alone else ' only'}"
        around = self._around.named_by(subschema)
        contents = around.contents if around is not None else None
        if not isinstance(contents, dict) or contents.get("additionalProperties") is not False:
            return ""
        patterns = [{"pattern": pattern} for pattern in contents.get("patternProperties", ())]
        allowed: list[Any] = [{"enum": list(contents["properties"])}] if contents.get("properties") else []
        if all(self._never_refuses(pair, subschema, one) for one in (*allowed, *patterns)):
            return "cannot fail alone: `additionalProperties` refuses every name that it refuses"
        return ""

    def _never_refuses(self, pair: Pair, subschema: Subschema, names: dict[str, Any]) -> bool:
        """Return whether a keyword accepts all names that the others accept, out of some."""
        if _is_by_pattern(pair, names):
            return True
        copies = self._copies(subschema, Excuse(pair))
        if copies is None:
            return False
        rest = {**copies.rest, "allOf": [*copies.rest["allOf"], {"type": "string", **names}]}
        return self._is_within(rest, copies.whole)

    def _not_evaluated(self, pair: Pair, subschema: Subschema) -> str:
        """
        Return that an `unevaluated…` keyword refuses whatever a keyword refuses.

        What fails in a branch of `allOf`, or in what such a branch refers to, is not evaluated there: an `unevaluated…`
        beside that `allOf` judges it too.
        """
        name = self._swallowed.by(subschema)
        if not name and pair.keyword == "dependentRequired":
            # It refuses only what has a member that asks for others.
            asking = [one for one, others in pair.value.items() if others]
            name = self._swallowed.by_any_of(asking, subschema)
        if name:
            return f"cannot fail alone: what it refuses is not evaluated, and `{name}` refuses that"
        for count in range(1, DIRECTLY + 1):
            above, tokens = split(subschema.pointer, count)
            holder = self._map.known(f"{subschema.resource}#{above}") if tokens else None
            held = self._holders.of(holder, frozenset(EVALUATING)) if holder is not None else []
            names = {self._unevaluating(one, tokens, pair, subschema) for one in held}
            if held and "" not in names:
                return f"cannot fail alone: what it refuses is not evaluated, and `{names.pop()}` refuses that"
        return ""

    def _unevaluating(self, holder: Holder, tokens: list[Any], pair: Pair, subschema: Subschema) -> str:
        """Return which `unevaluated…` keyword of a holder refuses whatever a keyword refuses; empty for none."""
        for name, evaluating in evaluating_in(holder.subschema).items():
            if str(tokens[0]) not in evaluating:
                continue
            if self._holders.is_evaluated(holder, tokens, evaluating):
                continue
            closing = self._map.child(holder.subschema, (name,))
            copies = None if closing is None else self._copies(subschema, Excuse(pair), beside=[closing])
            if copies is not None and self._is_within(copies.rest, copies.whole):
                return name
        return ""

    def _of_union(self, pair: Pair, subschema: Subschema) -> str:
        """Return that a union beside a `type`, around it, or around the member that it is of, refuses what it does."""
        if pair.keyword != "type":
            return ""
        types = {pair.value} if isinstance(pair.value, str) else set(pair.value)
        refused = _KINDS - types
        around = [one.subschema for one in self._holders.of(subschema, _UNION)]
        refuses = self._holders.refuses_type
        if any(
            bool(several) and all(refuses(one, kind) for one in several for kind in refused)
            for several in ([subschema], around)
        ):
            return "cannot fail alone: `oneOf` fails with it"
        above = self._around.parent(subschema)
        if above is None or above[1][0] != "properties":
            return ""
        name = self._holders.refuses_member(above[0], str(above[1][-1]), refused)
        return f"cannot fail alone: `{name}` fails with it" if name else ""

    def _is_within(self, rest: Any, whole: Any) -> bool:
        """Return whether it is proven that a schema accepts nothing that another one refuses."""
        forms = self._canonical(whole), self._canonical(rest)
        return forms[0] is not None and forms[1] is not None and _within(forms[1], forms[0])

    def _canonical(self, contents: dict[str, Any]) -> Canonical | None:
        from schemawright.canonical import canonical_of

        return canonical_of(
            contents,
            dialect=dialect_inside(contents, self._map.schema.dialect),
            assert_formats=self._map.schema.settings.assert_formats,
            uri=_MOVED,
            retrieve=self._map.retrieve,
        )


def _types(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _matches_all(pair: Pair, _contents: dict[str, Any]) -> bool:
    tree = tree_of(pair.value) if pair.keyword == "pattern" and isinstance(pair.value, str) else None
    return tree is not None and (matches_every_text(tree) or _takes_all_characters(pair.value, tree))


def _takes_all_characters(pattern: str, tree: Node) -> bool:
    """Return whether a pattern is about characters of one class, as many as there are, and all are of that."""
    if not repeats_one_class(tree):
        return False
    every = "".join(map(chr, chain(range(_SURROGATES.start), range(_SURROGATES.stop, sys.maxunicode + 1))))
    try:
        return matches(pattern, every)
    except (BadPattern, PatternTimeout):
        return False


def _is_by_pattern(pair: Pair, contents: dict[str, Any]) -> bool:
    """Return whether all texts of the pattern beside a bound on the length are within that."""
    if pair.keyword not in {"minLength", "maxLength"} or not isinstance(contents.get("pattern"), str):
        return False
    tree = tree_of(contents["pattern"])
    if tree is None:
        return False
    if pair.keyword == "maxLength":
        return bool(longest(searched(tree)) <= pair.value)
    lengths = Lengths(CAP).of(searched(tree))
    return bool(lengths and bits(lengths)[0] >= pair.value)


_AT_SIGHT: tuple[tuple[Callable[[Pair, dict[str, Any]], bool], str], ...] = (
    (_matches_all, "cannot fail: it matches every text"),
    (_is_by_pattern, "cannot fail alone: whatever it refuses, `pattern` refuses"),
    (
        lambda pair, contents: pair.keyword == "contains" and contents.get("minContains") == 0,
        "cannot fail: `minContains` is 0",
    ),
    (
        lambda pair, contents: pair.keyword == "contains" and contents.get("minContains", 0) > 0,
        "cannot fail: too few are told by `minContains`",
    ),
)


def _within(rest: Canonical, whole: Canonical) -> bool:
    between = rest.without(whole)
    return between is not None and between.is_empty


def _may_apply(pair: Pair, contents: dict[str, Any]) -> bool:
    said = contents.get("type")
    kinds = {said} if isinstance(said, str) else set(said) if isinstance(said, list) else None
    applies = APPLIES_TO.get(pair.keyword)
    return kinds is None or applies is None or bool(kinds & _TYPES[applies])
