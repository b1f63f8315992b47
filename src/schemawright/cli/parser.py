"""The grammar of the command line, and the help that teaches it."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from schemawright.errors import UsageError
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    _Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001  (argparse has no other name for it)

OUTPUTS = ("text", "json", "jsonl", "github", "sarif")
FORMATS = ("json", "ndjson", "yaml", "toml", "jsonc", "json5")
ENGINES = ("auto", "native", "reference")
MODES = ("mixed", "valid", "invalid")
COVERAGES = ("text", "json")
MAX_DEPTH = 2_000
"""Engines recurse, and overflow their stack on values that are nested some thousands deep."""

_DESCRIPTION = "Keep everything that depends on a JSON Schema exactly equal to it."

_EPILOG = """\
examples:
  schemawright validate                                   what the workspace's globs name
  schemawright validate -s tunnel-session session.json    one file against one schema
  schemawright validate -h                                all about validating
  schemawright generate                                   dataclasses of the workspace's schemas
  schemawright fuzz tunnel-session --coverage             records of a schema, and what they exercise

exit codes: 0 clean · 1 findings · 2 asked wrongly · 3 could not be done · 70 a bug
"""

_VALIDATE = """\
Judge payloads by a schema, and say what is wrong with them, where, and why.

Without --schema the workspace decides: the payload globs of [tool.schemawright] in pyproject.toml, then the
payload's own "$schema".  A file that nothing describes is an error, never a silent pass.
"""

_VALIDATE_EPILOG = """\
examples:
  schemawright validate payloads/                          a folder, by the workspace's globs
  schemawright validate -s session.json 'logs/**/*.ndjson' a glob, by a schema file
  schemawright validate -s api.json#/$defs/page page.json  an entry point inside a schema
  schemawright validate --at /tunnel_sessions/- -s tunnel-session page.json
                                                           every element of an array
  kubectl get x -o yaml | schemawright validate -s x.json --as yaml -
  schemawright validate -o github payloads/                annotations for a pull request
  schemawright validate -s x.json -- -x.json               a file whose name begins with a dash

formats: .json .ndjson .jsonl .yaml .yml .toml .jsonc .json5, each also .gz and .zst
exit codes: 0 clean · 1 findings · 2 asked wrongly · 3 could not be done · 70 a bug
"""


_GENERATE = """\
Write the dataclasses of schemas: what they load is exactly what the schema accepts, and what they write is what was
read.  Modules that are what they would be are left untouched.
"""

_GENERATE_EPILOG = """\
examples:
  schemawright generate                                    every schema of the workspace
  schemawright generate --check                            exit 1 and show the difference where a module has drifted
  schemawright generate schemas/session.json -o session.py one file, without a workspace

exit codes: 0 clean · 1 drift (--check, --for-commit) · 2 asked wrongly · 3 could not be done · 70 a bug
"""


_FUZZ = """\
Make records of a schema, valid ones and invalid ones that break one keyword at one place, and say what they exercise.

First each boundary and each way to be wrong, once, whatever the seed; then at random.  The same seed makes the same
records everywhere.
"""

_FUZZ_EPILOG = """\
examples:
  schemawright fuzz tunnel-session                         100 records, one a line
  schemawright fuzz api.json#/$defs/page --mode invalid --labels
                                                           invalid ones, each with what it violates
  schemawright fuzz tunnel-session -n 500 --coverage       which keywords they satisfied and violated
  schemawright fuzz tunnel-session -n 500 --coverage-html coverage.html -o records.ndjson
                                                           the same as a page, and the records in a file
  schemawright fuzz tunnel-session --against 'check-jsonschema --schemafile s.json {file}'
                                                           where a command's verdict differs; exit 0 is its yes
  schemawright fuzz old.json --against new.json            a record that tells two schemas apart
  schemawright fuzz tunnel-session --models                prove the generated dataclasses

exit codes: 0 clean · 1 a difference · 2 asked wrongly · 3 could not be done · 70 a bug
"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """A formatter that asks the terminal itself for its width: argparse imports `shutil` for that, at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_terminal_width() - 2)


def _terminal_width() -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said):
        return int(said)
    try:
        return os.get_terminal_size().columns or _WIDTH
    except (OSError, ValueError, AttributeError):
        return _WIDTH


_WIDTH = 80


class _Parser(argparse.ArgumentParser):
    """
    A parser whose complaints look like all other errors, and whose options have one value each.

    Attributes:
        given: What was given: where a value goes → what it is, and what gave it.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.given: dict[str, tuple[object, argparse.Action]] = {}
        self.register("action", None, _One)  # That of an option which names none.
        self.register("action", "store_const", _OneConstant)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"run: {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse what is none of the choices, in words of our own: those of Python differ from version to version."""
        if action.choices is not None and value not in action.choices:
            *others, last = action.choices
            raise argparse.ArgumentError(action, f"expected {', '.join(others)} or {last}, found {quoted(value)}")


