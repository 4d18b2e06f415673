from __future__ import annotations

import pytest
from tests.unit.application.house import House


@pytest.fixture
def house() -> House:
    return House()
