"""The weights that are shipped are those of the card, and give its figures."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import benchmarks.privacy
import pytest
from benchmarks.privacy.learned import alone
from benchmarks.privacy.world import TRAINED, world

from cvparser.adapters.personal_data_detector import learned
from cvparser.adapters.personal_data_detector.learned.network import WEIGHTS

CARD = (Path(benchmarks.privacy.__path__[0]) / "learned.md").read_text(encoding="utf-8")
MAX_BYTES = 3_000_000


def test_the_card_names_the_hash_of_the_weights_and_they_are_small() -> None:
    weights = (files(learned) / WEIGHTS).read_bytes()

    assert hashlib.sha256(weights).hexdigest() in CARD
    assert len(weights) <= MAX_BYTES


def test_the_weights_give_the_figures_of_the_card_on_a_seed_that_they_were_not_trained_on() -> None:
    stated = re.search(r"seed (\d+), (\d+) documents: recall (0\.\d+), damaged (0\.\d+)", CARD)
    assert stated
    seed, count = int(stated[1]), int(stated[2])

    result = alone(world(seed, count))

    assert seed >= TRAINED
    assert result.recall == pytest.approx(float(stated[3]), abs=0.01)
    assert result.damage == pytest.approx(float(stated[4]), abs=0.005)
