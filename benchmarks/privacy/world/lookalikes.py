"""Professional lines with numbers, codes and places in them that a reader in a hurry takes for contact data."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.privacy.identifiers import digits
from benchmarks.privacy.marking import KEEP
from benchmarks.privacy.world.scene import Scene
from benchmarks.privacy.world.words import shared

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VERSIONS = ("#.#", "#.##", "##", "#.##.#", "V##", "#.#B", "v#.##", "20##", "R#", "#-###", "#", "##.#")
_SCORES = ("###/120", "#.5", "3##", "##,5", "##.##", "3,##/4,00", "B2", "C1", "1/250", "##/100", "9#,#5")
_CODES = ("####", "##-###", "#0#-829", "45001#####", "1###", "##/#")
_LAWS = (
    "4857 sayılı Kanun", "6698 sayılı Kanun", "Art. 6 GDPR", "§ 34a GewO", "21 CFR Part 11", "Loi n° 2016-1691",
    "D.Lgs. 81/2008", "RD 842/2002", "Art. 28 RGPD", "VDE 0100-600", "Ley 31/1995", "SOX § 404", "BGB § 611a",
    "AS 9100D", "DIN EN 61439-1",
)  # fmt: skip
_UNITS = (
    "34,5 kV",
    "14 kat",
    "320 m²",
    "1.2 TB",
    "14 M USD",
    "250 kW",
    "3.500 km",
    "48 V",
    "12 ton",
    "60 fps",
    "5G",
    "400 Hz",
)
_MONUMENTS = (
    "{given} {surname} Airport", "{surname} Köprüsü", "Viaduc {given}-{surname}", "{given} {surname} Hastanesi",
    "{surname} Stadium", "Hospital {given} {surname}", "Pont {surname}", "{given}-{surname}-Stiftung",
    "{surname} Valley study", "{given} {surname} Kültür Merkezi", "Premio {surname}", "{surname} Prize",
    "Medalla {given} {surname}", "Ospedale {surname}",
)  # fmt: skip
_SITES = (
    "https://docs.{}.example/guide",
    "{}.example/learn",
    "https://{}.example.org",
    "{}.js.example",
    "www.{}-summit.example",
)
_LABELS = (
    "Tools",
    "Stack",
    "Scores",
    "Locations",
    "Certs",
    "Tickets",
    "Sites",
    "Kapsam",
    "Werkzeuge",
    "Outils",
    "Herramientas",
    "Dates",
)


def keep(text: str) -> str:
    """Write what must survive."""
    return f"<{KEEP}{text}>"


def city(scene: Scene) -> str:
    """Return where somebody worked."""
    return scene.rng.choice(shared()["cities"]) if scene.chance(0.5) else scene.fake.city()


def coined_tool(scene: Scene) -> str:
    """Return a tool, a method or a code that stands on no list."""
    rng = scene.rng
    letters = "".join(rng.choice(_LETTERS) for _ in range(rng.randrange(2, 5)))
    word = rng.choice(
        [scene.namesake().surname or "Lind", scene.fake.word(), scene.fake.word().capitalize(), letters, letters]
    )
    forms = (
        word,
        f"{word}{rng.choice(['.js', 'DB', 'OS', 'kit', '-MF', '-RAS', ' Suite', '++', '.NET', 'RTOS'])}",
        f"{letters}-{word}",
    )
    return rng.choice(forms)


def versioned(scene: Scene) -> str:
    """Return a tool with its version."""
    name = scene.rng.choice(shared()["products"]) if scene.chance(0.3) else coined_tool(scene)
    return f"{name} {digits(scene.rng, scene.rng.choice(_VERSIONS))}"


def _tools(scene: Scene) -> str:
    return _list(scene, lambda: versioned(scene) if scene.chance(0.7) else coined_tool(scene), 2, 7)


def _scores(scene: Scene) -> str:
    return _list(scene, lambda: f"{scene.pick('acronyms')} {digits(scene.rng, scene.rng.choice(_SCORES))}", 1, 4)


def _places(scene: Scene) -> str:
    return _list(scene, lambda: city(scene), 2, 6)


def _firms(scene: Scene) -> str:
    return _list(scene, lambda: f"{_firm(scene)}{scene.rng.choice([', ', ' '])}{city(scene)}", 1, 4)


def _tickets(scene: Scene) -> str:
    rng = scene.rng
    return _list(scene, lambda: f"{scene.pick('acronyms').split()[0]}-{digits(rng, rng.choice(_CODES))}", 1, 4)


def _laws(scene: Scene) -> str:
    return _list(scene, lambda: scene.rng.choice([*_LAWS, *_UNITS]), 1, 4)


def _monuments(scene: Scene) -> str:
    rng = scene.rng
    named = {"given": scene.namesake().given, "surname": scene.namesake().surname or "Lale"}
    return f"{keep(rng.choice(_MONUMENTS).format(**named))}, {keep(rng.choice(_UNITS))}"


def _sites(scene: Scene) -> str:
    return _list(scene, lambda: scene.rng.choice(_SITES).format(scene.fake.word().lower().replace(" ", "")), 1, 2)


def _dates(scene: Scene) -> str:
    rng = scene.rng
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1998, 2024)
    forms = (
        f"{day:02}.{month:02}.{year} - {month:02}.{month:02}.{year + 1}", f"{month:02}/{year} - {month:02}/{year + 2}",
        f"{year}-{month:02}-{day:02}", f"{day} {scene.words['months'][month - 1]} {year}",
    )  # fmt: skip
    return keep(rng.choice(forms))


def _spoken(scene: Scene) -> str:
    level = scene.rng.choice(["C2", "B1", "anadil", "fluent", "Muttersprache", "courant", "A2", "nativo"])
    return ", ".join(f"{keep(scene.pick('spoken'))} ({level})" for _ in range(2))


def _job(scene: Scene) -> str:
    rng = scene.rng
    where, place, what = keep(_firm(scene)), keep(city(scene)), keep(scene.pick("professions"))
    first = rng.randrange(1995, 2023)
    when = keep(f"{first}-{first + 2}")
    forms = (
        f"{where}, {place}. {what}. {when}", f"{where} ({place}) – {what} – {when}",
        f"{where} | {what} | {when} | {place}",
        f"{what} — {where}, {place}, {when}", f"{where}, {what} ({when})", f"{what}, {where} ({place})",
        f"{where} / {place} / {when}",
        f"{what} @ {where}",
    )  # fmt: skip
    return rng.choice(forms)


def _firm(scene: Scene) -> str:
    name = scene.namesake()
    forms = (
        name.surname or name.given, f"{name.surname or name.given} Holding".upper(),
        scene.fake.company(), scene.rng.choice(shared()["companies"]), scene.fake.word().capitalize(),
        scene.rng.choice(shared()["eponyms"]),
    )  # fmt: skip
    return scene.rng.choice(forms)


def _list(scene: Scene, draw: Callable[[], str], fewest: int, most: int) -> str:
    drawn = [keep(draw()) for _ in range(scene.rng.randrange(fewest, most + 1))]
    return scene.rng.choice([", ", ", ", ", ", "; ", " / ", " • "]).join(drawn)


_DRAWS: tuple[Callable[[Scene], str], ...] = (
    _tools, _tools, _scores, _places, _firms, _tickets, _laws, _monuments, _sites, _dates, _spoken, _job, _job,
)  # fmt: skip


def lookalike(scene: Scene) -> str:
    """Return a professional line that looks like contact data, alone, behind a label or within a sentence."""
    line = scene.rng.choice(_DRAWS)(scene)
    if scene.chance(0.3):
        return f"{scene.rng.choice(_LABELS)}{scene.rng.choice([': ', ': ', ' : ', ' - '])}{line}"
    if scene.chance(0.3):
        before, after = (scene.fake.sentence(nb_words=scene.rng.randrange(2, 6)).rstrip(".。") for _ in range(2))
        return f"{before} {line} {after.lower()}."
    return line
