"""Languages in grids, and skills without what stands around them."""

from __future__ import annotations

import pytest
from tests.adapters.profile_parser.reading import languages, skills


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "PERSONAL SKILLS",
                "Mother tongue(s)\tTurkish",
                "",
                "Other language(s)\tUNDERSTANDING\tSPEAKING\tWRITING",
                "Listening\tReading\tSpoken interaction\tSpoken production",
                "English\tB2\tC1\tB2\tB2\tB1",
                "Italian\tA1\tA1\tA1\tA1\tA1",
                "Levels: A1/A2: Basic user - B1/B2: Independent user - C1/C2 Proficient user",
                "Common European Framework of Reference for Languages",
            ],
            [("tr", "native"), ("en", "B2"), ("it", "A1")],
        ),
        (
            [
                "KİŞİSEL BECERİLER",
                "Ana dil(ler)\tTürkçe",
                "Diğer dil(ler)\tANLAMA\tKONUŞMA\tYAZMA",
                "Dinleme\tOkuma\tKarşılıklı konuşma\tSözlü anlatım",
                "İngilizce\tB2\tB2\tB2\tB2\tB2",
                "Almanca\tA1\tA2\tA1\tA1\tA1",
                "Seviyeler: A1/A2: Temel kullanıcı - B1/B2: Bağımsız kullanıcı - C1/C2: Yetkin kullanıcı",
            ],
            [("tr", "native"), ("en", "B2"), ("de", "A1")],
        ),
        (
            [
                "Persönliche Fähigkeiten",
                "Muttersprache(n)\tDeutsch",
                "Weitere Sprache(n)\tVERSTEHEN\tSPRECHEN\tSCHREIBEN",
                "Hören\tLesen\tAn Gesprächen teilnehmen\tZusammenhängendes Sprechen",
                "Englisch\tC1\tC1\tC1\tC1\tC1",
                "Niveaus: A1/A2: Elementare Sprachverwendung - C1/C2: Kompetente Sprachverwendung",
            ],
            [("de", "native"), ("en", "C1")],
        ),
        (
            [
                "COMPÉTENCES PERSONNELLES",
                "Langue(s) maternelle(s)\tfrançais",
                "Autre(s) langue(s)\tCOMPRENDRE\tPARLER\tÉCRIRE",
                "Écouter\tLire\tPrendre part à une conversation\tS'exprimer oralement en continu",
                "anglais\tB2\tB2\tB1\tB1\tB1",
                "Niveaux: A1/A2: utilisateur élémentaire",
            ],
            [("fr", "native"), ("en", "B1")],
        ),
        (
            [
                "COMPETENCIAS PERSONALES",
                "Lengua materna\tEspañol",
                "Otros idiomas\tCOMPRENDER\tHABLAR\tEXPRESIÓN ESCRITA",
                "Comprensión auditiva\tComprensión de lectura\tInteracción oral\tExpresión oral",
                "Inglés\tC1\tC1\tC1\tC1\tC1",
            ],
            [("es", "native"), ("en", "C1")],
        ),
        (
            [
                "Competenze personali",
                "Lingua madre\tItaliano",
                "Altre lingue\tCOMPRENSIONE\tPARLATO\tPRODUZIONE SCRITTA",
                "Ascolto\tLettura\tInterazione\tProduzione orale",
                "Inglese\tB2\tB2\tB1\tB1\tB2",
            ],
            [("it", "native"), ("en", "B2")],
        ),
        (
            ["Yabancı Dil", "Dil\tOkuma\tYazma\tKonuşma", "İngilizce\tÇok iyi\tİyi\tİyi", "Rusça\tOrta\tOrta\tZayıf"],
            [("en", "B2"), ("ru", "B1")],
        ),
        (
            ["Języki", "angielski – C1", "niemiecki – komunikatywny", "polski – ojczysty"],
            [("en", "C1"), ("de", "B1"), ("pl", "native")],
        ),
    ],
)
def test_a_grid_of_languages_is_read_row_by_row(lines: list[str], expected: list[tuple[str, str | None]]) -> None:
    assert languages(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "PERSONAL SKILLS",
                "Mother tongue(s)\tTurkish",
                "",
                "Other language(s)\tUNDERSTANDING\tSPEAKING\tWRITING",
                "Listening\tReading\tSpoken interaction\tSpoken production",
                "English\tB2\tC1\tB2\tB2\tB1",
                "Italian\tA1\tA1\tA1\tA1\tA1",
                "Levels: A1/A2: Basic user - B1/B2: Independent user - C1/C2 Proficient user",
                "Common European Framework of Reference for Languages",
            ],
            [],
        ),
        (
            [
                "KİŞİSEL BECERİLER",
                "Ana dil(ler)\tTürkçe",
                "Diğer dil(ler)\tANLAMA\tKONUŞMA\tYAZMA",
                "Dinleme\tOkuma\tKarşılıklı konuşma\tSözlü anlatım",
                "İngilizce\tB2\tB2\tB2\tB2\tB2",
                "Almanca\tA1\tA2\tA1\tA1\tA1",
                "Seviyeler: A1/A2: Temel kullanıcı - B1/B2: Bağımsız kullanıcı - C1/C2: Yetkin kullanıcı",
            ],
            [],
        ),
        (
            [
                "Persönliche Fähigkeiten",
                "Muttersprache(n)\tDeutsch",
                "Weitere Sprache(n)\tVERSTEHEN\tSPRECHEN\tSCHREIBEN",
                "Hören\tLesen\tAn Gesprächen teilnehmen\tZusammenhängendes Sprechen",
                "Englisch\tC1\tC1\tC1\tC1\tC1",
                "Niveaus: A1/A2: Elementare Sprachverwendung - C1/C2: Kompetente Sprachverwendung",
            ],
            [],
        ),
        (
            [
                "COMPÉTENCES PERSONNELLES",
                "Langue(s) maternelle(s)\tfrançais",
                "Autre(s) langue(s)\tCOMPRENDRE\tPARLER\tÉCRIRE",
                "Écouter\tLire\tPrendre part à une conversation\tS'exprimer oralement en continu",
                "anglais\tB2\tB2\tB1\tB1\tB1",
                "Niveaux: A1/A2: utilisateur élémentaire",
            ],
            [],
        ),
        (
            [
                "COMPETENCIAS PERSONALES",
                "Lengua materna\tEspañol",
                "Otros idiomas\tCOMPRENDER\tHABLAR\tEXPRESIÓN ESCRITA",
                "Comprensión auditiva\tComprensión de lectura\tInteracción oral\tExpresión oral",
                "Inglés\tC1\tC1\tC1\tC1\tC1",
            ],
            [],
        ),
        (
            [
                "Competenze personali",
                "Lingua madre\tItaliano",
                "Altre lingue\tCOMPRENSIONE\tPARLATO\tPRODUZIONE SCRITTA",
                "Ascolto\tLettura\tInterazione\tProduzione orale",
                "Inglese\tB2\tB2\tB1\tB1\tB2",
            ],
            [],
        ),
    ],
)
def test_the_head_and_the_legend_of_a_grid_are_no_skills(lines: list[str], expected: list[str]) -> None:
    assert skills(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Yetenekler", "- Programlama Dilleri: Kotlin, Dart", "- Veritabanları: PostgreSQL, Redis"],
            ["Kotlin", "Dart", "PostgreSQL", "Redis"],
        ),
        (
            ["SKILLS", "Python (3 years)", "Java (Less than 1 year)", "Microsoft Excel (10+ years)"],
            ["Python", "Java", "Microsoft Excel"],
        ),
        (
            ["Skills", "Skill\tLevel", "Excel\tAdvanced", "SAP\tIntermediate", "Power BI\tBeginner"],
            ["Excel", "SAP", "Power BI"],
        ),
        (
            ["Bilgisayar Becerileri", "MS Office: Çok iyi", "AutoCAD: Orta", "SAP: Başlangıç"],
            ["MS Office", "AutoCAD", "SAP"],
        ),
        (
            ["Habilidades", "Ofimática: Word, Excel", "Idiomas: inglés (B2)", "Programación: Python"],
            ["Word", "Excel", "Python"],
        ),
        (
            ["Umiejętności", "Programowanie: Java, Kotlin", "Bazy danych: Oracle, MySQL"],
            ["Java", "Kotlin", "Oracle", "MySQL"],
        ),
        (["Skills", "Frontend: React (4 yrs), Vue (1 yr); Backend: Django (3 yrs)"], ["React", "Vue", "Django"]),
        (["Vaardigheden", "Excel (gevorderd)", "SAP (basis)", "Photoshop (goed)"], ["Excel", "SAP", "Photoshop"]),
    ],
)
def test_a_skill_stands_without_group_level_and_years(lines: list[str], expected: list[str]) -> None:
    assert skills(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Skills", "https://github.example/deniz", "Python", "London, UK", "Docker"], ["Python", "Docker"]),
        (["Skills", "[Skill 1]", "Your skill here", "Python, Docker"], ["Python", "Docker"]),
    ],
)
def test_links_places_and_placeholders_are_no_skills(lines: list[str], expected: list[str]) -> None:
    assert skills(lines) == expected
