"""What is said of a schema that the native engine does not compile."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright.engines.native import NativeEngine
from schemawright.engines.protocol import Task
from schemawright.errors import UnresolvableReference


def _nothing_is_fetched(uri: str) -> Any:
    raise UnresolvableReference("a reference leads out of the workspace", reference=uri)


@pytest.mark.parametrize("keyword", ["allOf", "anyOf"])
def test_of_references_that_lead_out_the_first_one_is_told(keyword: str) -> None:
    schema = {keyword: [{"$ref": f"https://e.com/{number}"} for number in range(40, 0, -1)]}
    with pytest.raises(UnresolvableReference) as caught:
        NativeEngine(Task("https://e.com/schema", schema, "", "2020-12", False, _nothing_is_fetched))
    assert caught.value.reference == "https://e.com/40"
