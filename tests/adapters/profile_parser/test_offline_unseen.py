"""What CVs showed that nobody had read before the rules: each kind in several words and languages."""

from __future__ import annotations

import pytest
from tests.adapters.profile_parser.reading import certificates, profile, schools


def jobs(lines: list[str]) -> list[tuple[str | None, str | None, int | None, int | None]]:
    return [
        (each["title"], each["company"], (each["start_date"] or {}).get("year"), (each["end_date"] or {}).get("year"))
        for each in profile(lines)["professional_experiences"]
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Experience", "Cook, Hotel Tern, Leeds. May 2015 - June 2019."], ("Cook", "Hotel Tern", 2015, 2019)),
        (["Berufserfahrung", "Koch, Hotel Möwe, Kiel. 2015 - 2019."], ("Koch", "Hotel Möwe", 2015, 2019)),
        (["Experiencia", "Cocinera, Hotel Faro, Vigo. 2014/15."], ("Cocinera", "Hotel Faro", 2014, 2015)),
    ],
)
def test_a_full_stop_ends_title_employer_and_date(lines: list[str], expected: tuple[object, ...]) -> None:
    assert jobs(lines) == [expected]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Experience", "Fitter at Tern Foods, 2016 to present: looks after the bottling lines"],
            ("Fitter", "Tern Foods", 2016, None),
        ),
        (
            ["Berufserfahrung", "Schlosser bei Möwe Technik, 2012 bis 2016: Montage von Bändern"],
            ("Schlosser", "Möwe Technik", 2012, 2016),
        ),
        (
            ["Expérience", "Serveuse chez Café Mouette, 2012 à 2016 : service en salle et au bar"],
            ("Serveuse", "Café Mouette", 2012, 2016),
        ),
    ],
)
def test_what_was_done_stands_behind_a_date_and_a_colon(lines: list[str], expected: tuple[object, ...]) -> None:
    assert jobs(lines) == [expected]
    assert profile(lines)["professional_experiences"][0]["location"] is None


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("Cashier, Tern Market, summers 2020 and 2021", (2020, 2021)),
        ("Hôtesse de caisse, Marché Mouette, étés 2020 et 2021", (2020, 2021)),
        ("Cameriere, Trattoria Gabbiano, estati 2020 e 2021", (2020, 2021)),
        ("Studentischer Mitarbeiter, Möwe GmbH, WS 2020/21", (2020, 2021)),
        ("Responsable marketing, Maison Mouette, Janv. 2020 – Auj.", (2020, None)),
    ],
)
def test_seasons_and_short_words_for_now_are_dates(line: str, years: tuple[int, int | None]) -> None:
    assert [(start, end) for _, _, start, end in jobs(["Experience", line])] == [years]


@pytest.mark.parametrize(
    ("title", "employer"),
    [
        ("Joiner, then Foreman Joiner", "Tern Homes plc"),
        ("Serveuse, puis Cheffe de rang", "Hôtel Mouette"),
        ("Koch, später Küchenchef", "Möwe GmbH"),
    ],
)
def test_a_later_title_belongs_to_the_first(title: str, employer: str) -> None:
    assert jobs(["Experience", employer, f"{title}   2008 - 2014"]) == [(title, employer, 2008, 2014)]


@pytest.mark.parametrize(
    ("title", "employer"),
    [
        ("Grundschullehrerin (Deutsch, Kunst)", "Grundschule am Deich, Rostock"),
        ("Teacher (English, Drama)", "Tern Primary School, Leeds"),
        ("Professeure (Lettres, Théâtre)", "Lycée Mouette, Nantes"),
    ],
)
def test_what_stands_in_parentheses_behind_a_title_employs_nobody(title: str, employer: str) -> None:
    assert [each[1] for each in jobs(["Experience", f"2018 - 2020\t{title}", employer])] == [employer.partition(",")[0]]


@pytest.mark.parametrize(
    ("heading", "title", "employer"),
    [
        ("Experiencia", "Prácticas de diseño", "Museo Gaviota"),
        ("Expérience", "Stage de vente", "Magasin Mouette SARL"),
        ("Esperienza", "Tirocinio in grafica", "Tipografia Gabbiano S.r.l."),
    ],
)
def test_an_internship_in_something_is_no_heading(heading: str, title: str, employer: str) -> None:
    lines = [heading, "", "Designer", "Tern Ltd", "2018 - 2020", "", title, employer, "2016 - 2017"]

    assert (title, employer, 2016, 2017) in jobs(lines)


