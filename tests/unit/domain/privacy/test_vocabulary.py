"""That each list of words reaches the rules, and how words with stars and phrases are looked up."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.prepared_text import prepare
from cvparser.domain.privacy.sections import heading_kind
from cvparser.domain.privacy.templates import Templates
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary
from cvparser.domain.text.words import Phrases, Words


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
        return [(text[start:end], kind) for start, end, kind in phrases.find(text, prepare(text).words)]

    assert found("born in leeds, unborn, b. 3, born") == [("born in", "birth"), ("b.", "birth"), ("born", "birth")]
    assert found("born here") == [("born", "birth"), ("born here", "home")]
    assert found("born inside") == [("born", "birth")]
    assert found("borne 123") == []


@pytest.fixture
def words() -> Vocabulary:
    """The words, read from their files anew."""
    vocabulary.cache_clear()
    return vocabulary()


def test_no_list_of_words_is_empty(words: Vocabulary) -> None:
    for each in fields(Vocabulary):
        value = getattr(words, each.name)
        assert isinstance(value, Words | Phrases | Templates) or len(value) > 3, each.name


#: Phrase -> what it, and words in it, announce.
CUES: dict[str, set[str]] = {
    "my name is": {"introduction"},
    "yours sincerely": {"sign_off"},
    "reporting to": {"person", "weak"},
    "supervised": set(),
    "line manager": {"person", "relation"},
    "tutor": {"relation"},
    "alongside": {"weak"},
    "date of birth": {"birth_before"},
    "dogumlu": {"birth_after"},
    "i live in": {"residence"},
    "nurse": set(),
}
#: List -> a word in it, and one that is not.
WORDS = {
    "label_words": ("phone", "leeds"),
    "titles": ("dr", "nurse"),
    "titles_after": ("hanim", "nurse"),
    "titles_ambiguous": ("miss", "dr"),
    "given": ("maria", "lindqvist"),
    "possessives": ("former", "nurse"),
    "companies": ("goldman sachs", "lindqvist"),
    "particles": ("von", "nurse"),
    "generic": ("resume", "leeds"),
    "at": ("at", "nurse"),
    "phone_cues": ("tel", "nurse"),
    "street_before": ("rue", "nurse"),
    "street_after": ("cadde", "nurse"),
    "street_particles": ("de", "nurse"),
    "states": ("ny", "nurse"),
    "street_glued": ("strasse", "nurse"),
    "street_units": ("daire", "nurse"),
    "street_words": ("street", "nurse"),
    "street_sure": ("mahallesi", "nurse"),
    "standards": ("iso", "nurse"),
    "numbered": ("siparis", "nurse"),
    "registers": ("baro", "nurse"),
    "professional": ("nurse", "lindqvist"),
    "organisations": ("holding", "lindqvist"),
    "institutions": ("university", "lindqvist"),
    "homonyms": ("deniz", "nurse"),
    "trades": ("cook", "lindqvist"),
    "suffixes": ("nin", "nurse"),
    "months": ("mayis", "nurse"),
    "languages": ("german", "nurse"),
    "places": ("ankara", "nurse"),
    "digits": ("sifir", "nurse"),
    "ats": ("arroba", "nurse"),
    "dots": ("nokta", "nurse"),
}
#: Category or kind -> a phrase of it.
HEADINGS = {"references": "references", "emergency": "emergency contact", "personal": "personal details"}
LABELS = {"marital_status": "medeni hali", "name": "ad soyad", "phone": "tel", "birth": "date of birth"}


def test_a_phrase_announces_something(words: Vocabulary) -> None:
    for phrase, kinds in CUES.items():
        assert {kind for _, _, kind in words.trigger_phrases.find(phrase, prepare(phrase).words)} == kinds, phrase


def test_a_word_is_in_its_list(words: Vocabulary) -> None:
    for name, (inside, outside) in WORDS.items():
        assert inside in getattr(words, name), name
        assert outside not in getattr(words, name), name


def test_headings_and_labels_lead_to_their_kind(words: Vocabulary) -> None:
    assert {kind: heading_kind(phrase) for kind, phrase in HEADINGS.items()} == {kind: kind for kind in HEADINGS}
    assert {kind: words.labels[phrase] for kind, phrase in LABELS.items()} == {kind: kind for kind in LABELS}
    assert not any(label.endswith(".") for label in words.labels)
    assert not any(title.endswith(".") for title in words.titles | words.titles_after | words.street_after)


def test_phrases_of_a_kind_are_found_wherever_they_stand(words: Vocabulary) -> None:
    def kinds(phrases: Phrases, text: str) -> set[str]:
        return {kind for _, _, kind in phrases.find(text, prepare(text).words)}

    def told(templates: Templates, text: str) -> list[tuple[str, str]]:
        places = templates.find(text, text, prepare(text).words, is_cased=False)
        return [(text[start:end], kind) for start, end, kind in places]

    assert kinds(words.inline_headings, "then references follow") == {"references"}
    assert kinds(words.number_cues, "the passport of") == {"passport"}
    assert told(words.statements, "so i am married now") == [("i am married", "marital_status")]
    assert told(words.statements, "so i am married to ulla now") == [
        ("i am married", "marital_status"),
        ("married to", "marital_status"),
    ]
    assert told(words.statements, "then i nurse now") == []


def test_values_are_looked_up_and_ages_have_leads_and_tails(words: Vocabulary) -> None:
    values = dict(words.values)

    assert values[Category.MARITAL_STATUS].has("married.")
    assert values[Category.MARITAL_STATUS].has("married, two children")
    assert not values[Category.MARITAL_STATUS].has("married: no")
    assert values[Category.NATIONALITY].has("british")
    assert ("", " years old") in words.ages
    assert len(words.street_glued) == len(set(words.street_glued))
