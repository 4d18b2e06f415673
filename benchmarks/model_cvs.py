"""Invented CVs as people write them, each with the answer that a careful model gives to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What CVs in one language are made of."""

    headings: Sequence[str]
    months: Sequence[str]
    present: str
    titles: Sequence[str]
    companies: Sequence[str]
    schools: Sequence[str]
    degrees: Sequence[str]
    skills: Sequence[str]
    certificates: Sequence[str]
    tasks: Sequence[str]
    name: str


WORDINGS: dict[str, Wording] = {
    "en": Wording(
        headings=("Experience", "Education", "Skills", "Certificates", "Languages"),
        months=[
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        present="present",
        titles=("Project Engineer", "Senior Product Designer", "Head of Procurement", "Staff Nurse", "Data Analyst"),
        companies=(
            "Larkfield Bridges Ltd",
            "Fernhill Hospital",
            "Quillon & Daughters",
            "Brae Analytics",
            "O'Marra Foods",
        ),
        schools=("University of Thornbury", "Aldham Institute of Technology", "Wexcombe College"),
        degrees=("BEng Civil Engineering", "MSc Statistics", "Bachelor of Nursing"),
        skills=("AutoCAD", "C++", "Eurocode 2", "Microsoft Excel", "Negotiation", "PostgreSQL 15", "Triage", "Figma"),
        certificates=("PRINCE2 Practitioner", "Advanced Life Support", "ISO 9001 Lead Auditor"),
        tasks=(
            "Checked the drawings of nine footbridges.",
            "Led a team of 12 on two sites.",
            "Cut waiting times by 18%.",
        ),
        name="Imogen Tarrant",
    ),
    "tr": Wording(
        headings=("İş Deneyimi", "Eğitim", "Beceriler", "Sertifikalar", "Diller"),
        months=[
            "Ocak",
            "Şubat",
            "Mart",
            "Nisan",
            "Mayıs",
            "Haziran",
            "Temmuz",
            "Ağustos",
            "Eylül",
            "Ekim",
            "Kasım",
            "Aralık",
        ],
        present="halen",
        titles=("Kıdemli Yazılım Mühendisi", "Satın Alma Uzmanı", "İnşaat Mühendisi", "Hemşire", "Muhasebe Müdürü"),
        companies=("Ilgaz Yazılım A.Ş.", "Çınarlı Lojistik", "Güneşli İnşaat Ltd. Şti.", "Özel Şifa Hastanesi"),
        schools=("Kuzey Ege Üniversitesi", "Işıklar Teknik Üniversitesi", "Çamlıca Anadolu Lisesi"),
        degrees=("Bilgisayar Mühendisliği", "İşletme Yüksek Lisansı", "Hemşirelik Lisansı"),
        skills=("Java", "SAP FI/CO", "İş Sağlığı ve Güvenliği", "Microsoft Office", "PostgreSQL", "Bütçe Planlama"),
        certificates=("Proje Yönetimi Sertifikası", "İleri Yaşam Desteği", "İSG Uzmanlığı"),
        tasks=("Üç şubede bütçe hazırladım.", "Ödeme altyapısını yeniledim.", "Stajyerlere eğitim verdim."),
        name="Gökçe Tanrıverdi",
    ),
    "de": Wording(
        headings=("Berufserfahrung", "Ausbildung", "Kenntnisse", "Zertifikate", "Sprachen"),
        months=[
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        present="heute",
        titles=("Leiter Softwareentwicklung", "Bürokauffrau", "Qualitätsprüfer", "Fachärztin für Chirurgie"),
        companies=("Käsbauer Maschinenbau GmbH", "Stadtwerke Möllenrode", "Groß & Söhne KG", "Klinikum Weißenau"),
        schools=("Hochschule Möllenrode", "Technische Universität Hallstein", "Berufskolleg Süd"),
        degrees=("Diplom-Ingenieur Maschinenbau", "Master Wirtschaftsinformatik", "Kaufmännische Lehre"),
        skills=("SAP R/3", "Qualitätssicherung", "C#", "Schweißen", "Buchhaltung", "MS Excel"),
        certificates=("Ausbildereignungsprüfung", "Six Sigma Green Belt", "Schweißerprüfung DIN EN ISO 9606"),
        tasks=("Ein Team von 8 Personen geführt.", "Die Fertigung auf zwei Schichten umgestellt."),
        name="Friederike Oltmann",
    ),
    "fr": Wording(
        headings=("Expérience professionnelle", "Formation", "Compétences", "Certifications", "Langues"),
        months=[
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        present="aujourd'hui",
        titles=("Cheffe de projet", "Ingénieur d'études", "Aide-soignante", "Responsable des achats"),
        companies=("Ateliers Brévaux", "Clinique de l'Étang", "Société Générale des Dunes", "Maison Quercy"),
        schools=("Université de Brévaux", "École supérieure de commerce de l'Ouest", "Lycée des Dunes"),
        degrees=("Master en gestion", "Diplôme d'ingénieur", "Licence de lettres"),
        skills=("Négociation", "Suite Adobe", "Comptabilité générale", "Python", "Gestion d'équipe"),
        certificates=("Habilitation électrique B2V", "Gestes et soins d'urgence niveau 2"),
        tasks=("Piloté la refonte de trois sites.", "Encadré une équipe de 6 personnes."),
        name="Maëlle Kerbrat",
    ),
    "es": Wording(
        headings=("Experiencia laboral", "Formación", "Habilidades", "Certificados", "Idiomas"),
        months=[
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        present="actualidad",
        titles=("Jefa de almacén", "Ingeniero de caminos", "Enfermera de urgencias", "Analista contable"),
        companies=("Logística Peñarrubia S.L.", "Hospital del Sauce", "Construcciones Íñigo", "Bodegas Alcorza"),
        schools=("Universidad de Peñarrubia", "Instituto Técnico del Sauce"),
        degrees=("Grado en Enfermería", "Máster en Logística", "Ingeniería de Caminos"),
        skills=("Atención al cliente", "SAP MM", "Contabilidad", "Carretillas elevadoras", "Excel avanzado"),
        certificates=("Prevención de riesgos laborales", "Soporte vital avanzado"),
        tasks=("Dirigí un equipo de 15 personas.", "Implanté el inventario por código de barras."),
        name="Begoña Arizmendi",
    ),
}


def hyphenated(name: str, random: Random) -> str:
    """Break the longest word at the end of a line."""
    longest = max(name.split(), key=len)
    if len(longest) < 8 or not longest.isalpha():
        return name
    at = random.randint(3, len(longest) - 3)
    return name.replace(longest, f"{longest[:at]}-\n{longest[at:]}", 1)


#: What writers and typesetters do to a name; a reader sees the same name.
NOTATIONS: Sequence[Callable[[str, Random], str]] = (
    lambda name, _: name,
    lambda name, _: name.upper(),
    lambda name, _: name.replace(" ", "  "),
    lambda name, _: name.replace(" ", "\u00a0"),
    lambda name, _: name.replace(" ", "\n", 1),
    lambda name, _: name.replace("fi", "ﬁ").replace("ff", "ﬀ"),
    hyphenated,
    lambda name, _: f"„{name}“",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedCV:
    """A CV, what a careful model answers to it, and what of it is personal."""

    text: str
    answer: dict[str, Any]
    facts: frozenset[str]
    personal: tuple[str, ...]


def invent(random: Random, language: str | None = None) -> InventedCV:
    """Invent a CV in `language`, or in any."""
    code = language or random.choice(sorted(WORDINGS))
    words = WORDINGS[code]
    jobs = [_job(words, random, newest=index == 0) for index in range(random.randint(1, 4))]
    schools = [_school(words, random) for _ in range(random.randint(1, 2))]
    skills = random.sample(words.skills, random.randint(3, len(words.skills)))
    certificates = random.sample(words.certificates, random.randint(0, 2))
    phone = f"+44 20 7946 0{random.randint(100, 999)}"
    blocks = [
        f"{words.name}\n{jobs[0][1]['title']}\n{words.name.split()[0].lower()}@example.org | {phone}",
        "\n".join([words.headings[0], *(text for text, _ in jobs)]),
        "\n".join([words.headings[1], *(text for text, _ in schools)]),
        f"{words.headings[2]}\n{random.choice([', ', ' • ', chr(10)]).join(_written(each, random) for each in skills)}",
        "\n".join([words.headings[3], *(_written(each, random) for each in certificates)]) if certificates else "",
        f"{words.headings[4]}\nEnglish - C1",
    ]
    answer = {
        "cv_language": code,
        "profession": jobs[0][1]["title"],
        "summary": None,
        "has_driving_license": None,
        "skills": skills,
        "professional_experiences": [job for _, job in jobs],
        "education": [school for _, school in schools],
        "languages": [{"name": "English", "iso_code": "en", "fluency": "C1"}],
        "trainings_and_certifications": [
            {"description": each, "issuing_organization": None, "year": None, "evidence": each} for each in certificates
        ],
        "awards": [],
        "projects": [],
    }
    text = "\n\n".join(filter(None, blocks))
    return InventedCV(
        text=text, answer=answer, facts=facts_of(answer), personal=(words.name, words.name.split()[1], phone)
    )


def facts_of(answer: dict[str, Any]) -> frozenset[str]:
    """Give the facts of an answer as strings: where, what."""
    basics = {f"basics.{name}={answer[name]}" for name in ("profession",) if answer[name]}
    skills = {f"skill={skill}" for skill in answer["skills"]}
    entries = {
        f"{part}.{name}={value}"
        for part in ("professional_experiences", "education", "languages", "trainings_and_certifications")
        for entry in answer[part]
        for name, value in entry.items()
        if name != "evidence" and value not in (None, False)
    }
    return frozenset(basics | skills | entries)


def _job(words: Wording, random: Random, *, newest: bool) -> tuple[str, dict[str, Any]]:
    title, company, task = random.choice(words.titles), random.choice(words.companies), random.choice(words.tasks)
    start, end = random.randint(2004, 2015), random.randint(2016, 2024)
    current = newest and random.random() < 0.5
    first, last = random.randint(1, 12), random.randint(1, 12)
    period, months = _period(words, random, (start, first), None if current else (end, last))
    head = [_written(title, random), _written(company, random), period]
    random.shuffle(head)
    job = {
        "title": title,
        "company": company,
        "location": None,
        "start_date": f"{start}-{first:02d}" if months else str(start),
        "end_date": None if current else f"{end}-{last:02d}" if months else str(end),
        "is_current": current,
        "description": task,
        "evidence": company,
    }
    return random.choice([", ", " | ", "\n", " – "]).join(head) + f"\n- {task}", job


def _period(words: Wording, random: Random, start: tuple[int, int], end: tuple[int, int] | None) -> tuple[str, bool]:
    written: Sequence[tuple[Callable[[int, int], str], bool]] = (
        (lambda year, month: f"{month:02d}/{year}", True),
        (lambda year, month: f"{month}.{year}", True),
        (lambda year, month: f"{words.months[month - 1]} {year}", True),
        (lambda year, month: f"{words.months[month - 1][:3]}. {year}", True),
        (lambda year, month: f"{year}-{month:02d}", True),
        (lambda year, month: f"{month:02d}/{year % 100:02d}", True),
        (lambda year, _: str(year), False),
    )
    write, months = random.choice(written)
    return f"{write(*start)} {random.choice('-–—')} {write(*end) if end else words.present}", months


def _school(words: Wording, random: Random) -> tuple[str, dict[str, Any]]:
    school, degree = random.choice(words.schools), random.choice(words.degrees)
    year = random.randint(1995, 2014)
    answer = {
        "issuing_organization": school,
        "degree": degree,
        "field_of_study": None,
        "start_date": None,
        "end_date": str(year),
        "is_current": False,
        "description": None,
        "evidence": school,
    }
    suffix = random.choice(["", "'nde", "’nden mezun"]) if words.present == "halen" else ""
    return f"{_written(school, random)}{suffix}, {_written(degree, random)}, {year}", answer


def _written(name: str, random: Random) -> str:
    return random.choice(NOTATIONS)(name, random)
