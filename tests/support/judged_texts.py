"""Texts that both engines judge: what the tests of `schemawright.fuzz.texts.by_spec` have in common."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from schemawright.engines.native.engine import NativeEngine
from schemawright.engines.protocol import Engine, Task
from schemawright.engines.reference.engine import ReferenceEngine
from schemawright.errors import UnresolvableReference
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.texts.by_spec import Texts, TextSpec

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWS = 60
"""How many texts are drawn, where a test does not say it."""


def _refused(uri: str) -> Any:
    raise UnresolvableReference("no references here", reference=uri)


def _schema(spec: TextSpec) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"pattern": pattern} for pattern in spec.patterns]
    parts += [{"format": name} for name in spec.formats]
    bounds: dict[str, Any] = {"minLength": spec.min_length}
    if spec.max_length is not None:
        bounds["maxLength"] = spec.max_length
    return {"extends" if spec.dialect == "draft3" else "allOf": [*parts, bounds]}


def engines_of(spec: TextSpec) -> list[Engine]:
    """Return the engines that know a spec's dialect, each with its schema compiled."""
    task = Task(
        uri="http://localhost/schema",
        contents=_schema(spec),
        pointer="",
        dialect=spec.dialect,
        assert_formats=True,
        retrieve=_refused,
    )
    kinds: list[Callable[[Task], Engine]] = [ReferenceEngine]
    return [kind(task) for kind in (kinds if spec.dialect == "draft3" else [*kinds, NativeEngine])]


@cache
def texts_of(spec: TextSpec) -> Texts:
    """Return the texts of a spec, judged by every engine."""
    engines = engines_of(spec)
    return Texts(
        spec,
        accept=lambda text: all(engine.is_valid(text) for engine in engines),
        refuse=lambda text: not any(engine.is_valid(text) for engine in engines),
    )


def some_of(texts: Texts, count: int = DRAWS, seed: int = 0) -> list[str]:
    """Return the texts of so many draws, without what was not found."""
    choices = Seeded(seed)
    return [text for text in (texts.draw(choices) for _ in range(count)) if text is not None]
