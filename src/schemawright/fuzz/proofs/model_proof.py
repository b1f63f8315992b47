"""
The proof of generated dataclasses: they accept what the schema accepts, refuse the rest, and lose nothing.

Asked of every record: the verdict, where the findings are, the text that is written back, the value, equality,
pickling, a copy without a change, the same with its names in another order and white space between, and whether the
type hints say what is so.
"""

from __future__ import annotations

import pickle
import sys
import types
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.errors import InvalidInstance, SchemawrightError, Unreadable
from schemawright.fuzz.judges.difference import Problem
from schemawright.fuzz.proofs.hint_proof import HintProof
from schemawright.models.spelling.writing import write_json
from schemawright.quoting import printable
from schemawright.runtime import Model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from schemawright.finding import Finding
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema

_numbers = count(1)
"""Of modules: each proof has one of its own, whatever other threads prove."""


def text_of(schema: Schema, root: str = "Record") -> str:
    """
    Return the text of the module that is generated of a schema.

    Raises:
        MissingExtra: The generator is not installed.
        SchemaError: There can be no module of it.
    """
    from schemawright.models.generating.modules import Wanted, module_text, source_of

    return module_text(source_of(schema), Wanted("fuzzed", "", "", "", root))


class ModelProof:
    """
    Generated dataclasses, asked about records; a context, in which their module is importable.

    Args:
        text: The module's text.
        path: The file that it is from; empty for one that was made in memory.
    """

    def __init__(self, text: str, path: str = "") -> None:
        self._text = text
        self._path = path
        self._name = f"schemawright_fuzzed_model_{next(_numbers)}"
        self._module: Any = None
        self._hints = HintProof({})

    def __enter__(self) -> Self:
        """
        Import the module.

        Raises:
            Unreadable: It cannot be imported.
        """
        # Pickling finds classes by the name of their module.
        self._module = sys.modules[self._name] = types.ModuleType(self._name)
        try:
            exec(compile(self._text, self._path or self._name, "exec"), self._module.__dict__)  # noqa: S102  (generated)
        except BaseException as error:
            sys.modules.pop(self._name, None)
            if not self._path or not isinstance(error, Exception):
                raise  # One that was made just now is a bug; and whoever interrupts does not ask for a message.
            message = f"expected a module that can be imported, found {type(error).__name__}: {printable(str(error))}"
            hint = "write it anew: schemawright generate"
            raise Unreadable(message, path=self._path, hint=hint) from None
        self._hints = HintProof(self._module.__dict__)
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the module."""
        sys.modules.pop(self._name, None)

    def problems(self, record: FuzzRecord) -> Iterator[Problem]:
        """Yield what is wrong with how the dataclasses take a record."""
        text = write_json(record.instance)
        try:
            loaded = self._module.from_json(text)
        except InvalidInstance as refused:
            if record.valid:
                yield Problem("the model refuses a valid record", refused.message)
            else:
                yield from _findings(record, refused.findings)
            return
        except SchemawrightError:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, it is a problem of the model)
            yield Problem(f"loading raises {type(error).__name__}", str(error)[:200])
            return
        if not record.valid:
            yield Problem("the model accepts an invalid record")
            return
        yield from self._kept(record, text, loaded)
        yield from self._hinted(loaded)

    def _kept(self, record: FuzzRecord, text: bytes, loaded: Any) -> Iterator[Problem]:
        for kind, holds in (
            ("to_json is not what was read", lambda: self._module.to_json(loaded) == text),
            ("to_instance is not what was read", lambda: write_json(self._module.to_instance(loaded)) == text),
            ("from_instance is not from_json", lambda: self._module.from_instance(record.instance) == loaded),
            ("a record is not equal to itself", lambda: self._module.from_json(text) == loaded),
            ("pickling changes it", lambda: self._again(loaded, text)),
            ("replace changes it", lambda: self._replaced(loaded, text)),
            ("another order of names, and white space, change it", lambda: self._turned(record.instance, loaded)),
        ):
            try:
                fine, said = holds(), ""
            except Exception as error:  # noqa: BLE001  (whatever it is, it is a problem of the model)
                fine, said = False, f"{type(error).__name__}: {str(error)[:200]}"
            if not fine:
                yield Problem(kind, said)

    def _hinted(self, loaded: Any) -> Iterator[Problem]:
        """Yield that a hint says what is not so; which one, of several, would make no other kind of problem."""
        try:
            wrong = next(self._hints.wrong(loaded), "")
        except Exception as error:  # noqa: BLE001  (what an edited hint names may be nothing)
            wrong = f"{type(error).__name__}: {str(error)[:200]}"
        if wrong:
            yield Problem("a type hint does not hold", wrong)

    def _again(self, loaded: Any, text: bytes) -> bool:
        again = pickle.loads(pickle.dumps(loaded))  # noqa: S301  (pickled in the same line)
        return bool(again == loaded and self._module.to_json(again) == text)

    def _replaced(self, loaded: Any, text: bytes) -> bool:
        if not isinstance(loaded, Model):
            return True
        copy = loaded.replace()
        return bool(copy == loaded and copy is not loaded and copy.to_json() == text)

    def _turned(self, instance: Any, loaded: Any) -> bool:
        """Return whether the same record with its names the other way round, and spaced, is carried as well."""
        turned = _turned(instance)
        text = write_json(turned)
        again = self._module.from_json(msgspec.json.format(text, indent=2))
        written, carried = self._module.to_json(again), write_json(self._module.to_instance(again))
        return bool(again == loaded and written == carried == text)


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _turned(member) for name, member in reversed(value.items())}
    return [_turned(item) for item in value] if isinstance(value, list) else value


def _findings(record: FuzzRecord, findings: tuple[Finding, ...]) -> Iterator[Problem]:
    """Yield that no finding is where the record is labelled."""
    if not record.violates or any(_is_about(finding, record) for finding in findings):
        return
    said = ", ".join(finding.instance_location or "(root)" for finding in findings)
    yield Problem("the finding is elsewhere", f"expected one at {record.at or '(root)'}, found {said}")


def _is_about(finding: Finding, record: FuzzRecord) -> bool:
    """
    Return whether a finding is of what a record violates.

    One of a whole `anyOf` stands for its branches.  Of `unevaluatedProperties` the engine that judges large numbers
    says what is wrong inside, the one that labels does not.
    """
    where, at = f"{finding.instance_location}/", f"{record.at}/"
    is_inside = where.startswith(at) and finding.evaluation_path.startswith(f"{record.violates}/")
    return where == at or is_inside or (bool(finding.branches) and at.startswith(where))
