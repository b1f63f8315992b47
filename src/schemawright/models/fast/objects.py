"""
The fast path: from JSON bytes into the classes, for what is surely valid; and back.

Decoding.  msgspec decodes into the class's twin (see `schemawright.models.fast.twins`), and an object of the class
holds it.

Proof.  A twin is handed out only where nothing was lost on the way to it, which one of these shows:

- Written again, it is what was read; or would be, with no white space in either, in strings neither.  Then nothing is
  lost, no name is there twice, none is unknown, a date-time and a number are written as they were, and the order of
  names is the twin's.  A date-time that msgspec writes otherwise is text in another twin, and checked apart.
- The text has as many quotation marks as the names and strings of the twin.  A name takes two, and so does each of its
  strings, so one more name has more.  A quotation mark in a string can add to them, never take one away.
- The same, with the names and strings of all members that are not declared, where the schema says nothing of them (see
  `schemawright.models.fast.others`).
- Written again, it is as long, white space aside.  Nothing can be written shorter than a twin writes it, and one more
  name makes the text longer.

The last three say nothing of the order of names, which is read from the text when it is asked for; nor of how a number
is written, so where a schema has fractions, a text with an exponent, or with a number so long that no double may hold
it, is none for them (see `schemawright.models.spelling.numbers`); a date-time is text for them, and checked apart; and
a text with an integer 0 is looked at, whether that is `-0`. What no type of msgspec's says (a pattern, a format, a
step, a union) the engine says of the value alone, which is decoded as the JSON types that its subschema names (see
`schemawright.models.fast.kinds`). Whatever none of them shows goes the exact way, the judge.

How these are looked at, and in which order, is in `schemawright.models.fast.proofs`.

A JSON value is written, and its text decoded, where there are strings, whole numbers and literals only.

Writing.  As long as a twin has all that its object has, it is what is written; as long as nothing was done to an object
whose text is kept, its text is; afterwards, what it has now (see `schemawright.models.fast.written`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from schemawright.models.fast.handing import bind_twins
from schemawright.models.fast.lessons import OFTEN, Undeclared, orders_of, undeclared_in, with_names
from schemawright.models.fast.others import bind_others, takes_others
from schemawright.models.fast.proofs import UNSURE, Moves, Ways, make_ways
from schemawright.models.fast.pure import pure_check
from schemawright.models.fast.taking import is_plain, taking
from schemawright.models.fast.turns import Pauses, Turns
from schemawright.models.fast.twin_types import make_twins
from schemawright.models.fast.twins import are_alike
from schemawright.models.fast.writing import compact, writing
from schemawright.models.fast.written import make_trees
from schemawright.runtime import UNSET, Model, to_instance, to_written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.engines.protocol import Task
    from schemawright.models.fast.places import Place
    from schemawright.models.fast.twins import Order, Twins
    from schemawright.models.loading.loader import Loader
    from schemawright.runtime import Spec

MAX_LESSONS = 8
"""
How often an order of names is learned in a row, before the fast path keeps the one that it has for a while.

The same of names that no schema declares.
"""

_encoder = msgspec.json.Encoder(decimal_format="number")


def make_fast(loader: Loader, cls: type[Model] | None) -> Fast | None:
    """Return the fast path of a module's root, or of a class; None where its schema is not simple enough."""
    spec = (
        loader.carrier.known(loader.carrier.root)
        if cls is None
        else ("object", loader.carrier.classes.index(cls._carried))
    )
    schemas = loader.schemas(cls)
    if not spec or spec[0] != "object" or any(one.engine_for(decimals=False).name != "native" for one in schemas):
        return None
    fast = Fast(loader, schemas[0].task, spec, cls)
    return fast if fast.prepare() else None


class Made(NamedTuple):
    """
    What is made for the orders that are known, all of it at once: whoever has it has all of it, which never changes.

    Args:
        twins: Those which have moments.
        verbatim: The same, which have a date-time as its text.
        whole: The same, which have all that the schema declares.
        more: Those of objects that have more than the schema declares; None where these are none for them.
        trees: Class number → what makes what is written.
        is_pure: Whether a twin is written as it is meant; None where it always is.
        changing: The names and fields of what can be changed without setting it.
    """

    twins: Twins
    verbatim: Twins
    whole: Twins
    more: Twins | None
    trees: dict[int, Callable[..., Any]]
    is_pure: Callable[[Any], bool] | None
    changing: tuple[tuple[str, str], ...]


