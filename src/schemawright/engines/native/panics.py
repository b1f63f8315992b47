"""
Panics of the native engine: bugs of it, told as errors.

A panic of Rust arrives as `pyo3_runtime.PanicException`, which is no `Exception`, so that hardly anybody catches it.
To catch it is safe: PyO3 has unwound the stack, and what jsonschema-rs has compiled is not changed by judging.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from schemawright.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import jsonschema_rs

T = TypeVar("T")


class EngineBrokeOff(SchemaError):
    """The native engine has panicked, or finds nothing: it has no answer about this schema, and another may have."""


class Untold(ValueError):
    """
    An instance nests more than 255 deep where the native engine would copy it into an error.

    Or it has an integer there that is longer than what Python makes a text of.
    """


_TOO_MUCH = ("Recursion limit reached", "Exceeds the limit")
"""How the errors begin that say so."""


def raise_told(error: BaseException, uri: str) -> NoReturn:
    """
    Raise an error again; another one for a panic, whose class no package exports, and for what has no class.

    Raises:
        EngineBrokeOff: It is a panic.
        Untold: An instance nests too deep to be told of.
    """
    if isinstance(error, ValueError) and str(error).startswith(_TOO_MUCH):
        raise Untold(str(error)) from None
    if type(error).__name__ != "PanicException":
        raise error
    reason = (str(error).splitlines() or ["it does not say why"])[0]
    raise EngineBrokeOff(
        f"the native engine broke off: {reason}", uri=uri, hint="validate with --engine reference"
    ) from None


class Guarded:
    """
    A compiled schema of jsonschema-rs that does not panic.

    Args:
        validator: The schema.
        uri: Its URI.
        judge: The same, where it is compiled otherwise for verdicts.
    """

    def __init__(
        self, validator: jsonschema_rs.Validator, uri: str, judge: jsonschema_rs.Validator | None = None
    ) -> None:
        self._uri = uri
        self.is_valid: Callable[[Any], bool] = _guarded((judge or validator).is_valid, uri)
        self.evaluate: Callable[[Any], jsonschema_rs.Evaluation] = _guarded(validator.evaluate, uri)
        self._errors = _guarded(validator.iter_errors, uri)

    def iter_errors(self, instance: Any) -> Iterator[jsonschema_rs.ValidationError]:
        """
        Return the errors, each of which is made when it is asked for.

        Raises:
            Untold: The instance nests too deep to be told of.
        """
        return self._each(iter(self._errors(instance)))

    def _each(self, errors: Iterator[jsonschema_rs.ValidationError]) -> Iterator[jsonschema_rs.ValidationError]:
        try:
            yield from errors
        except BaseException as error:  # noqa: BLE001  (a panic is no Exception)
            raise_told(error, self._uri)


def _guarded(call: Callable[[Any], T], uri: str) -> Callable[[Any], T]:
    def guarded(instance: Any) -> T:
        try:
            return call(instance)
        except BaseException as error:  # noqa: BLE001  (a panic is no Exception)
            raise_told(error, uri)

    return guarded
