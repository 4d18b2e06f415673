from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from cvparser.domain.privacy import Category, DocumentHints, Finding, Redaction, filter_answer, redact
from cvparser.testing.strategies import Curriculum, curricula, findings

NO_HINTS = DocumentHints()
thorough = settings(max_examples=examples(30, fuzzed=60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
quick = settings(max_examples=examples(60, fuzzed=150), deadline=None)

#: Text that gathers what rules look for.
cv_like = st.lists(
    st.sampled_from(
        [
            "Ad Soyad:",
            "Tel:",
            "REFERANSLAR",
            "\n",
            "  ",
            " ",
            "|",
            "@",
            "[NAME]",
            "[PHONE]",
            "[REFERENCES]",
            "Mah.",
            "No:12",
            "0532",
            "555",
            "01",
            "47",
            "geb.",
            "doğumlu",
            "Dr.",
            "Elif",
            "Karahan",
            "Koç",
            "Holding",
            "2018-2022",
            "Python",
            "a.b@c.de",
            "İ",
            "ı",
            "\u200b",
            "e\u0301",
            "\r\n",
            "Personal Details",
            "Married",
            "(",
            ")",
            "+90",
            "linkedin.com/in/x",
            "Name",
            ":",
            "Adres:",
            "Age:",
        ]
    ),
    max_size=25,
).map("".join)
any_text = st.one_of(st.text(max_size=200), cv_like)


@given(curriculum=curricula("tr"))
@thorough
def test_a_name_does_not_survive_in_turkish_capitals(curriculum: Curriculum) -> None:
    text = curriculum.text.replace("i", "İ").upper()

    redacted = redact(text, NO_HINTS).text

    names = {curriculum.person.full_name, curriculum.person.given, curriculum.person.surname}
    assert names.isdisjoint(curriculum.survivors(redacted))


@given(text=any_text)
@quick
def test_what_was_found_given_back_changes_nothing(text: str) -> None:
    once = redact(text, NO_HINTS)

    assert redact(text, NO_HINTS, more=once.findings).findings == once.findings


@given(text=any_text, data=st.data())
@quick
def test_whatever_others_find_only_adds(text: str, data: st.DataObject) -> None:
    more = data.draw(findings(len(text)))

    alone, told = redact(text, NO_HINTS), redact(text, NO_HINTS, more=more)

    assert _withheld(told) >= _withheld(alone)
    assert _withheld(told) >= {at for each in more for at in range(each.start, each.end)}
    assert all(_is_within(each, told.findings) for each in alone.findings)


@given(curriculum=curricula(), data=st.data())
@thorough
def test_what_others_find_in_a_cv_only_adds(curriculum: Curriculum, data: st.DataObject) -> None:
    more = data.draw(findings(len(curriculum.text)))

    alone, told = redact(curriculum.text, NO_HINTS), redact(curriculum.text, NO_HINTS, more=more)

    assert _withheld(told) >= _withheld(alone)
    assert set(curriculum.survivors(told.text)) <= set(curriculum.survivors(alone.text))


@given(curriculum=curricula(), data=st.data())
@thorough
def test_what_others_find_takes_nothing_from_the_second_gate(curriculum: Curriculum, data: st.DataObject) -> None:
    more = data.draw(findings(len(curriculum.text)))
    answer = {"profile": {"basics": {"skills": curriculum.text.split("\n")[:200]}}}

    left = [
        filter_answer(answer, redaction).profile.model_dump_json()
        for redaction in (redact(curriculum.text, NO_HINTS), redact(curriculum.text, NO_HINTS, more=more))
    ]

    assert set(curriculum.survivors(left[1])) <= set(curriculum.survivors(left[0]))


@given(curriculum=curricula(), data=st.data())
@thorough
def test_a_placeholder_in_the_text_changes_nothing_elsewhere(curriculum: Curriculum, data: st.DataObject) -> None:
    placeholder = data.draw(st.sampled_from(Category)).placeholder
    lines = curriculum.text.split("\n")
    at = data.draw(st.integers(0, len(lines)))
    text = "\n".join([*lines[:at], placeholder, *lines[at:]])

    redaction = redact(text, NO_HINTS)

    start = len("".join(line + "\n" for line in lines[:at]))
    elsewhere = {each if each < start else each - len(placeholder) - 1 for each in _withheld(redaction)}
    assert elsewhere >= _withheld(redact(curriculum.text, NO_HINTS))


@given(text=any_text)
@quick
def test_text_outside_findings_is_untouched(text: str) -> None:
    redaction = redact(text, NO_HINTS)

    rest = redaction.text
    position = 0
    for finding in redaction.findings:
        before = text[position : finding.start] + finding.category.placeholder
        assert rest.startswith(before)
        rest, position = rest.removeprefix(before), finding.end
    assert rest == text[position:]


@given(curriculum=curricula())
@thorough
def test_offsets_map_back_to_the_original(curriculum: Curriculum) -> None:
    redaction = redact(curriculum.text, NO_HINTS)

    for offset, character in enumerate(redaction.text):
        original = redaction.to_original(offset)
        if not _is_within_placeholder(redaction, original):
            assert curriculum.text[original] == character
            assert redaction.to_redacted(original) == offset


@given(curriculum=curricula())
@thorough
def test_lines_are_never_joined(curriculum: Curriculum) -> None:
    redaction = redact(curriculum.text, NO_HINTS)

    for finding in redaction.findings:
        # A number may be wrapped; by chance a telephone number and a door number below it are a valid identity number.
        swallowed = re.sub(r"(?<=\d)\n(?=\d)", " ", curriculum.text[finding.start : finding.end])
        assert finding.category.value in {"references", "membership"} or "\n" not in swallowed


def _is_within_placeholder(redaction: Redaction, original: int) -> bool:
    return any(finding.start <= original < finding.end for finding in redaction.findings)


def _withheld(redaction: Redaction) -> set[int]:
    return {at for each in redaction.findings for at in range(each.start, each.end)}


def _is_within(finding: Finding, findings: Sequence[Finding]) -> bool:
    return any(each.start <= finding.start and finding.end <= each.end for each in findings)
