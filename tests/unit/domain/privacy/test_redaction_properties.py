from __future__ import annotations

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from cvparser.domain.privacy import Hints, Redaction, redact
from cvparser.testing.strategies import Curriculum, curricula

NO_HINTS = Hints()
thorough = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
quick = settings(max_examples=examples(150), deadline=None)

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
@example(text="[NAME]\nElif Karahan\nTel: 0532 555 01 47")
@example(text="Adres: [ADDRESS] Kadıköy")
@quick
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = redact(text, NO_HINTS).text

    assert redact(once, NO_HINTS).text == once


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
