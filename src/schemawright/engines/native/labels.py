"""
Labels: which assertions do not hold, and where, without the words.

The errors of jsonschema-rs tell that in a tenth of the time that findings take, but not always where: they leave out
some names, and of `maxContains` they say what is wrong with `contains`.  What cannot be told from them for certain is
asked for in a slower way.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote

from schemawright.engines.native.contained import URI_SAFE
from schemawright.engines.native.inside import UNEVALUATED
from schemawright.engines.native.untold import NAMES_FOLLOW, has_untold_name, is_untold
from schemawright.errors import PointsNowhere
from schemawright.keywords import FLAT, INTO_THE_INSTANCE
from schemawright.own_metaschema import located
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens, unescape_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jsonschema_rs

    from schemawright.engines.native.contained import Contained
    from schemawright.engines.native.engine import NativeEngine
    from schemawright.engines.protocol import Task
    from schemawright.engines.wording.failure import Failure

_TOLD_BY_ITEM = frozenset({"additionalItems", "unevaluatedItems"})
_NAMED = NAMES_FOLLOW | {"prefixItems", "allOf", "anyOf", "oneOf"}
_ONE_SUBSCHEMA = INTO_THE_INSTANCE - {"items"}
_ANY_NAME = frozenset({"additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames"})


class Label(NamedTuple):
    """
    Which assertion does not hold, and where: what a finding says of it, without words.

    Args:
        keyword: The keyword.
        evaluation_path: The route to it from the schema's root, a JSON Pointer.
        instance_location: The value's place, a JSON Pointer.
        keyword_location: Absolute URI and JSON Pointer of the keyword.
    """

    keyword: str
    evaluation_path: str
    instance_location: str
    keyword_location: str


class Labels:
    """
    Tells the labels of instances of one schema.

    Args:
        engine: The compiled schema.
        task: The schema.
        contained: What `contains` describes.
    """

    def __init__(self, engine: NativeEngine, task: Task, contained: Contained) -> None:
        self._engine = engine
        self._task = task
        self._contained = contained

    def of(self, instance: Any) -> list[Label]:
        """
        Return which assertions do not hold.

        Where there are several, those about an item, or a member whose name errors do not tell, may lack its place; and
        what is inside of what is not evaluated is left out.
        """
        if self._engine.multiplies(instance) or self._engine.is_misjudged(instance):
            return self.exactly(instance)
        errors = [error for error in self._engine.iter_errors(instance) if not is_met(error, instance)]
        found = [self._with_contains(self._label(error), instance) for error in errors]
        if len(found) != 1:
            return found
        label = found[0]
        if label.keyword in _TOLD_BY_ITEM or (label.keyword in UNEVALUATED and self._engine.opens(label)):
            return self.exactly(instance)
        if self._engine.has_unevaluated:
            is_told = not (self._engine.has_untold_pattern or has_untold_name(instance))
            return found if is_told else self.exactly(instance)
        if _is_whole(label) or not (self._engine.has_untold_pattern or _passes_untold(instance, label)):
            return found
        return [self._with_untold_names(label, instance)]

    def exactly(self, instance: Any) -> list[Label]:
        """Return which assertions do not hold, each with its exact place."""
        failures = self._engine.failures_in_short(instance)
        return list(dict.fromkeys([label for failure in failures for label in _labels_of(failure)]))

    def take_long(self, instance: Any) -> bool:
        """Return whether those of an instance may take a hundred times as long as a verdict, or longer."""
        engine = self._engine
        is_slow = engine.has_unevaluated or engine.has_untold_pattern
        is_of_reference = (is_slow and engine.has_untold_names(instance)) or engine.is_misjudged(instance)
        return is_of_reference or engine.multiplies(instance)

    def _label(self, error: jsonschema_rs.ValidationError) -> Label:
        # The error of `propertyNames` tells the way without the steps of references below it; the one inside has them.
        told = error.kind.as_dict()["error"] if error.kind.name == "propertyNames" else error
        location = own_location(located(error.absolute_keyword_location or "", self._task.dialect), told.kind.name)
        route = by_the_bound(self._engine.paths.route(told.evaluation_path, error.instance_path), location)
        return Label(
            keyword_of(told.kind.name, route),
            format_pointer(route),
            format_pointer(error.instance_path),
            unescaped(location),
        )

    def _with_contains(self, label: Label, root: Any) -> Label:
        """Return a label of `maxContains` that is of `contains` where nothing is contained: the engine says the one."""
        if label.keyword != "maxContains":
            return label
        try:
            items = resolve_tokens(root, parse_pointer(label.instance_location))
        except PointsNowhere:
            return label
        path, location = (beside(at, "contains") for at in (label.evaluation_path, label.keyword_location))
        uri, mark, pointer = location.partition("#")
        if not self._contained.is_none(f"{uri}{mark}{quote(pointer, safe=URI_SAFE)}", items):
            return label
        return Label("contains", path, label.instance_location, location)

    def _with_untold_names(self, label: Label, instance: Any) -> Label:
        """Return a label with the names that errors do not tell in their paths, and output units do."""
        said = (squeezed(label.evaluation_path), squeezed(label.instance_location))
        fitting = [
            unit
            for unit in self._engine.iter_units(instance)
            if unit.failed and (squeezed(unit.evaluation_path), squeezed(unit.instance_location)) == said
        ]
        if len(fitting) != 1:
            return next(iter(self.exactly(instance)), label)
        return label._replace(
            evaluation_path=fitting[0].evaluation_path, instance_location=fitting[0].instance_location
        )


def keyword_of(kind: str, evaluation_path: tuple[str | int, ...]) -> str:
    """Return the keyword that failed: the last name of the evaluation path, which is finer than the error's kind."""
    last = evaluation_path[-1] if evaluation_path else ""
    if kind == "falseSchema" and is_by_keyword(evaluation_path, "additionalProperties"):
        return "additionalProperties"
    return "false" if kind == "falseSchema" or not isinstance(last, str) else last


