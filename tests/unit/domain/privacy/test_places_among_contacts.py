"""Where somebody lives, by the place alone: among contacts, beside a signature, after verbs of nine languages."""

import pytest

from cvparser.domain.privacy import redact

JOBS = "\n\nEXPERIENCE\nData Engineer, Kestrel Ltd, Leeds, 2018 - 2023\nPython, Kafka\n"


@pytest.mark.parametrize(
    "head",
    [
        "Ulla Berg\nulla.berg@example.com | Tolverham",
        "Ulla Berg\nE: ulla@example.com | M: +44 7700 900 615 | Tolverham, North Yorkshire",
        "Ulla Berg\nNurse\nulla.berg@example.com\nTolverham\n+44 7700 900 615",
        "Ulla Berg\nNurse\nulla.berg@example.com\nWest Tolverham\ngithub.com/ullaberg",
    ],
)
def test_a_place_that_no_list_has_goes_among_contacts(head: str) -> None:
    assert "Tolverham" not in redact(head + JOBS).text


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("Ulla Berg | Lexicographer | ulla.berg@example.com", "Lexicographer"),
        ("Ulla Berg\nulla.berg@example.com\nLexicographer", "Lexicographer"),
        ("Ulla Berg\nulla.berg@example.com | Kubernetes, Terraform", "Kubernetes"),
        ("Ulla Berg\nulla.berg@example.com\nSenior Data Engineer\n+44 7700 900 615", "Senior Data Engineer"),
        ("Ulla Berg\nulla.berg@example.com\nHalden Group\n+44 7700 900 615", "Halden Group"),
    ],
)
def test_a_profession_a_tool_and_a_firm_stay_among_contacts(head: str, kept: str) -> None:
    assert kept in redact(head + JOBS).text


def test_a_block_of_contacts_below_the_main_text_is_personal() -> None:
    text = f"Skills\nKafka{JOBS}\n12, avenue de Bouchet\nulla@example.com\n05559 30042 11\n"

    assert "Bouchet" not in redact(text).text


@pytest.mark.parametrize("label", ["Place: Wadhwan", "Ort: Buxheim", "Lugar: Zafra", "Yer: Göynük"])
def test_the_place_beside_a_signature_goes(label: str) -> None:
    text = f"Ulla Berg\nulla@example.com{JOBS}\nSkills\nKafka\nSQL\nScala\n\nAll of it is true.\n{label}\nDate: today\n"

    assert label.split()[1] not in redact(text).text


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Moro em Setúbal.", "Setúbal"),
        ("Ik woon in Garminge.", "Garminge"),
        ("Vivo a Mestrino.", "Mestrino"),
        ("Vivo en Molina de Segura.", "Segura"),
        ("Ich wohne in Weil am Rhein.", "Rhein"),
        ("Oturduğum yer: Mersin Tarsus", "Tarsus"),
    ],
)
def test_where_somebody_lives_goes_as_a_whole(sentence: str, place: str) -> None:
    assert place not in redact(f"Ulla Berg\nNurse{JOBS}\n{sentence}\n").text


@pytest.mark.parametrize(
    ("sentence", "personal"),
    [
        ("Ich bin Muslim und verheiratet mit Laila.", "Laila"),
        ("Profeso la religión católica.", "católica"),
        ("Board: trustee, Conservative Association, since 2018", "Conservative"),
        ("Tel: +1-656-430-5196x044", "x044"),
    ],
)
def test_what_follows_is_part_of_what_is_personal(sentence: str, personal: str) -> None:
    assert personal not in redact(f"Ulla Berg\nNurse{JOBS}\n{sentence}\n").text
