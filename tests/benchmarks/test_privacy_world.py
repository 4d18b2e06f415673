"""The generator of CVs that nobody has seen."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.privacy.document import Document
from benchmarks.privacy.fresh import measured, report
from benchmarks.privacy.marking import occurrences
from benchmarks.privacy.world import TRAINED, is_fresh, world
from benchmarks.privacy.world.pages import PAGES
from benchmarks.privacy.world.words import LANGUAGES, origins

CATEGORIES = {"name", "email", "phone", "address", "birth", "handle", "url", "third_person"}


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return world(11, 300)


def test_a_seed_makes_the_same_documents_in_any_process_and_another_makes_others(documents: list[Document]) -> None:
    program = "from benchmarks.privacy.world import world; print(*(each.to_json() for each in world(11, 4)[3:]))"
    root = Path(__file__).parents[2]
    again = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)

    assert again.stdout.strip() == documents[3].to_json()
    assert {each.text for each in world(12, 20)}.isdisjoint(each.text for each in documents)


def test_spans_stand_where_they_say_in_order_and_never_overlap(documents: list[Document]) -> None:
    for document in documents:
        end = 0
        for span in document.spans:
            assert end <= span["start"] < span["end"] <= len(document.text)
            end = span["end"]
            assert any(map(str.isalnum, document.text[span["start"] : end]))


def test_no_mark_is_left_in_a_text(documents: list[Document]) -> None:
    for document in documents:
        assert "<" not in document.text
        assert "{" not in document.text.replace("{at}", "").replace("{dot}", "")


def test_what_must_survive_stands_in_the_text(documents: list[Document]) -> None:
    for document in documents:
        for wanted in document.keep:
            assert next(occurrences(document.text, wanted), None)


def test_every_category_language_and_place_of_the_name_comes_up(documents: list[Document]) -> None:
    assert {span["category"] for document in documents for span in document.spans} == CATEGORIES
    assert {document.language for document in documents} == set(LANGUAGES)
    assert {document.layout for document in documents} == {page.__name__ for page in PAGES}


def test_names_come_from_many_origins_and_few_come_twice(documents: list[Document]) -> None:
    names = Counter(
        document.text[span["start"] : span["end"]]
        for document in documents
        for span in document.spans[:1]
        if span["category"] == "name"
    )

    assert len(origins()) >= 20
    assert names.total() > 100
    assert max(names.values()) <= 3


def test_only_seeds_from_a_thousand_on_are_fresh() -> None:
    assert not is_fresh(TRAINED - 1)
    assert is_fresh(TRAINED)


def test_the_report_says_what_was_found_and_what_was_damaged(documents: list[Document]) -> None:
    few = documents[:10]

    lines = list(report(few, measured(few)))

    assert lines[0].startswith(f"10 documents, {sum(len(each.spans) for each in few)} personal spans")
    assert sum(line.startswith("| email |") for line in lines) == 1
