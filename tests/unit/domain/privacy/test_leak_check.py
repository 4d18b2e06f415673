"""The second look before a text leaves the machine, over texts that a faulty first look left as they were."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.growth import grows_at_most

from cvparser.domain.errors import PersonalDataLeftError
from cvparser.domain.privacy import Category, DocumentHints, Finding, Redaction, find_leaks, redact, withhold_leaks
from cvparser.domain.profile import WarningCode
from cvparser.testing.strategies import LANGUAGES, emails, ibans, people, phones, tckns

_languages = st.sampled_from(LANGUAGES)
#: Strict forms only: numbers with a prefix, addresses without blanks around their sign.
_secrets = st.one_of(
    _languages.flatmap(people).flatmap(emails).filter(lambda each: " @ " not in each),
    _languages.flatmap(phones).filter(lambda each: each[0] in "+0"),
    ibans(),
    tckns(),
)


def untouched(text: str, hints: DocumentHints | None = None) -> Redaction:
    return Redaction(text=text, original=text, names=frozenset({"quill", "ada"}), hints=hints or DocumentHints())


def leaks(redaction: Redaction) -> list[tuple[str, str]]:
    return [(each.category.value, redaction.text[each.start : each.end]) for each in find_leaks(redaction)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to anna@example.com now", [("email", "anna@example.com")]),
        ("write to ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ now", [("email", "ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ")]),
        ("write to anna@exam\u200bple.com now", [("email", "anna@exam\u200bple.com")]),
        ("write to anna (at) example [dot] com", [("email", "anna (at) example [dot] com")]),
        ("anna@home now. yes", []),
        ("@Override public", []),
        ("TCKN 10000000146", [("national_id", "10000000146")]),
        ("TCKN 100 000 001 46", [("national_id", "100 000 001 46")]),
        ("no 1000000014", []),
        ("12345678Z", [("national_id", "12345678Z")]),
        ("12345678A", []),
        ("IBAN TR72 0099 9000 0000 0000 0000 00 at the bank", [("iban", "TR72 0099 9000 0000 0000 0000 00")]),
        ("IBAN TR73 3399 9000 0000", []),
        ("CGPA: 3.67 / 4.00 2009/2012", []),
        ("QQ 12 34 56 C", []),
        ("AB 12 34 56 C", [("social_security", "AB 12 34 56 C")]),
        ("SSN 219-09-9999", [("social_security", "219-09-9999")]),
        ("1 85 05 78 006 084 91", [("social_security", "1 85 05 78 006 084 91")]),
        ("0532 555 01 47", [("phone", "0532 555 01 47")]),
        ("+90 (532) 555-01-47", [("phone", "+90 (532) 555-01-47")]),
        ("(415) 555-0132", [("phone", "(415) 555-0132")]),
        ("٠٥٣٢ ٥٥٥ ٠١ ٤٧", [("phone", "٠٥٣٢ ٥٥٥ ٠١ ٤٧")]),
        ("Tel: 555 0132", [("phone", "555 0132")]),
        ("sold 555 0132 units", []),
        ("2018 0532 555 01 47 2019", [("phone", "0532 555 01 47")]),
        ("AB12 TR72 0099 9000 0000 0000 0000 00", [("iban", "TR72 0099 9000 0000 0000 0000 00")]),
        ("0532 555 01", []),
        ("01.01.2018 - 01.2019", []),
        ("2015 - 2018, 2019 - 2021", []),
        ("0.85 0.90 0.95 0.99", []),
        ("ISBN 9783161484100", []),
        ("linkedin.com/in/ada-quill", [("url", "linkedin.com/in/ada-quill")]),
        ("https://github.com/adaq", [("url", "github.com/adaq")]),
        ("https://github.com/kestrel/engine", []),
        ("Date of birth: 12.03.1988", [("birth", "12.03.1988")]),
        ("doğum tarihi 12 Mart 1988", [("birth", "12 Mart 1988")]),
        ("né le 12/03/1988 à", [("birth", "12/03/1988")]),
        ("born in 2015 as a start-up", []),
        ("Quill, Ada", [("name", "Quill, Ada")]),
        ("with Quill leads", [("name", "Quill")]),
        ("with Quill Leads", []),
        ("Quill-cold", []),
        ("with Ada leads", []),
        ("with quill leads", []),
        ("Quill\nAda", []),
        ("[NAME] 0532 [PHONE] 555 01 47", []),
    ],
)
def test_a_second_look_finds_what_must_not_leave(text: str, found: list[tuple[str, str]]) -> None:
    assert leaks(untouched(text)) == found


@pytest.mark.parametrize(
    "again",
    [
        "Zeynep Karamanlar", "ZEYNEP KARAMANLAR", "zeynep karamanlar", "Karamanlar, Zeynep", "zeynepkaramanlar",
        "Z e y n e p  K a r a m a n l a r", "Zeynep\u00a0Karamanlar", "Ｚｅｙｎｅｐ Karamanlar",
    ],
)  # fmt: skip
def test_a_name_that_was_taken_out_stands_nowhere_else_in_any_notation(again: str) -> None:
    name = Finding(category=Category.NAME, start=0, end=17, rule="header")
    redaction = Redaction(
        text=f"[NAME]\nLed by {again}.", original=f"Zeynep Karamanlar\nLed by {again}.", findings=(name,)
    )

    assert leaks(redaction) == [("name", again)]


def test_a_number_that_was_taken_out_stands_nowhere_else_in_any_notation() -> None:
    text = "Passport 9876 5432 1\nFile 987-654-321, order 987-654-322"
    number = Finding(category=Category.PASSPORT, start=9, end=20, rule="label_passport")
    redaction = Redaction(text=f"Passport [PASSPORT]{text[20:]}", original=text, findings=(number,))

    assert leaks(redaction) == [("passport", "987-654-321")]


@pytest.mark.parametrize(
    "hints",
    [
        DocumentHints(file_name="CV_Zeynep-Karamanlar_final.pdf"),
        DocumentHints(file_name="karamanlar zeynep ozgecmis 2024.docx"),
        DocumentHints(author="Zeynep KARAMANLAR"),
    ],
)
def test_whom_the_files_name_and_the_head_of_the_text_name_is_a_person_everywhere(hints: DocumentHints) -> None:
    text = "Zeynep Karamanlar\nAnalyst\n\nKARAMANLAR Zeynep led it"
    employer = "Analyst\n" + "of things\n" * 20 + "Zeynep Karamanlar Ltd"

    assert leaks(untouched(text, hints)) == [("name", "Zeynep Karamanlar"), ("name", "KARAMANLAR Zeynep")]
    assert leaks(untouched(text)) == []
    assert leaks(untouched(employer, hints)) == []


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_found_is_withheld_with_a_warning_and_nothing_else_is_touched(data: st.DataObject) -> None:
    secrets = data.draw(st.lists(_secrets, min_size=1, max_size=4))
    words = [f"word{'x' * index}" for index in range(len(secrets) + 1)]
    text = "\n".join([words[0], *(f"{secret}\n{word}" for secret, word in zip(secrets, words[1:], strict=True))])

    checked = withhold_leaks(untouched(text))

    assert [line for line in checked.text.split("\n") if not line.startswith("[")] == words
    assert checked.warnings == (WarningCode.LEAK_CHECK_WITHHELD,)
    assert sum(checked.withheld.values()) == len(secrets)
    assert all(text[each.start : each.end] in secrets for each in checked.findings)
    assert find_leaks(checked) == ()


def test_findings_of_both_looks_stand_in_offsets_of_the_original() -> None:
    text = "Ada Quill, anna@example.com, bo@example.com"
    name = Finding(category=Category.NAME, start=0, end=9, rule="header")

    checked = withhold_leaks(Redaction(text=f"[NAME]{text[9:]}", original=text, findings=(name,)))

    assert checked.text == "[NAME], [EMAIL], [EMAIL]"
    assert [text[each.start : each.end] for each in checked.findings] == [
        "Ada Quill",
        "anna@example.com",
        "bo@example.com",
    ]


def test_a_clean_text_is_left_as_it_is() -> None:
    clean = redact("Sünje Dörnbrück leitet. suenje@example.com, +49 1512 5550123, 10000000146")

    assert withhold_leaks(clean) is clean


def test_what_is_found_once_more_after_it_was_withheld_is_an_error() -> None:
    head = "\n".join(f"a{index}@example.com" for index in range(12))

    with pytest.raises(PersonalDataLeftError):
        withhold_leaks(untouched(f"{head}\nZeynep Karamanlar\n", DocumentHints(author="Zeynep Karamanlar")))


def test_findings_are_sorted_and_apart() -> None:
    found = find_leaks(untouched("tel: 0532 555 01 47 anna@example.com " * 50))

    assert len(found) == 100
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "unit",
    ["a", "A b ", "1", "1 ", "+90 ", "0532 ", "a@", "a@a.", "a.b-", "gb82", "x1234567", "born a 1.", "github.com/",
     "T r a n ", "Ada Quill ", "tel: ", "é", "\u200b", "[NAME]", "mail (at) "],
)  # fmt: skip
def test_a_text_four_times_as_long_takes_about_four_times_as_long(unit: str) -> None:
    name = Finding(category=Category.NAME, start=0, end=9, rule="header")
    hints = DocumentHints(file_name="ada quill.pdf", author="Tran Quoc")

    def redaction(length: int) -> Redaction:
        text = (unit * length)[:length]
        return Redaction(text=text, original="Ada Quill", findings=(name,), names=frozenset({"ada"}), hints=hints)

    redactions = {length: redaction(length) for length in (20_000, 80_000)}

    # A quadratic search would take 16 times as long.
    assert grows_at_most(10, lambda length: find_leaks(redactions[length]), 20_000, 80_000, slack_s=0.02)


@pytest.mark.parametrize(
    ("file_name", "text"),
    [
        ("Java_Developer_CV.docx", "Java Developer\nulla.berg@example.com\n\nSKILLS\nJava, Kafka, Spring\n"),
        ("Satis Muduru.pdf", "Ulla Berg\nSatış Müdürü\nulla.berg@example.com\n\nDENEYİM\nKestrel Ltd\n"),
        ("Data-Engineer.pdf", "Ulla Berg\nData Engineer\n\nPROFIL\nI work as a data engineer.\n"),
        ("Chef de Projet.pdf", "Ulla Berg\nChef de Projet\nulla.berg@example.com\n\nLANGUES\nx\n"),
    ],
)
def test_a_post_in_the_name_of_a_file_is_no_person(file_name: str, text: str) -> None:
    assert leaks(redact(text, hints=DocumentHints(file_name=file_name))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Zeynep Karamanlar\nAnalyst\nzkaramanlar@example.com\n\nTEAM\nKaramanlar, Demir, Akın\n",
        "Zeynep Karamanlar\nAnalyst\n\nPAPERS\nKaramanlar, Z., Akın, B.\n",
        "Zeynep Karamanlar\nAnalyst\nexample.com/zeynep-karamanlar\n",
    ],
)
def test_a_person_in_the_name_of_a_file_stays_one_in_addresses_and_lists_of_authors(text: str) -> None:
    found = leaks(untouched(text, DocumentHints(file_name="Zeynep Karamanlar CV.pdf")))

    assert ("name", "Zeynep Karamanlar") in found