def is_by_keyword(evaluation_path: tuple[str | int, ...], keyword: str) -> bool:
    """
    Return whether an evaluation path ends with a keyword, and not with a property that is called the same.

    >>> [is_by_keyword(path, "additionalProperties") for path in (("additionalProperties",), ("$ref", "items"),
    ...     ("properties", "additionalProperties"), ("properties", "properties", "additionalProperties"))]
    [True, False, False, True]
    """
    at = 0
    while at < len(evaluation_path) - 1:
        name, following = evaluation_path[at], evaluation_path[at + 1]
        at += 2 if name in _NAMED or (isinstance(following, int) and name not in _ONE_SUBSCHEMA) else 1
    return at < len(evaluation_path) and evaluation_path[at] == keyword


def by_the_bound(evaluation_path: tuple[str | int, ...], location: str) -> tuple[str | int, ...]:
    """
    Return an evaluation path to where its keyword stands.

    In draft 4 `exclusiveMinimum` says how `minimum` is meant, under which it is told.

    >>> by_the_bound(("items", "exclusiveMinimum"), "https://x.org/a#/items/minimum")
    ('items', 'minimum')
    """
    bound = BOUNDS.get(evaluation_path[-1]) if evaluation_path else None
    return (*evaluation_path[:-1], bound) if bound and location.endswith(f"/{bound}") else evaluation_path


BOUNDS: dict[str | int, str] = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
"""What in draft 4 says how a bound is meant → the bound."""


TOLD_UNDER = {"required": "additionalProperties", "contentEncoding": "contentMediaType"}
"""Keywords that the engine compiles into another one, which stands beside them, and tells under its location."""


def own_location(location: str, kind: str) -> str:
    """
    Return where a keyword stands itself, of a location that may be that of the one that it is compiled into.

    >>> own_location("https://x.org/a#/items/contentMediaType", "contentEncoding")
    'https://x.org/a#/items/contentEncoding'
    """
    other = TOLD_UNDER.get(kind)
    return beside(location, kind) if other and location.endswith(f"/{other}") else location


