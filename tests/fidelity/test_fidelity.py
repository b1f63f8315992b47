"""Generated classes are exactly their schemas: our own cases here, the official suites in `make fidelity`."""

from __future__ import annotations

import pytest
from fidelity import Group, score, suite_groups
from own_cases import groups

OWN = list(groups())


@pytest.mark.parametrize("group", OWN, ids=[group.name for group in OWN])
def test_our_own_cases(group: Group) -> None:
    """What is valid is loaded and comes back, what is not is refused, and described objects are classes."""
    found = score(group)
    assert not found.wrong
    assert found.carried == found.described


@pytest.mark.parametrize("dialect", ["draft3", "draft4", "draft6", "draft7", "2019-09", "2020-12"])
def test_the_required_suite(dialect: str) -> None:
    """Every schema of the required part, whole."""
    found = [score(group) for group in suite_groups(dialect, "required")]
    assert not [one for one in found if one.wrong]
    assert sum(one.carried for one in found) == sum(one.described for one in found)
