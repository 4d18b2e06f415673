"""People are told by what they were to the candidate, whatever the language, the case and the order."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

CV = """Name: Ada Quill

Experience
2018 - 2023  Data Engineer, Kestrel Analytics Ltd
{}

Skills
Python, SQL
"""


def left(line: str) -> str:
    """Give what is left of a CV with this line."""
    return redact(CV.format(line)).text


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("FİKRET KARAOSMANOĞLU danışmanlığında tez yazdım.", "FİKRET KARAOSMANOĞLU"),
        ("Zübeyde Toprakçı gözetiminde çalıştım.", "Zübeyde Toprakçı"),
        ("Nergis Toprakçı adlı yöneticiye raporladım.", "Nergis Toprakçı"),
        ("Rapportierte an Wiebke Hinrichsen-Oltmann.", "Wiebke Hinrichsen Oltmann"),
        ("Wiebke Hinrichsen, meine Chefin, lobte mich.", "Wiebke Hinrichsen"),
        ("Sous la direction de Maëlys Kervadec", "Maëlys Kervadec"),
        ("Managée par GWENAËLLE LE BIHAN", "GWENAËLLE BIHAN"),
        ("Bajo la supervisión de Íñigo Etxeberria", "Íñigo Etxeberria"),
        ("Riportavo a Fiorenza Quagliarella", "Fiorenza Quagliarella"),
        ("Lavoro con Fiorenza Quagliarella, la mia responsabile", "Fiorenza Quagliarella"),
        ("Aangestuurd door Sjoerd van Wijngaarden", "Sjoerd Wijngaarden"),
        ("Sob a orientação de Tomé Quintanilha", "Tomé Quintanilha"),
        ("Podlegałam Jadwidze Brzezińskiej", "Jadwidze Brzezińskiej"),
        ("Worked with Rosalind Ngata (my manager)", "Rosalind Ngata"),
        ("Worked under Siobhan.", "Siobhan"),
    ],
)
def test_who_stands_beside_a_role_goes(line: str, names: str) -> None:
    text = left(line)
    assert [name for name in names.split() if name in text] == []
    assert "Kestrel Analytics Ltd" in text


@pytest.mark.parametrize(
    ("line", "names", "stays"),
    [
        ("TEZ DANIŞMANLARI: Zübeyde Toprakçı, ODTÜ; Fikret Alabora", "Zübeyde Toprakçı Fikret Alabora", "ODTÜ"),
        ("PhD supervisors: Gavin Mitcham, LSE; Rosalind Ngata", "Gavin Mitcham Rosalind Ngata", "LSE"),
        ("Betreuer: Wiebke Hinrichsen, TU Kiel; Onno Feddersen", "Wiebke Hinrichsen Onno Feddersen", "TU Kiel"),
        ("Directores de tesis: Íñigo Etxeberria, UPV; Nerea Ugalde", "Íñigo Etxeberria Nerea Ugalde", "UPV"),
        ("Directeurs de thèse : Maëlys Kervadec, Yannig Le Bihan", "Maëlys Kervadec Yannig Bihan", "thèse"),
        ("Relatori: Fiorenza Quagliarella; Ottavio Brambillasca", "Fiorenza Quagliarella Ottavio", "Relatori"),
        ("Orientadores: Tomé Quintanilha, Violante Mesquita", "Tomé Quintanilha Violante Mesquita", "Orientadores"),
        ("Begeleiders: Sjoerd Wijngaarden, Fenna Kloosterman", "Sjoerd Wijngaarden Fenna Kloosterman", "Begeleiders"),
        ("Promotorzy: Zbigniew Wrzesniewski, Jadwiga Brzezińska", "Zbigniew Wrzesniewski Jadwiga", "Promotorzy"),
    ],
)
def test_a_plural_label_of_advisers_names_each_of_them(line: str, names: str, stays: str) -> None:
    text = left(line)
    assert [name for name in names.split() if name in text] == []
    assert stays in text


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("A. Quill, Wiebke Hinrichsen: Streaming joins. VLDB 2021.", "Wiebke Hinrichsen"),
        ("Ada Quill, Siobhán O'Shaughnessy and Tomé Quintanilha (2021). Joins.", "Siobhán O'Shaughnessy Tomé"),
        ('A. Quill, Gavin Mitcham & Rosalind Ngata. "Streaming joins", 2020', "Gavin Mitcham Rosalind Ngata"),
        ("Quill A., Íñigo Etxeberria y Nerea Ugalde: Uniones. 2019.", "Íñigo Etxeberria Nerea Ugalde"),
        ("A. Quill, Maëlys Kervadec et Yannig Bihan : Jointures, 2018", "Maëlys Kervadec Yannig Bihan"),
        ("Nordwind Foods Wiebke Hinrichsen 0171 5550142 Einkauf", "Wiebke Hinrichsen"),
        ("Yıldız Gıda Zübeyde Toprakçı 0532 555 01 47 Müdür", "Zübeyde Toprakçı"),
        ("Harvest Foods Davin Hollis 720 555 3176 Trade Adviser", "Davin Hollis"),
    ],
)
def test_authors_and_people_beside_numbers_go_without_a_list_of_names(line: str, names: str) -> None:
    text = left(line)
    assert [name for name in names.split() if name in text] == []


@pytest.mark.parametrize(
    "line",
    [
        "Product manager: Google Analytics, Adobe Launch",
        "Team lead: Kestrel Analytics, Data Platform",
        "Responsable: Gestión de Proyectos, Control de Calidad",
        "Managed by Oracle Cloud",
        "Deloitte Digital danışmanlığında proje",
        "Boğaziçi Üniversitesi koordinatörlüğünde",
        "Docker, Apache Kafka: streaming. 2021.",
        "Worked under Agile Scrum",
        "Reported to Oracle.",
    ],
)
def test_products_and_employers_beside_a_role_stay(line: str) -> None:
    assert line in left(line)
