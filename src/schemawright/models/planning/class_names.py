"""
What the classes, enumerations and recursive types of a plan are called.

A name that was set goes before all others, then that of a definition for what stands for it alone; what is only called
by where it stands gives way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from unicodedata import normalize

from schemawright.models.planning.facets import is_definition, referred_name, says_nothing_beside
from schemawright.models.planning.names import class_name, is_builtin, is_taken, unique
from schemawright.models.planning.own_names import OwnNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from schemawright.models.planning.facets import Facet
    from schemawright.models.planning.shape import AliasPlan, ClassPlan, EnumPlan

    Made: TypeAlias = Mapping[str, Sequence[ClassPlan | EnumPlan | AliasPlan | None]]

Key: TypeAlias = tuple[Any, ...]


class Settings(NamedTuple):
    """
    What is called how.

    Args:
        root: The name of the root's class.
        names: JSON Pointer of a subschema, or name of a property or class → name in Python.
        is_named: Whether the root's name goes before that of what the root refers to.
    """

    root: str
    names: Mapping[str, str] = {}
    is_named: bool = False

    @property
    def root_name(self) -> str:
        """What the root's class is called: as somebody said it, or made of what was."""
        return OwnName(normalize("NFKC", self.root)) if self.is_named else class_name(self.root)


class OwnName(str):
    """A name that somebody set, which is taken as it is; what is made of one is no such name."""

    __slots__ = ()


class ClassNames:
    """
    The names of one plan.

    What was made is, in all of it, how a spec begins → what there is of that, by number.

    Args:
        settings: What was set.
        claims: What only the type with a certain key may be called.

    Attributes:
        own: The names that were set.
    """

    def __init__(self, settings: Settings, claims: Mapping[str, Key] | None = None) -> None:
        self.own = OwnNames(settings.root_name if settings.is_named else "", settings.names)
        self._settings = settings
        self._claims = claims or {}
        self._claimed = {key: name for name, key in reversed(list(self._claims.items()))}
        self._taken: set[str] = set()
        self._given: set[str] = set()
        """The names that were set by somebody, and the numbered ones of what had such a name second."""
        self._wanted: dict[str, str] = {}
        """The names that were set for classes, each with the key in `names` that says so."""
        self._defined: dict[str, tuple[str, int]] = {}
        """What definitions are called, and which class or enumeration each is."""
        self._pure: dict[str, list[tuple[str, int]]] = {}
        """The same of those that something refers to without saying more: what classes of theirs would be called."""

    def give(self, at: Iterable[str], name: str, key: Key, holders: Sequence[str]) -> str:
        """
        Return a class's name that no other has: the one that was set, or one made of what leads to it.

        Args:
            at: The subschemas that describe it.
            name: What leads to it.
            key: What the class or enumeration is known by, to which a name may be kept.
            holders: The classes that it is inside of, the outermost first.

        Raises:
            UnusableName: The name that was set is another's.
        """
        wanted, setting = self.own.of_class(at, name)
        if not wanted:
            found = self._made_of(name, key, holders)
        elif not self.own.is_of_class(setting):
            found = self._given_to(wanted, setting, self._taken | self.own.classes)
        elif wanted in self._taken and not (setting == name and self._wanted.get(wanted) == setting):
            # Several may have what leads to them in common, and are numbered then.
            raise self.own.refuse(setting, "class")
        else:
            found = self._given_to(wanted, setting, self._taken)
        self._taken.add(found)
        return found

    def _given_to(self, wanted: str, setting: str, taken: set[str]) -> str:
        self._wanted[wanted] = setting
        found = unique(f"{wanted}_" if is_builtin(wanted) else wanted, taken)
        self._given.add(found)
        return found

    def _made_of(self, name: str, key: Key, holders: Sequence[str]) -> str:
        made = name if isinstance(name, OwnName) else class_name(name)
        taken = self._taken.union(self.own.classes, [one for one, of in self._claims.items() if of != key])
        if made in taken and key in self._claimed:
            made = self._claimed[key]
        elif made in taken and holders:
            made = class_name(f"{holders[-1]}_{name}")
        return unique(f"{made}_" if is_builtin(made) else made, taken)

    def note(self, facet: Facet, spec: tuple[str, int]) -> None:
        """Note which class, enumeration or recursive type a definition is."""
        name = referred_name(facet) if is_definition(facet) else ""
        if not name:
            return  # What properties stand beside is another thing.
        if spec[0] != "shared":
            self._defined.setdefault(name, spec)
        if says_nothing_beside(facet) and spec not in self._pure.get(class_name(name), ()):
            self._pure.setdefault(class_name(name), []).append(spec)

    def of_root(self, those_of_root: Iterable[str | None]) -> str:
        """
        Return the name that was set for the root; empty where something that the root is has it already.

        Raises:
            UnusableName: Something else has it.
        """
        if not self._settings.is_named:
            return ""
        name = self._settings.root_name
        if name in those_of_root:
            return ""
        if name in self._taken:
            raise self.own.refuse_root()
        return name

    def synonyms(self, made: Made, root_name: str) -> tuple[tuple[str, str], ...]:
        """Return the names of definitions that have no class of their own, since another one says the same."""
        named = [(class_name(name), made[kind][number]) for name, (kind, number) in self._defined.items()]
        free = [(name, one.name) for name, one in named if one and not self._is_someones(name, root_name)]
        return tuple(dict(free).items())

    def _is_someones(self, name: str, root_name: str) -> bool:
        return name in self._taken | self.own.classes | {root_name} or is_taken(name) or is_builtin(name)

    def lost(self, made: Made, keys: Mapping[str, Sequence[Key]]) -> dict[str, Key]:
        """
        Return the names of definitions, each with the key of the definition's own type; none if all have theirs.

        All of them, since what gives one back may take another.  Of several that would have one name, all but the first
        have numbers.

        Args:
            made: What was made.
            keys: What each of those is known by.
        """
        kept = {self._settings.root_name, *self.own.classes}
        taken = set(self._pure)
        found: dict[str, Key] = {}
        is_one_lost = False
        for name, specs in self._pure.items():
            for kind, number in specs:
                one = made[kind][number]
                if one and name not in kept and one.name not in self._given - {name}:
                    claimed = unique(name, taken) if name in found else name
                    found[claimed] = keys[kind][number]
                    is_one_lost |= one.name != claimed and (claimed != name or name in self._taken)
        return found if is_one_lost else {}

    def expect_those_of_definitions(self, made: Made, root: Any) -> None:
        """
        Refuse a name that was set, and that is the one of a definition which is something else.

        Args:
            made: What was made; whatever else would have the name is called by where it stands, and gives way.
            root: How the root's instances are carried.

        Raises:
            UnusableName: There is such a name.
        """
        wanted = {**self.own.of_fields, **self._wanted}
        pure = [(name, spec) for name, specs in self._pure.items() for spec in specs]
        for name, (kind, number) in (*self._defined.items(), *pure):
            one, own = made[kind][number], class_name(name)
            if not one or one.name in self._given or root == (kind, number):
                continue
            if own in wanted:
                raise self.own.refuse(wanted[own], "class")
            if self._settings.is_named and own == self._settings.root_name:
                raise self.own.refuse_root()