@pytest.mark.parametrize(
    ("heading", "title", "employer"),
    [
        ("Research", "Research Assistant", "Tern Robotics Lab"),
        ("Forschung und Lehre", "Wissenschaftlicher Mitarbeiter", "Universität Ulm"),
        ("Enseignement", "Chargée de cours", "Université de Nantes"),
        ("Araştırma", "Araştırma Görevlisi", "Ege Üniversitesi"),
    ],
)
def test_jobs_stand_below_a_heading_of_research_or_teaching(heading: str, title: str, employer: str) -> None:
    lines = ["Education", "BSc, Biology, University of York, 2012", "", heading, f"{title} | {employer}", "2014 - 2015"]

    assert jobs(lines) == [(title, employer, 2014, 2015)]


def test_interests_in_research_are_no_jobs() -> None:
    assert jobs(["Experience", "Cook, Tern Ltd, 2018 - 2020", "", "Research", "Soft matter and its flow"]) == [
        ("Cook", "Tern Ltd", 2018, 2020)
    ]


def test_a_title_in_small_letters_stands_before_who_employs() -> None:
    lines = ["Stages", "Juin - août 2024 : stage ingénieur chez Mouette SARL", "Juillet 2023 : stage ouvrier chez Tern"]

    assert jobs(lines) == [("stage ingénieur", "Mouette SARL", 2024, 2024), ("stage ouvrier", "Tern", 2023, 2023)]


def test_jobs_side_by_side_are_read_one_by_one() -> None:
    lines = [
        "Experience",
        "Tern Ltd\tKestrel Ltd",
        "Cook\tWaiter",
        "January 2019 to Present\tJune 2016 to December 2018",
        "Ran the kitchen.\tServed the guests.",
    ]

    assert jobs(lines) == [("Cook", "Tern Ltd", 2019, None), ("Waiter", "Kestrel Ltd", 2016, 2018)]


def test_two_years_in_two_cells_are_a_range() -> None:
    assert jobs(["Expérience", "2000\t2004", "Enseignante vacataire", "Lycée Mouette"]) == [
        ("Enseignante vacataire", "Lycée Mouette", 2000, 2004)
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Bildung", "2010: Matura, HTL Villach"], ("HTL Villach", "Matura", None)),
        (["Formation", "DCG – INTEC Paris – 2018"], ("INTEC Paris", "DCG", None)),
        (["Education", "PhD Candidate, Soft Matter, Rice University, 2025"], ("Rice University", "PhD", "Soft Matter")),
        (
            ["Education", "Oak Academy, Glasgow — Highers: Maths (A), Physics (A), 2021"],
            ("Oak Academy", "Highers", None),
        ),
        (["School", "University of York, BSc, Biology, 2015"], ("University of York", "BSc", "Biology")),
    ],
)
def test_a_school_is_told_from_its_subject(lines: list[str], expected: tuple[object, ...]) -> None:
    assert schools(lines) == [expected]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Diplômes", "BTS Bâtiment, Lycée Mouette, 2004", "CACES R482 catégorie A (2022)"], "CACES R482 catégorie A"),
        (
            ["Formation", "BTS Vente, Lycée Mouette, 2004", "Habilitation électrique H0B0 (2021)"],
            "Habilitation électrique H0B0",
        ),
        (["Education", "BSc, Biology, University of York, 2015", "First Aid (2021)"], "First Aid"),
    ],
)
def test_a_licence_to_work_among_schools_is_a_certificate(lines: list[str], expected: str) -> None:
    assert [name for name, _, _ in certificates(lines)] == [expected]
    assert len(schools(lines)) == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Certifications", "ServSafe Manager – exp. 2027"], [("ServSafe Manager", None, None)]),
        (["Certificazioni", "HACCP, scadenza 2027"], [("HACCP", None, None)]),
        (
            ["Scheine", "Staplerschein", "Schaltberechtigung bis 20 kV (TÜV Nord, 2019)"],
            [("Staplerschein", None, None), ("Schaltberechtigung bis 20 kV", "TÜV Nord", 2019)],
        ),
        (
            ["Licenses", "Registered Nurse", "BLS - American Heart Association", "CCRN - AACN, 2019"],
            [("Registered Nurse", None, None), ("BLS", "American Heart Association", None), ("CCRN", "AACN", 2019)],
        ),
    ],
)
def test_a_certificate_is_told_from_the_next_and_from_its_end(lines: list[str], expected: list[object]) -> None:
    assert certificates(lines) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Conducteur de travaux, bâtiment tous corps d'état et génie civil", "Conducteur de travaux"),
        ("Étudiant en 3e année de génie civil", "Étudiant en 3e année de génie civil"),
        ("Site Manager, housing and schools of all kinds and sizes", "Site Manager"),
    ],
)
def test_a_profession_may_be_long_or_hold_an_ordinal(line: str, expected: str) -> None:
    lines = [line, "", "Experience", "Baker, Tern Ltd, 2018 - 2020"]

    assert profile(lines)["basics"]["profession"] == expected


