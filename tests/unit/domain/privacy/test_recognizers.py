"""Each recognizer finds what its example says, and what it finds bears its names."""

from __future__ import annotations

import re

import pytest
from benchmarks.privacy.approved import read_approved
from benchmarks.privacy.document import read

from cvparser.domain.privacy import find
from cvparser.domain.privacy.anchors import AnchoredRecognizers
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.told_names import ToldNames
from cvparser.domain.privacy.pipeline import RECOGNIZERS, found_by
from cvparser.domain.privacy.prepared_text import prepare
from cvparser.domain.privacy.recognizer import Recognizer

#: Of the examples of all rules and of some documents.
DOCUMENTS_WITHOUT_DIGITS = [
    re.sub(r"\d", "x", text)
    for text in (
        *(document.text for document in read()[:8]),
        *(example for recognizer in RECOGNIZERS for example in recognizer.rules.values()),
    )
]
#: What parts a label from its value, cells of a line, lines; and strings with something beside each sign that another
#: recognizer starts at.
SIGNS = '\n:=→>?–—-"\\\t|•·●▪◦‣■□►;…_'
WRITTEN = [
    *(
        form.format(sign)
        for sign in SIGNS
        for form in (
            "so Religion{0} Hindu", "so Religion {0} Hindu", "so{0}Religion{0}Hindu", "x {0} Religion {0} Hindu",
            "Nurse {0} Manager {0} Ulla Berg", "so{0}Name: Anna Lindqvist", "x{0}MEMBERSHIPS{0}the union",
        )
    ),
    "Religion  Hindu", "x ....Religion....Hindu", "\\religion{Hindu}", '{"a": "b", "c": "d", "religion": "Hindu"}',
    "anna%40example.com", "anna (a) example (dot) com", "anna (@) example (dot) com",
    "call %2B90%20532%20555%2001%2047",
    "on skype anna.lind84", "C:\\Users\\anna\\cv", "<ada_l> hello\n<ada_l> again", "0000-0002-1825-0097", "ada#4417",
    "“It was so.” - Ulla Berg", "»It was so.» - Ulla Berg", "’It was so.’ - Ulla Berg", "C/Mayor 12, 28013 Madrid",
    "Moda Caddesi, Bahar Sokak", "Lindenallee 27, 50667 Köln", "Flat 3, No:12, Canal Street", "I live in Moda Caddesi",
    "d. 1993 Ankara", "*03.05.1984", "Çorumluyum", "O532 555 O1 47", "driver's licence B", "https://lindqvist.example/x",
    "at lindqvist.example now", "lindq-\nvist", "Annas Arbeit", "Yigitin",
    "Mein Bezirksleiter Omar Diaz", "Our groundskeeper Ulla Berg",
]  # fmt: skip
#: Lines of some documents of each language, and what rules find: as it is, in capitals, without what stands beside it.
STRINGS = list(
    dict.fromkeys(
        string
        for text in (
            *(line for document in read()[::40] for line in document.text.split("\n")),
            *(example for recognizer in RECOGNIZERS for example in recognizer.rules.values()),
            *WRITTEN,
        )
        for whole in (re.sub("[⟦⟧]", "", text),)
        for string in (whole, whole.upper(), whole.split("\n")[-1], *re.findall("⟦(.+?)⟧", text, re.DOTALL))
    )
)
EXAMPLES = [
    pytest.param(recognizer, rule, example, id=f"{recognizer.name}-{rule}")
    for recognizer in RECOGNIZERS
    for rule, example in recognizer.rules.items()
]


@pytest.mark.parametrize(("recognizer", "rule", "example"), EXAMPLES)
def test_a_recognizer_finds_exactly_what_its_example_marks(recognizer: Recognizer, rule: str, example: str) -> None:
    text = example.replace("⟦", "").replace("⟧", "")

    found = [finding for finding in found_by(recognizer.name, text) if finding.rule == rule]

    assert {text[finding.start : finding.end] for finding in found} == set(re.findall("⟦(.+?)⟧", example, re.DOTALL))
    assert {finding.category for finding in found} <= recognizer.categories


def test_recognizers_run_stage_by_stage_under_names_of_their_own() -> None:
    stages = [recognizer.stage for recognizer in RECOGNIZERS]
    names = [recognizer.name for recognizer in RECOGNIZERS]

    assert stages == sorted(stages)
    assert len(set(names)) == len(names)


def test_no_two_recognizers_share_a_rule() -> None:
    rules = [rule for recognizer in RECOGNIZERS for rule in recognizer.rules]

    assert len(set(rules)) == len(rules)


def test_every_approved_finding_bears_a_rule_and_a_category_of_a_recognizer() -> None:
    categories = {
        rule: {category.value for category in recognizer.categories}
        for recognizer in RECOGNIZERS
        for rule in recognizer.rules
    }

    lines = [line.split(" ", 3) for listed in read_approved().values() for line in listed]
    assert [line for line in lines if line[1] not in categories.get(line[2], ())] == []


def test_a_recognizer_that_is_switched_off_finds_nothing() -> None:
    text = "SKILLS\nborn 07.08.1990, anna@example.com"

    assert [finding.rule for finding in find(text)] == ["birth_cue", "email"]
    assert [finding.rule for finding in find(text, without=("birth",))] == ["email"]


def test_to_switch_off_what_there_is_not_is_an_error_that_says_where_names_are() -> None:
    with pytest.raises(ValueError, match="named fone; `cvparser rules` lists"):
        find("", without=("fone", "email"))


@pytest.mark.parametrize(
    "recognizer", [each for each in RECOGNIZERS if each.needs_digit], ids=lambda recognizer: recognizer.name
)
def test_a_recognizer_that_needs_a_digit_finds_nothing_without_one(recognizer: Recognizer) -> None:
    for document in DOCUMENTS_WITHOUT_DIGITS:
        assert list(recognizer.find(Context(prepare(document)))) == []


def test_whatever_finds_anything_in_a_string_of_an_answer_has_its_anchors_there() -> None:
    looking = [each for each in RECOGNIZERS if not each.needs_whole_cv]
    anchored = AnchoredRecognizers(looking)
    candidate = ToldNames(keys=frozenset({"anna", "lindqvist", "yigit"}))

    unasked: list[tuple[str, str]] = []
    for string in STRINGS:
        context = Context(prepare(string), whole_cv=False, told=candidate)
        asked = anchored.that_may_find(context)
        for recognizer in looking:
            matches = list(recognizer.find(context))
            context.add(recognizer, matches)
            if matches and recognizer not in asked:
                unasked.append((recognizer.name, string))

    assert unasked == []


def test_most_recognizers_are_not_asked_about_a_string_of_words_of_work() -> None:
    looking = [each for each in RECOGNIZERS if not each.needs_whole_cv]
    context = Context(prepare("Tekla Structures"), whole_cv=False)

    assert list(AnchoredRecognizers(looking).that_may_find(context)) == []
