"""Each finding tells which rule found it: what a reader of a report is told, and what a fault is traced by."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from cvparser.domain.privacy.finding import Hints
from cvparser.domain.privacy.labels import find_labelled, labelled_values
from cvparser.domain.privacy.people.candidate import discover
from cvparser.domain.privacy.people.header_fallback import withhold_header
from cvparser.domain.privacy.people.mentions import propagate
from cvparser.domain.privacy.people.third_persons import find_persons
from cvparser.domain.privacy.prepared_text import Match, PreparedText, Span, prepare
from cvparser.domain.privacy.recognizers.address import find_addresses
from cvparser.domain.privacy.recognizers.bare_values import find_personal, personal_places
from cvparser.domain.privacy.recognizers.birth import find_births
from cvparser.domain.privacy.recognizers.email import find_emails
from cvparser.domain.privacy.recognizers.licence import find_licences
from cvparser.domain.privacy.recognizers.numbers import find_numbers
from cvparser.domain.privacy.recognizers.phone import find_phones
from cvparser.domain.privacy.recognizers.statements import find_statements
from cvparser.domain.privacy.recognizers.web import find_own_urls, find_urls
from cvparser.domain.privacy.sections import find_sections, sections


def emails(prepared: PreparedText) -> Iterable[Match]:
    return find_emails(prepared)


def phones(prepared: PreparedText) -> Iterable[Match]:
    return find_phones(prepared, personal_places(prepared, sections(prepared)))


def births(prepared: PreparedText) -> Iterable[Match]:
    return find_births(prepared, personal_places(prepared, sections(prepared)))


def addresses(prepared: PreparedText) -> Iterable[Match]:
    return find_addresses(prepared, personal_places(prepared, sections(prepared)))


def labelled(prepared: PreparedText) -> Iterable[Match]:
    return find_labelled(prepared, labelled_values(prepared), [])


def persons(prepared: PreparedText) -> Iterable[Match]:
    return find_persons(prepared, labelled_values(prepared), [*find_emails(prepared)])


def details(prepared: PreparedText) -> Iterable[Match]:
    return find_personal(prepared, sections(prepared), [])


def parts(prepared: PreparedText) -> Iterable[Match]:
    return find_sections(prepared, sections(prepared))


def head(prepared: PreparedText) -> Iterable[Match]:
    return withhold_header(prepared, sections(prepared), [])


def mentions(prepared: PreparedText) -> Iterable[Match]:
    return propagate(prepared, frozenset({"anna", "lindqvist"}), Span(0, 0))


def own_pages(prepared: PreparedText) -> Iterable[Match]:
    return find_own_urls(prepared, frozenset({"lindqvist"}))


def candidate(prepared: PreparedText) -> Iterable[Match]:
    found = [*find_emails(prepared), *find_urls(prepared)]
    return discover(
        prepared, parts=sections(prepared), labelled=labelled_values(prepared), found=found, hints=Hints()
    ).matches


@pytest.mark.parametrize(
    ("find", "text", "found"),
    [
        (emails, "to anna@example.com now", [("anna@example.com", "email", "email")]),
        (
            emails,
            "to anna [at] example [dot] com now",
            [("anna [at] example [dot] com", "email", "email_spelt_out")],
        ),
        (phones, "SKILLS\n+90 532 555 01 47 now", [("+90 532 555 01 47", "phone", "phone")]),
        (phones, "Anna\n387-654-321\nSKILLS\nx", [("387-654-321", "phone", "phone_place")]),
        (find_numbers, "no 10000000146 now", [("10000000146", "national_id", "tckn")]),
        (find_numbers, "at DE89370400440532013000 now", [("DE89370400440532013000", "iban", "iban")]),
        (find_numbers, "no 12345678Z now", [("12345678Z", "national_id", "dni")]),
        (find_numbers, "no 184127645108946 now", [("184127645108946", "social_security", "nir")]),
        (find_numbers, "no AB123456C now", [("AB123456C", "social_security", "nino")]),
        (find_numbers, "no 536-90-4399 now", [("536-90-4399", "social_security", "ssn")]),
        (find_numbers, "no 8001015009087 now", [("8001015009087", "national_id", "za_id")]),
        (find_numbers, "no 65170839J003 now", [("65170839J003", "social_security", "svnr")]),
        (find_numbers, "passport U98765432 now", [("U98765432", "passport", "number_cue")]),
        (find_urls, "at github.com/anna now", [("github.com/anna", "url", "profile_url")]),
        (find_urls, "Twitter: anna_l now", [("anna_l", "handle", "social_handle")]),
        (find_urls, "at @anna_l now", [("@anna_l", "handle", "handle")]),
        (find_urls, "at 0000-0002-1825-0097 now", [("0000-0002-1825-0097", "handle", "orcid")]),
        (own_pages, "at lindqvist.example now", [("lindqvist.example", "url", "own_url")]),
        (births, "SKILLS\nborn 07.08.1990 now", [("07.08.1990", "birth", "birth_cue")]),
        (births, "SKILLS\n1990 doğumluyum", [("1990", "birth", "birth_cue")]),
        (births, "SKILLS\nborn in Ankara now", [("Ankara", "birth", "birth_place")]),
        (births, "SKILLS\nAnkara doğumlu", [("Ankara", "birth", "birth_place")]),
        (births, "Anna\n07.08.1990\nSKILLS\nx", [("07.08.1990", "birth", "date_alone")]),
        (births, "SKILLS\n41 years old", [("41", "age", "age")]),
        (
            addresses,
            "SKILLS\nat Canal Street 12, LS6 3QT Leeds now",
            [("Canal Street 12, LS6 3QT Leeds", "address", "address")],
        ),
        (find_licences, "driving licence B now", [("B", "licence", "licence_class")]),
        (labelled, "Gender: female", [("female", "gender", "label_gender")]),
        (labelled, "Phone: to be asked", [("to be asked", "phone", "label_phone")]),
        (labelled, "Driving licence: B, since 2001", [("B, since 2001", "licence", "label_licence")]),
        (find_statements, "so I am married now", [("I am married", "marital_status", "statement")]),
        (persons, "reporting to Ulla Berg now", [("Ulla Berg", "name", "person_cue")]),
        (persons, "then Dr. Omar Diaz now", [("Dr. Omar Diaz", "name", "title")]),
        (persons, "so our tutor Ulla Berg now", [("Ulla Berg", "name", "relation_cue")]),
        (persons, "so with Maria Berg", [("Maria Berg", "name", "weak_cue")]),
        (persons, "Ulla Berg, ulla.berg@example.com", [("Ulla Berg", "name", "with_contact")]),
        (persons, '"It was so." - Ulla Berg', [("Ulla Berg", "name", "quoted")]),
        (persons, "Ulla Hanım ile", [("Ulla", "name", "title_after")]),
        (
            persons,
            "Manager: Ulla Berg, Omar Diaz",
            [
                ("Ulla Berg", "name", "label_person"),
                ("Ulla Berg", "name", "relation_cue"),
                ("Omar Diaz", "name", "label_person"),
            ],
        ),
        (
            persons,
            "Berg, U., Diaz, O. (2018)",
            [("Berg, U.", "name", "author"), ("Diaz, O.", "name", "author")],
        ),
        (parts, "REFERENCES\nthe head", [("the head", "references", "section_references")]),
        (parts, "MEMBERSHIPS\nthe union", [("the union", "membership", "section_membership")]),
        (parts, "Emergency contact\nthe head", [("the head", "references", "section_emergency")]),
        (
            details,
            "PERSONAL DETAILS\nmarried",
            [("married", "marital_status", "value_alone"), ("married", "personal", "personal_details")],
        ),
        (head, "xq zzt\nSKILLS\nx", [("xq zzt", "header", "no_name")]),
        (mentions, "with Anna Lindqvist now", [("Anna Lindqvist", "name", "mention")]),
        (mentions, "with lindq-\nvist now", [("lindq-\nvist", "name", "mention_apart")]),
        (candidate, "Anna Lindqvist\nNurse", [("Anna Lindqvist", "name", "header")]),
        (candidate, "Name: Anna Lindqvist", [("Anna Lindqvist", "name", "label_name")]),
        (candidate, "SKILLS\nmy name is Anna Lindqvist", [("Anna Lindqvist", "name", "introduction")]),
        (candidate, "SKILLS\nx\nYours sincerely,\nAnna Lindqvist", [("Anna Lindqvist", "name", "sign_off")]),
    ],
)
def test_a_finding_names_its_rule(
    find: Callable[[PreparedText], Iterable[Match]], text: str, found: list[tuple[str, str, str]]
) -> None:
    prepared = prepare(text)

    told = [(prepared.text[each.start : each.end], each.category.value, each.rule) for each in find(prepared)]
    assert set(told) == set(found)
