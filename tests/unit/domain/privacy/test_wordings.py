"""Wordings, notations and layouts that people use beside the usual ones, and look-alikes of each that stay."""

from __future__ import annotations

import pytest
from tests.unit.domain.privacy.findings import found, within

from cvparser.domain.privacy import redact


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("Herhangi bir sağlık sorunum yoktur", "health"),
        ("Kronik rahatsızlığım bulunmamaktadır", "health"),
        ("Bel fıtığı ameliyatı geçirdim", "health"),
        ("I am legally blind in one eye", "health"),
        ("No known allergies", "health"),
        ("Eine Schwerbehinderung liegt nicht vor", "health"),
        ("Keine gesundheitlichen Einschränkungen", "health"),
        ("Aucun problème de santé", "health"),
        ("Sin problemas de salud", "health"),
        ("Adli sicil kaydım temizdir", "criminal_record"),
        ("Sabıka kaydı bulunmamaktadır", "criminal_record"),
        ("No spent or unspent convictions", "criminal_record"),
        ("Strafrechtlich unbescholten", "criminal_record"),
        ("Jamais condamné", "criminal_record"),
        ("Expediente limpio", "criminal_record"),
        ("Askerliğimi kısa dönem er olarak tamamladım", "military"),
        ("Tecilliyim", "military"),
        ("Completed compulsory military service", "military"),
        ("US Navy veteran", "military"),
        ("Bei der Bundeswehr gedient", "military"),
        ("Bulgaristan göçmeniyim", "nationality"),
        ("Namibian citizen", "nationality"),
        ("Permanent resident of Canada", "nationality"),
        ("Unbefristete Aufenthaltserlaubnis", "nationality"),
        ("A practising Buddhist", "religion"),
        ("Beş vakit namaz kılarım", "religion"),
        ("Aus der Kirche ausgetreten", "religion"),
        ("A card-carrying Green Party member", "politics"),
        ("CHP seçmeniyim", "politics"),
        ("SPD-Ortsverein", "politics"),
        ("Sendikalıyım", "membership"),
        ("Trade unionist", "membership"),
        ("Gewerkschaftlich organisiert", "membership"),
        ("İki torun sahibiyim", "family"),
        ("Annem öğretmen", "family"),
        ("My father was a welder", "family"),
        ("Türbanlıyım", "dress"),
        ("Bana Koro derler", "name"),
    ],
)
def test_what_a_sentence_says_of_its_writer_goes_with_its_frame(line: str, category: str) -> None:
    assert within(line) == [(category, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Diyabet hastası takibi ve engelli bireyler için rampa",
        "Ticaret Odası genel sekreteri",
        "Menschen mit Behinderung betreut",
        "Scottish National Gallery, English Heritage, Three Brothers Ltd",
        "The app suffered from poor latency",
        "I served in the Finance Department",
        "Tank of 3 m in height",
        "Suivi pour 30 clients",
        "Profile - Senior Engineer",
        "Union Pacific, Visa Inc, Partner: Deloitte",
    ],
)
def test_what_only_sounds_like_it_stays(line: str) -> None:
    assert within(line) == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Nationality ........... Dutch", "Dutch"),
        ("Nationality ______ Dutch", "Dutch"),
        ("Nationality = Dutch", "Dutch"),
        ("Nationality → Dutch", "Dutch"),
        ("Nationality -> Dutch", "Dutch"),
        ("Nationality – Dutch", "Dutch"),
        ("Nationality - Dutch", "Dutch"),
        ("Nationality; Dutch", "Dutch"),
        ('nationality = "Dutch"', '"Dutch"'),
        ("Visa sponsorship: no", "no"),
        ("Uyrukları: TC ve Avusturya", "TC ve Avusturya"),
    ],
)
def test_dots_arrows_and_dashes_part_a_label_from_its_value(line: str, value: str) -> None:
    assert within(line) == [("nationality", value.strip('"'))] or within(line) == [("nationality", value)]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Evli misiniz? Hayır", ("marital_status", "Hayır")),
        ("7. Sağlık sorununuz var mı? Astım", ("health", "Astım")),
        ("Do you smoke? Never", ("health", "Never")),
        ("Med. Hal: Bekâr", ("marital_status", "Bekâr")),
    ],
)
def test_the_answer_to_a_question_goes(line: str, value: tuple[str, str]) -> None:
    assert within(line) == [value]