def parse(argv: list[str]) -> argparse.Namespace:
    """
    Return what the words mean.

    Raises:
        UsageError: They mean nothing; the hint names the command's own help.
    """
    words, literal = _apart(argv)
    try:
        arguments = make_parser().parse_args(words)
    except UsageError as error:
        if words[:1] in (["validate"], ["generate"], ["fuzz"]):
            error.hint = _hint(words, str(error))
        raise
    if literal:
        arguments.paths += literal
    return arguments


def _apart(argv: list[str]) -> tuple[list[str], list[str]]:
    """
    Return the words that may be options, and what comes after the first `--`: names, whatever they are like.

    Raises:
        UsageError: A changed file may be meant by what looks like an option.
    """
    if argv[:1] != ["validate"]:
        return argv, []
    end = argv.index(_END) if _END in argv else len(argv)
    words, names = argv[:end], argv[end + 1 :]
    is_changed = any(len(word) >= _SHORTEST_CHANGED and "--changed".startswith(word) for word in words)
    if is_changed and _END not in names:
        # Of one such word only, nobody knows whether it is the end of the options or a file.
        _expect_options(argv if _END not in argv else [_END])
    return words, names


def _expect_options(words: Sequence[str]) -> None:
    """Refuse what may be a file: nobody has written these names, so that one must not become a setting, nor be none."""
    word = next((word for word in _like_options(words) if os.path.lexists(word)), None)
    if word is not None:
        message = f"expected -- between the options and the changed files, since {quoted(word)} is a file here"
        hint = "write -- after the options; in pre-commit's settings, as the last of `args`"
        raise UsageError(message, hint=hint)


_END = "--"
"""What ends the options."""
_SHORTEST_CHANGED = len("--ch")
"""How much of the option has to be written for argparse to know it."""


def _like_options(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.startswith("-") and word != "-"]


_MISSING = "arguments are required"
"""What argparse says where there is no name that it takes for one."""


def _hint(words: Sequence[str], told: str) -> str:
    """Return what to do about words of which it is told what is wrong: a file may be meant, called like an option."""
    meant = _like_options(words) if _MISSING in told else [one for one in _like_options(words) if one in told.split()]
    file = next(filter(os.path.isfile, meant), None)
    if file is None:
        return f"run: schemawright {words[0]} --help"
    return f"write ./{file}, or -- before it" if words[0] == "validate" else f"write ./{file}"


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; each command's function is in `command` of what it parses."""
    parser = _Parser(
        prog="schemawright",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=_Formatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser, prog="schemawright")
    _add_validate(commands)
    _add_generate(commands)
    _add_fuzz(commands)
    return parser


def _command(commands: _Commands, name: str, about: str, description: str, epilog: str) -> _Parser:
    return commands.add_parser(name, help=about, description=description, epilog=epilog, formatter_class=_Formatter)


def _add_validate(commands: _Commands) -> None:
    command = _command(commands, "validate", "judge payloads by a schema", _VALIDATE, _VALIDATE_EPILOG)
    command.set_defaults(command=_validate)
    add = command.add_argument
    add("paths", metavar="PATH", nargs="*", help="a file, a folder, a glob, or - for standard input (JSON unless --as)")
    add("-s", "--schema", help="a workspace name, a file, or either with #/pointer for an entry point")
    add("-o", "--output", choices=OUTPUTS, default="text", help="how findings are printed (default: text)")
    add("--as", dest="format", choices=FORMATS, help="the documents' format, whatever their endings say")
    add("--lines", dest="format", action="store_const", const="ndjson", help="the same as --as ndjson")
    add(
        "--at",
        metavar="SELECTOR",
        help="judge these parts: a JSON Pointer (- is every element) or a JSONPath ($…)",
    )
    add("--fail-fast", action="store_true", help="stop at the first record that is not valid")
    add("--max-findings", type=_count, metavar="N", help="print at most N findings; the counts stay complete")
    add("--no-assert-formats", action="store_true", help="take `format`, and draft 7's content…, as annotations")
    add("--engine", choices=ENGINES, default="auto", help="who judges (default: auto: native, reference for draft 3)")
    add(
        "--duplicate-keys",
        choices=("refuse", "allow"),
        default="refuse",
        help="allow: the last of two equal names wins",
    )
    add("--max-depth", type=_depth, default=1_000, metavar="N", help="how deep a payload may nest (default: 1000)")
    add("--max-bytes", type=_count, default=1 << 30, metavar="N", help="how large a payload may be (default: 1 GiB)")
    add("--max-line-bytes", type=_count, default=1 << 26, metavar="N", help="the same for a line (default: 64 MiB)")
    add("--workspace", metavar="PATH", help="the pyproject.toml or its folder (default: the nearest upwards)")
    add(
        "--changed",
        action="store_true",
        help="PATHs are changed files: judge those, and all that a changed schema names",
    )
    colours = ("auto", "always", "never")
    # The last one counts, so that whoever calls an alias may say otherwise: no result depends on it.
    add("--color", choices=colours, default="auto", action="store", help="colours (default: on a terminal)")
    add("-v", "--verbose", action="store_true", help="show every branch of anyOf and oneOf")
    add("-q", "--quiet", action="store_true", help="no notes and no progress on standard error")


