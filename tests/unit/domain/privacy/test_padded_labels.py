"""A label is one whatever a form puts between it and its value: blanks, dots, bars, remarks, more words."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

PAD = " " * 57
TABS = "\t" * 44


@pytest.mark.parametrize(
    ("line", "birth"),
    [
        (f"Date of Birth{PAD}|{PAD}3 June 1984", "3 June 1984"),
        (f"Date of Birth{PAD}:\t3 June 1984", "3 June 1984"),
        (f"Date of Birth{PAD}- 3 June 1984", "3 June 1984"),
        (f"Date of Birth{'.' * 70}: 03.06.1984", "03.06.1984"),
        (f"Geburtsdatum{PAD}:\t3. Juni 1984", "3. Juni 1984"),
        (f"Geburtsdatum{'_' * 60}: 03.06.1984", "03.06.1984"),
        (f"Doğum Tarihi{PAD}:{PAD}3 Haziran 1984", "3 Haziran 1984"),
        (f"Doğum Tarihi{TABS}:\t03.06.1984", "03.06.1984"),
        (f"Date de naissance{PAD}|{PAD}:{PAD}3 juin 1984", "3 juin 1984"),
    ],
)
def test_a_birth_date_behind_a_padded_label_is_withheld(line: str, birth: str) -> None:
    assert birth not in redact(f"Ulla Brandt\n{line}\nNurse, Ward 3\n").text


@pytest.mark.parametrize(
    ("line", "birth"),
    [
        ("Date of birth as in the parish register & the passport: 3 June 1984", "3 June 1984"),
        ("Date of birth according to the court's papers, since none are older: 3 June 1984", "3 June 1984"),
        ("Geburtsdatum laut Taufschein & Meldebescheinigung der Gemeinde: 03.06.1984", "03.06.1984"),
        ("Date de naissance (selon l'extrait délivré par la mairie) : 3 juin 1984", "3 juin 1984"),
        ("Doğum Tarihi (mahkeme kararıyla düzeltilmiş olan nüfus kaydına göre) = 03.06.1984", "03.06.1984"),
        ("Fecha de nacimiento según la partida & el pasaporte | 3 de junio de 1984", "3 de junio de 1984"),
    ],
)
def test_a_birth_date_behind_a_label_of_many_words_is_withheld(line: str, birth: str) -> None:
    assert birth not in redact(f"Ulla Brandt\n{line}\nNurse, Ward 3\n").text


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (f"Nationality{PAD}:\tNorwegian", "Norwegian"),
        (f"Familienstand{PAD}:{PAD}verwitwet", "verwitwet"),
        (f"Medeni Hali{PAD}-{PAD}Dul", "Dul"),
        ("Marital status (as of the day on which this form is filled in): widowed", "widowed"),
    ],
)
def test_other_values_behind_padded_labels_are_withheld(line: str, value: str) -> None:
    assert value not in redact(f"Ulla Brandt\n{line}\nNurse, Ward 3\n").text


@pytest.mark.parametrize(
    "line",
    [
        "I was born in Bergen and grew up in Turku & Lahti. Since March 2015 I work as a Nurse.",
        "Date of birth withheld by the applicant. Started at Ward 3: 03.06.2015",
        "Ich bin in Köln & Bonn aufgewachsen und seit 03/2015 Pfleger.",
    ],
)
def test_a_date_of_work_in_a_sentence_about_ones_origin_stays(line: str) -> None:
    assert "2015" in redact(f"Ulla Brandt\n{line}\n").text
