from __future__ import annotations

from itertools import pairwise

import pytest
from benchmarks.privacy.document import DOCUMENTS, Document, read
from benchmarks.privacy.generate import documents
from benchmarks.privacy.marking import marked_lines, occurrences, overlaps, segments, unmarked, visible_length
from benchmarks.privacy.material import LANGUAGES
from benchmarks.privacy.tricks import TRICKS

#: Spec section 8, references' names under `third_person`, blood type under `health`.
CATEGORIES = {
    "address", "age", "belief", "biometric", "birth", "criminal_record", "dress", "email", "ethnicity", "family",
    "gender", "genetic", "handle", "health", "iban", "licence", "marital_status", "membership", "military", "name",
    "national_id", "nationality", "passport", "phone", "photo", "plate", "politics", "registration", "religion",
    "sexual_life", "social_security", "tax_number", "third_person", "url",
}  # fmt: skip


@pytest.fixture(scope="module")
def committed() -> list[Document]:
    return read()


def test_the_committed_file_is_what_the_generator_gives() -> None:
    given = "".join(f"{document.to_json()}\n" for document in documents())

    assert given == DOCUMENTS.read_text(encoding="utf-8")
    assert len(given.encode()) < 1_500_000


def test_ids_are_unique_and_there_are_enough_documents(committed: list[Document]) -> None:
    assert len({document.id for document in committed}) == len(committed) >= 220


def test_spans_lie_in_the_text_in_order_and_hold_something(committed: list[Document]) -> None:
    for document in committed:
        assert all(0 <= span["start"] < span["end"] <= len(document.text) for span in document.spans), document.id
        assert all(before["end"] <= after["start"] for before, after in pairwise(document.spans)), document.id
        for span in document.spans:
            assert any(each.isalnum() for each in document.text[span["start"] : span["end"]]), document.id


def test_what_must_survive_stands_in_the_text_outside_the_spans(committed: list[Document]) -> None:
    for document in committed:
        for wanted in document.keep:
            places = list(occurrences(document.text, wanted))
            assert any(not overlaps(start, end, document.spans) for start, end in places), (document.id, wanted)


def test_every_document_has_something_professional(committed: list[Document]) -> None:
    assert all(document.keep for document in committed)


def test_every_category_is_there_in_every_language(committed: list[Document]) -> None:
    for language in LANGUAGES:
        own = [document for document in committed if document.language == language]
        assert {span["category"] for document in own for span in document.spans} == CATEGORIES


def test_every_language_has_look_alikes_without_personal_data(committed: list[Document]) -> None:
    for language in LANGUAGES:
        own = [document for document in committed if document.layout == "look-alike" and document.language == language]
        assert len(own) >= 5
        assert not any(document.spans for document in own)


def test_every_trick_is_played_and_some_documents_mix_languages(committed: list[Document]) -> None:
    assert {trick for document in committed for trick in document.tricks} == set(TRICKS)
    assert sum("+" in document.language for document in committed) >= 10


def test_no_two_texts_are_the_same(committed: list[Document]) -> None:
    assert len({document.text for document in committed}) == len(committed)


def test_marks_become_spans_and_kept_text() -> None:
    text, spans, keep = unmarked(segments("Dr. <name:Ada Kul>, <+Koç Holding>"))

    assert text == "Dr. Ada Kul, Koç Holding"
    assert spans == [{"start": 4, "end": 11, "category": "name"}]
    assert keep == ["Koç Holding"]


def test_a_kept_text_that_also_stands_where_it_may_go_is_not_asked_for() -> None:
    _, _, keep = unmarked(segments("<+Ankara>, <+Bursa>; from Ankara"))

    assert keep == ["Bursa"]


def test_a_mark_that_runs_over_a_line_end_is_marked_on_both_lines() -> None:
    assert marked_lines("<address:1 Elm Road\nLeeds>") == ["<address:1 Elm Road>", "<address:Leeds>"]
    assert visible_length("<address:Leeds>") == 5
