"""Schools as CVs tell of them: the order of lines, sentences, tables, and what is part of a school's name."""

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
                "Master of Science in Data Science",
                "",
                "Harrow Vale University - Leeds, West Yorkshire",
                "",
                "2015 to 2017",
                "",
                "Bachelor of Science in Mathematics",
                "",
                "Harrow Vale University - Leeds, West Yorkshire",
                "",
                "2012 to 2015",
            ],
            [
                ("Harrow Vale University", "Master of Science", "Data Science"),
                ("Harrow Vale University", "Bachelor of Science", "Mathematics"),
            ],
        ),
        (
            [
                "Eğitim",
                "",
                "Yüksek Lisans, İnşaat Mühendisliği",
                "Karasu Üniversitesi - Trabzon",
                "2014 - 2016",
                "",
                "Lisans, İnşaat Mühendisliği",
                "Karasu Üniversitesi - Trabzon",
                "2010 - 2014",
            ],
            [
                ("Karasu Üniversitesi", "Yüksek Lisans", "İnşaat Mühendisliği"),
                ("Karasu Üniversitesi", "Lisans", "İnşaat Mühendisliği"),
            ],
        ),
        (
            [
                "Ausbildung",
                "",
                "Master of Science Informatik",
                "Technische Hochschule Eichenau, Bayern",
                "10/2014 – 09/2016",
                "",
                "Bachelor of Science Informatik",
                "Technische Hochschule Eichenau, Bayern",
                "10/2011 – 09/2014",
            ],
            [
                ("Technische Hochschule Eichenau", "Master of Science", "Informatik"),
                ("Technische Hochschule Eichenau", "Bachelor of Science", "Informatik"),
            ],
        ),
        (
            [
                "Formation",
                "",
                "Master en Droit des affaires",
                "Université de Valbrune - Lyon, Rhône",
                "2016 à 2018",
                "",
                "Licence en Droit",
                "Université de Valbrune - Lyon, Rhône",
                "2013 à 2016",
            ],
            [
                ("Université de Valbrune", "Master", "Droit des affaires"),
                ("Université de Valbrune", "Licence", "Droit"),
            ],
        ),
        (
            [
                "Educación",
                "",
                "Máster en Finanzas",
                "",
                "Universidad de Peñalba - Sevilla, Andalucía",
                "",
                "2012 - 2013",
                "",
                "Grado en Economía",
                "",
                "Universidad de Peñalba - Sevilla, Andalucía",
                "",
                "2008 - 2012",
            ],
            [("Universidad de Peñalba", "Máster", "Finanzas"), ("Universidad de Peñalba", "Grado", "Economía")],
        ),
        (
            [
                "Wykształcenie",
                "",
                "Magister inżynier, Informatyka",
                "Politechnika Zarzecka - Kraków",
                "2015 - 2017",
                "",
                "Inżynier, Informatyka",
                "Politechnika Zarzecka - Kraków",
                "2011 - 2015",
            ],
            [
                ("Politechnika Zarzecka", "Magister inżynier", "Informatyka"),
                ("Politechnika Zarzecka", "Inżynier", "Informatyka"),
            ],
        ),
        (
            [
                "Formação",
                "",
                "Mestrado em Gestão",
                "Universidade de Montalvo - Porto",
                "2014 - 2016",
                "",
                "Licenciatura em Economia",
                "Universidade de Montalvo - Porto",
                "2010 - 2014",
            ],
            [
                ("Universidade de Montalvo", "Mestrado", "Gestão"),
                ("Universidade de Montalvo", "Licenciatura", "Economia"),
            ],
        ),
    ],
)
def test_a_degree_above_its_school_belongs_to_that_school(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Education",
                "Harrow Vale University",
                "Master of Engineering in Structural Design, 2009 - 2011",
                "Bachelor of Technology in Civil Engineering, 2005 - 2009",
            ],
            [
                ("Harrow Vale University", "Master of Engineering", "Structural Design"),
                ("Harrow Vale University", "Bachelor of Technology", "Civil Engineering"),
            ],
        ),
    ],
)
def test_a_school_heads_the_degrees_below_it(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "EDUCATION",
                "",
                "• Completed MCA from Sunrise Institute of Management, Nagpur with 72% in 2011",
                "• B.Sc (Computer Science) from Lotus College, Pune University with 68% in 2008",
            ],
            [("Sunrise Institute of Management", "MCA", None), ("Lotus College", "B.Sc", "Computer Science")],
        ),
        (
            ["EDUCATION", "", "I graduated from Harrow Vale University with a degree in Economics in 2014."],
            [("Harrow Vale University", "degree", "Economics")],
        ),
        (
            ["Eğitim", "", "Karasu Üniversitesi İşletme bölümünden 2014 yılında mezun oldum."],
            [("Karasu Üniversitesi", None, "İşletme")],
        ),
        (
            [
                "Eğitim",
                "",
                "2016 yılında Doğanay Üniversitesi Makine Mühendisliği Bölümü'nden lisans derecesiyle mezun oldum.",
            ],
            [("Doğanay Üniversitesi", "lisans", "Makine Mühendisliği")],
        ),
        (
            [
                "Ausbildung",
                "",
                "Studium der Elektrotechnik an der Hochschule Eichenau mit Abschluss Bachelor of Engineering (2013)",
            ],
            [("Hochschule Eichenau", "Bachelor of Engineering", "Elektrotechnik")],
        ),
        (
            ["Formation", "", "• Licence en Économie obtenue à l'Université de Valbrune en 2015 (mention bien)"],
            [("Université de Valbrune", "Licence (mention bien)", "Économie")],
        ),
        (
            ["Educación", "", "• Grado en Derecho por la Universidad de Peñalba en 2016"],
            [("Universidad de Peñalba", "Grado", "Derecho")],
        ),
    ],
)
def test_a_sentence_tells_of_a_school(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Academic Background",
                "Qualification\tBoard / University\tYear\tPercentage",
                "B.Tech (Computer Science)\tVidya Technical University\t2015\t72%",
                "Higher Secondary\tState Board\t2011\t81%",
            ],
            [("Vidya Technical University", "B.Tech", "Computer Science"), ("State Board", "Higher Secondary", None)],
        ),
        (
            [
                "Eğitim Bilgileri",
                "Okul\tBölüm\tDerece\tMezuniyet Yılı",
                "Karasu Üniversitesi\tİşletme\tLisans\t2012",
                "Atatürk Anadolu Lisesi\tSayısal\tLise\t2008",
            ],
            [("Karasu Üniversitesi", "Lisans", "İşletme"), ("Atatürk Anadolu Lisesi", "Lise", "Sayısal")],
        ),
        (
            [
                "Ausbildung",
                "Zeitraum\tSchule\tAbschluss",
                "2010 - 2014\tHochschule Eichenau\tDiplom-Ingenieur",
                "2001 - 2010\tGymnasium Lindtal\tAbitur",
            ],
            [("Hochschule Eichenau", "Diplom-Ingenieur", None), ("Gymnasium Lindtal", "Abitur", None)],
        ),
        (
            [
                "Formation",
                "Année\tDiplôme\tÉtablissement",
                "2012\tMaster Marketing\tUniversité de Valbrune",
                "2010\tLicence Gestion\tIUT de Clairmont",
            ],
            [("Université de Valbrune", "Master", "Marketing"), ("IUT de Clairmont", "Licence", "Gestion")],
        ),
        (
            [
                "Formación académica",
                "Título\tCentro\tAño",
                "Grado en Biología\tUniversidad de Peñalba\t2010 - 2014",
                "Bachillerato\tIES Robledal\t2008 - 2010",
            ],
            [("Universidad de Peñalba", "Grado", "Biología"), ("IES Robledal", "Bachillerato", None)],
        ),
        (
            [
                "EDUCATION",
                "S.No | Course | College/School | University/Board | Year of Passing | % Marks",
                "1 | MBA | Lotus Business School | Vidya University | 2014 | 68",
                "2 | B.Com | Pragati College | Vidya University | 2012 | 61",
            ],
            [("Lotus Business School", "MBA", None), ("Pragati College", "B.Com", None)],
        ),
        (
            [
                "Istruzione",
                "Titolo di studio\tIstituto\tAnno",
                "Laurea in Lettere\tUniversità di Valmora\t2011",
                "Maturità classica\tLiceo Dante Bellini\t2006",
            ],
            [("Università di Valmora", "Laurea in", "Lettere"), ("Liceo Dante Bellini", "Maturità classica", None)],
        ),
        (
            ["Wykształcenie", "Okres\tUczelnia\tKierunek\tTytuł", "2011 - 2016\tUniwersytet Zarzecki\tPrawo\tMagister"],
            [("Uniwersytet Zarzecki", "Magister", "Prawo")],
        ),
    ],
)
def test_the_head_row_of_a_table_is_no_school(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "EDUCATION",
                "2012 - 2016",
                "Harrow Vale University",
                "BEng (Hons) Aerospace Engineering",
                "Leeds, UK",
                "",
                "2010 - 2012",
                "Oak Hill Sixth Form",
                "A-Levels: Maths, Physics, Chemistry",
            ],
            [
                ("Harrow Vale University", "BEng (Hons)", "Aerospace Engineering"),
                ("Oak Hill Sixth Form", "A-Levels", "Maths"),
            ],
        ),
        (
            [
                "Eğitim",
                "Doğanay Üniversitesi",
                "İktisadi ve İdari Bilimler Fakültesi",
                "İşletme Bölümü",
                "2009 – 2013",
                "",
                "Karasu Lisesi",
                "2005 – 2009",
            ],
            [("Doğanay Üniversitesi", None, "İşletme"), ("Karasu Lisesi", None, None)],
        ),
        (
            [
                "Education",
                "May 2015, Bachelor of Arts, Economics, Ridge College, Boston, MA",
                "June 2011, High School Diploma, Ridge High School, Boston, MA",
            ],
            [("Ridge College", "Bachelor of Arts", "Economics"), ("Ridge High School", "High School Diploma", None)],
        ),
        (
            [
                "Education",
                "Harrow Vale University, Leeds",
                "Master's degree, Computer Science · (2015 - 2017)",
                "",
                "Oak Hill University",
                "Bachelor's degree, Mathematics · (2011 - 2015)",
            ],
            [
                ("Harrow Vale University", "Master's degree", "Computer Science"),
                ("Oak Hill University", "Bachelor's degree", "Mathematics"),
            ],
        ),
        (
            [
                "EDUCATION AND TRAINING",
                "",
                "01/09/2012 – 30/06/2016 Ankara, Türkiye",
                "BACHELOR OF SCIENCE IN PHYSICS Karasu University",
                "",
                "Address Ankara, Türkiye Final grade 3.2",
            ],
            [("Karasu University", "BACHELOR OF SCIENCE", "PHYSICS")],
        ),
    ],
)
def test_lines_of_a_school_come_in_any_order(
    lines: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert schools(lines) == expected
