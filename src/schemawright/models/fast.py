"""
The fast path: from JSON bytes into the classes, for what is surely valid; and back.

Decoding.  msgspec decodes into the class's twin (see `schemawright.models.twins`), and an object of the class holds it.

Proof.  A twin is handed out only where nothing was lost on the way to it, which one of these shows:

- Written again, it is what was read.  Then nothing is lost, no name is there twice, none is unknown, a date-time and a
  number are written as they were, and the order of names is the twin's.
- The text has as many quotation marks as the names and strings of the twin.  A name takes two, and so does each of its
  strings, so one more name has more.  A quotation mark in a string can add to them, never take one away.
- Written again, it is as long, white space aside.  Nothing can be written shorter than a twin writes it, and one more
  name makes the text longer.

The last two say nothing of the order of names, which is read from the text when it is asked for; nor of how a number is
written, so they are not for schemas that have fractions; and a date-time is text for them, and checked apart.
Whatever none of them shows goes the exact way, the judge.

Writing.  As long as a twin has all that its object has, it is what is written.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.engines.accept_types import SURE_FORMATS
from schemawright.models.handing import bind_twins, make_writer, maker
from schemawright.models.twins import make_twins
from schemawright.runtime import UNSET, Model, order_of, to_instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.engines.protocol import Task
    from schemawright.models.loading import Loader
    from schemawright.models.twins import Order, Twins
    from schemawright.runtime import Spec

MAX_LESSONS = 8
"""How often an order of names is learned in a row, before the fast path keeps the one that it has for a while."""

MAX_WRITERS = 64
"""How many orders of names have a writer of their own, for each class."""

STRETCH = 50_000
"""How many texts may have any order before it is supposed again that they have the twin's."""

_NEGATIVE_ZERO = re.compile(rb"[\s:,\[]-0")
_UNSURE = (TypeError, AttributeError, KeyError, ValueError, OverflowError, RecursionError, IndexError)
_compact: Any = partial(msgspec.json.format, indent=-1)
_encoder = msgspec.json.Encoder(decimal_format="number")
_moment = re.compile(SURE_FORMATS["date-time"])


