"""
The error tree: what could not be done, and the exit code of each branch.

An invalid instance is a result (see `schemawright.finding`), never one of these: except where a value was asked for
that only a valid one gives, which is what the classes that `schemawright generate` makes do.

    SchemawrightError
    ├ UsageError 2
    ├ WorkspaceError 2
    ├ MissingExtra 2
    ├ DocumentError 3      Unreadable, Malformed, PointsNowhere
    │ └ NoSchema 2
    ├ SchemaError 3        InvalidSchema, UnknownDialect, UnresolvableReference, NoInstance
    ├ ProvenanceError 3    NotLocked, DigestMismatch, RetrievalRefused
    ├ InvalidInstance 1
    └ EnginesDisagree 70

A message is one lower-case clause, expected before found, with values cut at 60 characters; the hint is a
separate imperative.  Every error pickles, so that it can cross processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from schemawright.finding import Excerpt, Finding, Position


def reason_of(error: OSError) -> str:
    """
    Return why the system refused something, as the end of a clause.

    >>> reason_of(FileNotFoundError(2, "No such file or directory")), reason_of(OSError("Odd"))
    ('no such file or directory', 'odd')
    """
    return as_clause(error.strerror or str(error))


def as_clause(text: str) -> str:
    """
    Return a sentence of somebody else's as the end of a clause.

    >>> as_clause("Bad CRC"), as_clause("CRC check failed")
    ('bad CRC', 'CRC check failed')
    """
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


NO_URI = "http://schema.invalid/"
"""
The base URI of a schema from memory without an `$id`, and of further resources that are given by relative URIs.

It is made up, so errors do not tell it.
"""


class SchemawrightError(Exception):
    """
    Something that could not be done.

    Args:
        message: One lower-case clause: what was expected, then what was found.
        hint: What to do about it, as an imperative; None where nothing useful can be said.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild without calling `__init__`, whose parameters differ from branch to branch."""
        return _rebuild, (type(self), self.args, self.__dict__)

    @property
    def place(self) -> str:
        """Where it happened, as `file:line:column` or whatever part of that is known; may be empty."""
        return ""

    @property
    def line(self) -> str:
        """The place, where there is one, and the message; neither the hint nor the findings."""
        return f"{self.place}: {self.message}" if self.place else self.message

    def __str__(self) -> str:
        """Return all that there is to say on one line, but for the hint."""
        return self.line


def _rebuild(cls: type[SchemawrightError], args: tuple[object, ...], state: dict[str, object]) -> SchemawrightError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class UsageError(SchemawrightError):
    """
    Something was asked for that is not there, or that is not done.

    Args:
        message: What was expected and what was found.
        path: What the user wrote, where it is about one of several things.
        hint: What to do about it.
    """

    code = "usage"
    exit_code = 2

    def __init__(self, message: str, *, path: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.path = path

    @property
    def place(self) -> str:
        """What the user wrote."""
        return self.path


class WorkspaceError(SchemawrightError):
    """
    A setting of `[tool.schemawright]` cannot be used.

    Args:
        message: What was expected and what was found.
        setting: The setting's dotted name below `[tool.schemawright]`, such as `schemas.session.file`.
        path: The file that holds the setting.
        hint: What to do about it.
    """

    code = "workspace"
    exit_code = 2

    def __init__(self, message: str, *, setting: str = "", path: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.setting = setting
        self.path = path

    @property
    def place(self) -> str:
        """The file and the setting."""
        return ": ".join(part for part in (self.path, f"[tool.schemawright] {self.setting}".strip()) if part)


class MissingExtra(SchemawrightError):
    """
    A package that only an extra installs is needed.

    Args:
        extra: The extra's name, such as `models`.
        purpose: What needs it.
    """

    code = "missing-extra"
    exit_code = 2

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the extra `{extra}`, which is not installed",
            hint=f"run: pip install 'schemawright[{extra}]'",
        )
        self.extra = extra


class DocumentError(SchemawrightError):
    """
    A document, or a record of one, cannot be judged.

    Args:
        message: What was expected and what was found.
        path: The document as the user named it.
        position: Where in the document; None where no place can be named.
        record: The record's number, from 1; None where it concerns the document as a whole.
        hint: What to do about it.
        excerpt: The source line around the place.
    """

    code = "document"

    def __init__(
        self,
        message: str,
        *,
        path: str = "",
        position: Position | None = None,
        record: int | None = None,
        hint: str | None = None,
        excerpt: Excerpt | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.excerpt = excerpt
        self.path = path
        self.position = position
        self.record = record

    @property
    def place(self) -> str:
        """`path:line:column`, as much of it as is known."""
        if self.position is None:
            return self.path
        return f"{self.path}:{self.position.line}:{self.position.column}".lstrip(":")


class Unreadable(DocumentError):
    """A document cannot be opened or read: missing, no permission, broken compression, unknown ending."""

    code = "unreadable"


class Malformed(DocumentError):
    """A document is not what its format asks for."""

    code = "malformed"


class NoSchema(DocumentError):
    """Nothing says which schema judges a document or record: asked wrongly, rather than not to be done."""

    code = "no-schema"
    exit_code = 2


class PointsNowhere(DocumentError):
    """A JSON Pointer or JSONPath selects nothing in a document."""

    code = "points-nowhere"


class SchemaError(SchemawrightError):
    """
    A schema resource cannot be used.

    Args:
        message: What was expected and what was found.
        uri: The schema resource, as a URI or a path.
        keyword_location: The JSON Pointer of the keyword in that resource.
        hint: What to do about it.

    Attributes:
        position: Where in the resource's document the keyword stands; None where nothing is known.
    """

    code = "schema"

    def __init__(self, message: str, *, uri: str = "", keyword_location: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.uri = uri
        self.keyword_location = keyword_location
        self.position: Position | None = None

    @property
    def place(self) -> str:
        """The resource and the keyword's pointer in it."""
        uri = "" if self.uri == NO_URI else self.uri
        if self.keyword_location:
            return f"{uri}#{self.keyword_location}"
        return uri or ("the schema" if self.uri else "")

    @property
    def line(self) -> str:
        """The place and the message; the place is `path:line:column`, where that is known."""
        if self.position is None:
            return super().line
        return f"{self.uri}:{self.position.line}:{self.position.column}: {self.message}"