def unescaped(location: str) -> str:
    """
    Return the location of a keyword with its JSON Pointer as it is; the URI in front stays as URIs are written.

    >>> unescaped("file:///a%20b/c.json#/properties/a%20b")
    'file:///a%20b/c.json#/properties/a b'
    """
    if "%" not in location:
        return location
    uri, mark, pointer = location.partition("#")
    return f"{uri}{mark}{unquote(pointer)}"


def beside(pointer: str, keyword: str) -> str:
    """
    Return the location of a keyword beside another one.

    >>> beside("/properties/a/maxContains", "contains")
    '/properties/a/contains'
    """
    return f"{pointer.rpartition('/')[0]}/{keyword}"


def _passes_untold(instance: Any, label: Label) -> bool:
    """Return whether a value's place may be another than the one told: by an object with a name that is not told."""
    value, told = instance, label.instance_location.split("/")[1:]
    for token in (*told, None):
        names = [name for name in value if is_untold(name)] if isinstance(value, dict) else []
        # An empty name is left out, so it would be missed.
        if names and (any(names) or _steps_inward(label.evaluation_path) != len(told)):
            return True
        if token is None:
            break
        try:
            value = resolve_tokens(value, (unescape_token(token),))
        except PointsNowhere:
            return True
    return False


@lru_cache(maxsize=4096)
def _steps_inward(evaluation_path: str) -> int:
    """
    Return how many steps into the instance a route has; -1 where that cannot be told.

    >>> [_steps_inward(path) for path in ("/$ref/properties/a/items/0/allOf/1/type", "/items/minimum", "/items")]
    [2, 1, -1]
    """
    tokens = evaluation_path.split("/")[1:]
    count = at = 0
    while at < len(tokens) - 1:
        keyword, following = tokens[at], tokens[at + 1]
        is_step = keyword in INTO_THE_INSTANCE
        count += is_step
        is_named = keyword in _NAMED or (following.isdecimal() and keyword not in _ONE_SUBSCHEMA)
        at += 2 if is_named else 1
    return -1 if at >= len(tokens) or tokens[-1] in INTO_THE_INSTANCE else count


def is_met(error: jsonschema_rs.ValidationError, root: Any) -> bool:
    """
    Return whether an error says that a member is missing which is there.

    Beside `additionalProperties: false` jsonschema-rs (0.60) takes one that `properties` does not name for missing.

    Args:
        error: What it says.
        root: The record, or a name in it.
    """
    kind = error.kind
    if kind.name != "required":
        return False
    try:
        value = resolve_tokens(root, error.instance_path)
    except PointsNowhere:
        return False
    return isinstance(value, dict) and kind.as_dict()["property"] in value


def squeezed(pointer: str) -> str:
    """Return a pointer as errors tell it: without empty tokens, and with names of digits as numbers."""
    tokens = [token for token in pointer.split("/") if token]
    return "/".join(str(int(token)) if is_untold(token) else token for token in tokens)


@lru_cache(maxsize=4096)
def _is_whole(label: Label) -> bool:
    """Return whether no name can be untold in a label: none where it would be seen, and no way to overlook one."""
    if "//" in label.keyword_location.partition("#")[2] or label.keyword_location.endswith("/"):
        return False
    route = label.evaluation_path.split("/")
    if any(token.isdecimal() for token in (*route, *label.instance_location.split("/"))):
        return False
    if not _ANY_NAME.isdisjoint(route[:-1]):
        return False
    return not any(before in NAMES_FOLLOW and name in FLAT["2019-09"] for before, name in pairwise(route))


def _labels_of(failure: Failure) -> Iterator[Label]:
    """Yield the label of a failure, or one for each item that is too many."""
    items = [name for name in failure.unexpected if isinstance(name, int)]
    for path in [(*failure.instance_path, item) for item in items] or [failure.instance_path]:
        yield Label(
            failure.keyword,
            format_pointer(failure.evaluation_path),
            format_pointer(path),
            unescaped(failure.keyword_location),
        )
