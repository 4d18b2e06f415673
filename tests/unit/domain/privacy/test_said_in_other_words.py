"""What somebody says of themselves goes in nine languages; the same words about work stay."""

from __future__ import annotations

import pytest
from tests.unit.domain.privacy.findings import left

from cvparser.domain.privacy import redact


@pytest.mark.parametrize(
    ("sentence", "gone"),
    [
        ("I use JAWS at work; I was diagnosed with glaucoma.", ("JAWS", "glaucoma")),
        ("Since my stroke I work four days a week.", ("stroke",)),
        ("I was cautioned in 2008 for possession.", ("cautioned", "possession")),
        ("Churchwarden at St Luke's since 2012.", ("Churchwarden",)),
        ("Geçirdiğim kalp krizi nedeniyle ara verdim.", ("kalp krizi",)),
        ("Haziranda doğum iznine ayrılacağım.", ("doğum iznine",)),
        ("Üç kardeşin ortancasıyım.", ("ortancasıyım",)),
        ("Seit einer Chemotherapie arbeite ich wieder.", ("Chemotherapie",)),
        ("Ich habe einen Herzschrittmacher und lebe getrennt.", ("Herzschrittmacher", "getrennt")),
        ("J'ai fait un burn-out en 2020 et je suis encartée au PS.", ("burn-out", "encartée")),
        ("Je porte le voile hors du travail.", ("voile",)),
        ("Soy delegado de ELA y superé un cáncer.", ("ELA", "cáncer")),
        ("Cumplí condena por un altercado.", ("condena", "altercado")),
        ("Faccio parte dell'ARCI e porto l'apparecchio acustico.", ("ARCI", "acustico")),
        ("Sono invalido civile al 60%.", ("invalido",)),
        ("Mijn burn-out van 2019 ligt achter mij.", ("burn-out",)),
        ("Ik bid op het werk en ben kaderlid bij FNV.", ("bid", "FNV")),
        ("Należę do Solidarności i choruję na astmę.", ("Solidarno", "astm")),
        ("Mam orzeczenie o lekkim stopniu niepełnosprawności.", ("orzeczenie", "niepełnosprawno")),
        ("Venci um câncer e sou sindicalizado.", ("câncer", "sindicalizado")),
        ("Tenho epilepsia controlada e sou evangélica.", ("epilepsia", "evangélica")),
    ],
)
def test_what_a_sentence_says_of_its_writer_goes(sentence: str, gone: tuple[str, ...]) -> None:
    text = left(sentence)
    assert [word for word in gone if word in text] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Nursed patients undergoing chemotherapy and dialysis.",
        "Reviewed 40 patients born with cystic fibrosis.",
        "Covered a colleague on maternity leave.",
        "Taught partially sighted pupils and wrote the equality policy.",
        "Led the church restoration and the trade union archive.",
        "Kemoterapi hastalarının bakımını yaptım.",
        "Sendika arşivini sayısallaştırdım, işitme cihazı sattım.",
        "Betreuung von Patienten nach Chemotherapie und Herzinfarkt.",
        "Verhandlungen mit dem Betriebsrat und der Gewerkschaft.",
        "Accueil des patients sous chimiothérapie et suivi des grossesses.",
        "Seguimiento de embarazos y de pacientes con cáncer.",
        "Assistenza a pazienti in chemioterapia e contabilità della parrocchia.",
        "Begeleiding van cliënten met een burn-out.",
        "Wzrost sprzedaży 15%, opieka nad pacjentami z astmą.",
        "Acompanhei gestantes e pacientes com câncer.",
    ],
)
def test_the_same_words_about_work_stay(sentence: str) -> None:
    assert sentence in left(sentence)


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Reported to el señor Quiñónez.", "Quiñónez"),
        ("Il mio capo era il signor Bragadin.", "Bragadin"),
        ("Mój szef, pan Wiesław Mróz, odszedł.", "Mróz"),
        ("Encadré par monsieur Quermelin.", "Quermelin"),
        ("Müdürümüz Kerim bey ile çalıştım.", "Kerim"),
        ("İlk müdürüm rahmetli Sıtkı Bayraktutan idi.", "Bayraktutan"),
        ("Direct reports: Priya Nambiar, Dmitri V. and Chen Wei-Ling", "Wei-Ling"),
        ("Kopie an: Tom Bergstraesser, Ulla Lind", "Bergstraesser"),
        ("Do wiadomości: Anna Nowak-Lis", "Nowak"),
    ],
)
def test_people_behind_small_titles_and_in_copies_go(line: str, gone: str) -> None:
    assert gone not in left(line)


@pytest.mark.parametrize(
    "line",
    [
        "Principal Investigator: Solar Grid Futures (EPSRC EP/X01234/1)",
        "Proje yöneticisi Apache Kafka ile akışı tasarladı.",
        "Project Manager Victoria Line Upgrade (Transport for London)",
        "Docent Java, Trainer Adobe Photoshop",
        "Mentor, Raspberry Pi club",
        "Koordinatör Akıllı Şehir Konya",
    ],
)
def test_projects_and_tools_behind_a_role_stay(line: str) -> None:
    assert line in left(line)


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("Mit freundlichen Grüßen\ni. A. Sven Sommerfeld", "Sommerfeld"),
        ("Yours faithfully,\np.p. Orla Quinnell", "Quinnell"),
        ("Met vriendelijke groet,\nJoris van 't Hoff", "Hoff"),
    ],
)
def test_who_signs_for_another_and_names_with_a_short_article_go(letter: str, name: str) -> None:
    assert name not in redact(f"Dear Sir or Madam,\n\nI sold pumps for ten years at Kestrel Labs.\n\n{letter}\n").text


