from __future__ import annotations

import pytest

from benchmarks.mutation.scoring import Field, field
from benchmarks.mutation.subjects import Subject, subjects


@pytest.fixture(scope="session", params=subjects(), ids=lambda subject: subject.name)
def subject(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.param
    return found


@pytest.fixture(scope="session")
def place(subject: Subject) -> Field:
    return field(subject)