def test_a_labelled_number_ends_with_its_sentence() -> None:
    assert within("Social Security: 078-05-1120. Hobbies: kayaking.") == [("social_security", "078-05-1120")]
    assert within("Discord: anna#4471, mail later") == [("handle", "anna#4471")]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Kadıköy Moda'da yaşıyorum.", "Kadıköy Moda'da"),
        ("Birlik Mahallesi'nde ikamet ediyorum.", "Birlik Mahallesi'nde"),
        ("Bahçelievler Çınar Caddesi 41 numarada oturuyorum.", "Bahçelievler Çınar Caddesi 41 numarada"),
        ("Aselsan'da çalışıyorum ve Ankara'da yaşıyorum.", "Ankara'da"),
        ("Esenler'de eşim ve iki kızımla oturuyorum.", "Esenler'de eşim ve iki kızımla"),
        ("Talas'ta (Kayseri) ailemle yaşıyorum.", "Talas'ta (Kayseri) ailemle"),
        ("I live on Baker Street in London.", "Baker Street in London"),
        ("My home is at 1900 Alder Street in Eugene.", "1900 Alder Street in Eugene"),
        ("Based near Newmarket", "Newmarket"),
        ("Vivo en la calle Mayor de Madrid.", "calle Mayor de Madrid"),
        ("J'habite rue Lepic à Paris.", "rue Lepic à Paris"),
    ],
)
def test_where_somebody_lives_goes_without_a_number_and_before_its_verb(line: str, place: str) -> None:
    assert [(kind, value.rstrip(".")) for kind, value in within(line)] == [("address", place)]


@pytest.mark.parametrize(
    "line",
    [
        "Barbaros Bulvarı'nda ofis açtım.",
        "İstanbul'da bir ofiste çalışıyorum.",
        "The museum on Baker Street in London grew.",
        'The game "Tilki Yolu" 1M+ downloads.',
    ],
)
def test_where_somebody_works_stays(line: str) -> None:
    assert within(line) == []


@pytest.mark.parametrize(
    ("line", "town"),
    [
        ("Bornova/İzmir, 0549 000 61 22", "Bornova/İzmir"),
        ("0549 000 61 22 | Köln-Ehrenfeld", "Köln-Ehrenfeld"),
        ("Tlf 0549 000 61 22 Yıldırım/BURSA", "Yıldırım/BURSA"),
        ("0549 000 61 22; Nilüfer, Bursa", "Nilüfer, Bursa"),
        ("p: 0549 000 61 22 // loc: Cicero, Illinois", "Cicero, Illinois"),
        ("0549 000 61 22\nAtakent, Küçükçekmece", "Atakent, Küçükçekmece"),
    ],
)
def test_the_town_beside_a_contact_goes(line: str, town: str) -> None:
    assert ("address", town) in found(f"Anna Lind\nNurse\n{line}\n\nEXPERIENCE\nthe ward\n")


