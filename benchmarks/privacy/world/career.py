"""What is professional, most of it made to look personal; and the other people who stand between it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from benchmarks.privacy.identifiers import digits
from benchmarks.privacy.marking import mark
from benchmarks.privacy.people import upper
from benchmarks.privacy.world.contact import email, phone
from benchmarks.privacy.world.forms import titled, written
from benchmarks.privacy.world.lookalikes import city, keep, lookalike
from benchmarks.privacy.world.scene import Scene
from benchmarks.privacy.world.words import shared

_SLOT = re.compile(r"\{(\w+)\}")
_VERSIONS = ("#.#", "##", "20##", "#.##.#", "v#", "##c", "R#", "#.x", "20## R2", "11.#")
_CODES = ("CS ###", "MATH ####", "BIL-###", "PHYS###", "EE ### E", "MAK ###", "L# S# ###")
_REFERENCES = (
    "doi:10.#000/xyz.###",
    "arXiv:2#0#.0####",
    "vol. ##(#), pp. ##–###",
    "ISBN 978-0-00-0000##-#",
    "##, ###-###",
)
_NUMBERS = (
    "INC00#####",
    "PO 45000#####",
    "10.0.#.0/24",
    "3.4#/4.00",
    "4 2## 000 EUR",
    "1 #50 000 EUR",
    "192.168.#.##",
    "USD #.# million",
    "3,#00,000",
)
_LONGEST_LINE = 3
#: How many jobs a CV has; one time in four it is long.
_JOBS = (1, 1, 1, 2, 2, 3, 4, 6)


def company(scene: Scene) -> str:
    """Return a firm, often named after somebody."""
    rng = scene.rng
    if scene.chance(0.35):
        return _named_after(scene, rng.choice(shared()["eponymous"]))
    if scene.chance(0.4):
        return rng.choice(shared()["companies"])
    return scene.fake.company()


def _named_after(scene: Scene, form: str) -> str:
    return form.format(
        given=scene.namesake().given,
        surname=scene.namesake().surname or "Suryadi",
        surname2=scene.namesake().surname or "Lind",
        city=city(scene),
    )


def product(scene: Scene) -> str:
    """Return a tool, mostly with its version."""
    rng = scene.rng
    name = rng.choice(shared()["products"])
    if scene.chance(0.15):
        name = f"{scene.namesake().given}{rng.choice(['JS', 'DB', 'Flow', 'Soft', ' Suite', 'Lab', '.io'])}"
    return f"{name} {digits(rng, rng.choice(_VERSIONS))}" if scene.chance(0.6) else name


def acronym(scene: Scene) -> str:
    """Return a known acronym, or one that nobody knows."""
    rng = scene.rng
    coined = "".join(rng.choice("ABCDEFGHIKLMNOPRSTVWX") for _ in range(rng.randrange(2, 6)))
    return rng.choice([*shared()["acronyms"], *[coined] * 20])


def title(scene: Scene) -> str:
    """Return a profession of the language, or a title that is on no list."""
    rng = scene.rng
    if scene.chance(0.3):
        return " ".join(rng.choice(shared()[part]) for part in ("levels", "fields", "roles"))
    found = scene.pick("professions")
    return upper(found, scene.language) if scene.chance(0.1) else found


def school(scene: Scene) -> str:
    """Return a school, often named after somebody."""
    return _named_after(scene, scene.pick("school"))


def other_person(scene: Scene) -> str:
    """Return the name of somebody else, marked."""
    return titled(scene.rng, "third_person", written(scene.somebody(), scene.language, scene.rng))


def period(scene: Scene) -> str:
    """Return from when to when."""
    rng = scene.rng
    first = rng.randrange(1990, 2024)
    months = scene.words["months"]
    forms = (
        f"{first} - {first + 3}", f"{rng.choice(months)} {first} – {rng.choice(months)} {first + 2}",
        f"{rng.randrange(1, 13):02}/{first} - {rng.randrange(1, 13):02}/{first + 1}", str(first),
        f"{first}–{(first + 4) % 100:02}",
        f"{rng.choice(months)[:3]} {first} - {rng.choice(months)[:3]} {first + 1}",
    )  # fmt: skip
    return rng.choice([*forms, scene.pick("dates")])


def bullet(scene: Scene) -> str:
    """Return what somebody did, in a sentence; one time in four in words that say nothing."""
    if scene.chance(0.25):
        return scene.fake.sentence(nb_words=scene.rng.randrange(3, 14))
    if scene.chance(0.2):
        return lookalike(scene)
    return filled(scene, scene.pick(scene.rng.choice(["bullets", "bullets", "sentences"])))


def filled(scene: Scene, template: str) -> str:
    """Return a template with what its slots ask for, marked."""
    draws = {
        "product": lambda: keep(product(scene)),
        "product2": lambda: keep(product(scene)),
        "skill": lambda: keep(scene.rng.choice(shared()["skills"])),
        "company": lambda: keep(company(scene)),
        "city": lambda: keep(city(scene)),
        "acronym": lambda: keep(acronym(scene)),
        "standard": lambda: keep(scene.rng.choice(shared()["standards"])),
        "eponym": lambda: keep(scene.rng.choice(shared()["eponyms"])),
        "number": lambda: str(scene.rng.randrange(2, 900)),
        "profession": lambda: keep(title(scene)),
        "person": lambda: other_person(scene),
        "name": lambda: mark("name", written(scene.who, scene.language, scene.rng)),
    }
    return _SLOT.sub(lambda slot: draws[slot[1]](), template)


def experience(scene: Scene) -> list[str]:
    """Return jobs, in one of the orders in which they are written."""
    lines = []
    for _ in range(scene.rng.choice(_JOBS)):
        what, where, when = keep(title(scene)), keep(company(scene)), keep(period(scene))
        heads = ([f"{what}, {where}, {when}"], [where, what, when], [when, what, where], [f"{where} | {when}", what])
        lines += scene.rng.choice(heads)
        if scene.chance(0.3):
            lines.append(keep(city(scene)))
        sign = scene.rng.choice(["- ", "• ", "", "* ", "▪ ", "– "])
        lines += [sign + bullet(scene) for _ in range(scene.rng.randrange(0, 5))]
        if scene.chance(0.15):
            lines.append(filled(scene, scene.pick("boss")))
    return lines


def education(scene: Scene) -> list[str]:
    """Return schools and degrees."""
    lines = []
    for _ in range(scene.rng.randrange(1, 3)):
        parts = [keep(school(scene)), keep(scene.pick("degree")), keep(period(scene))]
        scene.rng.shuffle(parts)
        lines += [", ".join(parts)] if scene.chance(0.5) else parts
    return lines


def skills(scene: Scene) -> list[str]:
    """Return skills, tools and acronyms, on lines of their own or in one."""
    rng = scene.rng
    found = [
        *rng.sample(list(shared()["skills"]), rng.randrange(2, 6)),
        *(product(scene) for _ in range(rng.randrange(0, 6))),
    ]
    found += [acronym(scene) for _ in range(rng.randrange(0, 3))] + [rng.choice(shared()["eponyms"])]
    found = [keep(each) for each in dict.fromkeys(found)]
    rng.shuffle(found)
    return found if scene.chance(0.35) else [rng.choice([", ", " | ", " • ", " / ", "; ", "   "]).join(found)]


def courses(scene: Scene) -> list[str]:
    """Return courses with their codes."""
    return [
        f"{keep(digits(scene.rng, scene.rng.choice(_CODES)))} {keep(scene.rng.choice(shared()['courses']))}"
        for _ in range(scene.rng.randrange(2, 5))
    ]


def publications(scene: Scene) -> list[str]:
    """Return what was published, without its authors."""
    rng = scene.rng
    return [
        f"{keep(rng.choice(shared()['topics']))}. {keep(rng.choice(shared()['journals']))}, "
        f"{rng.randrange(2001, 2025)}, {keep(digits(rng, rng.choice(_REFERENCES)))}"
        for _ in range(rng.randrange(1, 3))
    ]


def projects(scene: Scene) -> list[str]:
    """Return projects, with numbers that reach nobody."""
    return [
        f"{bullet(scene)} ({keep(digits(scene.rng, scene.rng.choice(_NUMBERS)))})"
        for _ in range(scene.rng.randrange(1, 4))
    ]


def certificates(scene: Scene) -> list[str]:
    """Return certificates, with awards named after people."""
    rng = scene.rng
    listed = [*shared()["certificates"], *shared()["standards"], *shared()["eponyms"], acronym(scene)]
    return [keep(each) for each in rng.sample(listed, 2)]


def languages(scene: Scene) -> list[str]:
    """Return what somebody speaks."""
    return [keep(each) for each in dict.fromkeys(scene.pick("spoken") for _ in range(2))]


def references(scene: Scene) -> list[str]:
    """Return people who can be asked, and how they are reached."""
    lines = []
    for _ in range(scene.rng.randrange(1, 3)):
        somebody = scene.somebody()
        name = titled(scene.rng, "third_person", written(somebody, scene.language, scene.rng))
        # Their titles and firms may go or stay.
        parts = [name, title(scene), company(scene), phone(scene), email(scene, somebody)]
        parts = parts[:1] + scene.rng.sample(parts[1:], scene.rng.randrange(1, _LONGEST_LINE + 1))
        lines += [", ".join(parts)] if scene.chance(0.5) else parts
    return lines


def facts(scene: Scene) -> list[str]:
    """Return lines of numbers, codes and places that reach nobody."""
    return [lookalike(scene) for _ in range(scene.rng.randrange(1, 6))]


def summary(scene: Scene) -> list[str]:
    """Return some sentences about the candidate, at times with the name or a birth date."""
    lines: Sequence[str] = [bullet(scene) for _ in range(scene.rng.randrange(1, 3))]
    return [" ".join(lines)] if scene.chance(0.5) else list(lines)
