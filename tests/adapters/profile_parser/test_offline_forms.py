"""Forms of labels and values: `Occupation or position held` beside a title, in a cell or behind blanks."""

from __future__ import annotations

import pytest
from tests.adapters.profile_parser.reading import profile, schools


def jobs(lines: list[str]) -> list[tuple[str | None, str | None, int | None]]:
    return [
        (each["title"], each["company"], (each["start_date"] or {}).get("year"))
        for each in profile(lines)["professional_experiences"]
    ]


@pytest.mark.parametrize(
    ("heading", "labels", "values"),
    [
        ("Work experience", ("Dates", "Position or post held", "Name of the company"), ("Cook", "Tern Foods")),
        ("Berufserfahrung", ("Zeitraum", "Ausgeübter Beruf", "Name des Arbeitgebers"), ("Koch", "Möwe Gastro")),
        ("Expérience", ("Période", "Poste ou fonction", "Nom de l'entreprise"), ("Cuisinière", "Halles Mouette")),
        ("Experiencia laboral", ("Fechas", "Puesto o cargo", "Nombre de la empresa"), ("Cocinera", "Casa Gaviota")),
        ("Esperienza", ("Periodo", "Posizione o ruolo", "Nome dell'azienda"), ("Cuoca", "Trattoria Gabbiano")),
        ("Experiência", ("Período", "Função ou cargo", "Nome da empresa"), ("Cozinheira", "Casa Gaivota")),
        ("Werkervaring", ("Periode", "Functie", "Naam van de werkgever"), ("Kok", "Meeuw Horeca")),
        ("Doświadczenie", ("Okres", "Zajmowane stanowisko", "Nazwa pracodawcy"), ("Kucharz", "Mewa Sp. z o.o.")),
        ("İş Deneyimi", ("Dönem", "Görev veya unvan", "İşverenin adı"), ("Aşçı", "Martı Gıda")),
    ],
)
@pytest.mark.parametrize("between", ["\t", "          ", ": "])
def test_a_form_names_its_parts_in_composed_labels(
    heading: str, labels: tuple[str, str, str], values: tuple[str, str], between: str
) -> None:
    rows = [(labels[0], "2015 - 2019"), (labels[1], values[0]), (labels[2], values[1])]
    more = [(labels[0], "2011 - 2014"), (labels[1], values[0]), (labels[2], f"{values[1]} Nord")]
    lines = [heading, *(f"{label}{between}{value}" for label, value in (*rows, *more))]

    assert jobs(lines) == [(*values, 2015), (values[0], f"{values[1]} Nord", 2011)]


@pytest.mark.parametrize(
    ("heading", "labels", "values"),
    [
        ("Education", ("Dates", "Title of qualification", "Principal subject", "Name of school"), "Tern University"),
        ("Éducation", ("Dates", "Intitulé du diplôme", "Spécialité", "Centre de formation"), "Université Mouette"),
        ("Formación", ("Fechas", "Título obtenido", "Especialidad", "Centro de formación"), "Universidad Gaviota"),
    ],
)
def test_a_form_of_schools_has_one_school_for_its_four_rows(heading: str, labels: tuple[str, ...], values: str) -> None:
    rows = zip(labels, ("2011 - 2014", "Master", "Biologie", values), strict=True)

    assert schools([heading, *(f"{label}\t{value}" for label, value in rows)]) == [(values, "Master", "Biologie")]


def test_a_label_around_another_word_says_nothing() -> None:
    lines = ["Experience", "Cook, Tern Foods, 2015 - 2019", "- Cooked", "Head of the company: approved the menus"]

    assert jobs(lines) == [("Cook", "Tern Foods", 2015)]
