from __future__ import annotations

import pytest
from tests.effort import gathers_statistics

from cvparser.domain.privacy.vocabulary import vocabulary


@pytest.fixture(autouse=True)
def _words_of_its_own() -> None:
    # Which test reaches which function: the words are read once a process, and only the first test would count.
    if gathers_statistics():
        vocabulary.cache_clear()
