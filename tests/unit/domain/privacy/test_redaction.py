"""Examples for laws, notations and boundaries."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import Category, DocumentHints, find, redact
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.profile import WarningCode

NO_HINTS = DocumentHints()
HEADER = "Sünje Dörnbrück\nBauingenieurin\nsuenje.doernbrueck@example.com\n\n"


def redacted(text: str) -> str:
    return redact(text, NO_HINTS).text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Medeni Hali: Evli", "Medeni Hali: [MARITAL_STATUS]"),
        ("Askerlik Durumu: Muaf (sağlık)", "Askerlik Durumu: [MILITARY]"),
        ("Kan Grubu: 0 Rh (-)", "Kan Grubu: [HEALTH]"),
        ("Sendika: Deniz-İş üyesi", "Sendika: [MEMBERSHIP]"),
        ("Religion: Quaker", "Religion: [RELIGION]"),
        ("Ethnicity: Roma", "Ethnicity: [ETHNICITY]"),
        ("Politische Meinung: grün", "Politische Meinung: [POLITICS]"),
        ("Orientation sexuelle : bi", "Orientation sexuelle : [SEXUAL_LIFE]"),
        ("Antecedentes penales: no constan", "Antecedentes penales: [CRIMINAL_RECORD]"),
        ("Nationalité : belge", "Nationalité : [NATIONALITY]"),
        ("Height: 182 cm", "Height: [DRESS]"),
        ("Baba Adı: Rıfkı    Anne Adı: Seher", "Baba Adı: [FAMILY]    Anne Adı: [FAMILY]"),
        ("SGK Sicil No: 3412000000999", "SGK Sicil No: [SOCIAL_SECURITY]"),
        ("Passport No.: U98765432", "Passport No.: [PASSPORT]"),
        ("Araç plakası: 34 ZZZ 99", "Araç plakası: [PLATE]"),
        ("Geburtsdatum: 3. Mai 1984", "Geburtsdatum: [BIRTH]"),
        ("Fecha de nacimiento: 3 de mayo de 1984", "Fecha de nacimiento: [BIRTH]"),
        ("Age: 41", "Age: [AGE]"),
    ],
)
def test_a_labelled_value_goes_and_its_label_stays(line: str, expected: str) -> None:
    assert redacted(f"{HEADER}{line}\n").splitlines()[-1] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ehliyet: B sınıfı", "Ehliyet: [LICENCE]"),
        ("Ehliyet: Yok", "Ehliyet: Yok"),
        ("Driving licence: none", "Driving licence: none"),
        ("Führerschein: B, BE", "Führerschein: [LICENCE]"),
        ("Führerschein Klasse B vorhanden", "Führerschein Klasse [LICENCE] vorhanden"),
        ("Permis de conduire : oui", "Permis de conduire : oui"),
    ],
)
def test_that_there_is_a_driving_licence_stays_and_its_class_goes(line: str, expected: str) -> None:
    assert redacted(f"{HEADER}{line}\n").splitlines()[-1] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("I am 1.82 m tall.", "[DRESS]."),
        ("Boyum 1,68, kilom 61.", "[DRESS], [DRESS]."),
        ("Soy argentina y mido 1,75.", "[NATIONALITY] y [DRESS]."),
        ("Ich bin Mitglied der IG Metall.", "[MEMBERSHIP]."),
        ("Deniz Yıldızı Derneği üyesiyim.", "[MEMBERSHIP]."),
        ("Je suis asthmatique et adhérente à la CGT.", "Je suis [HEALTH] et [MEMBERSHIP]."),
        ("Born and raised in Whitstable.", "Born and raised in [BIRTH]."),
        ("Çorumluyum.", "[BIRTH]."),
        ("Mein Meister Detlef Zabel half.", "Mein Meister [NAME] half."),
        ("Previous lead, Gareth Prys-Lowe.", "Previous lead, [NAME]."),
        ("“Superb.” — Moira Flannagan, CEO", "“Superb.” — [NAME], CEO"),
        ("I drive a car with plate BD51 SMR.", "I drive a car with plate [PLATE]."),
        ("Numaram beş yüz kırk bir 220 11 90.", "Numaram [PHONE]."),
        ("Tél. 06.39.98.55.02", "Tél. [PHONE]"),
    ],
)
def test_what_a_sentence_says_of_its_writer_goes(sentence: str, expected: str) -> None:
    assert redacted(f"{HEADER}PROFIL\n{sentence}\n").splitlines()[-1] == expected


@pytest.mark.parametrize(
    "line",
    [
        "Member of Technical Staff at Oracle; member of the steering committee",
        "Diabetes research, genetic algorithms, fingerprint readers, blood bank software",
        "Türk Hava Yolları, Deutsche Bahn, Banco Español de Crédito",
        "Reported to the CFO; worked with Morgan Stanley and Dr. Oetker",
        "Bodegas Dörnbrück, Kanzlei Dörnbrück, Dörnbrück e Hijos S.L., Dörnbrück Business School",
    ],
)
def test_work_that_sounds_personal_stays(line: str) -> None:
    assert redacted(f"{HEADER}PROFIL\n{line}\n").splitlines()[-1] == line


def test_keys_of_json_and_commands_of_latex_are_labels() -> None:
    exported = '{"basics": {"name": "Ilka Voss", "birthDate": "1990-02-03"},\n "work": [{"name": "Voltra AG"}]}'
    typeset = "\\name{Ilka}{Voss}\n\\address{Elm Lane 4}{Leeds}\n\\cvitem{Marital status}{single}"

    assert redacted(exported) == exported.replace("Ilka Voss", "[NAME]").replace("1990-02-03", "[BIRTH]")
    assert (
        redacted(typeset)
        == "\\name{[NAME]}{[NAME]}\n\\address{[ADDRESS]}{[ADDRESS]}\n\\cvitem{Marital status}{[MARITAL_STATUS]}"
    )


def test_a_bare_fact_beside_a_personal_one_is_personal() -> None:
    assert redacted("PROFIL\nJe m'appelle Inès Belkova, 22 ans, célibataire, belge.\n").splitlines()[-1] == (
        "Je m'appelle [NAME], [AGE], [MARITAL_STATUS], [NATIONALITY]."
    )


@pytest.mark.parametrize(
    "text",
    [
        "0 5 3 2 5 5 5 0 1 4 7",
        "+90 (532) 555-01-47",
        "０５３２ ５５５ ０１ ４７",
        "0532 555\n01 47",
    ],
)
def test_a_phone_is_found_in_every_notation(text: str) -> None:
    assert [finding.category for finding in find(f"Tel: {text}\n")] == [Category.PHONE]


def test_years_before_a_phone_stay() -> None:
    assert redacted("2018-2022 0532 555 01 47\n") == "2018-2022 [PHONE]\n"


@pytest.mark.parametrize(
    "text",
    [
        "anna@example.com",
        "anna [at] example [dot] com",
        "anna(at)example.com",
        "anna at example dot com",
        "anna%40example.com",
        "an\u200bna@exam\u00adple.com",
        "anna@\nexample.com",
        "anna.\nlind@example.com",
    ],
)
def test_an_e_mail_is_found_in_every_disguise(text: str) -> None:
    findings = find(f"PROFILE\nPlease write to {text} soon.")

    assert [finding.category for finding in findings] == [Category.EMAIL]


@pytest.mark.parametrize(
    "line",
    [
        "2018-2022, 03/2019 - 11/2021, GPA 3.45/4.00, TOEFL 110/120",
        "ISO 9001:2015, ISO/IEC 27001, RFC 7231, EN 1090-2, 1Z0-829",
        "C++, .NET, Node.js 20, ASP.NET Core 8, socket.io, Python 3.11.4",
        "Budget 10,000,000 USD, 1,250,000 rows, ticket PRJ-2021-0457",
        "Range 10.0.0.0/8, AS 64512, CVE-2021-44228, build 20230415.1",
        "Docs: https://react.dev/learn",
    ],
)
def test_what_only_looks_personal_stays(line: str) -> None:
    text = f"SKILLS\n{line}\n"

    assert redacted(text) == text


@pytest.mark.parametrize(
    "form", ["Toprak'ın", "Toprak’a", "TOPRAK'TAN", "Özdenoğlu'nun", "Özdenoğlunun", "T. Özdenoğlu"]
)
def test_an_inflected_name_goes(form: str) -> None:
    text = f"Toprak Özdenoğlu\nMimar\n\nDENEYİM\nEkip, {form} önderliğinde büyüdü.\n"

    line = redacted(text).splitlines()[-1]

    assert "prak" not in line.lower()
    assert "zdeno" not in line


def test_the_person_goes_and_the_organisation_of_the_same_name_stays() -> None:
    text = "Defne Koç\nAnalist\n\nDENEYİM\n2015-2018 Koç Holding\nKoç Üniversitesi MBA\nDefne Koç rapor yazdı.\n"

    lines = redacted(text).splitlines()

    assert lines[0] == "[NAME]"
    assert lines[-3:] == ["2015-2018 Koç Holding", "Koç Üniversitesi MBA", "[NAME] rapor yazdı."]


def test_a_word_that_is_also_the_name_stays_in_lower_case() -> None:
    text = "Deniz Gülsoylu\nLojistik Uzmanı\n\nDENEYİM\nVira Denizcilik: deniz taşımacılığı sözleşmeleri.\n"

    assert redacted(text).endswith("deniz taşımacılığı sözleşmeleri.\n")


@pytest.mark.parametrize(
    "line",
    [
        "Permis d'exploitation (2019)",
        "Vacunación | Trabajo en equipo | Curas",
        "SQL, Price optimisation, Field Engineer",
        "Turbo Pascal 7, Fisher Price (2010-2014), Summer Internship 2019",
    ],
)
def test_words_that_are_a_name_or_a_label_elsewhere_stay(line: str) -> None:
    text = f"Pascal Price Field Summer\n{HEADER}EXPERIENCE\n{line}\n"

    assert redacted(text).splitlines()[-1] == line


@pytest.mark.parametrize("line", ["Español – Nativo", "Deutsch – Muttersprache", "Turkish: C1", "Française, courant"])
def test_a_language_with_its_level_is_no_nationality(line: str) -> None:
    assert redacted(f"{HEADER}PERSONAL DETAILS\n{line}\n").splitlines()[-1] == line


@pytest.mark.parametrize(
    "heading", ["Expérience pro", "WERKERVARING", "Esperienza professionale", "Experiência profissional", "Tech"]
)
def test_a_heading_ends_personal_details(heading: str) -> None:
    text = f"{HEADER}PERSÖNLICHE DATEN\nLinkshänderin\n{heading}\nKubernetes, Rust\n"

    assert redacted(text).splitlines()[-3:] == ["[PERSONAL]", heading, "Kubernetes, Rust"]


def test_a_heading_that_no_list_has_ends_personal_details_after_an_empty_line() -> None:
    text = f"{HEADER}PERSÖNLICHE DATEN\nLinkshänderin\n\nHandgemachtes\nKeramik, Holz\n"

    assert redacted(text).splitlines()[-2:] == ["Handgemachtes", "Keramik, Holz"]


def test_work_after_an_empty_line_ends_references() -> None:
    text = f"{HEADER}REFERENCES\nOttokar Meinbrück\n\nSOFTWARE ENGINEERING\nRust, Zig\n"

    assert redacted(text).splitlines()[-4:] == ["[REFERENCES]", "", "SOFTWARE ENGINEERING", "Rust, Zig"]


def test_a_full_stop_ends_a_name() -> None:
    assert redacted("Ben Kerem Aydın. Şu anda kaynakçıyım.\n") == "Ben [NAME]. Şu anda kaynakçıyım.\n"


def test_a_surname_that_is_a_company_s_word_is_a_name_in_the_header() -> None:
    assert redacted("Ali Can Demir\nKaynakçı\n\nDENEYİM\nDemir Çelik A.Ş.\n").startswith("[NAME]\nKaynakçı")


def test_a_name_under_the_heading_for_contact_goes() -> None:
    text = "CONTACTO\nJimena Prado Lima\n+34 612 345 678\n\nEXPERIENCIA\nMango\n"

    assert redacted(text).splitlines()[:3] == ["CONTACTO", "[NAME]", "[PHONE]"]


@pytest.mark.parametrize("address", ["Rua das Flores 87, 4050-262 Porto", "Josefstädter Gasse 19/4\n1080 Wien"])
def test_a_code_of_four_digits_before_a_known_town_belongs_to_an_address(address: str) -> None:
    text = f"{HEADER}CONTACT\n{address}\n\nEXPERIENCE\nSAP\n"

    assert not set("0123456789") & set(redacted(text))
    assert "Wien" not in redacted(text)
    assert "Porto" not in redacted(text)


def test_references_go_as_a_whole_up_to_the_next_heading() -> None:
    text = f"{HEADER}REFERENZEN\nDr. Ottokar Meinbrück, Werftleiter\n030 23125 999\nKENNTNISSE\nStatik\n"

    assert redacted(text).splitlines()[-4:] == ["REFERENZEN", "[REFERENCES]", "KENNTNISSE", "Statik"]


def test_the_header_is_withheld_when_no_name_is_found() -> None:
    redaction = redact("xq zzt\nSoftware Engineer\nx1@example.com\n\nEXPERIENCE\nAcme Ltd, 2019-2021\n", NO_HINTS)

    assert redaction.warnings == (WarningCode.HEADER_WITHHELD,)
    assert redaction.text.splitlines()[:2] == ["[HEADER]", "Software Engineer"]
    assert redaction.text.endswith("EXPERIENCE\nAcme Ltd, 2019-2021\n")


def test_a_files_name_and_its_author_point_to_the_name() -> None:
    text = "PROFIL\nBerfin Taşkıranlı ekibi büyüttü.\n"

    by_file = redact(text, DocumentHints(file_name="Berfin_Taskiranli_CV.pdf")).text
    by_author = redact(text, DocumentHints(author="Berfin Taşkıranlı")).text

    assert by_file == by_author == "PROFIL\n[NAME] ekibi büyüttü.\n"


def test_a_text_without_anything_personal_is_left_alone() -> None:
    text = "EXPERIENCE\nErnst & Young, Morgan Stanley, Johns Hopkins University\n2014-2018 Engineer\n"

    redaction = redact(text, NO_HINTS)

    assert (redaction.text, redaction.findings, redaction.withheld) == (text, (), {})


@pytest.mark.parametrize("beginning", sorted(vocabulary().street_before))
def test_a_text_may_end_with_the_words_that_a_street_begins_with(beginning: str) -> None:
    assert redacted(f"Builder at Kestrel Analytics {beginning}").startswith("Builder at Kestrel")


@pytest.mark.parametrize("text", ["", " ", "\n", "\ud800", "\x00", "[NAME]", "[NAME", "@", ":" * 300, "a:" * 300])
def test_odd_texts_are_no_trouble(text: str) -> None:
    redaction = redact(text, NO_HINTS)

    assert redaction.original == text


def test_an_accent_written_apart_goes_with_its_letter() -> None:
    redaction = redact("Ad Soyad: Kadir Ko\u0308rk\u0307u\u0308\nMimar\n", NO_HINTS)

    assert redaction.text == "Ad Soyad: [NAME]\nMimar\n"