def make_fast(loader: Loader, cls: type[Model] | None) -> Fast | None:
    """Return the fast path of a module's root, or of a class; None where its schema is not simple enough."""
    spec = loader.carrier.root if cls is None else ("object", loader.carrier.classes.index(cls._carried))
    schemas = loader.schemas(cls)
    if not spec or spec[0] != "object" or len(schemas) != 1 or schemas[0].engine.name != "native":
        return None
    fast = Fast(loader, schemas[0].task, spec, cls)
    return fast if fast.prepare() else None


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
        self.number: int = spec[1]
        self.carried = loader.carrier.classes[self.number]
        self.lessons = 0
        self.orders: dict[int, Order] = {}
        self.twins: Twins
        self.verbatim: Twins
        self.exactly: Callable[[bytes | str], Any] = lambda data: loader.load_exactly(data, cls)
        self.load: Callable[[bytes | str], Any] = self.exactly
        self.writers: dict[int, dict[Order | None, Callable[[Any], Any]]] = {}

    def prepare(self) -> bool:
        """Make twins for the orders that are known, and the code that loads; say whether there are any."""
        twins = make_twins(self.loader, self.task, self.spec, self.orders)
        verbatim = make_twins(self.loader, self.task, self.spec, self.orders, verbatim=True)
        if twins is None or verbatim is None:
            return False
        self.twins, self.verbatim = twins, verbatim
        bind_twins(twins)
        bind_twins(verbatim)
        for number in twins.of:
            self.writers.setdefault(number, {})
        space: dict[str, Any] = {
            "decode": msgspec.json.Decoder(twins.of[self.number].type).decode,
            "decode_verbatim": msgspec.json.Decoder(verbatim.of[self.number].type).decode,
            "encode_into": _encoder.encode_into, "buffer": bytearray(), "unsure": _UNSURE, "UNSET": UNSET,
            "new": maker(self.carried.cls), "exactly": self.exactly, "compact": _compact, "quotes_in": quotes_in,
            "sure_moment": _moment.match, "use": self.use, "teach": self.teach, "forget": self.forget,
            "left": STRETCH,
        }  # fmt: skip
        exec(_loading(verbatim, self.number), space)  # noqa: S102  (made of numbers and identifiers)
        self.use(space["ordered"])
        face = _writing(self.carried.cls, self.write, strings=twins.quoted)
        vars(self.carried)["to_json"] = face
        if self.cls is None:
            vars(self.loader.carrier)["to_json"] = face
        return True

    def use(self, load: Callable[[bytes | str], Any]) -> None:
        """Let a function load from now on: the shortest way there is, what the module calls is the code itself."""
        self.load = load
        vars(self.loader.carrier if self.cls is None else self.carried)["from_json"] = load

    # --- learning

    def teach(self, data: bytes) -> bool:
        """Learn from a text that is not what its twin writes; say whether there was something to learn."""
        return self.lessons < MAX_LESSONS and self.learn(msgspec.json.decode(data))

    def forget(self) -> None:
        """Forget one lesson, so that there is room for another: what comes may have changed."""
        self.lessons = max(0, self.lessons - 1)

    def learn(self, instance: Any) -> bool:
        """Learn the orders of names of a valid instance; say whether there was something to learn."""
        if self.lessons >= MAX_LESSONS:
            return False
        found: dict[int, Order] = {}
        self._orders_of(instance, self.number, found)
        if all(self.twins.of[number].order == order for number, order in found.items()):
            return False
        self.lessons += 1
        self.orders |= found
        return self.prepare()

    def _orders_of(self, value: Any, number: int, found: dict[int, Order]) -> None:
        twin = self.twins.of[number]
        if type(value) is not dict or number in found or any(name not in twin.members for name in value):
            return
        found[number] = merged(twin.order, tuple(value))
        for name, member in twin.members.items():
            below = value.get(name)
            if member.kind == "object":
                self._orders_of(below, member.number, found)
            elif member.kind == "list" and below:
                self._orders_of(below[0], member.number, found)

    # --- writing

    def write(self, value: Any) -> bytes:
        """Return the JSON text of an object of the class, or of another value of the module."""
        order, text = getattr(value, "_order", None), None
        try:
            if type(order) is bytes:
                text = self._as_read(value, order)
            if text is None and not self.twins.fractions:
                # Exponents are written as everywhere else, which is not as msgspec writes them.
                text = _encoder.encode(self.twin_of(value, self.number))
        except _UNSURE:
            text = None
        # Numbers that JSON does not have are written as null.
        return text if text is not None and b"null" not in text else self.loader.write(to_instance(value))

    def _as_read(self, value: Model, data: bytes) -> bytes | None:
        """Return the text that an object was loaded from, compact, where it is still what it was."""
        if data.find(b"\\") >= 0 and data.count(b"\\") != data.count(b'\\"'):
            return None  # Other escapes may be written otherwise.
        if self.twins.quoted:
            compact: bytes = _compact(data)  # To set a field, and to ask for an object inside, leaves a note.
            return compact
        if self.twins.integers and _NEGATIVE_ZERO.search(data):
            return None
        # Arrays can have been changed, and True is 1 to Python.
        as_it_was = msgspec.json.decode(data, type=type(value._held))
        unchanged = _encoder.encode(as_it_was) == _encoder.encode(value._held)
        return _compact(data) if unchanged else None

    def twin_of(self, value: Model, number: int) -> Any:
        """Return a twin of an object, in the order of its names."""
        order = value._order
        if order is None and isinstance(value._held, msgspec.Struct):
            return value._held
        order = order_of(value)
        writer = self.writers[number].get(order) or self._writer(number, order)
        return writer(value)

    def _writer(self, number: int, order: Order | None) -> Callable[[Any], Any]:
        writers = self.writers[number]
        twin = self.twins.of[number]
        if order is not None and _follows(order, twin.order):
            # One writer for all subsets in one order.
            order = twin.order
        if order not in writers:
            if len(writers) > MAX_WRITERS:
                raise TypeError
            writers[order] = make_writer(twin, order, self.twin_of)
        return writers[order]


def merged(old: Order, new: Order) -> Order:
    """
    Return an order of all names that has those of a record as they are, and the others behind what they were behind.

    >>> merged(("a", "b", "c"), ("c", "a"))
    ('c', 'a', 'b')
    """
    if _follows(new, old):
        return old
    found = list(new)
    before = ""
    for name in old:
        if name not in new:
            found.insert(found.index(before) + 1 if before in found else 0, name)
        before = name
    return tuple(found)


def _follows(names: Order, order: Order) -> bool:
    """Return whether names come in an order."""
    rest = iter(order)
    return all(name in rest for name in names)


def quotes_in(value: Any) -> int:
    """Return how many quotation marks enclose the strings of a value of scalars and arrays."""
    if isinstance(value, str):
        return 2
    return sum(map(quotes_in, value)) if isinstance(value, list) else 0