class InvalidSchema(SchemaError):
    """
    A schema resource is not valid against its metaschema.

    Args:
        message: How many findings there are.
        findings: The findings of the metaschema, with positions in the schema's own document.
        uri: The schema resource.
        keyword_location: The first offending keyword.
        hint: What to do about it.
    """

    code = "invalid-schema"

    def __init__(
        self,
        message: str,
        *,
        findings: tuple[Finding, ...] = (),
        uri: str = "",
        keyword_location: str = "",
        hint: str | None = None,
    ) -> None:
        super().__init__(message, uri=uri, keyword_location=keyword_location, hint=hint)
        self.findings = findings

    def __str__(self) -> str:
        """Return the place, the message, and what the first finding says; of branches, that of the closest one."""
        if not self.findings:
            return self.line
        finding = self.findings[0]
        while failing := [branch for branch in finding.branches if branch.findings]:
            finding = failing[0].findings[0]
        where = "" if finding.instance_location == self.keyword_location else f" at {finding.instance_location}"
        return f"{self.line}{', the first:' if len(self.findings) > 1 else ':'} {finding.message}{where}"


class UnknownDialect(SchemaError):
    """`$schema` names a dialect that no engine here implements."""

    code = "unknown-dialect"


class UnresolvableReference(SchemaError):
    """
    A reference leads out of the workspace, to the network, or nowhere.

    Args:
        message: What was refused.
        reference: The reference, resolved against its base URI.
        uri: The schema resource that holds it.
        keyword_location: Where in that resource.
        hint: How to vendor what it names.
    """

    code = "unresolvable-reference"

    def __init__(
        self, message: str, *, reference: str, uri: str = "", keyword_location: str = "", hint: str | None = None
    ) -> None:
        super().__init__(message, uri=uri, keyword_location=keyword_location, hint=hint)
        self.reference = reference


