"""Laws of docstrings: whatever a schema says, they hold it, and nothing in it ends them."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from schemawright.models.generating.publish import formatted
from schemawright.models.planning.literals import docstring

TEXTS = st.text(st.sampled_from("\"'\\ab. \n\r\x0c\u2028\x00"), max_size=12)


def read(source: str) -> list[str]:
    """Return the docstrings of the classes of a module, as who reads them sees them."""
    return [words(ast.get_docstring(node, clean=False) or "") for node in ast.walk(ast.parse(source)) if is_class(node)]


def is_class(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef)


def words(text: str) -> str:
    """Return a text without what indentation makes of it."""
    return "\n".join([line.strip() for line in text.splitlines()]).strip()


@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_a_docstring_says_what_its_text_says(texts: list[str]) -> None:
    source = "\n".join([f"class C:\n{docstring(text, '    ')}\n    a: int\n" for text in texts])
    assert read(source) == [words(text) for text in texts]
    assert read(formatted(source)) == [words(text) for text in texts]


@given(TEXTS)
def test_a_quotation_mark_that_ends_nothing_is_left_as_it_is(text: str) -> None:
    assert 'say "x" now or "".' in docstring(f'{text} say "x" now or "". {text}', "")
