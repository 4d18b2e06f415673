from __future__ import annotations

import pytest
from benchmarks.offline_parser import CORPUS, Score, labelled, scores

#: Below what the rules reach today, above what one broken rule leaves.
FLOORS = {
    "profession": 0.95,
    "jobs": 0.95,
    "job dates": 0.95,
    "schools": 0.92,
    "skills": 0.97,
    "languages": 0.97,
    "fluency": 0.95,
    "certifications": 0.95,
    "awards": 0.9,
    "projects": 0.9,
    "driving licence": 0.95,
    "language": 0.97,
}


@pytest.fixture(scope="module")
def measured() -> dict[str, Score]:
    return scores()


@pytest.mark.parametrize(("field", "floor"), FLOORS.items())
def test_a_field_is_read_as_well_as_before(measured: dict[str, Score], field: str, floor: float) -> None:
    assert measured[field].f1 >= floor, "\n".join(measured[field].misses)


def test_every_field_has_a_floor(measured: dict[str, Score]) -> None:
    assert measured.keys() == FLOORS.keys()


def test_every_cv_of_the_corpus_has_a_label_and_every_label_a_cv() -> None:
    texts = {path.stem for path in CORPUS.glob("*.txt")}

    assert texts == {path.stem for path in CORPUS.glob("*.toml")}
    assert len(texts) >= 40
    assert {label["language"] for _, _, label in labelled()} >= {"tr", "en", "de", "fr", "es", "it", "nl", "pt"}
