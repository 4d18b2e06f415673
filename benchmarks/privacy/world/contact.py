"""How somebody is reached, and where and when they were born: marked."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.privacy.identifiers import digits
from benchmarks.privacy.marking import mark
from benchmarks.privacy.people import upper
from benchmarks.privacy.world.names import Persona
from benchmarks.privacy.world.scene import Scene
from benchmarks.privacy.world.words import address_forms, shared

_SEPARATORS = (": ", ": ", ": ", ": ", " : ", ":", ":- ", " - ", "\t", "   ", " = ", ":\n")
_PHONES = {
    "tr": (
        "+90 5## ### ## ##", "05## ### ## ##", "0 (5##) ### ## ##", "5#########", "+905#########", "0(2##) ### ####",
    ),
    "en": (
        "+44 7### ######", "07### ######", "(###) 555-01##", "+1 ###-555-01##", "+91 9#########", "9#########",
        "###.555.01##",
    ),
    "de": ("+49 1## #######", "01##/#######", "0### - ### ## ##", "+49 (0) 30 #######", "0049 1## ########"),
    "fr": ("+33 6 ## ## ## ##", "06 ## ## ## ##", "06.##.##.##.##", "07########", "(+33) 1 ## ## ## ##"),
    "es": ("+34 6## ### ###", "6## ## ## ##", "6########", "+34 9## ### ###", "(55) #### ####"),
    "it": ("+39 3## ### ####", "3## #######", "02 ########", "+39 3#########"),
    "pt": ("+351 9## ### ###", "9########", "+55 11 9####-####", "(11) 9####-####"),
    "nl": ("+31 6 ########", "06-########", "06 ## ## ## ##", "+32 4## ## ## ##"),
    "pl": ("+48 ### ### ###", "### ### ###", "### - ### - ###", "+48#########"),
}  # fmt: skip
_DASHES = "\u2010\u2011\u2012\u2013\u2212\u00b7."
_LOCALS = (
    "{first}.{last}", "{first}{last}", "{initial}{last}", "{last}.{first}", "{first}_{last}", "{first}{number}",
    "{last}{number}", "cv.{last}", "{first}-{last}", "{first}.{last}+jobs", "blue.heron{number}",
    "zk{number}", "hello", "mail",
)  # fmt: skip


def phone(scene: Scene) -> str:
    """Return a telephone number in some notation."""
    rng = scene.rng
    number = (
        scene.fake.phone_number() if scene.chance(0.4) else digits(rng, rng.choice(_PHONES[scene.language])).strip()
    )
    if scene.chance(0.12):
        dash = rng.choice(_DASHES)
        number = number.replace("-", dash) if "-" in number else number[:4] + number[4:].replace(" ", dash)
    return mark("phone", number)


def _spelt(rng: Random, who: Persona) -> dict[str, str]:
    words = who.words or ["cv", "kutu"]
    return {"first": words[0], "last": words[-1], "initial": words[0][:1], "number": str(rng.randrange(7, 1999))}


def email(scene: Scene, who: Persona) -> str:
    """Return somebody's e-mail address, which may spell the name or not."""
    rng = scene.rng
    spelt = _spelt(rng, who)
    domain = rng.choice((*shared()["domains"], f"{spelt['last']}.example"))
    address = f"{rng.choice(_LOCALS).format(**spelt)}@{domain}"
    return mark("email", address.upper() if scene.chance(0.04) else address)


def url(scene: Scene) -> str:
    """Return a page of the candidate's own."""
    words = scene.who.words or ["kutu"]
    slug = scene.rng.choice(["-".join(words), "".join(words), "_".join(words), f"{words[0]}{words[-1][:1]}"])
    return mark("url", scene.rng.choice(shared()["hosts"]).format(slug))


def handle(scene: Scene) -> str:
    """Return a name on a network, its network's name not marked."""
    words = scene.who.words or ["kutu"]
    end = str(scene.rng.randrange(10, 99)) if scene.chance(0.3) else ""
    name = scene.rng.choice(["".join(words), "_".join(words), f"{words[0]}codes", f"the.{words[-1]}"]) + end
    before, sign, after = scene.rng.choice(shared()["handles"]).partition("{}")
    at = "@" if before.endswith("@") else ""
    return f"{before.removesuffix('@')}{mark('handle', at + name + after)}" if sign else before


def address(scene: Scene) -> str:
    """Return a postal address, over two lines at times."""
    rng = scene.rng
    forms = address_forms().get(scene.locale, ())
    if forms and scene.chance(0.8):
        named = {"given": scene.namesake().given, "surname": scene.namesake().surname or "Lale"}
        named |= {"surname2": scene.namesake().surname or "Park", "city": scene.fake.city()}
        text = digits(rng, rng.choice(forms).format(**named))
    else:
        text = scene.fake.address()
    joint = "\n" if scene.chance(0.15) else rng.choice([", ", ", ", " ", " - "])
    text = text.replace("\n", joint)
    return "\n".join(mark("address", line) for line in text.split("\n"))


def town(scene: Scene) -> str:
    """Return where somebody lives, without a street."""
    city = scene.rng.choice(shared()["cities"]) if scene.chance(0.3) else scene.fake.city()
    return mark("address", f"{city}, {scene.fake.current_country()}" if scene.chance(0.3) else city)


def date(scene: Scene, first: int, last: int) -> str:
    """Return a day in one of many notations."""
    rng = scene.rng
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(first, last)
    name = scene.words["months"][month - 1]
    forms = (
        f"{day:02}.{month:02}.{year}", f"{day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}",
        f"{day} {name} {year}", f"{day}.{month}.{year}", f"{day:02}-{month:02}-{year % 100:02}",
        f"{name} {day}, {year}", f"{day:02} . {month:02} . {year}",
        f"{day}. {name} {year}", f"{upper(name, scene.language)} {day} {year}",
    )  # fmt: skip
    return rng.choice(forms)


def birth(scene: Scene) -> str:
    """Return a date of birth, at times with its place."""
    when = date(scene, 1955, 2006)
    return mark("birth", f"{scene.fake.city()}, {when}" if scene.chance(0.15) else when)


def labelled(scene: Scene, label: str, value: str) -> str:
    """Return a value behind or below its label."""
    word = scene.pick(label)
    word = upper(word, scene.language) if scene.chance(0.15) else word
    return word + scene.rng.choice(_SEPARATORS) + value


def contact(scene: Scene, *, has_labels: bool) -> list[str]:
    """Return the lines that say how the candidate is reached."""
    kinds: list[tuple[str, Callable[[], str], float]] = [
        ("label_email", lambda: email(scene, scene.who), 0.85),
        ("label_phone", lambda: phone(scene), 0.85),
        ("label_address", lambda: address(scene) if scene.chance(0.6) else town(scene), 0.6),
        ("", lambda: url(scene), 0.4),
        ("", lambda: handle(scene), 0.2),
        ("label_birth", lambda: birth(scene), 0.4 if has_labels else 0.0),
    ]
    lines = []
    for label, draw, share in kinds:
        if scene.chance(share):
            lines.append(labelled(scene, label, draw()) if has_labels and label else draw())
    scene.rng.shuffle(lines)
    return lines