@pytest.mark.parametrize(
    ("employer", "name"),
    [
        ("Northern Cyber Command, NCC\tLeeds, UK", "Northern Cyber Command, NCC"),
        ("AMTF, Lycées privés hors contrat du Nord", "AMTF, Lycées privés hors contrat du Nord"),
        ("Hauptstelle für Messwesen, HMW", "Hauptstelle für Messwesen, HMW"),
    ],
)
def test_initials_beside_an_employer_are_of_its_name(employer: str, name: str) -> None:
    assert jobs(["Experience", employer, "Software Engineer | 2014 - 2016"]) == [
        ("Software Engineer", name, 2014, 2016)
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Training and qualifications", "NVQ Level 6 Site Management, Leeds College of Building, 2017"], 1),
        (["Certifications", "MSc Data Science, University of York, 2019", "Scrum Master, 2020"], 1),
    ],
)
def test_a_degree_with_its_school_is_found_among_certificates(lines: list[str], expected: int) -> None:
    assert len(schools(lines)) == expected
    assert all("University" not in (issuer or "") for _, issuer, _ in certificates(lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Kurslar", "Udemy – Apache Kafka Eğitimi"], [("Apache Kafka Eğitimi", "Udemy", None)]),
        (["Courses", "Coursera - Sourdough for Beginners, 2021"], [("Sourdough for Beginners", "Coursera", 2021)]),
    ],
)
def test_who_gave_a_certificate_may_stand_first(lines: list[str], expected: list[object]) -> None:
    assert certificates(lines) == expected


@pytest.mark.parametrize("employer", ["TU München", "HU Berlin", "FH Aachen"])
def test_a_school_of_two_letters_and_its_town_is_no_place(employer: str) -> None:
    lines = ["Erfahrung", "2015 - 2016\tTutor für Baustatik", employer]

    assert [company for _, company, _, _ in jobs(lines)] == [employer]


@pytest.mark.parametrize("degree", ["B.Tech", "B.E", "B.A"])
def test_a_degree_in_front_of_a_colon_is_no_numbered_heading(degree: str) -> None:
    lines = ["Education", "2019", f"{degree}: Information Technology", "Oak College of Technology"]

    assert [(school, field) for school, _, field in schools(lines)] == [
        ("Oak College of Technology", "Information Technology")
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Experiencia",
                "Gaviota S.A. — Jefa de obra (mar 2019 – feb 2021)",
                "• Puente",
                "Comisión del Agua — Apoyo (2013)",
            ],
            ("Comisión del Agua", 2013),
        ),
        (
            ["Experience", "Tern Ltd — Cook (2018 – 2021)", "• Soups", "Quuxly — Dogsbody (2013)"],
            ("Quuxly", 2013),
        ),
    ],
)
def test_an_entry_with_one_year_looks_like_those_with_ranges(lines: list[str], expected: tuple[str, int]) -> None:
    assert expected in [(company, start) for _, company, start, _ in jobs(lines)] or expected in [
        (title, start) for title, _, start, _ in jobs(lines)
    ]


