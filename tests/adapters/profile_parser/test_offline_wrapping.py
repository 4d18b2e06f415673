"""Entries, dates and lists that a narrow column wraps."""

from __future__ import annotations

from typing import Any

import pytest
from tests.adapters.profile_parser.reading import profile

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page, Run
from cvparser.domain.cv.lines import Setting

#: Tenths of a point that each character is wide.
_WIDE = 50


def set_page(lines: list[str]) -> Any:
    """Return the profile of lines that stand below each other on a page, what follows a bullet right of it."""
    settings = []
    hangs = False
    for number, line in enumerate(filter(None, lines)):
        hangs = hangs and line[0].islower()
        left = 60.0 if hangs else 50.0
        bottom = 800.0 - 12 * number
        run = Run(0, 0, left, bottom, bottom + 10, tuple(range(0, _WIDE * len(line) + 1, _WIDE)))
        settings.append(Setting(size=10.0, indent=0.0, runs=(run,)))
        hangs = line.startswith("•") or hangs
    document = CVDocument(text="\n".join(lines), settings=tuple(settings), pages=(Page(width=300, height=842),))
    return read_profile(document).profile


def jobs(found: Any) -> list[tuple[str | None, str | None, int | None, int | None]]:
    return [
        (each["title"], each["company"], (each["start_date"] or {}).get("year"), (each["end_date"] or {}).get("year"))
        for each in found["professional_experiences"]
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Experience",
                "Tern Foods — Senior data",
                "engineer (May 2015 –",
                "June 2019)",
                "• Built pipelines of the",
                "group",
            ],
            ("Senior data engineer", "Tern Foods", 2015, 2019),
        ),
        (
            [
                "Expérience",
                "Cuisinière | Halles Mouette |",
                "sept. 2015 - juin 2019",
                "• Carte des desserts et",
                "entrées",
            ],
            ("Cuisinière", "Halles Mouette", 2015, 2019),
        ),
        (
            [
                "Berufserfahrung",
                "2015 – 2019: Koch, Hotel",
                "Möwe Gastro GmbH",
                "• Leitung der Küche im",
                "ganzen Haus",
            ],
            ("Koch", "Hotel Möwe Gastro GmbH", 2015, 2019),
        ),
        (
            [
                "Experiencia laboral",
                "Cocinera | Casa Gaviota | mayo",
                "2015 - junio 2019",
                "• Preparación de menús",
                "de temporada",
            ],
            ("Cocinera", "Casa Gaviota", 2015, 2019),
        ),
        (
            ["İş Deneyimi", "Aşçı | Martı Gıda | (05.2015", "- 06.2019)", "• Mutfak ekibini yönettim ve", "eğittim"],
            ("Aşçı", "Martı Gıda", 2015, 2019),
        ),
    ],
)
def test_an_entry_in_one_line_is_one_where_a_narrow_column_wraps_it(
    lines: list[str], expected: tuple[object, ...]
) -> None:
    assert jobs(set_page(lines)) == [expected]


@pytest.mark.parametrize(
    ("first", "second", "years"),
    [
        ("Cook\t\tfebruary 2015 to august", "Tern Foods\t\t2019", (2015, 2019)),
        ("Cocinera\tdiciembre 2015 a", "Casa Gaviota\tnoviembre 2019", (2015, 2019)),
        ("Koch                    März 2015 –", "Möwe Gastro             Mai 2019", (2015, 2019)),
    ],
)
def test_a_range_that_the_last_cell_wraps_is_whole(first: str, second: str, years: tuple[int, int]) -> None:
    heading = {"C": "Experience", "K": "Berufserfahrung"}[first[0]]
    title, company = first.split(maxsplit=1)[0], " ".join(second.split()[:2])

    assert jobs(profile([heading, first, second])) == [(title, company, *years)]


def test_a_title_that_its_cell_wraps_is_whole_beside_a_wrapped_range() -> None:
    lines = [
        "Experiencia laboral",
        "Administradora de\tmayo 2018 a febrero",
        "sistemas\t2020",
        "Bodegas Peñalba, Bilbao",
    ]

    assert jobs(profile(lines)) == [("Administradora de sistemas", "Bodegas Peñalba", 2018, 2020)]


@pytest.mark.parametrize(
    ("heading", "items"),
    [
        ("Skills", ["Wound care", "Clinical trials", "Patient safety", "Medication", "Night shifts"]),
        ("Kenntnisse", ["Wundversorgung", "Pflegeplanung", "Notfallpflege", "Dokumentation", "Hygiene"]),
    ],
)
def test_items_below_each_other_stay_apart_at_the_edge_of_their_column(heading: str, items: list[str]) -> None:
    assert set_page([heading, *items])["basics"]["skills"] == items


def test_a_list_goes_on_within_an_item() -> None:
    found = profile(["Habilidades", "Educación sanitaria • Cuidados", "intensivos • Triaje • Curas"])

    assert found["basics"]["skills"] == ["Educación sanitaria", "Cuidados intensivos", "Triaje", "Curas"]


def test_two_ranges_below_each_other_are_two() -> None:
    lines = ["Experience", "Cook, Tern Foods, 2018 –", "2015 - 2017", "Fitter, Gull Works"]

    assert [years for *_, years, _ in jobs(profile(lines))] == [2018, 2015]
