"""That each list of words reaches the rules, and how words with stars and phrases are looked up."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cvparser.domain.privacy.reading import read
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary
from cvparser.domain.privacy.words import Phrases, Words


def test_words_with_stars_stand_for_inflections_and_compounds() -> None:
    words = Words(["Nurse", "teach*", "*Ärztin", "*haus*", "art*"])

    inside = ["nurse", "teach", "teacher", "teaching", "arztin", "zahnarztin", "krankenhauses", "haus", "art"]
    outside = ["nurses", "tea", "arztinnen", "hau", "artist", "xteacher", "", "x" * 61 + "haus"]
    for _ in range(2):
        assert [word for word in [*inside, *outside] if word in words] == inside
    assert "x" * 56 + "haus" in words
    assert "x" * 57 + "haus" not in words
    assert "anything" not in Words([])


@pytest.mark.parametrize(("stem", "longest"), [("abcd", 5), ("abc", 3), ("abcde", 60)])
def test_a_short_stem_takes_few_letters(stem: str, longest: int) -> None:
    words = Words([f"{stem}*"])

    assert stem + "x" * (longest - len(stem)) in words
    assert stem + "x" * (longest - len(stem) + 1) not in words


def test_phrases_are_found_by_their_first_word_the_longest_of_each_kind() -> None:
    phrases = Phrases({"birth": ["born", "Born in", "(b."], "home": ["born here"], "none": ["123"]})

    def found(text: str) -> list[tuple[str, str]]:
        return [(text[start:end], kind) for start, end, kind in phrases.find(text, read(text).words)]

    assert found("born in leeds, unborn, b. 3, born") == [("born in", "birth"), ("b.", "birth"), ("born", "birth")]
    assert found("born here") == [("born", "birth"), ("born here", "home")]
    assert found("born inside") == [("born", "birth")]
    assert found("borne 123") == []


def test_no_list_of_words_is_empty() -> None:
    words = vocabulary()

    for each in fields(Vocabulary):
        value = getattr(words, each.name)
        assert isinstance(value, Words | Phrases) or len(value) > 3, each.name


@pytest.mark.parametrize(
    ("phrase", "kinds"),
    [
        ("my name is", {"introduction"}),
        ("yours sincerely", {"sign_off"}),
        ("reporting to", {"person"}),
        ("date of birth", {"birth_before"}),
        ("dogumlu", {"birth_after"}),
        ("i live in", {"residence"}),
        ("nurse", set()),
    ],
)
def test_a_phrase_announces_something(phrase: str, kinds: set[str]) -> None:
    assert {kind for _, _, kind in vocabulary().cues.find(phrase, read(phrase).words)} == kinds


@pytest.mark.parametrize(
    ("list_name", "inside", "outside"),
    [
        ("heading_words", "experience", "leeds"),
        ("heading_fillers", "and", "nurse"),
        ("heading_starts", "references", "leeds"),
        ("label_words", "phone", "leeds"),
        ("titles", "dr", "nurse"),
        ("titles_after", "hanim", "nurse"),
        ("titles_ambiguous", "miss", "dr"),
        ("particles", "von", "nurse"),
        ("generic", "resume", "leeds"),
        ("at", "at", "nurse"),
        ("phone_cues", "tel", "nurse"),
        ("street_before", "rue", "nurse"),
        ("street_after", "cadde", "nurse"),
        ("street_particles", "de", "nurse"),
        ("states", "ny", "nurse"),
        ("street_glued", "strasse", "nurse"),
        ("street_units", "daire", "nurse"),
        ("street_words", "street", "nurse"),
        ("professional", "nurse", "lindqvist"),
        ("organisations", "holding", "lindqvist"),
        ("institutions", "university", "lindqvist"),
        ("homonyms", "deniz", "nurse"),
        ("trades", "cook", "lindqvist"),
        ("suffixes", "nin", "nurse"),
        ("months", "mayis", "nurse"),
        ("languages", "german", "nurse"),
        ("places", "ankara", "nurse"),
        ("digits", "sifir", "nurse"),
        ("ats", "arroba", "nurse"),
        ("dots", "nokta", "nurse"),
    ],
)
def test_a_word_is_in_its_list(list_name: str, inside: str, outside: str) -> None:
    words = getattr(vocabulary(), list_name)

    assert inside in words
    assert outside not in words
