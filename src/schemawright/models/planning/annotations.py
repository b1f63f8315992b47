"""
What docstrings say: the annotations of a schema, which describe a value and judge nothing.

Title and description as they are; `default` and its like in short lines of a fixed form, since nobody who reads a
module looks into the schema that it carries.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.models.planning.facets import CHOICES, JOINING, array_of, doc_of, referred_name
from schemawright.models.planning.literals import escaped
from schemawright.models.spelling.writing import write_json
from schemawright.quoting import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.models.planning.facets import Facet

    Flat = Callable[[Iterable[Facet]], list[Facet] | None]

_DEPRECATED = "Deprecated."
_FLAGS = {"deprecated": _DEPRECATED, "readOnly": "Read only.", "writeOnly": "Write only."}
"""Annotation that is true → what is said then."""
_SHOWN = 60
_MOST_AGAIN = 20
"""How often the words of one definition are said again: who reads them more often in one module knows them."""
_ELLIPSIS = "…"


class Named(NamedTuple):
    """
    What has names of its own among what a value is: its words are told there.

    Args:
        keys: What describes its classes and recursive types: each subschema by identity, with the keywords left out.
        told: What its enumerations say of themselves.
    """

    keys: list[tuple[tuple[int, frozenset[str]], ...]]
    told: list[str]

    def tells(self, words: tuple[str, str]) -> bool:
        """Return whether an enumeration has a title and description as its own."""
        return any(f"{doc}\n\n".startswith(f"{_paragraphs(*words)}\n\n") for doc in self.told)


NOTHING_NAMED = Named([], [])


class Annotations:
    """
    What is said of values, by what stands where they are described first, and then by what that refers to.

    Args:
        holding: Returns all facets that hold where some do.
        most: How many characters are said again of what is referred to: of definitions to which much refers, not more.
    """

    def __init__(self, holding: Flat, most: int) -> None:
        self._holding = holding
        self._left = most
        self._times: Counter[str] = Counter()
        """How often each description, or else title, was said again."""

    def of_value(self, parts: list[Facet], named: Named) -> str:
        """Return what is said of a value: title and description, and in short what else annotates it."""
        said = [facet.schema for facet in (*parts, *self._untold(parts, named)) if isinstance(facet.schema, dict)]
        words = self.words(parts, named)
        return _paragraphs(words, " ".join([note for note in _notes(said) if not _is_said(note, words)]))

    def words(self, parts: list[Facet], named: Named) -> str:
        """Return the title and the description of a value: of what has only a title, another's description."""
        own = list(map(_words, parts))
        referred = map(_words, self._untold(parts, named))
        found = _first([*own, *[one for one in referred if self._may_say(one) and not named.tells(one)]])
        if found not in own:
            self._left -= sum(map(len, found))
            self._times[found[1] or found[0]] += 1
        return _paragraphs(*found)

    def words_to_compare(self, parts: list[Facet]) -> str:
        """Return the words of a value that are not said here, however often they are said already."""
        return _paragraphs(*_first(list(map(_words, [*parts, *self._untold(parts, NOTHING_NAMED)]))))

    def _may_say(self, words: tuple[str, str]) -> bool:
        """Return whether the words of a definition are said once more."""
        return sum(map(len, words)) <= self._left and self._times[words[1] or words[0]] < _MOST_AGAIN

    def _untold(self, parts: list[Facet], named: Named) -> list[Facet]:
        """Return the facets that hold for a value, and that none of its classes tells of."""
        held = self._holding(parts) or []
        by_identity = {id(facet.schema): facet for facet in held}
        described = [(by_identity[one], without) for key in named.keys for one, without in key if one in by_identity]
        told = {id(facet.schema) for facet, without in described if not _has_choice(facet._replace(without=without))}
        return [facet for facet in held if id(facet.schema) not in told]


def _words(facet: Facet) -> tuple[str, str]:
    """Return a subschema's title and description."""
    schema = facet.schema if isinstance(facet.schema, dict) else {}
    return doc_of({"title": schema.get("title")}), doc_of({"description": schema.get("description")})


