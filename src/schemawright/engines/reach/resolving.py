"""What references resolve to, and where that stands."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import referencing.exceptions
from attrs import evolve
from referencing.jsonschema import DynamicAnchor, lookup_recursive_ref

from schemawright.engines.reach.places import base_inside
from schemawright.engines.reach.specifications import specification_of
from schemawright.errors import SchemaError, SchemawrightError, UnresolvableReference
from schemawright.keywords import dialect_inside, walk
from schemawright.pointer import fragment_of, parse_pointer
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from schemawright.pointer import Tokens


def lookup(resolver: Any, reference: str, *, is_dynamic: bool = False) -> Any:
    """
    Return what a reference resolves to.

    Args:
        resolver: The resolver where the reference is.
        reference: The reference.
        is_dynamic: Whether it is that of a `$dynamicRef`: to no other is an anchor dynamic (core, section 8.2.2).

    Raises:
        UnresolvableReference: It leads nowhere, or to what is no schema.
        SchemawrightError: What it leads to cannot be read, or cannot be looked for.
    """
    try:
        resolved = _in_its_scope(resolver, reference) if is_dynamic else _at_once(resolver, reference)
    except referencing.exceptions.Unresolvable as error:
        raise _unresolvable(reference, resolver, error) from None
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        # What `referencing` lets through where a pointer meets something that has no members.
        raise _unresolvable(reference, resolver, error) from None
    if not isinstance(resolved.contents, dict | bool):
        message = f"a reference leads to what is no schema: {reference[:60]}"
        raise UnresolvableReference(message, reference=_in_full(reference, resolver), uri=base_of(resolver))
    return resolved


def lookup_recursive(resolver: Any) -> Any:
    """Return what `$recursiveRef` resolves to (2019-09 core, section 8.2.4.2)."""
    return lookup_recursive_ref(resolver)


def _at_once(resolver: Any, reference: str) -> Any:
    """
    Return what a reference resolves to whatever the dynamic scope is.

    `referencing` looks there for whoever refers to a dynamic anchor.
    """
    if not _names_anchor(reference):
        return resolver.lookup(reference)
    uri, fragment = _target(resolver, reference)
    resource = resolver.lookup(uri)
    anchor = resource.resolver._registry.anchor(uri, fragment).value  # noqa: SLF001
    if not isinstance(anchor, DynamicAnchor):
        return resolver.lookup(reference)
    return evolve(resource, contents=anchor.resource.contents)


def _names_anchor(reference: str) -> bool:
    name = reference.partition("#")[2]
    return bool(name) and not name.startswith("/")


def _in_its_scope(resolver: Any, reference: str) -> Any:
    """
    Return what a reference resolves to, with the base URI of the resource where that is.

    Where the dynamic scope decides which that is, `referencing` goes on by the URI of the one that is referred to.
    """
    resolved = resolver.lookup(reference)
    if not _names_anchor(reference):
        return resolved
    uri, fragment = _target(resolver, reference)
    found = uri
    for outer, registry in ((uri, resolved.resolver._registry), *resolved.resolver.dynamic_scope()):  # noqa: SLF001
        try:
            anchor = registry.anchor(outer, fragment).value
        except referencing.exceptions.NoSuchAnchor:
            continue
        if isinstance(anchor, DynamicAnchor):
            found = outer
        elif outer == uri:
            break
    if found == base_of(resolved.resolver):
        return resolved
    return evolve(resolved, resolver=evolve(resolved.resolver, base_uri=found))


def base_of(resolver: Any) -> str:
    """Return the URI of the resource that a resolver is in."""
    uri: str = resolver._base_uri  # noqa: SLF001  (referencing has no other way to say it)
    return uri.rstrip("#")


def root_of(resolver: Any) -> Any:
    """Return the resource that a resolver is in; None where that has no URI by which it is found."""
    try:
        # `lookup` would make another resolver, too.
        return resolver._registry.get_or_retrieve(resolver._base_uri).value.contents  # noqa: SLF001
    except (referencing.exceptions.NoSuchResource, referencing.exceptions.Unretrievable):
        return None


def own_uri_of(resolver: Any, dialect: str) -> str:
    """
    Return the URI of the resource that a resolver is in as its `$id` says, by whatever URI it was referred to.

    Where that is relative it is resolved already: nothing is known by it but what stands in another resource.
    """
    own = base_inside(root_of(resolver), "", dialect)
    return own if urlsplit(own).scheme else base_of(resolver)


def dialect_at(resolver: Any, dialect: str) -> str:
    """Return the dialect of the resource that a resolver is in, whoever refers to it; another where it names none."""
    return dialect_inside(root_of(resolver), dialect)


def _target(resolver: Any, reference: str) -> tuple[str, str]:
    """Return the URI that a reference is about, and its fragment."""
    if reference.startswith("#"):
        return base_of(resolver), reference[1:]
    uri, fragment = urldefrag(urljoin(base_of(resolver), reference))
    return uri, fragment


class Targets:
    """
    Where in their resources stands what references lead to, of one registry.

    To find out takes a look-up for each token of a pointer, and the same few references come again and again.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Tokens] = {}

    def place_of(self, resolver: Any, reference: str, resolved: Any, dialect: str) -> Tokens:
        """Return where it stands; as the function of that name."""
        # Where an anchor is dynamic, what it leads to is another one in another scope.
        key = (base_of(resolver), reference, base_of(resolved.resolver), dialect)
        if key not in self._known:
            self._known[key] = place_of(resolver, reference, resolved, dialect)
        return self._known[key]


def place_of(resolver: Any, reference: str, resolved: Any, dialect: str) -> Tokens:
    """
    Return where in its resource stands what a reference leads to.

    By what the reference says, since one value may stand at many places.

    Args:
        resolver: The resolver where the reference is.
        reference: The reference.
        resolved: What it resolves to.
        dialect: The dialect of that.
    """
    uri, fragment = _target(resolver, reference)
    if not fragment:
        return ()
    if not fragment.startswith("/"):
        return _place_of_anchor(root_of(resolved.resolver), fragment, dialect)
    tokens = parse_pointer(unquote(fragment))
    # A resource may be inside of the one that is referred to, and the rest of the pointer is from there.
    bases = [base_of(resolver.lookup(f"{uri}#{fragment_of(tokens[:end])}").resolver) for end in range(len(tokens) + 1)]
    return tokens[max([end for end in range(1, len(bases)) if bases[end] != bases[end - 1]], default=0) :]


def _place_of_anchor(root: Any, name: str, dialect: str) -> Tokens:
    """Return where an anchor stands in a resource, those inside of it left out."""
    inside: list[Tokens] = []
    specification = specification_of(dialect)
    for tokens, schema in walk(root, dialect):
        if not isinstance(schema, dict) or any(tokens[: len(outer)] == outer for outer in inside):
            continue
        if tokens and specification.id_of(schema) is not None:
            inside.append(tokens)
        elif any(anchor.name == name for anchor in specification.anchors_in(schema)):
            return tokens
    return ()


def _unresolvable(reference: str, resolver: Any, error: BaseException | None) -> SchemawrightError:
    """Return what is wrong with a reference: what whoever was asked for the resource has said, if that is why."""
    while error is not None:
        if isinstance(error, SchemawrightError):
            return error
        error = error.__cause__
    message = f"a reference leads nowhere: {reference[:200]}"
    return UnresolvableReference(message, reference=_in_full(reference, resolver), uri=base_of(resolver))


def _in_full(reference: str, resolver: Any) -> str:
    with suppress(SchemaError):  # It is no URI reference, and stays what it is.
        return resolve_uri(base_of(resolver), reference)
    return reference