def test_subjects_in_small_letters_are_one_field() -> None:
    assert schools(["Formation", "Licence pro Assurance, banque, finance - IUT de Rodez - 2015"]) == [
        ("IUT de Rodez", "Licence pro", "Assurance, banque, finance")
    ]


@pytest.mark.parametrize("gap", ["Familienphase", "Kinderpause", "Career gap", "Éducation des enfants"])
def test_a_gap_is_no_job(gap: str) -> None:
    assert jobs(["Experience", "Cook, Tern Ltd, 2008 - 2009", f"{gap}, 2009 - 2010"]) == [
        ("Cook", "Tern Ltd", 2008, 2009)
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Work experience", "2019 – Current Bergamo, Italy", "PROJECT MANAGER Tenuta Tern", "Runs the cellar"],
            ("PROJECT MANAGER", "Tenuta Tern", 2019, None),
        ),
        (
            ["Esperienza lavorativa", "2015 – 2019 Acerenza, Italia", "ASSISTENTE DI CANTINA Tenuta Gabbiano"],
            ("ASSISTENTE DI CANTINA", "Tenuta Gabbiano", 2015, 2019),
        ),
    ],
)
def test_the_employer_behind_a_title_in_capitals_is_cut_off(lines: list[str], expected: tuple[object, ...]) -> None:
    assert jobs(lines) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("LAUREA MAGISTRALE IN CHIMICA Università di Pisa", "Università di Pisa"),
        ("BACHELOR IN MECHANICAL ENGINEERING University of Porto", "University of Porto"),
        ("M S Rampur Institute of Technology", "M S Rampur Institute of Technology"),
    ],
)
def test_the_school_behind_a_degree_in_capitals_is_cut_off(line: str, expected: str) -> None:
    assert [school for school, _, _ in schools(["Education", "2012 – 2014", line])] == [expected]


@pytest.mark.parametrize(
    ("text", "job", "told"),
    [
        (
            "She is Payroll Lead at Tern Foods Ltd since 2021. Her expertise covers Workday, Sage and Excel.",
            ("Payroll Lead", "Tern Foods Ltd"),
            ["Workday", "Sage", "Excel"],
        ),
        (
            "Er arbeitet als Zeichner bei Möwe GmbH seit 2017. Er beherrscht AutoCAD, QGIS und Python.",
            ("Zeichner", "Möwe GmbH"),
            ["AutoCAD", "QGIS", "Python"],
        ),
        (
            "Sinds 2018 werkt ze als tekenaar bij Bouwgroep Meeuw. Ze werkt dagelijks met Revit, AutoCAD en Solibri.",
            ("tekenaar", "Bouwgroep Meeuw"),
            ["Revit", "AutoCAD", "Solibri"],
        ),
        (
            "Desde 2020 trabaja como redactora en El Faro Digital. Domina Python, Excel y Datawrapper.",
            ("redactora", "El Faro Digital"),
            ["Python", "Excel", "Datawrapper"],
        ),
    ],
)
def test_sentences_about_somebody_tell_what_their_own_would(text: str, job: tuple[str, str], told: list[str]) -> None:
    found = profile([text])
    assert [(each["title"], each["company"]) for each in found["professional_experiences"]] == [job]
    assert found["basics"]["skills"] == told


def test_a_line_of_tasks_without_a_bullet_is_no_employer() -> None:
    lines = [
        "Experiencia laboral",
        *("Hospital Gaviota", "Coordinadora de Enfermería", "2016 - 2020"),
        *("Supervisión de 45 enfermeras de UCI", "Elaboración de protocolos de ventilación mecánica"),
        *("Clínica Faro", "Enfermera de UCI", "2008 - 2016"),
    ]
    assert [title for title, _, _, _ in jobs(lines)] == ["Coordinadora de Enfermería", "Enfermera de UCI"]


def test_one_word_ends_what_somebody_is_certified_as() -> None:
    lines = ["Certifications", "Certified Clinical Research", "Professional", "Certified Network", "Administrator"]
    assert [name for name, _, _ in certificates(lines)] == [
        "Certified Clinical Research Professional",
        "Certified Network Administrator",
    ]