def _first(said: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the first title and description of some, with another's description where it has none."""
    title, description = next(filter(any, said), ("", ""))
    return title, description or next(filter(None, [description for _, description in said]), "")


def named_in(spec: Any) -> Iterator[tuple[str, int]]:
    """
    Yield what has a name of its own among what a value is by a spec; what is inside of the value is not.

    >>> list(named_in(("choice", (("#/a", ("object", 0)), ("#/b", ("list", ("object", 1)))))))
    [('object', 0)]
    """
    kind, *parts = spec or ("",)
    if kind in {"object", "enum", "shared"}:
        yield kind, parts[0]
    elif kind in _OF_ONE:
        options = [option for _, option in parts[0]] if kind == "choice" else parts[kind == "if" :]
        for option in options:
            yield from named_in(option)


_OF_ONE = frozenset({"kinds", "choice", "if"})
"""How the specs begin of a value that is of one of several."""


def describing(held: list[Facet], flat: list[Facet]) -> list[Facet]:
    """
    Return the facets whose words are those of a class: with what joins several, which says nothing else of a value.

    Args:
        held: All the facets that hold for its objects.
        flat: Those of them that say something of a value.
    """
    known = {(id(facet.schema), facet.without) for facet in flat}
    # What is beside a reference is about this use of what it leads to, which may be elsewhere, too.
    return [
        facet
        for facet in held
        if (id(facet.schema), facet.without) in known
        or (len(flat) > 1 and facet.without <= _JOINING and not referred_name(facet))
    ]


_JOINING = frozenset(JOINING)


def doc_of_class(facets: list[Facet], described: list[Facet], described_of: Flat, place: str) -> str:
    """
    Return what is said of a class; of that of a branch it is what the branch says, not what has the choice.

    Args:
        facets: What describes the class.
        described: All the facets whose words are the class's.
        described_of: Gives them.
        place: The JSON Pointer of the subschema, which is told where the schema says nothing.
    """
    told = described
    if any(map(_has_choice, facets)):
        branch = facets[-1]
        own = [] if referred_name(branch) else [branch]
        told = [facet for facet in (*own, *(described_of([branch]) or ()), *described) if not _has_choice(facet)]
    where = f"An object of the schema's {_ELLIPSIS if len(place) > _SHOWN else ''}{place[-_SHOWN:] or 'root'}."
    return doc_of_type(told, where)


def doc_of_type(facets: Iterable[Facet], otherwise: str = "") -> str:
    """
    Return what is said of what has a name of its own: the first title and description, and whether it is deprecated.

    Args:
        facets: What describes it.
        otherwise: What is said of it where the schema has no words for it.
    """
    said = [facet.schema for facet in facets if isinstance(facet.schema, dict)]
    doc = next((found for schema in said if (found := doc_of(schema))), otherwise)
    is_deprecated = any(schema.get("deprecated") is True for schema in said) and not _is_said(_DEPRECATED, doc)
    return _paragraphs(doc, _DEPRECATED if is_deprecated else "")


def _is_said(note: str, words: str) -> bool:
    """Return whether a title or description says by itself that something is deprecated: a line begins so."""
    return note == _DEPRECATED and _SAYS_DEPRECATED.search(words) is not None


_SAYS_DEPRECATED = re.compile(r"^\W*deprecated\s*([^\w\s]|$)", re.IGNORECASE | re.MULTILINE)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _notes(said: list[dict[str, Any]]) -> Iterable[str]:
    """Yield what subschemas say beside title and description, each in a few words, by the first that says it."""
    yield from [text for name, text in _FLAGS.items() if any(schema.get(name) is True for schema in said)]
    yield from [f"Default: {_shown(schema['default'])}." for schema in said if "default" in schema][:1]
    examples = [example for schema in said for example in array_of(schema.get("examples"))]
    yield from [f"Example: {_shown(example)}." for example in examples[:1]]


def _shown(value: Any) -> str:
    return cut(escaped(write_json(value).decode()), _SHOWN)


def _has_choice(facet: Facet) -> bool:
    """Return whether a branch of a facet stands beside it, of several: one that may be null instead is the value."""
    chosen = facet.without.intersection(CHOICES)
    branches = [branch for keyword in chosen for branch in array_of(facet.schema.get(keyword))]
    return len([branch for branch in branches if branch not in _NO_VALUE]) > 1


_NO_VALUE = (False, {"type": "null"}, {"const": None}, {"enum": [None]})
