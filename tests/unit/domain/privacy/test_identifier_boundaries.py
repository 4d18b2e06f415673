"""Where an e-mail address, a telephone number, a number or a page begins and ends, and what is none."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import find


def found(
    line: str, *, before: str = "PROFILE\nShe wrote ", after: str = " last week.\nThen more."
) -> list[tuple[str, str]]:
    """Give what is personal in a line within a text, as written, with its category."""
    text = f"{before}{line}{after}"
    return [(finding.category.value, text[finding.start : finding.end]) for finding in find(text)]


@pytest.mark.parametrize(
    "address",
    [
        "anna.lind@example.com",
        "anna_lind+cv@mail.example.co.uk",
        "a@b.example",
        "anna@localhost",
        "ANNA@EXAMPLE.COM",
        "süß@example.com",
        "anna @ example.com",
        "anna  @  example.com",
        "anna@example.\ncom",
        "anna@ex-\nample.com",
        "anna@example\n.com",
        "anna.\nlind@example.com",
        "anna-\nlind@example.com",
        "anna_\n lind@example.com",
        "anna%40example.com",
        "anna [at] example [dot] com",
        "anna (at) example.com",
        "anna\n(at) example.com",
        "anna\n@ example.com",
        "anna [at]\nexample.com",
        "anna<at>example{dot}co{dot}uk",
        "anna_at_example.com",
        "anna at example dot com",
        "anna et example point com",
        "anna arroba example punto com",
        "anna [a] example.com",
        "anna [@] example.com",
        "anna [dot] lind [at] example [dot] com",
        "anna(nokta)lind(at)example(nokta)com",
        "x" * 64 + "@example.com",
        "anna@" + "x" * 60 + ".com",
    ],
)
def test_an_e_mail_address_goes_as_a_whole_and_nothing_beside_it(address: str) -> None:
    assert found(address) == [("email", address)]
    assert found(address, before="PROFILE\n", after="\nThen more.") == [("email", address)]
    assert found(address, before="PROFILE\n(", after=").") == [("email", address)]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("<anna@example.com>", "anna@example.com"),
        ("'anna@example.com'", "anna@example.com"),
        ("-anna@example.com-", "anna@example.com"),
        ("%anna@example.com.", "anna@example.com"),
        ("mail:anna@example.com;", "anna@example.com"),
        ("anna@example.comPhone", "anna@example.com"),
        ("anna@example.comÖffentlich", "anna@example.com"),
        ("Anna\nlind@example.com", "lind@example.com"),
        ("anna@example.com\nLeeds", "anna@example.com"),
        ("to anna @example.com", "anna @example.com"),
        ("x/anna@example.com", "anna@example.com"),
        ("anna [dash] lind [at] example.com", "lind [at] example.com"),
        ("y" * 70 + "@example.com", "y" * 64 + "@example.com"),
    ],
)
def test_of_what_stands_around_an_e_mail_address_nothing_goes(written: str, address: str) -> None:
    assert found(written) == [("email", address)]


def test_a_handle_below_a_line_is_no_e_mail_address() -> None:
    assert found("Leeds\n@leeds") == [("handle", "@leeds")]


@pytest.mark.parametrize(
    "text",
    [
        "prices @ example",
        "@ home",
        "anna@",
        "anna@x now",
        "anna@.",
        "engineer at example.com",
        "anna [at] example",
        "anna [in] example.com",
        "anna_to_example.com",
        "100 % at home",
        "scope @nestjs/common",
    ],
)
def test_what_is_no_e_mail_address_stays(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "+90 532 555 01 47",
        "+90 (532) 555-01-47",
        "+49 1512 5550123",
        "0049 1512 5550123",
        "0532 555 01 47",
        "0532-555-01-47",
        "05325550147",
        "(0532) 555 01 47",
        "(0)532 555 01 47",
        "532 555 01 47",
        "(532) 555-0147",
        "90 532 555 01 47",
        "030 23125 999",
        "0171/2345678",
        "020 7946 0958",
        "01 23 45 67 89",
        "612 345 678",
        "612 34 56 78",
        "612345678",
        "212-555-0147",
        "1-212-555-0147",
        "(212) 555 0147",
        "212.555.0147",
        "0 532 555 01 47",
        "0 5 3 2 5 5 5 0 1 4 7",
        "+90 212 555 01 47 ext. 12",
        "+90 212 555 01 47, dahili 1234",
        "+44 20 7946 0958 x123",
    ],
)
def test_a_telephone_number_goes_as_a_whole_and_nothing_beside_it(number: str) -> None:
    assert found(number) == [("phone", number)]


@pytest.mark.parametrize(
    "label", ["Tel:", "Telefon", "Phone no.", "GSM :", "Mobile (private):", "call me on", "Cep tel"]
)
@pytest.mark.parametrize("number", ["5550147", "555 01 47", "4 555 01 47", "123-4567"])
def test_after_a_word_for_it_any_seven_digits_are_a_telephone_number(label: str, number: str) -> None:
    assert found(f"{label} {number}", before="PROFILE\n", after="\nThen more.") == [("phone", number)]
    assert found(number) == []


@pytest.mark.parametrize(
    "text",
    [
        "2018-2022",
        "2018 - 2022 2016 - 2018",
        "03/2019 - 11/2021",
        "12.03.2019",
        "2019-03-12",
        "192.168.10.254",
        "version 3.11.4.1",
        "10,000,000",
        "1 250 000 rows",
        "12345678.90",
        "3.14159265",
        "ISBN 978-3-16-148410-0",
        "PRJ-2021-0457123",
        "1234567",
        "5550147",
        "555 01 47",
        "20230415",
        "9001:2015 14001:2015",
        "1/2/3/4/5/6/7",
        "399 999 999",
    ],
)
def test_what_only_has_digits_is_no_telephone_number(text: str) -> None:
    assert found(text) == []


def test_half_a_telephone_number_goes_on_in_the_next_line_whatever_follows() -> None:
    assert found("0532 555\n01 47", after=" or by mail") == [("phone", "0532 555\n01 47")]


@pytest.mark.parametrize("number", ["0532\n555 01 47", "+90 532 555 01\n 47"])
def test_a_telephone_number_goes_on_in_the_next_line_when_no_word_follows(number: str) -> None:
    assert found(number, after=".\nThen more.") == [("phone", number)]
    assert found(number, after="") == [("phone", number)]
    assert found(number) != [("phone", number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2018-2022 0532 555 01 47", "0532 555 01 47"),
        ("in 2019: +90 532 555 01 47 12 years", "+90 532 555 01 47 12"),
        ("+90 532 555 01 47 / +90 212 555 01 47", None),
        ("0532 555 01 47\n12 wards", "0532 555 01 47"),
    ],
)
def test_a_telephone_number_ends_where_another_begins(text: str, number: str | None) -> None:
    numbers = [number] if number is not None else text.split(" / ")

    assert found(text) == [("phone", each) for each in numbers]


@pytest.mark.parametrize("number", ["123456789", "333 444 555", "387-654-321"])
def test_beside_the_name_nine_digits_of_any_form_are_a_telephone_number(number: str) -> None:
    header = f"Anna Lind\nNurse\n{number}\n\nEXPERIENCE\nWard {number}.\n"

    assert [(each.category.value, header[each.start : each.end]) for each in find(header)] == [
        ("name", "Anna Lind"),
        ("phone", number),
    ]


@pytest.mark.parametrize(
    ("number", "category"),
    [
        ("10000000146", "national_id"),
        ("1000 0000 146", "national_id"),
        ("TR33 0006 1005 1978 6457 8413 26", "iban"),
        ("TR330006100519786457841326", "iban"),
        ("DE89 3704 0044 0532 0130 00", "iban"),
        ("GB29 NWBK 6016 1331 9268 19", "iban"),
        ("12345678Z", "national_id"),
        ("X-1234567-L", "national_id"),
        ("1 84 12 76 451 089 46", "social_security"),
        ("AB 12 34 56 C", "social_security"),
        ("AB123456C", "social_security"),
        ("536-90-4399", "social_security"),
        ("8001015009087", "national_id"),
        ("65 170839 J 003", "social_security"),
    ],
)
def test_a_number_that_identifies_goes_whole(number: str, category: str) -> None:
    assert found(number) == [(category, number)]


@pytest.mark.parametrize(
    "number",
    [
        "10000000147",
        "20000000146",
        "DE89 3704 0044 0532 0130 01",
        "12345678A",
        "Y-1234567-A",
        "8001015009088",
        "GB12 3456",
        "AB 12 34 56 E",
    ],
)
def test_a_number_whose_check_digits_are_wrong_stays(number: str) -> None:
    assert found(number) == []


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("passport U98765432", ("passport", "U98765432")),
        ("passport no U 9876 5432", ("passport", "U 9876 5432")),
        ("Pasaport No U98765432", ("passport", "U98765432")),
        ("Reisepass C01X00T47", ("passport", "C01X00T47")),
        ("tax number 1234", ("tax_number", "1234")),
        ("vergi no 1234567890", ("tax_number", "1234567890")),
        ("plaka 34 ZZ 99", ("plate", "34 ZZ 99")),
        ("plaka AB CD 1", ("plate", "AB CD 1")),
        ("plaka B A 1", ("plate", "B A 1")),
    ],
)
def test_after_a_word_for_it_a_number_needs_no_check_digits(text: str, personal: tuple[str, str]) -> None:
    assert found(text) == [personal]


@pytest.mark.parametrize(
    "text",
    ["passport 123", "passport 2018", "passport office", "plaka 34", "passport control 1", "plaka AB CD", "plaka AB 1"],
)
def test_after_a_word_for_it_a_year_or_a_few_digits_are_no_number(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "linkedin.com/in/annalind",
        "https://www.linkedin.com/in/annalind",
        "github.com/annalind",
        "https://github.com/annalind/portfolio",
        "annalind.github.io",
        "https://medium.com/@annalind",
        "tr.linkedin.com/in/annalind",
    ],
)
def test_a_page_of_a_person_goes_whole(address: str) -> None:
    assert found(address) == [("url", address)]
    assert found(f"{address}.", after="\nThen.") == [("url", address)]
    assert found(f"({address}),") == [("url", address)]


def test_a_page_that_the_page_broke_after_a_slash_or_a_hyphen_goes_whole() -> None:
    for end in "/-":
        address = f"linkedin.com/in/anna{end}"
        assert found(f"{address}\n  lind-12", after="\nThen.") == [("url", f"{address}\n  lind-12")]
        assert found(f"{address}\nThen more", after="\nThen.") == [("url", address.rstrip("-"))]


@pytest.mark.parametrize(
    "text", ["https://react.dev/learn", "example.com", "www.example.com/about", "socket.io", "a@b"]
)
def test_a_page_of_nobody_stays(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("Twitter: @annalind", "@annalind"),
        ("Instagram - anna.lind", "anna.lind"),
        ("Skype: live:anna", "live:anna"),
        ("@annalind", "@annalind"),
        ("@anna@mastodon.example", "@anna@mastodon.example"),
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
    ],
)
def test_a_handle_goes_whole(text: str, handle: str) -> None:
    assert found(text, before="PROFILE\n") == [("handle", handle)]


@pytest.mark.parametrize("text", ["@Override", "@media", "a/@scope/package"])
def test_an_annotation_is_no_handle(text: str) -> None:
    assert found(text, before="PROFILE\n") == []


def test_a_page_named_after_the_candidate_goes_and_one_of_another_stays() -> None:
    pages = "https://www.lindqvist.example/cv, https://www.ward.example/cv and ana.example"
    text = f"Anna Lindqvist\nNurse\n\nPROJECTS\n{pages}\n"

    assert [(each.category.value, text[each.start : each.end]) for each in find(text)] == [
        ("name", "Anna Lindqvist"),
        ("url", "https://www.lindqvist.example/cv"),
    ]