def test_a_town_beside_no_contact_stays() -> None:
    text = "Anna Lind\nNurse\n0549 000 61 22\nThames Water, PreparedText\n\nEXPERIENCE\nArkas, Bornova/İzmir, 2019\n"

    assert found(text) == [("name", "Anna Lind"), ("phone", "0549 000 61 22")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dr.-Ing. Anna Lindqvist / Nurse\nEXPERIENCE\nLindqvist left\n", ["Dr.-Ing. Anna Lindqvist", "Lindqvist"]),
        ("Özgeçmiş: Zeynep Büke Altuner\nHemşire\nDENEYİM\nAltuner geldi\n", ["Zeynep Büke Altuner", "Altuner"]),
        ("From the desk of Anna P. Lindqvist\nNurse\nEXPERIENCE\nLindqvist left\n", ["Anna P. Lindqvist", "Lindqvist"]),
        ("I nurse.\nYours, Anna\n", ["Anna"]),
        ("Hatice Sümbül Kara, 41\nMail: hatice.sumbul@example.com\nHemşire\n", ["Hatice Sümbül Kara"]),
        ("SKILLS\nasistanı Mert Can Üzüm ile çalıştım\n", ["Mert Can Üzüm"]),
        ("Real name: Ferit Ozan Yücesoy\nthe ward\n", ["Ferit Ozan Yücesoy"]),
        ("Adı: Rasim. Soyadı: Göktürkoğlu. Semt Kartal\n", ["Rasim.", "Göktürkoğlu"]),
        ("Name: Anna Lind, known as Ann\nwell known ward\n", ["Anna Lind, known as Ann"]),
        ("PROFIL\n« Bon travail », Ulla Berg, directrice\n", ["Ulla Berg"]),
        ("Anna Lindqvist\nHemşire\nDENEYİM\nProf. Dr. Erol Manisalı Amfisi, e-İmza, EBYS\n", ["Anna Lindqvist"]),
        ("Driver: Ali Demirtaş, nurse\nEXPERIENCE\nDemirtaş geldi\n", ["Ali Demirtaş", "Demirtaş"]),
        ("Merhaba, adım Serhan.\nTel 0549 000 61 22\nSerhan Uzuncu\n", ["Serhan", "Serhan Uzuncu"]),
        ("J. Lindqvist, 0549 000 61 22\nJasper Lindqvist (nurse)\n", ["J. Lindqvist", "Jasper Lindqvist"]),
        ("Profile: Anna Lindqvist, 0549 000 61 22\nthe ward\n", ["Anna Lindqvist"]),
        ("Anna Lindqvist, Bath\nNurse\nEXPERIENCE\nBath Spa\n", ["Anna Lindqvist"]),
        ("SKILLS\nCo-authored-by: Pelinsu Varol <pelin@example.com>\n", ["Pelinsu Varol"]),
        ("SKILLS\nKadir Hoca helped\n", ["Kadir"]),
        ('author: "Ulla Lindqvist <ulla@example.com>"\n', ["Ulla Lindqvist"]),
        ("A. Gül Şentürk\nHemşire\nDENEYİM\nŞentürk geldi\n", ["A. Gül Şentürk", "Şentürk"]),
        ("CV\nAnna M. Lindqvist\nNurse\nEXPERIENCE\nLindqvist left\n", ["Anna M. Lindqvist", "Lindqvist"]),
        ("* * * ANNA LINDQVIST * * *\nNurse\nEXPERIENCE\nLindqvist left\n", ["ANNA LINDQVIST", "Lindqvist"]),
        ("Anna Lindqvist (geb. Berg)\nNurse\nEXPERIENCE\nFrau Berg\n", ["Anna Lindqvist", "geb. Berg", "Frau Berg"]),
        ("Anna Lindqvist, née Berg\nNurse\nEXPERIENCE\nBerg left\n", ["Anna Lindqvist", "née Berg", "Berg"]),
        (
            "Anna Lindqvist (meisjesnaam Berg)\nNurse\nEXPERIENCE\nBerg left\n",
            ["Anna Lindqvist", "meisjesnaam Berg", "Berg"],
        ),
        ("Merhaba, adım Koray. Koray Sertkaya.\nSertkaya geldi\n", ["Koray. Koray Sertkaya", "Sertkaya"]),
        ("I go by Anna, full name Annika Berg-Lindqvist.\n", ["Anna", "Annika Berg-Lindqvist"]),
        ("I nurse.\nKind regards,\nAnna Lindqvist\nHead nurse\n", ["Anna Lindqvist"]),
        ("Ich pflege.\nMit freundlichen Grüßen\nAmir Al-Khatib\nPfleger\n", ["Amir Al-Khatib"]),
        ("DENEYİM\nTel: 0549 000 61 22\nGizem Aksu\n", ["Gizem Aksu"]),
        ("Bartholomew Quist\nNurse\nEXPERIENCE\nBart left\n", ["Bartholomew Quist", "Bart"]),
        (
            "Anna Lindqvist\nNurse\nEXPERIENCE\nHire Ms Lindqvist, Anna Hanım too\n",
            ["Anna Lindqvist", "Ms Lindqvist", "Anna Hanım"],
        ),
        ('PROFILE\n"Good work," says Ulla Berg (Arla).\nMore\n', ["Ulla Berg"]),
        ('PROFILE\n"Good work" (Ulla Berg, CFO).\nMore\n', ["Ulla Berg"]),
        ('PROFILE\n"Fox Road" (Gram Games).\nMore\n', []),
        ("SKILLS OF OURS\nTurkcell Superonline - CCNP 350-401\nHenry Samueli School of Engineering\n", []),
        ("SKILLS OF OURS\nLincoln, NE; Madison, WI\n", []),
    ],
)
def test_names_in_other_forms(text: str, names: list[str]) -> None:
    assert [value for category, value in found(text) if category == "name"] == names


