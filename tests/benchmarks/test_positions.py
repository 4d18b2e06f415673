"""CVs whose name stands in many places: what the weights of the candidate's evidence are fitted on."""

from __future__ import annotations

from benchmarks.privacy.positions import positioned


def test_a_seed_makes_the_same_documents_and_another_makes_others() -> None:
    assert positioned(3, 5) == positioned(3, 5)
    assert positioned(3, 5) != positioned(4, 5)


def test_each_document_says_where_its_name_stands() -> None:
    for document in positioned(5, 40):
        assert len({document.text[start:end] for start, end in document.names}) == 1