def _writing(cls: type[Model], write: Callable[[Any], bytes], *, strings: bool) -> Callable[[Any], bytes]:
    """Return the shortest way to write an object of a class: its twin, as long as that has all that there is."""
    encode, fields = _encoder.encode, cls._carried.holder

    def to_json(value: Any) -> bytes:
        if value.__class__ is cls and value._order is None and value._held.__class__ is not fields:
            try:
                text = encode(value._held)
            except _UNSURE:
                return write(value)
            # Numbers that JSON does not have are written as null.
            return text if strings or b"null" not in text else write(value)
        return write(value)

    return to_json


# --- the code that loads

_LOADING = """
def ordered(data):
    given = data
    try:
        if data.__class__ is not bytes: data = str.encode(data)
        s = decode(data)
        # One buffer for all threads: whatever twin of this type is written as `data`, `data` is read as such a twin.
        encode_into(s, buffer)
        if buffer == data{or_compact}:
            o = new(); o._held = s; o._order = None
            return o
    except unsure: return exactly(given)
    return unordered(given, True)

def unordered(data, unexpected=False):
    global left
    given = data
    try:
        if data.__class__ is not bytes: data = str.encode(data)
        s = decode_verbatim(data)
{moments}
        order = data
{proof}
    except unsure: return exactly(given)
    o = new(); o._held = s; o._order = order
    if unexpected:
        if not teach(data): use(unordered)
    else:
        left -= 1
        if not left:
            left = {stretch}
            forget()
            use(ordered)
    return o
"""

_BY_COUNT = """
{count}
quotes = data.count(b'"')
if quotes != n:
    # Where each backslash is before a quotation mark, or none is before a backslash, that mark is in a string.
    escaped = data.count(b'\\\\"')
    if quotes - escaped != n or (data.count(b"\\\\") != escaped and b"\\\\\\\\" in data):
        b = bytearray()
        encode_into(s, b)
        if len(b) != len(data) and len(b) != len(compact(data)): return exactly(given)
"""
_BY_NOTHING = "return exactly(given)"


def _loading(twins: Twins, number: int) -> str:
    """Return the code that loads: for texts in the order of the twin, and for any."""
    by_count = _BY_COUNT.format(count="\n".join(_quotes(twins, number, "s")))
    return _LOADING.format(
        stretch=STRETCH,
        moments=_indented(_moments(twins, number, "s"), 2),
        or_compact=" or buffer == compact(data)" if twins.fractions else "",
        proof=_indented((_BY_NOTHING if twins.fractions else by_count).splitlines(), 2),
    )


def _indented(lines: Iterable[str], levels: int) -> str:
    return "\n".join([f"{'    ' * levels}{line}" for line in lines])


def _moments(twins: Twins, number: int, twin: str) -> Iterator[str]:
    """Yield the code that looks at the date-times of a twin."""
    for member in twins.of[number].members.values():
        held = f"{twin}.f{member.at}"
        if member.moment:
            yield f"d = {held}"
            yield "if d is not UNSET and not sure_moment(d): return exactly(given)"
        elif member.kind == "object" and (inner := list(_moments(twins, member.number, f"{twin}_{member.at}"))):
            yield f"{twin}_{member.at} = {held}"
            yield f"if {twin}_{member.at} is not UNSET:"
            yield from [f"    {line}" for line in inner]
        elif member.kind == "list" and (inner := list(_moments(twins, member.number, f"{twin}_{member.at}"))):
            yield f"for {twin}_{member.at} in {held} or ():"
            yield from [f"    {line}" for line in inner]


def _quotes(twins: Twins, number: int, twin: str, total: str = "n = ") -> Iterator[str]:
    """Yield the code that counts the quotation marks which the names and strings of a twin take."""
    members = twins.of[number].members.values()
    always = sum(4 if member.quoted else 2 for member in members)
    yield f"{total}{always}"
    for member in members:
        held, inner = f"{twin}.f{member.at}", f"{twin}_{member.at}"
        if member.kind == "object":
            yield f"{inner} = {held}"
            yield f"if {inner} is UNSET: n -= 2"
            yield "else:"
            yield from [f"    {line}" for line in _quotes(twins, member.number, inner, "n += ")]
            continue
        if not member.required:
            yield f"if {held} is UNSET: n -= {4 if member.quoted else 2}"
        if member.kind == "list":
            yield f"for {inner} in {held} or ():"
            yield from [f"    {line}" for line in _quotes(twins, member.number, inner, "n += ")]
        elif member.quoted is None:
            yield f"n += quotes_in({held})"
