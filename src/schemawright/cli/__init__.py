"""
The command line: `main(argv) -> int`, one module per command.

Nothing heavy is imported before it is known what was asked for.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn, cast

from schemawright.atomic import Telling
from schemawright.errors import reason_of

if TYPE_CHECKING:
    from typing import TextIO

    from schemawright.errors import SchemawrightError

INTERRUPTED = 130
BROKEN_PIPE = 141
BUG = 70
CANNOT = 3
MAX_FINDINGS = 3
"""How many findings of one schema are told where no report is asked for."""

_STANDARD_ERROR = 2
_COLLECT_AFTER = 50_000
"""Records are trees: collecting cycles as often as Python does by default finds none and takes a third of the time."""


def run() -> NoReturn:
    """Run the command line of this process and exit with its code."""
    try:
        if sys.stderr is None:
            _open_standard_error()
        if sys.stdout is None:
            tell("schemawright: cannot write to standard output: it is closed\n")
            sys.exit(CANNOT)
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt as stop:  # Before `main` is ready for it, or as it ends.
        sys.exit(_stopped(stop))


def _open_standard_error() -> None:
    """Let standard error, which somebody has closed, take everything: the exit code says the verdict all the same."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STANDARD_ERROR)  # Else the next file that is opened were it, and of commands that are run.
    os.set_inheritable(_STANDARD_ERROR, True)  # noqa: FBT003  (that function's only way)
    if nowhere != _STANDARD_ERROR:
        os.close(nowhere)
    sys.stderr = open(_STANDARD_ERROR, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  (to the end)


def main(argv: list[str]) -> int:
    """
    Run a command.

    Args:
        argv: The words after the program's name.

    Returns:
        0 clean; 1 findings; 2 asked wrongly; 3 could not be done; 70 a bug; 130 interrupted; 141 nobody reads on.
    """
    from schemawright.errors import SchemawrightError

    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    out = sys.stdout
    sys.stdout = cast("TextIO", Telling(out, _FullError))
    try:
        return _command(argv)
    except SchemawrightError as error:
        print_error(error)
        return error.exit_code
    except (OSError, _FullError) as error:
        return _failed(error, out)
    except (KeyboardInterrupt, SystemExit) as stop:
        return _stopped(stop)
    except MemoryError:
        tell("schemawright: not enough memory\n  hint: ask for less at a time; NDJSON streams\n")
        return CANNOT
    except BaseException as error:  # noqa: BLE001  (the last line of defence: a traceback is a bug, and says so)
        return _bug(error)
    finally:
        sys.stdout = out


class _FullError(Exception):
    """Standard output takes nothing."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"cannot write to standard output: {reason_of(error)}")


def _command(argv: list[str]) -> int:
    from schemawright.cli.parser import parse

    try:
        arguments = parse(argv)
        code: int = arguments.command(arguments)
    except SystemExit:  # Help has been written.
        sys.stdout.flush()
        raise
    sys.stdout.flush()
    return code


def in_utf8() -> None:
    """Have standard output written in UTF-8, as programs expect it, whatever people's encoding is."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _failed(error: OSError | _FullError, out: TextIO) -> int:
    """Say what the system has refused; whoever has stopped reading (`| head`) need not be told."""
    try:
        os.getcwd()
    except OSError as gone:  # No path that is relative means anything.
        tell(f"schemawright: the current folder cannot be used: {reason_of(gone)}\n")
        return CANNOT
    if isinstance(error, BrokenPipeError):
        _silence(out)
        return BROKEN_PIPE  # Not everything was judged: neither clean nor an error.
    if isinstance(error, _FullError):
        _silence(out)
        tell(f"schemawright: {error}\n")
    else:
        place = f"{error.filename}: " if isinstance(error.filename, str) else ""
        tell(f"schemawright: {place}{reason_of(error)}\n")
    return CANNOT


def tell(text: str) -> None:
    """Write to standard error; where that takes nothing, the work goes on without a word: the exit code says it."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Let a stream that takes nothing take everything, so that what it has already does not fail again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _stopped(stop: KeyboardInterrupt | SystemExit) -> int:
    if isinstance(stop, KeyboardInterrupt):
        tell("schemawright: interrupted\n")
        return INTERRUPTED
    return stop.code if isinstance(stop.code, int) else BUG if stop.code else 0


def print_error(error: SchemawrightError) -> None:
    """Write an error and its hint to standard error; of a schema that is not valid also what is wrong with it."""
    from schemawright.quoting import printable

    findings = getattr(error, "findings", ())
    tell(f"schemawright: {printable(error.line)}\n")
    if findings:
        from schemawright.reports.text import indented

        tell("".join([f"{line}\n" for finding in findings[:MAX_FINDINGS] for line in indented(finding)]))
    if error.hint:
        tell(f"  hint: {error.hint}\n")


def _bug(error: BaseException) -> int:
    if os.environ.get("SCHEMAWRIGHT_TRACEBACK"):
        raise error
    tell(f"schemawright: a bug in schemawright: {type(error).__name__}: {str(error)[:200]}\n")
    tell("  hint: please report it with the output of the same command under SCHEMAWRIGHT_TRACEBACK=1\n")
    return BUG