@pytest.mark.parametrize(
    "sentence",
    [
        "I am thirty-two years old",
        "otuz iki yaşındayım",
        "24'üme yeni girdim",
        "Ich bin zweiundvierzig Jahre alt",
        "J'ai trente et un ans",
        "Tengo cuarenta y un años",
        "Ho cinquantadue anni",
        "Ik ben tweeëndertig jaar oud",
        "Mam czterdzieści pięć lat",
        "Tenho trinta e dois anos",
        "two daughters, Ella and Mia",
        "Vater von zwei Kindern (Lena 7, Max 4)",
        "2 enfants (Léa et Côme)",
        "İki kızım (Ela, Defne)",
        "0549 Üç Yüz On Dört 27 30",
        "null vier fünf zwei zwei - 55 01 23",
        "zes-een-twee 345 678",
        "sześć zero zero 123 456",
        "ruveyda . er [at] ege.example",
        "w.gwiazda (małpa) poczta.example",
        "live:evg.mikh",
    ],
)
def test_ages_children_numbers_and_addresses_go_however_they_are_spelt(sentence: str) -> None:
    assert sentence not in left(f"Write on Skype {sentence}." if ":" in sentence else f"\n{sentence}.")


@pytest.mark.parametrize(
    "line",
    [
        "Ran two plants, Halden and Kestrel, for thirty-two years.",
        "Maintained a Slack bot with release notes in 24 teams.",
        "Kırk iki kişilik ekip, 24 şube ve üç yüz on dört müşteri.",
        "Cuarenta y un años de historia de la empresa.",
    ],
)
def test_counts_of_work_in_words_stay(line: str) -> None:
    assert line in left(line)


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("My uncle Desmond ran the garage.", "Desmond"),
        ("Ho vissuto con mia nonna Ines.", "Ines"),
        ("Meine Oma Gerda zog mich auf.", "Gerda"),
        ("Reported to Ulla Quinnell-Berg. Ms Quinnell-Berg retired.", "Quinnell"),
        ("Reported to Ulla Lindqvist; later Ulla moved on.", "Ulla"),
    ],
)
def test_relatives_and_people_named_again_go(line: str, gone: str) -> None:
    assert gone not in left(line)


@pytest.mark.parametrize(
    "heading",
    ["INVITED TALKS", "BETREUTE ABSCHLUSSARBEITEN", "HAKEMLİK GÖREVLERİ", "CHAPITRES D'OUVRAGE", "DOROBEK NAUKOWY"],
)
def test_an_academic_heading_in_capitals_is_nobodys_name(heading: str) -> None:
    assert heading in redact(f"{heading}\nSmart Ports, 2019\nHalden Institute, 2017\n").text


@pytest.mark.parametrize("house", ["Tante Emma Laden", "Maria Hilf Hospital"])
def test_houses_named_like_relatives_stay(house: str) -> None:
    assert house in left(f"{house}, reported to Maria Bergqvist")


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("Mein Bezirksleiter Thomas Pohlmann sprach mit uns.", "Pohlmann"),
        ("Notre contremaître Paul Durand a signé.", "Durand"),
        ("Mi capataz Juan Pérez firmó.", "Pérez"),
        ("Ortağımız Tarık Uzunçarşılı ile dava yürüttüm.", "Uzunçarşılı"),
        ("Dear Ms Achterberg, thank you.", "Achterberg"),
        ("Estimado don Anselmo: le escribo.", "Anselmo"),
        ("Deux filles : Maëlys et Soazig.", "Soazig"),
    ],
)
def test_whom_somebody_calls_theirs_or_greets_goes(line: str, gone: str) -> None:
    assert gone not in left(line)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Built the shop of our client Max Mara in Leeds.", "Max Mara"),
        ("Our project Alice Springs won.", "Alice Springs"),
        ("Two sons: Data and Excel.", "Data and Excel"),
    ],
)
def test_what_somebody_calls_theirs_and_is_nobody_stays(line: str, stays: str) -> None:
    assert stays in left(line)


@pytest.mark.parametrize("name", ["Annegret Freifrau von und zu Fuchsberg", "Ing. Y.M. (Yvonne) van der Plas-'t Hart"])
def test_a_name_with_several_particles_goes_as_a_whole(name: str) -> None:
    assert "Fuchsberg" not in (text := redact(f"{name}\nEngineer\n0493-55 01 83\n").text)
    assert "Hart" not in text
    assert "Freifrau" not in text


@pytest.mark.parametrize(
    ("born", "town"),
    [("ur. 2.02.1977 w Tarnowie", "Tarnowie"), ("urodzona 14 marca 1985 r. w Nowym Sączu", "Sączu")],
)
def test_a_polish_town_of_birth_goes_with_its_date(born: str, town: str) -> None:
    assert town not in redact(f"Bożena Nowak\n{born}, panna\n\nDoświadczenie\nHuta Kestrel, 2019\n").text


def test_a_surname_that_begins_as_a_word_of_work_goes() -> None:
    assert "Brandão" not in redact("Thaynara dos Anjos Brandão\nEletricista, Equatorial, 2018\n").text
