"""What the reference engine's keywords see and say: a mended validator, and errors that know more."""

from __future__ import annotations

from collections import Counter
from contextvars import ContextVar, copy_context
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from jsonschema import ValidationError

from schemawright.deep_stack import NoRoom, apart, is_far_down, iter_deeper
from schemawright.engines.reach.specifications import entered
from schemawright.errors import SchemawrightError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    Errors: TypeAlias = Iterator[ValidationError]
    Check: TypeAlias = Callable[[Any, Any, Any, Any], Errors]

T = TypeVar("T")

MAX_TOLD = 4
"""How many branches inside of one another are told; below, their errors can multiply without bound."""

UNDECIDED = "undecided"
"""The detail of an error that says why a pattern could not be decided."""


def failed(**details: Any) -> ValidationError:
    """
    Return an error; jsonschema fills in the keyword, its value and the instance, where they are not given.

    Args:
        details: `validator`, `validator_value`, `instance`, `schema`, `context` as jsonschema has them; and what
            is ours: `unexpected`, `key`, `undecided`.
    """
    ours = {name: details.pop(name) for name in ("unexpected", "key", UNDECIDED) if name in details}
    error = ValidationError("", **details)
    error.__dict__.update(ours)
    return error


class Routed:
    """
    A validator as keywords see it, with three things mended.

    A `false` subschema reports where it stands; a subschema's `$id` counts wherever the subschema is applied, and its
    dialect says which of its keywords do, where jsonschema asks the one that it comes from.
    """

    def __init__(self, validator: Any) -> None:
        self._validator = validator

    def __getattr__(self, name: str) -> Any:
        return getattr(self._validator, name)

    def descend(
        self, instance: Any, schema: Any, path: Any = None, schema_path: Any = None, resolver: Any = None
    ) -> Errors:
        """Yield what is wrong with an instance by a subschema; parameters as jsonschema has them."""
        if schema is False:
            error = failed(validator="false", validator_value=False, instance=instance, schema=False)
            error.path.extend([] if path is None else [path])
            error.schema_path.extend([] if schema_path is None else [schema_path])
            yield error
        else:
            inner = self.evolve(schema=schema) if resolver is None else self.evolve(schema=schema, _resolver=resolver)
            for error in inner.iter_errors(instance):
                if path is not None:
                    error.path.appendleft(path)
                if schema_path is not None:
                    error.schema_path.appendleft(schema_path)
                yield error

    def evolve(self, **changes: Any) -> Any:
        """Return a validator with another schema; in that schema's own scope."""
        if isinstance(changes.get("schema"), dict) and "_resolver" not in changes:
            within = self._validator._resolver  # noqa: SLF001
            changes["_resolver"] = entered(within, changes["schema"], self._validator.dialect)
        return self._validator.evolve(**changes)

    def holds(self, instance: Any, schema: Any) -> bool:
        """Return whether an instance is valid against a subschema."""
        return is_none(self.descend(instance, schema))


class _Evaluation:
    """What is going on in one evaluation, whichever of its threads is at it."""

    def __init__(self) -> None:
        self.telling = 0
        """How many unions are being told in one another."""
        self.wanted: int | None = None
        """How many errors are wanted of what is being judged; None where all are."""
        self.followed: Counter[tuple[int, int]] = Counter()
        """The references that are being followed: schema and instance, and how often one inside the other."""


_evaluation: ContextVar[_Evaluation] = ContextVar("_evaluation")


def evaluation() -> _Evaluation:
    """Return what is going on."""
    return _evaluation.get()


def in_evaluation(work: Callable[[], T]) -> T:
    """
    Return what some work returns that evaluates an instance.

    Raises:
        SchemawrightError: The schema refers to itself without end, or there is no room for one more thread.
    """
    try:
        if is_far_down():
            return apart(lambda: _afresh(work))
        try:
            return copy_context().run(_afresh, work)
        except BaseException as error:
            if not _is_recursion(error):
                raise
        return apart(lambda: _afresh(work))
    except NoRoom as error:
        raise SchemawrightError(str(error), hint="allow more threads, or judge in fewer at once") from None
    except BaseException as error:
        if not _is_recursion(error):
            raise
    raise SchemawrightError(
        "expected a schema and an instance of finite depth, found a recursion without end",
        hint="look for a $ref that leads back to itself without a step into the instance",
    )


def _afresh(work: Callable[[], T]) -> T:
    _evaluation.set(_Evaluation())
    return work()


def _is_recursion(error: BaseException) -> bool:
    """Return whether a stack was too small; in Rust, on which `referencing` builds, that is a panic."""
    return isinstance(error, RecursionError) or (
        type(error).__name__ == "PanicException" and "RecursionError" in str(error)
    )


def is_none(errors: Errors) -> bool:
    """Return whether there is no error, with nothing told of branches: they multiply where unions are in unions."""
    return not closed(errors, 1)


def closed(errors: Errors, most: int | None = None) -> list[ValidationError]:
    """Return the errors, or so many of them, with no more told of branches than that they do not hold."""
    here = evaluation()
    here.telling += MAX_TOLD
    try:
        return taken(errors, most)
    finally:
        here.telling -= MAX_TOLD


def of_branch(errors: Errors) -> list[ValidationError]:
    """Return the errors of a branch; the first one only, where that is too deep inside of other branches to be told."""
    here = evaluation()
    if here.telling >= MAX_TOLD:
        return taken(errors, 1)
    here.telling += 1
    try:
        return taken(errors, None)
    finally:
        here.telling -= 1


def taken(errors: Errors, most: int | None) -> list[ValidationError]:
    """Return the errors, or so many of them; what is far below in the instance yields no more than that, either."""
    here = evaluation()
    before, here.wanted = here.wanted, most
    try:
        return list(islice(errors, most))
    finally:
        here.wanted = before


def routed(check: Check, *, applies: bool) -> Check:
    """
    Return a keyword's function, so that it sees a `Routed` validator.

    Args:
        check: The function.
        applies: Whether the keyword applies subschemas, which may be a level of a recursion.
    """

    def call(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
        # jsonschema's own functions return None where they have nothing to say.
        errors: Errors | None = check(Routed(validator), value, instance, schema)
        return iter(()) if errors is None else errors

    def call_deeper(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
        return iter_deeper(lambda: call(validator, value, instance, schema), evaluation().wanted)

    return call_deeper if applies else call