class NoInstance(SchemaError):
    """No instance is valid for a schema, or none is invalid, or none could be found: there is nothing to make."""

    code = "no-instance"


class Told(NamedTuple):
    """
    What an error says.

    Args:
        message: One lower-case clause.
        findings: What is wrong.
        hint: What to do about it.
    """

    message: str
    findings: tuple[Finding, ...]
    hint: str | None


class InvalidInstance(SchemawrightError):
    """
    An instance was to be loaded that its schema does not accept.

    Args:
        message: What the first finding says, and how many more there are: "at least" so many where not all are told.
        findings: The first hundred findings, or fewer where those have hundreds of branches, as validation has them;
            with positions where a JSON text was loaded. All of them are what a schema's `iter_findings` yields.
        hint: What to do about it.
    """

    code = "invalid-instance"
    exit_code = 1
    findings: tuple[Finding, ...]

    def __init__(self, message: str, *, findings: tuple[Finding, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.findings = findings

    @classmethod
    def told_by(cls, tell: Callable[[], Told]) -> Self:
        """Return an error that finds out what it says when it is asked; that takes far longer than to refuse."""
        error = cls.__new__(cls)
        error.__dict__["_tell"] = tell
        return error

    def __getattr__(self, name: str) -> Any:
        """Return what an error says that was not asked before."""
        if name in Told._fields:
            self._find_out()
            if name in self.__dict__:
                return self.__dict__[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def _find_out(self) -> None:
        """Have all that there is to say; another thread may ask at the same time."""
        tell = self.__dict__.get("_tell")
        if tell is not None:
            said = tell()
            for name, value in said._asdict().items():
                self.__dict__.setdefault(name, value)  # Somebody may have set it before.
            BaseException.args.__set__(self, (said.message,))  # type: ignore[attr-defined]
            self.__dict__.pop("_tell", None)

    @property
    def args(self) -> tuple[Any, ...]:
        """The message alone, as other exceptions have it."""
        self._find_out()
        args: tuple[Any, ...] = BaseException.args.__get__(self)  # type: ignore[attr-defined]
        return args

    @args.setter
    def args(self, args: tuple[Any, ...]) -> None:
        self._find_out()
        BaseException.args.__set__(self, args)  # type: ignore[attr-defined]

    def __repr__(self) -> str:
        """Return the class and the message."""
        self._find_out()
        return super().__repr__()

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild with all that there is to say: what finds it out does not cross processes."""
        self._find_out()
        return super().__reduce__()

    @property
    def place(self) -> str:
        """Where the first finding is in the JSON text, as `line:column`; empty where an instance was loaded."""
        position = self.findings[0].position if self.findings else None
        return f"{position.line}:{position.column}" if position else ""


class ProvenanceError(SchemawrightError):
    """
    A vendored schema is not what the lock says.

    Args:
        message: What was expected and what was found.
        uri: The schema's source.
        hint: What to do about it.
    """

    code = "provenance"

    def __init__(self, message: str, *, uri: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.uri = uri

    @property
    def place(self) -> str:
        """The schema's source."""
        return self.uri


class NotLocked(ProvenanceError):
    """A vendored schema has no entry in the lock."""

    code = "not-locked"


class DigestMismatch(ProvenanceError):
    """A vendored schema's bytes are not those that were locked."""

    code = "digest-mismatch"


class RetrievalRefused(ProvenanceError):
    """A source may not be retrieved."""

    code = "retrieval-refused"


class EnginesDisagree(SchemawrightError):
    """
    Two engines gave two verdicts for one instance: a bug, here or in an engine.

    Args:
        message: Which engine said what.
        reproducer: A command or JSON text that shows it.
        hint: What to do about it.
    """

    code = "engines-disagree"
    exit_code = 70

    def __init__(self, message: str, *, reproducer: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.reproducer = reproducer
