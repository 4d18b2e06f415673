"""A telephone number is one whatever signs stand in it, before it and after it."""

from __future__ import annotations

import re

import pytest

from cvparser.domain.privacy import redact

AFTER = "\n\nEXPERIENCE\nSite Engineer, Delta Build Ltd, 2015 - 2018\nThe office is reached by {} as well.\n"


def digits_left(text: str) -> str:
    """Give the digits that a redaction leaves, but for the years of the job."""
    return re.sub(r"\D", "", redact(text).text.replace("2015 - 2018", ""))


@pytest.mark.parametrize(
    "number",
    [
        "0171\u20115550142",
        "06\u201112\u201134\u201156\u201178",
        "(415) 555\u20100142",
        "+44 7700 900\u2012123",
        "+34 612 \u2212 345 \u2212 678",
        "0532\u00b7555\u00b701\u00b747",
        "01\u00b722\u00b733\u00b744\u00b755",
        "(312) 555 \u2010 0188",
        "(909) 555-\u00ad\u20105555",
        "O532 555 O1 47",
        "+9O 532 555 0l 47",
        "(4l5) 555-OI42",
        "%2B49%20171%205550142",
        "%2B90(532)%20555%2001%2047",
        "&#43;90&nbsp;532&nbsp;555&nbsp;01&nbsp;47",
        "+33&#160;6&#160;12&#160;34&#160;56&#160;78",
        "&#x2B;44 7700&ndash;900123",
    ],
)
def test_a_number_in_other_signs_goes_as_a_whole(number: str) -> None:
    assert digits_left(f"Ulla Brandt\nCivil Engineer{AFTER.format(number)}") == ""
    assert number not in redact(f"Ulla Brandt\nTel: {number}{AFTER.format('post')}").text


@pytest.mark.parametrize(
    "line",
    [
        "Cell:+919811122233,9800012345",
        "Tel: 0171 5550142,0171 5550143",
        "Telefon: 0532 111 22 33/0542 333 44 55",
        "Handy-+49 171 5550142",
        "Móvil-612345678",
        "Tel.-01 22 33 44 55",
        "Mob9811122233",
        "Tel05321112233",
        "Ph+919811122233/9800012345",
        "GSM05321112233-05321112234",
        "ulla@example.com,+919811122233",
        "ulla@example.com | 98111 22233",
    ],
)
def test_a_number_glued_to_a_label_an_address_or_another_number_goes(line: str) -> None:
    assert digits_left(f"PROFILE\nShe builds.{AFTER.format('post')}\n{line}\nThen more.") == ""


@pytest.mark.parametrize(
    "words",
    [
        "1,250,000 rows",
        "ISO 9001-2015",
        "2019\u20112022",
        "parts AB-123-456-7890",
        "RFC2616,7230,7231",
        "H2O and CO2",
        "O365 1000 l",
        "part 10O200l",
        "25%20off",
        "release 2019.04.01,2020.05.02",
    ],
)
def test_quantities_codes_and_years_stay(words: str) -> None:
    assert words in redact(f"Ulla Brandt\nCivil Engineer{AFTER.format(words)}").text


@pytest.mark.parametrize(
    "number",
    [
        "0532__555__01__47",
        "0171*555*0142",
        "+49_171_5550142",
        "06|12|34|56|78",
        "+34|612|345|678",
        "(0532)*111*22*33",
        "0532:111:22:33",
        "0532,111,22,33",
        "0532=111=22=33",
        "0532\\111\\22\\33",
        "0532#111#22#33",
        "0532 _ 111 _ 22 _ 33",
        "0532\U0001f4de111\U0001f4de22\U0001f4de33",
        "O532_111_22_33",
        "0532-111_22-33",
        "DE89_3704_0044_0532_0130_00",
        "FR14*2004*1010*0505*0001*3M02*606",
        "NL91/ABNA/0417/1643/00",
        "100*000*001*46",
        "1_0_0_0_0_0_0_0_1_4_6",
        "536_90_4399",
        "12345678_Z",
        "RCC|MNL|83S18|D969H",
        "AB_12_34_56_C",
    ],
)
def test_a_number_parted_by_any_sign_is_read_as_its_usual_notation(number: str) -> None:
    left = redact(f"Ulla Brandt\nCivil Engineer{AFTER.format(number)}").text
    assert number not in left
    assert digits_left(left) == ""


@pytest.mark.parametrize(
    "words",
    [
        "0,25,50,75,100",
        "10,20,30,40,50,60",
        "1'250'000'100",
        "10:30:45",
        "2019:01:02 10:30",
        "192|168|100|200",
        "backup_2016_01_02_1234.csv",
        "| 2016 | 2017 | 120 | 480 |",
        "1/2/4/8/16/32",
        "part_1234_5678_9012",
    ],
)
def test_series_amounts_times_and_names_of_files_stay(words: str) -> None:
    assert words in redact(f"Ulla Brandt\nCivil Engineer{AFTER.format(words)}").text


@pytest.mark.parametrize(
    ("line", "handle"),
    [
        ("oya91 (instagram)", "oya91"),
        ("reach oya_kara on Twitter", "oya_kara"),
        ("oya.kara84 auf Instagram", "oya.kara84"),
        ("oyak91 (mon Instagram)", "oyak91"),
        ("oyak91 [TikTok]", "oyak91"),
        ("Instagram (oyak91)", "oyak91"),
        ("Instagram'da oya.kara", "oya.kara"),
        ("oyak91 (GitHub)", "oyak91"),
    ],
)
def test_a_handle_goes_before_and_behind_the_name_of_its_network(line: str, handle: str) -> None:
    left = redact(f"Ulla Brandt\nCivil Engineer{AFTER.format(line)}").text
    assert handle not in left
    assert "Site Engineer" in left


@pytest.mark.parametrize(
    "words",
    ["Python3.9 (GitHub Actions)", "scikit_learn (GitHub)", "node.js on GitHub", "ads (Instagram)", "html5 | YouTube"],
)
def test_products_beside_the_name_of_a_network_stay(words: str) -> None:
    assert words in redact(f"Ulla Brandt\nCivil Engineer{AFTER.format(words)}").text
