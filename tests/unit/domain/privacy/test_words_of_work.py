"""Words of work stay that are also words for something personal."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

CV = """Selim Karataş
selim@example.com

DENEYİM
Mühendis, Kestrel A.Ş., 2015 - 2018
{}
Şimdi başka işler yapıyor.
"""


def left(line: str) -> str:
    """Give what is left of a CV with this line."""
    return redact(CV.format(line)).text


@pytest.mark.parametrize(
    "line",
    [
        "Yeni satış ekibini kurdum.",
        "Kurdum ve yönettim.",
        "Lotus Public Sr. Sec. School, 2011",
        "M. V. S. R College of Engineering, 2015",
        "St. Xaviers Sr. Sec. School",
        "Yüksek Lisans, M.S., Ekonomi, ODTÜ, 2011",
        "Bachelor, B.A., Soziologie, Köln, 2011",
        "Licence, L.M., Économie, Lyon, 2010",
        "Máster, M.A., Historia, Sevilla, 2012",
        "AUTO CAD 2D & 3D, Revit",
        "Auto CAD 2019, Solid Works",
        "Evlilik fuarı standı",
        "Gender equality training",
        "Askerlik şubesi yazılımı",
        "Military vehicles design",
        "Aide à domicile en Bretagne",
        "Entregas a domicilio en Madrid",
        "Assistenza a domicilio in Toscana",
        "Apoio ao domicílio em Lisboa",
        "Cours Pasteur\n2012 - 2014",
        "Social Media: Facebook, Instagram",
    ],
)
def test_a_line_of_work_stays_as_it_is(line: str) -> None:
    assert line in left(line)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Nationality: Turkish. Built the payment service.", "Built the payment service."),
        ("Medeni hali: Evli. Ödeme servisini kurdu.", "Ödeme servisini kurdu."),
        ("Familienstand: ledig. Leitete das Team.", "Leitete das Team."),
        ("Estado civil: soltera. Dirige el equipo.", "Dirige el equipo."),
        ("État civil : mariée. Dirige une équipe.", "Dirige une équipe."),
    ],
)
def test_a_labelled_value_ends_with_its_sentence(line: str, rest: str) -> None:
    text = left(line)
    assert rest in text
    assert line.split(".", maxsplit=1)[0].split(":")[1].strip() not in text


@pytest.mark.parametrize(
    "offer",
    [
        "References: available upon request",
        "REFERENCES\nAvailable upon request",
        "REFERENZEN\nauf Anfrage",
        "Références : disponibles sur demande",
        "REFERENCIAS\nDisponibles a petición",
        "REFERANSLAR\nTalep edildiğinde sunulacaktır",
        "Referenties: op aanvraag",
        "Referenze: disponibili su richiesta",
    ],
)
def test_references_to_be_had_on_request_withhold_no_line_below(offer: str) -> None:
    assert "Kubernetes, Terraform" in left(f"{offer}\nKubernetes, Terraform")


def test_people_below_an_offer_of_references_are_withheld() -> None:
    assert "Diaz" not in left("REFERENCES\nAvailable on request\nOmar Diaz, CTO, omar@example.com")


@pytest.mark.parametrize("line", ["Aslen Kürdüm.", "kürdüm", "KÜRDÜM"])
def test_the_letters_of_turkish_tell_what_one_is_from_what_one_did(line: str) -> None:
    assert "[ETHNICITY]" in left(line)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Aslı Acar", "asli üye oldu, kapı açar."),
        ("Sıla Önder", "sila eki, ondeki satır"),
        ("Çınar Koç", "satışta koc yazıldı"),
    ],
)
def test_a_small_word_that_folds_as_the_name_does_is_another_word(name: str, words: str) -> None:
    text = redact(f"Adı Soyadı: {name}\nMühendis\n\nDENEYİM\nŞirkette {words}\n").text
    assert words in text
    assert name.split()[1] not in text


def test_a_name_written_without_marks_goes_all_the_same() -> None:
    assert "Cigdem" not in redact("Adı Soyadı: Çiğdem Öztürk\nMühendis\n\nDENEYİM\nCigdem ekibi kurdu.\n").text


@pytest.mark.parametrize("employer", ["FACEBOOK", "Github", "Xing"])
def test_an_employer_that_is_a_label_of_pages_elsewhere_heads_no_table_of_them(employer: str) -> None:
    jobs = (
        f"{employer} | Software Engineer\nJan 2015 - Present | Leeds\n\nCOURSERA | Fellow\nJune 2014 - Sep 2014 | Leeds"
    )
    text = redact(f"Anna Lindqvist\nanna@post.example\n\nEXPERIENCE\n\n{jobs}").text

    assert all(kept in text for kept in (employer, "Jan 2015", "COURSERA", "June 2014"))
