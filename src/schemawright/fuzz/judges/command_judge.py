"""Any command as a judge: it gets a record in a file, and accepts it by exiting with 0."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from schemawright.errors import SchemawrightError, UsageError, reason_of
from schemawright.fuzz.judges.difference import Problem
from schemawright.quoting import cut, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from schemawright.fuzz.record import FuzzRecord

PLACE = "{file}"
"""What stands in a command for the record's file."""

TIMEOUT = 30.0
"""Seconds that a command has for one record."""

BROKEN = 126
"""Exit codes from here on say that a command could not be run, or was killed."""

MAX_TRIES = 150
"""How often a command is run to shrink one record."""

_MAX_SAID = 100
"""How much of what a command said last is told."""


class CommandJudge:
    """
    A command that judges files; a context, which has a folder for them.

    Args:
        command: The command, `{file}` where the record's file is to be named; split as a shell does, without one.
        timeout: Seconds that it has for one record.

    Raises:
        UsageError: The command cannot be split, or has no `{file}`.
    """

    def __init__(self, command: str, *, timeout: float = TIMEOUT) -> None:
        try:
            self._words = _split(command)
        except ValueError as error:
            message = f"expected a command that can be split into words, found {quoted(command)}"
            raise UsageError(message, hint="close the quotes") from error
        if not any(PLACE in word for word in self._words):
            raise UsageError(f"expected {PLACE} in the command, found none in {quoted(command)}")
        self._timeout = timeout
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Make the folder."""
        self._folder = tempfile.TemporaryDirectory(prefix="schemawright-")
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the folder."""
        if self._folder is not None:
            self._folder.cleanup()

    def accepts(self, instance: Any) -> bool:
        """
        Return whether the command exits with 0.

        Raises:
            SchemawrightError: It cannot be run, takes too long, or is killed: that is no verdict.
        """
        code, said = self._asked(instance)
        if _is_broken(code):
            raise self._broken(_ended(code) + (f": {said}" if said else ""), instance)
        return code == 0

    def _asked(self, instance: Any) -> tuple[int, str]:
        from schemawright.models.spelling.writing import write_json

        assert self._folder is not None
        path = os.path.join(self._folder.name, "record.json")
        with open(path, "wb") as file:
            file.write(write_json(instance) + b"\n")
        return self._run([word.replace(PLACE, path) for word in self._words], instance)

    def _run(self, words: list[str], instance: Any) -> tuple[int, str]:
        """Return the exit code, and the last line on standard error."""
        # A file, not a pipe: what a killed command has started would keep a pipe open.
        with tempfile.TemporaryFile() as errors:
            try:
                done = subprocess.Popen(  # noqa: S603  (the user's own command)
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,
                )
            except OSError as error:
                message = f"the command cannot be run: {reason_of(error)}"
                hint = f"check that {quoted(words[0])} is there and executable"
                raise SchemawrightError(message, hint=hint) from None
            with done:
                try:
                    done.wait(self._timeout)
                except subprocess.TimeoutExpired:
                    _kill(done)
                    message = f"the command took longer than {self._timeout:g} s for one record"
                    raise self._broken(message, instance) from None
                except BaseException:  # Such as an interrupt, which does not reach a session of its own.
                    _kill(done)
                    raise
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines()
        return done.returncode, cut(lines[-1], _MAX_SAID) if lines else ""

    def problems(self, record: FuzzRecord) -> Iterator[Problem]:
        """Yield where the command's verdict is not the schema's, or where it has none since it did not end well."""
        code, said = self._asked(record.instance)
        if _is_broken(code):
            yield Problem(_ended(code), said, is_verdict=False)
        elif (code == 0) != record.valid:
            kind = "refuses what the schema accepts" if record.valid else "accepts what the schema refuses"
            # Who has a code of its own for what could not be done says by that, that this is no refusal.
            how = f" (it exits with {code})" if code > 1 else ""
            yield Problem(f"the command {kind}{how}", said=said)

    @staticmethod
    def _broken(message: str, instance: Any) -> SchemawrightError:
        from schemawright.models.spelling.writing import write_json

        record = cut(write_json(instance).decode(), 200)
        return SchemawrightError(message, hint=f"run it by hand on this record: {record}")


def _split(command: str) -> list[str]:
    """
    Return the words of a command, as a shell takes them; where backslashes are in paths they stay.

    Raises:
        ValueError: A quotation mark is missing.
    """
    if os.name != "nt":
        return shlex.split(command)
    return [
        word[1:-1] if word[0] in "\"'" and word[-1] == word[0] else word for word in shlex.split(command, posix=False)
    ]


def as_typed(command: str, path: str) -> str:
    """
    Return a command as it is typed into a shell to run what runs without one: no word of it is anything else there.

    Args:
        command: The command.
        path: The record's file.
    """
    if os.name == "nt":
        return command.replace(PLACE, path)
    return shlex.join([word.replace(PLACE, path) for word in _split(command)])


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a command and whatever it has started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _is_broken(code: int) -> bool:
    return code < 0 or code >= BROKEN


def _ended(code: int) -> str:
    how = f"was killed by signal {-code}" if code < 0 else f"exited with {code}"
    return f"the command {how}, which is no verdict"
