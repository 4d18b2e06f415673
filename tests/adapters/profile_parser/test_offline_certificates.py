"""Certificates on one line or several, their issuers and years in any order."""

from __future__ import annotations

import pytest
from tests.adapters.profile_parser.reading import certificates


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Certificates",
                "Kubernetes Operations\t2021",
                "Harbor Guild",
                "Project Planning Essentials\t2018",
                "Northway Institute",
            ],
            [
                ("Kubernetes Operations", "Harbor Guild", 2021),
                ("Project Planning Essentials", "Northway Institute", 2018),
            ],
        ),
        (
            [
                "Sertifikalar",
                "İleri Excel Eğitimi\t2020",
                "Doğa Akademi",
                "Proje Yönetimi Temelleri\t2018",
                "Karasu Eğitim Merkezi",
            ],
            [
                ("İleri Excel Eğitimi", "Doğa Akademi", 2020),
                ("Proje Yönetimi Temelleri", "Karasu Eğitim Merkezi", 2018),
            ],
        ),
        (
            [
                "Zertifikate",
                "2021\tGabelstaplerschein",
                "IHK Lindtal",
                "2019\tErsthelfer im Betrieb",
                "Deutsches Hilfswerk",
            ],
            [("Gabelstaplerschein", "IHK Lindtal", 2021), ("Ersthelfer im Betrieb", "Deutsches Hilfswerk", 2019)],
        ),
        (
            [
                "Certifications",
                "Gestion de projet agile",
                "Académie Clairmont",
                "2019",
                "Secourisme au travail",
                "Croix Verte",
                "2017",
            ],
            [("Gestion de projet agile", "Académie Clairmont", 2019), ("Secourisme au travail", "Croix Verte", 2017)],
        ),
        (
            [
                "Certificaciones",
                "Curso de Excel avanzado",
                "Academia Robledal",
                "Marzo 2019",
                "Prevención de riesgos laborales",
                "Fundación Obrera",
                "Junio 2017",
            ],
            [
                ("Curso de Excel avanzado", "Academia Robledal", 2019),
                ("Prevención de riesgos laborales", "Fundación Obrera", 2017),
            ],
        ),
        (
            [
                "Certifications",
                "2021",
                "Kubernetes Operations",
                "Harbor Guild",
                "2019",
                "AWS Certified Developer",
                "Amazon Web Services",
            ],
            [("Kubernetes Operations", "Harbor Guild", 2021), ("AWS Certified Developer", "Amazon Web Services", 2019)],
        ),
        (
            [
                "Certificati",
                "Sicurezza sul lavoro",
                "Istituto Valmora",
                "2018",
                "Excel avanzato",
                "Accademia Bellini",
                "2016",
            ],
            [("Sicurezza sul lavoro", "Istituto Valmora", 2018), ("Excel avanzato", "Accademia Bellini", 2016)],
        ),
    ],
)
def test_the_rhythm_of_dates_parts_certificates(
    lines: list[str], expected: list[tuple[str, str | None, int | None]]
) -> None:
    assert certificates(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Certifications",
                "Harbor Guild",
                "Kubernetes Operations",
                "2021",
                "Amazon Web Services",
                "AWS Certified Developer",
                "2019",
            ],
            [("Kubernetes Operations", "Harbor Guild", 2021), ("AWS Certified Developer", "Amazon Web Services", 2019)],
        ),
        (
            [
                "Certificates",
                "Kubernetes Operations",
                "Issued by: Harbor Guild",
                "Date: 2021",
                "AWS Certified Developer",
                "Issued by: Amazon Web Services",
                "Date: 2019",
            ],
            [("Kubernetes Operations", "Harbor Guild", 2021), ("AWS Certified Developer", "Amazon Web Services", 2019)],
        ),
        (
            [
                "Certifications",
                "Kubernetes Operations",
                "Harbor Guild",
                "March 2021",
                "",
                "AWS Certified Developer",
                "Amazon Web Services",
                "",
                "PMP",
                "Project Management Institute",
                "2015",
            ],
            [
                ("Kubernetes Operations", "Harbor Guild", 2021),
                ("AWS Certified Developer", "Amazon Web Services", None),
                ("PMP", "Project Management Institute", 2015),
            ],
        ),
        (
            [
                "Certifications",
                "Full-Stack Web Development",
                "Codecademy",
                "AWS Certified Developer",
                "Amazon Web Services",
                "2019",
            ],
            [
                ("Full-Stack Web Development", "Codecademy", None),
                ("AWS Certified Developer", "Amazon Web Services", 2019),
            ],
        ),
    ],
)
def test_words_tell_who_gave_a_certificate(
    lines: list[str], expected: list[tuple[str, str | None, int | None]]
) -> None:
    assert certificates(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Licenses & Certifications",
                "",
                "Kubernetes Operations",
                "Harbor Guild",
                "Issued Mar 2021 · Expires Mar 2024",
                "Credential ID KO-11223",
                "",
                "AWS Certified Developer",
                "Amazon Web Services",
                "Issued Jan 2019 · No Expiration Date",
            ],
            [("Kubernetes Operations", "Harbor Guild", 2021), ("AWS Certified Developer", "Amazon Web Services", 2019)],
        ),
        (
            [
                "Kurslar ve Sertifikalar",
                "Sertifika\tKurum\tTarih",
                "İş Sağlığı ve Güvenliği\tKarasu Belediyesi\t2017",
                "İlk Yardım\tKızılay\t2015",
            ],
            [("İş Sağlığı ve Güvenliği", "Karasu Belediyesi", 2017), ("İlk Yardım", "Kızılay", 2015)],
        ),
    ],
)
def test_a_certificate_is_told_without_numbers_and_table_heads(
    lines: list[str], expected: list[tuple[str, str | None, int | None]]
) -> None:
    assert certificates(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Certifications", "AWS Certified Developer", "Kubernetes Operations", "Project Planning Essentials"],
            [
                ("AWS Certified Developer", None, None),
                ("Kubernetes Operations", None, None),
                ("Project Planning Essentials", None, None),
            ],
        ),
        (
            ["Certifications", "Certified Developer, Java SE 11 Programmer, 2019", "AWS Certified Developer"],
            [("Certified Developer, Java SE 11 Programmer", None, 2019), ("AWS Certified Developer", None, None)],
        ),
    ],
)
def test_a_list_of_names_is_no_list_of_issuers(
    lines: list[str], expected: list[tuple[str, str | None, int | None]]
) -> None:
    assert certificates(lines) == expected
