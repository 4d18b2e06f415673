"""Columns that a plain text sets with blanks are read one after the other; tables of blanks stay rows."""

from __future__ import annotations

import pytest

from cvparser.adapters.text_extractor.plain import read_text

SIDEBAR = """\
Contact                   Wilma Ackerby
Leeds                     Transport Coordinator
w.ackerby@post.example
                          Work experience
Skills                    Transport Coordinator           2019 - 2023
Route planning            Harbourlight Logistics
Forecasting               - Planned weekly departures
Incoterms                 Dispatcher                      2015 - 2019
                          Saltmarsh Foods
Languages                 - Scheduled forty drivers
English (native)
German (B2)               Education
                          BSc in Transport Economics      2011 - 2014
                          Eastvale College
"""
RAIL = """\
Jörg Haberstroh
Kassel, j.haberstroh@post.example

Profil                  Entwickler mit zehn Jahren Erfahrung.

Beruflicher             Disponent, Hafenkontor GmbH, 2019 - 2023
Hintergrund             Planung von Abfahrten
                        Fahrer, Klinikum Auental, 2015 - 2019
Kenntnisse              SAP, Zollabwicklung
Sprachen                Deutsch (Muttersprache)
                        Englisch (B2)
"""
TABLES = {
    "dates at the left": """\
2019 - 2023         Transport Coordinator
                    Harbourlight Logistics
                    - Planned weekly departures
2015 - 2019         Dispatcher
                    Saltmarsh Foods
2011 - 2015         Driver
                    Tallow Street Press
Education
2008 - 2011         BSc in Transport Economics
                    Eastvale College
""",
    "labels": """\
Work experience
Dates               2019 - 2023
Occupation          Transport Coordinator
Employer            Harbourlight Logistics
Activities          - Planned weekly departures
                    - Scheduled forty drivers
Dates               2015 - 2019
Occupation          Dispatcher
Employer            Saltmarsh Foods
Education
Dates               2011 - 2014
Title               BSc in Transport Economics
""",
    "cells": """\
Employer                  Dates                Occupation
Harbourlight Logistics    2019 - 2023          Transport
                                               Coordinator
Saltmarsh Foods           2015 - 2019          Dispatcher
Tallow Street Press       2011 - 2015          Driver
Name of                   Dates                Degree
institution
Eastvale College          2008 - 2011          BSc
""",
    "dates at the right": """\
Transport Coordinator                           2019 - 2023
Harbourlight Logistics
- Planned weekly departures
Dispatcher                                      2015 - 2019
Saltmarsh Foods
- Scheduled forty drivers
Driver                                          2011 - 2015
""",
}


def test_a_sidebar_is_read_by_itself() -> None:
    text = read_text(SIDEBAR.encode()).text

    side, _, main = text.partition("Wilma Ackerby")
    assert [line for line in side.split("\n") if line] == [
        *("Contact", "Leeds", "w.ackerby@post.example"),
        *("Skills", "Route planning", "Forecasting", "Incoterms"),
        *("Languages", "English (native)", "German (B2)"),
    ]
    assert [line.split("  ")[0] for line in main.split("\n") if line] == [
        "Transport Coordinator",
        "Work experience",
        "Transport Coordinator",
        "Harbourlight Logistics",
        "• Planned weekly departures",
        "Dispatcher",
        "Saltmarsh Foods",
        "• Scheduled forty drivers",
        "Education",
        "BSc in Transport Economics",
        "Eastvale College",
    ]


def test_titles_at_the_left_stand_above_their_sections() -> None:
    assert read_text(RAIL.encode()).text.split("\n\n")[1:] == [
        "Profil\nEntwickler mit zehn Jahren Erfahrung.",
        (
            "Beruflicher Hintergrund\nDisponent, Hafenkontor GmbH, 2019 - 2023\nPlanung von Abfahrten\n"
            "Fahrer, Klinikum Auental, 2015 - 2019"
        ),
        "Kenntnisse\nSAP, Zollabwicklung",
        "Sprachen\nDeutsch (Muttersprache)\nEnglisch (B2)",
    ]


@pytest.mark.parametrize("source", TABLES.values(), ids=TABLES)
def test_a_table_of_blanks_stays_rows(source: str) -> None:
    text = read_text(source.encode()).text

    # A dash at the beginning of a line is read as a bullet.
    assert [line.strip(" •-") for line in text.split("\n")] == [line.strip(" -") for line in source.split("\n")[:-1]]