def _add_generate(commands: _Commands) -> None:
    command = _command(commands, "generate", "write the dataclasses of schemas", _GENERATE, _GENERATE_EPILOG)
    command.set_defaults(command=_generate)
    add = command.add_argument
    add(
        "names",
        metavar="NAME",
        nargs="*",
        help="a schema of the workspace (default: all); with --output also FILE, FILE#/pointer or FILE#anchor",
    )
    add("-o", "--output", metavar="FILE", help="the module to write, for one schema file")
    add("--check", action="store_true", help="write nothing; exit 1 and show the difference where a module has drifted")
    add("--diff", action="store_true", help="show what changes, and write it; without writing: --check")
    add(
        "--for-commit",
        action="store_true",
        help="exit 1 where a module was written, or git does not track one: the commit would be without it",
    )
    add("--prune", action="store_true", help="remove generated modules that no schema makes any more")
    add("--workspace", metavar="PATH", help="the pyproject.toml or its folder (default: the nearest upwards)")
    add("-q", "--quiet", action="store_true", help="say nothing on standard error")


def _add_fuzz(commands: _Commands) -> None:
    command = _command(
        commands, "fuzz", "make records of a schema, and find who judges them wrongly", _FUZZ, _FUZZ_EPILOG
    )
    command.set_defaults(command=_fuzz)
    add = command.add_argument
    add("schema", metavar="SCHEMA", help="a workspace name, a file, or either with #/pointer for an entry point")
    add("-n", "--count", type=_count, default=100, metavar="N", help="how many records (default: 100)")
    add("--mode", choices=MODES, default="mixed", help="which records (default: mixed)")
    add("--seed", type=_count, default=0, metavar="S", help="the same seed makes the same records (default: 0)")
    add("--labels", action="store_true", help="with each record whether it is valid, and what it violates where")
    add(
        "--coverage",
        nargs="?",
        const="text",
        type=_coverage,
        metavar="text|json",
        help="print what was exercised, not the records: as text, or as JSON",
    )
    add("--coverage-html", metavar="FILE", help="write what was exercised as an HTML page")
    add("-o", "--output", metavar="FILE", help="write the records to a file")
    add("--against", metavar="TARGET", help="find differences: 'COMMAND {file}', or another SCHEMA")
    add("--models", action="store_true", help="prove the generated dataclasses with the records")
    add("--no-assert-formats", action="store_true", help="take `format`, and draft 7's content…, as annotations")
    add("--workspace", metavar="PATH", help="the pyproject.toml or its folder (default: the nearest upwards)")
    add("-q", "--quiet", action="store_true", help="no notes on standard error")


def _count(text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() else -1
    if value < 0:
        raise argparse.ArgumentTypeError(f"expected a whole number from 0 on, found {quoted(text)}")
    return value


def _coverage(text: str) -> str:
    if text not in COVERAGES:
        message = f"expected text or json, found {quoted(text)}; SCHEMA comes before --coverage"
        raise argparse.ArgumentTypeError(message)
    return text


def _depth(text: str) -> int:
    depth = _count(text)
    if not 0 < depth <= MAX_DEPTH:
        message = f"expected a depth from 1 to {MAX_DEPTH:,}, found {quoted(text)}"
        raise argparse.ArgumentTypeError(message)
    return depth


def _validate(arguments: argparse.Namespace) -> int:
    from schemawright.cli.validate import run

    return run(arguments)


def _generate(arguments: argparse.Namespace) -> int:
    from schemawright.cli.generate import run

    return run(arguments)


def _fuzz(arguments: argparse.Namespace) -> int:
    from schemawright.cli.fuzz import run

    return run(arguments)


class _One(argparse.Action):
    """Takes a value, again if it is the same, and no other one: for the first, which was meant too, no last stands."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        value = self.const if self.nargs == 0 else values
        if option_string is not None and isinstance(parser, _Parser):
            _expect_same(parser, *parser.given.setdefault(self.dest, (value, self)), value, self)
        setattr(namespace, self.dest, value)


class _OneConstant(_One):
    """Takes the value that an option has without one."""

    def __init__(self, option_strings: Sequence[str], dest: str, **settings: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **settings)


def _expect_same(
    parser: _Parser, first: object, by: argparse.Action, second: object, by_second: argparse.Action
) -> None:
    """Refuse two values that are to go where one goes."""
    if first == second:
        return
    name, other = by.option_strings[-1], by_second.option_strings[-1]
    if by is by_second:
        parser.error(f"expected one value for {name}, found {quoted(str(first))} and {quoted(str(second))}")
    parser.error(f"expected one of {name} and {other}, found both")


class _Version(argparse.Action):
    """Prints the version; the metadata is read only when it is asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002  (argparse says what an action is given)
        values: str | Sequence[object] | None,  # noqa: ARG002
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"schemawright {version('schemawright')}\n")
        parser.exit()