class Fast:
    """
    The fast path of one class.

    Args:
        loader: What it belongs to.
        task: The schema.
        spec: How its instances are carried.
        cls: The class; None for the module's root.
    """

    def __init__(self, loader: Loader, task: Task, spec: Spec, cls: type[Model] | None) -> None:
        self.loader = loader
        self.task = task
        self.spec = spec
        self.cls = cls
        self.at: tuple[str | Place, ...] = cls._carried.at if cls is not None else ("",)
        self.number: int = spec[1]
        self.carried = loader.carrier.classes[self.number]
        self.lessons = self.lessons_of_names = 0
        self.turns = Turns(self.forget)
        self.taking, self.learning = Pauses(), Pauses()
        self.undeclared = Undeclared()
        self.orders: dict[int, Order] = {}
        self.made: Made
        self.ways: Ways
        self.sure: Ways | None = None
        """Ways to load a text that is surely valid, once they are asked for; None comes of all others."""
        self.exactly: Callable[[bytes | str], Any] = lambda data: loader.load_exactly(data, cls)
        self.load: Callable[[bytes | str], Any] = self.exactly
        self.load_sure: Callable[[bytes | str], Any]
        """The one of the sure ways that suits the texts which came last."""

    @property
    def classes(self) -> tuple[type[Model], ...]:
        """The classes of what it loads."""
        return (self.carried.cls,)

    @property
    def is_free(self) -> bool:
        """Whether values in what it loads may nest as deep as they like."""
        return self.made.twins.free or self.made.more is not None

    def prepare(self) -> bool:
        """Make twins for the orders that are known, and the code that loads; say whether there are any."""
        made = self._make()
        if made is None:
            return False
        # No other thread finds anything of it before all of it is there.
        ways = self._ways(made, self.exactly, self.use)
        self.made, self.ways, self.sure = made, ways, None
        self.load_sure = partial(self._begin_sure, made)
        self.use(ways.ordered)
        face = writing(self)
        self.carried.write_by(face)
        self.carried.tell_by(self.to_instance)
        (self.loader.carrier if self.cls is None else self.carried).take_by(taking(self))
        if self.cls is None:
            self.loader.carrier.write_by(face)
        return True

    def _make(self) -> Made | None:
        make = partial(
            make_twins, self.loader, self.task, self.spec, self.orders, at=self.at, mixed=self.undeclared.mixed
        )
        twins, verbatim, whole = make(), make(verbatim=True), make(verbatim=True, whole=True)
        if twins is None or verbatim is None or whole is None:
            return None
        if not are_alike(verbatim, twins) or not are_alike(verbatim, whole):
            return None
        more = make(verbatim=True) if takes_others(self.carried, verbatim.parts[self.number]) else None
        for one in (twins, verbatim, whole, more):
            if one is not None:
                bind_twins(one)
        if more is not None:
            bind_others(more, self.number)
        twin = twins.of[self.number]
        changing = tuple([(name, f"f{member.at}") for name, member in twin.members.items() if member.is_open])
        return Made(twins, verbatim, whole, more, make_trees(twins), pure_check(twin), changing)

    def _ways(
        self, made: Made, exactly: Callable[[bytes | str], Any], use: Callable[[Callable[[bytes | str], Any]], None]
    ) -> Ways:
        """
        Return the ways to load a text.

        Args:
            made: What they load into.
            exactly: Loads whatever they do not take.
            use: Lets one of them load from now on.
        """

        def use_now(load: Callable[[bytes | str], Any]) -> None:
            with self.loader.lock:
                if self.made is made:  # What another thread has learned meanwhile stays.
                    use(load)

        moves = Moves(self.carried.cls, exactly, _encoder.encode_into, use_now, self.teach, self.turns)
        return make_ways(made.twins, made.verbatim, made.whole, self.number, moves, made.more)

    def take(self, instance: Any) -> Any:
        """Return the object of a JSON value that is surely valid, by way of its text; None where the judge decides."""
        taking = self.taking
        if not taking.is_due():
            return None
        try:
            made = self.load_sure(_encoder.encode(instance)) if is_plain(instance) else None
        except UNSURE:
            made = None
        if made is None or taking.missed:
            taking.note(worked=made is not None)
        return made

    def _begin_sure(self, made: Made, data: bytes | str) -> Any:
        """Load a text that is surely valid by ways that are made now: most classes need none."""
        with self.loader.lock:
            if self.made is not made:
                return None  # Another order was learned this very moment.
            if self.sure is None:
                self.sure = self._ways(made, _nothing, self._use_sure)
                self.load_sure = self.sure.ordered
        return self.load_sure(data)

    def _use_sure(self, load: Callable[[bytes | str], Any]) -> None:
        self.load_sure = load

    def use(self, load: Callable[[bytes | str], Any]) -> None:
        """Let a function load from now on: the shortest way there is, what the module calls is the code itself."""
        self.load = load
        (self.loader.carrier if self.cls is None else self.carried).use(load)

    # --- learning

    def teach(self, data: bytes) -> bool:
        """
        Learn from a text that is not what its twin writes; say whether there was something to learn.

        It comes after many like it, or it would not be asked; but a name in it may never come again.
        """
        if not self._may_learn():
            return False
        if self.learned(msgspec.json.decode(data), OFTEN - 1):
            return True
        if self.undeclared.has_pending:
            self.turns.look_soon()
        return False

    def _may_learn(self) -> bool:
        return self.lessons < MAX_LESSONS or self.lessons_of_names < MAX_LESSONS

    def forget(self) -> None:
        """Forget one lesson, so that there is room for another: what comes may have changed."""
        with self.loader.lock:
            self.lessons = max(0, self.lessons - 1)
            self.lessons_of_names = max(0, self.lessons_of_names - 1)

    def learn(self, instance: Any) -> None:
        """Learn from a valid instance that only the exact way took; seldom, where there mostly is nothing to learn."""
        if self._may_learn() and self.learning.is_due():
            self.learning.note(worked=self.learned(instance))

    def learned(self, instance: Any, times: int = 1) -> bool:
        """
        Learn the orders of names of a valid instance, or new names; say whether there was something to learn.

        Args:
            instance: What to learn from.
            times: For how many instances it stands.
        """
        others: dict[tuple[int, str], Any] = {}
        if self.lessons_of_names < MAX_LESSONS:
            undeclared_in(self.made.twins, instance, self.number, others)
        if not others and not self._new_orders(instance):
            return False
        with self.loader.lock:
            orders, mixed = self.orders, frozenset(self.undeclared.mixed)
            names = self._new_names(others, times)
            found = names or self._new_orders(instance)
            if not found:
                return False
            self.lessons += not names
            self.lessons_of_names += bool(names)
            self.turns.learned()
            self.orders = orders | found
            if not self.prepare():
                self.orders = orders
                self.undeclared.refuse(next(iter(found)), mixed)
            return True

    def _new_names(self, others: Mapping[tuple[int, str], Any], times: int) -> dict[int, Order]:
        """Return orders with names that are to be learned, of those that some objects have."""
        twins = self.made.twins
        return {
            number: with_names(twins.of[number], names, [one for (of, _), one in others.items() if of == number])
            for number, names in self.undeclared.wanted(twins, others, times).items()
        }

    def _new_orders(self, instance: Any) -> dict[int, Order]:
        """Return the orders of names in a valid instance that are new."""
        orders: dict[int, Order] = {}
        if self.lessons < MAX_LESSONS:
            orders_of(self.made.twins, instance, self.number, orders)
        return {number: order for number, order in orders.items() if order != self.made.twins.of[number].order}

    # --- writing

    def write(self, value: Any) -> bytes:
        """Return the JSON text of an object of the class, or of another value of the module."""
        order = getattr(value, "_order", None)
        try:
            if type(order) is bytes:
                text = self.as_read(value._held, order)
                if text is not None:
                    return text
                value._held.open(value)
            return _encoder.encode(self.made.trees[self.number](value))
        except UNSURE:
            return self.loader.write(to_written(value))

    def as_read(self, held: Any, data: bytes) -> bytes | None:
        """
        Return the text of an object to which nothing was done, compact; None where it may not be written by msgspec.

        Args:
            held: The twin that the object holds.
            data: The text that it was loaded from.
        """
        made = self.made
        if made.is_pure is None and not made.twins.fractions:
            return compact(held, data)
        if made.is_pure is not None and not made.is_pure(held):
            return None
        return _encoder.encode(self._renewed(held, data))

    def _renewed(self, held: Any, data: bytes) -> Any:
        """Return the value of a text, with arrays and dictionaries as the twin has them now: they can be changed."""
        value = msgspec.json.decode(data)
        for name, field in self.made.changing:
            member = getattr(held, field)
            if member is not UNSET:
                value[name] = member
        return value

    def to_instance(self, value: Model) -> Any:
        """Return the JSON value of an object of the class."""
        try:
            order, held = value._order, value._held
            if type(order) is not bytes:
                return msgspec.to_builtins(self.made.trees[self.number](value))
            is_pure = self.made.is_pure
            if is_pure is None:
                return msgspec.json.decode(order)
            if is_pure(held):
                return msgspec.to_builtins(self._renewed(held, order))
        except UNSURE:
            pass
        return to_instance(value)


def _nothing(_: Any) -> None:
    return None