def test_columns_under_headings_side_by_side_are_told_apart() -> None:
    text = "KİŞİSEL                 |  PROFİL\nKırmızı Ev              |  Google Ads, Meta, GA4\n"

    assert redact(text).text.endswith("|  Google Ads, Meta, GA4\n")
    assert ("personal", "Kırmızı Ev") in found(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("DOB 4-Sep-86 | nurse", [("birth", "4-Sep-86")]),
        ("Doğ. tar. 08.08.98", [("birth", "08.08.98")]),
        ("nurse; d. 1993, Amasya; wards", [("birth", "d. 1993, Amasya")]),
        ("B ehliyetim var", [("licence", "B")]),
        ("Tel 0231 – 000 77 88", [("phone", "0231 – 000 77 88")]),
        ("Ich bin in Novi Sad geboren", [("birth", "Novi Sad")]),
        ("PPS 1234567T", [("social_security", "1234567T")]),
        ("between 2012 – 2018 and later", []),
        ("nurse, *1968, wards", [("birth", "1968")]),
        ("Born and raised in Spokane, class of 2008.", [("birth", "Spokane")]),
        ("My phone number is 415 555 0109, call me.", [("phone", "415 555 0109")]),
        ("Part NSN 5310-00-167-0818, order 4500123456", []),
        ("seri SN 5CG1234XYZ", []),
        ("wallet, seri no A12K34567", [("national_id", "A12K34567")]),
        ("pump serial A12K34567", []),
        ("NI QQ 12 34 56 C", [("social_security", "QQ 12 34 56 C")]),
        ("MRCVS no. 7112233 since then", [("registration", "7112233")]),
        ("see /home/annalind/work and /home/public/work", [("handle", "annalind")]),
        (r"in C:\Users\annalind\cv.docx", [("handle", "annalind")]),
    ],
)
def test_identifiers_in_other_notations(line: str, expected: list[tuple[str, str]]) -> None:
    assert within(line) == expected


def test_a_date_and_its_place_between_commas_of_the_header_are_a_birth() -> None:
    text = "Anna Kıraç, 01/01/94 Tekirdağ, nurse\n\nEXPERIENCE\nward, 01/01/94 Tekirdağ, nurse\n"

    assert found(text) == [("name", "Anna Kıraç"), ("birth", "01/01/94 Tekirdağ")]


def test_a_year_alone_at_the_head_is_a_birth() -> None:
    assert found("Anna Lind | 1985 | nurse\n\nEXPERIENCE\nward | 1985 | nurse\n") == [
        ("name", "Anna Lind"),
        ("birth", "1985"),
    ]


def test_seven_digits_are_a_telephone_number_only_in_a_part_of_the_header() -> None:
    text = "Anna Lind, 555-0188\nNurse\n\nEXPERIENCE\nward 555-0188\n"

    assert found(text) == [("name", "Anna Lind"), ("phone", "555-0188")]


def test_a_full_stop_ends_an_address_at_the_end_of_a_line() -> None:
    assert found("PROFILE\nMail anna@example.com.\nÜbersetzerin\n") == [("email", "anna@example.com")]
    assert found("PROFILE\nMail anna@posta.example.\ncom\nNurse\n") == [("email", "anna@posta.example.\ncom")]


def test_a_word_of_work_may_name_a_street() -> None:
    assert found("Anna Lind\nNurse\nModa Cd. No:12 Kadıköy\n\nEXPERIENCE\nthe ward\n")[1] == (
        "address",
        "Moda Cd. No:12 Kadıköy",
    )
