"""Every suite notices nearly every fault that was planted in an adapter."""

from __future__ import annotations

import pytest
from tests.forks import call
from tests.planted.trial import CATALOGUES, failure_of_the_sound, failures


@pytest.mark.parametrize("port", CATALOGUES)
def test_a_sound_adapter_passes_the_suite(port: str) -> None:
    assert call(failure_of_the_sound, port) is None


@pytest.mark.timeout(400)
@pytest.mark.parametrize("port", CATALOGUES)
def test_the_suite_catches_the_faults_and_no_other_is_missed_than_those_listed(port: str) -> None:
    caught = call(failures, port, timeout=350)

    known = set(CATALOGUES[port].missed)
    missed = {fault for fault, test in caught.items() if test is None}
    assert sorted(missed - known) == []
    assert sorted(known - missed) == []
    assert len(caught) >= 10
    assert len(missed) <= 0.05 * len(caught) + 0.5
