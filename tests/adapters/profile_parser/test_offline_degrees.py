"""Degrees of many countries, with their fields, and what only looks like one."""

from __future__ import annotations

import pytest
from tests.adapters.profile_parser.reading import schools


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "EDUCATION",
                "",
                "MBA",
                "",
                "M.B.A.R. Patel Institute of Management - Surat",
                "",
                "2015",
                "",
                "BCom",
                "",
                "J. D. Mehta College - Surat",
                "",
                "2012",
            ],
            [("M.B.A.R. Patel Institute of Management", "MBA", None), ("J. D. Mehta College", "BCom", None)],
        ),
        (
            ["Education", "B.A. Pillai High School, 2006", "M.S. Iyer University, BSc Chemistry, 2009"],
            [("B.A. Pillai High School", None, None), ("M.S. Iyer University", "BSc", "Chemistry")],
        ),
        (
            ["Education", "BSc Nursing | B. S. Ramal Institute of Health Sciences | 2014 - 2018"],
            [("B. S. Ramal Institute of Health Sciences", "BSc", "Nursing")],
        ),
        (
            ["Education", "BE Computer Science | M S Engineering College, Bengaluru | 2010 - 2014"],
            [("M S Engineering College", "BE", "Computer Science")],
        ),
    ],
)
def test_initials_of_a_founder_are_no_degree(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Education",
                "B.A., History | University of Carolina at Greenhill",
                "Greenhill, NC | 2014",
                "University of Wyoming, Laramie\tLaramie, WY",
                "Master of Science in Geology\t2010 - 2012",
            ],
            [
                ("University of Carolina at Greenhill", "B.A.", "History"),
                ("University of Wyoming, Laramie", "Master of Science", "Geology"),
            ],
        ),
        (
            ["Education", "University of California, Santa Barbara — BS Biology, 2012"],
            [("University of California, Santa Barbara", "BS", "Biology")],
        ),
        (
            ["Education", "State University of New York at Buffalo, M.S. in Industrial Engineering, May 2011"],
            [("State University of New York at Buffalo", "M.S.", "Industrial Engineering")],
        ),
        (
            [
                "EDUCATION",
                "University of North Carolina at Greenhill, Greenhill, NC",
                "Bachelor of Arts, Journalism, 2010",
            ],
            [("University of North Carolina at Greenhill", "Bachelor of Arts", "Journalism")],
        ),
        (
            ["Education", "Master of Arts in Politics at the University of Leeds, 2015"],
            [("University of Leeds", "Master of Arts", "Politics")],
        ),
        (
            [
                "Education",
                "University of Illinois at Urbana-Champaign",
                "B.S. in Accountancy, 2008",
                "University of Michigan-Dearborn",
                "MBA, 2012",
            ],
            [
                ("University of Illinois at Urbana-Champaign", "B.S.", "Accountancy"),
                ("University of Michigan-Dearborn", "MBA", None),
            ],
        ),
    ],
)
def test_a_campus_is_part_of_the_name_of_a_university(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Education", "Ridgemont Law School — J.D., 2009 - 2012", "State University — B.S.N., 2005 - 2009"],
            [("Ridgemont Law School", "J.D.", None), ("State University", "B.S.N.", None)],
        ),
        (
            [
                "Education",
                "PGDM in Marketing, Lotus Institute of Management, 2012 - 2014",
                "B.Com (Hons), Pragati College, 2009 - 2012",
            ],
            [("Lotus Institute of Management", "PGDM", "Marketing"), ("Pragati College", "B.Com (Hons)", None)],
        ),
        (
            [
                "Ausbildung",
                "Dipl.-Ing. (FH) Maschinenbau, Fachhochschule Eichenau, 2001 - 2006",
                "Diplom-Kauffrau, Universität Lindtal, 1996 - 2001",
            ],
            [
                ("Fachhochschule Eichenau", "Dipl.-Ing. (FH)", "Maschinenbau"),
                ("Universität Lindtal", "Diplom-Kauffrau", None),
            ],
        ),
        (
            [
                "Eğitim",
                "Karasu Üniversitesi, İktisat, Tezsiz Yüksek Lisans, 2015 - 2016",
                "Karasu Üniversitesi, Ön Lisans, Muhasebe ve Vergi Uygulamaları, 2010 - 2012",
            ],
            [
                ("Karasu Üniversitesi", "Tezsiz Yüksek Lisans", "İktisat"),
                ("Karasu Üniversitesi", "Ön Lisans", "Muhasebe ve Vergi Uygulamaları"),
            ],
        ),
        (
            [
                "Formation",
                "Diplôme d'ingénieur en génie civil, INSA Clairmont, 2008 - 2011",
                "BTS Comptabilité et gestion, Lycée Jean Moulin, 2006 - 2008",
            ],
            [
                ("INSA Clairmont", "Diplôme d'ingénieur", "génie civil"),
                ("Lycée Jean Moulin", "BTS", "Comptabilité et gestion"),
            ],
        ),
        (
            [
                "Educación",
                "Licenciatura en Periodismo, Universidad de Peñalba, 2001 - 2006",
                "Técnico Superior en Desarrollo de Aplicaciones Web, IES Robledal, 2012 - 2014",
            ],
            [
                ("Universidad de Peñalba", "Licenciatura", "Periodismo"),
                ("IES Robledal", "Técnico Superior", "Desarrollo de Aplicaciones Web"),
            ],
        ),
        (
            [
                "Opleiding",
                "HBO Bachelor Verpleegkunde, Hogeschool Westerdam, 2010 - 2014",
                "VWO, Lyceum Duinoord, 2004 - 2010",
            ],
            [("Hogeschool Westerdam", "HBO Bachelor", "Verpleegkunde"), ("Lyceum Duinoord", "VWO", None)],
        ),
        (
            [
                "Wykształcenie",
                "Uniwersytet Zarzecki, Licencjat, Filologia angielska, 2008 - 2011",
                "Politechnika Zarzecka, inż., Budownictwo, 2011 - 2015",
            ],
            [
                ("Uniwersytet Zarzecki", "Licencjat", "Filologia angielska"),
                ("Politechnika Zarzecka", "inż.", "Budownictwo"),
            ],
        ),
        (
            [
                "Education",
                "B.Des. in Product Design — National School of Design, 2014",
                "M.Plan., Urban Planning — School of Planning, 2016",
                "AAS in Automotive Technology, Ridge Community College, 2008",
            ],
            [
                ("National School of Design", "B.Des.", "Product Design"),
                ("School of Planning", "M.Plan.", "Urban Planning"),
                ("Ridge Community College", "AAS", "Automotive Technology"),
            ],
        ),
        (
            [
                "Education",
                "M.Tech. Structural Engineering",
                "Lakshya Institute of Technology",
                "2012 – 2014",
                "CGPA: 8.4/10",
                "",
                "B.E. Civil Engineering",
                "Pragati College of Engineering",
                "2008 – 2012",
                "74.5%",
            ],
            [
                ("Lakshya Institute of Technology", "M.Tech.", "Structural Engineering"),
                ("Pragati College of Engineering", "B.E.", "Civil Engineering"),
            ],
        ),
        (
            [
                "Eğitim",
                "2010 - 2014  Karasu Üniversitesi - Bilgisayar Mühendisliği (Lisans) GNO: 3,12",
                "2006 - 2010  Doğanay Anadolu Lisesi - Diploma notu 87,5",
            ],
            [("Karasu Üniversitesi", "Lisans", "Bilgisayar Mühendisliği"), ("Doğanay Anadolu Lisesi", None, None)],
        ),
    ],
)
def test_a_degree_is_told_from_its_field(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected
