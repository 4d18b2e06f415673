"""Fills the `{fields}` of a template for one person, each with its mark."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

from benchmarks.privacy import identifiers, people
from benchmarks.privacy.marking import mark
from benchmarks.privacy.material import Language
from benchmarks.privacy.people import Person

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: The year in which the documents are written.
_TODAY = 2025
#: Fields whose values are digits to fill in.
_NUMBERED = {"passport": "passport", "plate": "plate", "licence_number": "licence"}
#: Fields whose values stand in the language's table -> category.
_LISTED = {
    "marital": "marital_status",
    "military": "military",
    "nationality": "nationality",
    "ethnicity": "ethnicity",
    "religion": "religion",
    "politics": "politics",
    "belief": "belief",
    "membership": "membership",
    "health": "health",
    "blood": "health",
    "sexual_life": "sexual_life",
    "criminal_record": "criminal_record",
    "biometric": "biometric",
    "genetic": "genetic",
    "dress": "dress",
    "children": "family",
}


class Fields(dict[str, str]):
    """The fields of one person's CV, for `str.format_map`: a fact asked for twice is the same twice.

    Referees, employers, bullets and listed values are new each time.
    """

    def __init__(self, rng: Random, language: Language) -> None:
        super().__init__()
        self._rng = rng
        self._language = language
        self.person = people.person(rng, language)
        self.birth_year = rng.randrange(1960, 2002)
        self._birth_month = rng.randrange(1, 13)
        self._birth_day = rng.randrange(1, 29)
        self._employer = ("", "")
        self._referee: Person | None = None
        self._unused: dict[str, list[str]] = {}

    def __missing__(self, field: str) -> str:
        """Make the field's value."""
        if field in _ALWAYS_NEW:
            return _ALWAYS_NEW[field](self)
        if field in _FACTS:
            value = _FACTS[field](self)
        elif field in _NUMBERED:
            value = mark(_NUMBERED[field], identifiers.digits(self._rng, self._listed(field)))
        else:
            return mark(_LISTED[field], self.draw(field, self._language.values[field]))
        self[field] = value
        return value

    def draw(self, name: str, choices: tuple[str, ...]) -> str:
        """Take one of `choices`, none twice before all were taken."""
        rest = self._unused.get(name) or self._rng.sample(choices, len(choices))
        self._unused[name] = rest[1:]
        return rest[0]

    def heading(self, section: str) -> str:
        """Give one of the section's headings."""
        return self._rng.choice(self._language.headings[section])

    def _listed(self, field: str) -> str:
        return self._rng.choice(self._language.values[field])

    def _caps(self, text: str) -> str:
        return people.upper(text, self._language.code)

    def _phone(self) -> str:
        return mark("phone", identifiers.digits(self._rng, self._rng.choice(self._language.phones)))

    def _address(self) -> str:
        pool, rng = self._language, self._rng
        address = rng.choice(pool.addresses).format(
            street=rng.choice(pool.streets),
            quarter=rng.choice(pool.quarters),
            district=rng.choice(pool.districts),
            n=rng.randrange(2, 140),
            m=rng.randrange(1, 24),
            k=rng.randrange(1, 9),
            zip=f"{rng.randrange(1, 81):02}{rng.randrange(100, 900)}",
            letter=rng.choice("ABC"),
        )
        return mark("address", address)

    def _birth_date(self) -> str:
        month = self._language.months[self._birth_month - 1]
        date = self._rng.choice(self._language.birth_dates).format(
            d=self._birth_day, dd=f"{self._birth_day:02}", m=self._birth_month, mm=f"{self._birth_month:02}",
            month=month, mon=month[:3], MONTH=self._caps(month), roman=_ROMAN[self._birth_month - 1],
            y=self.birth_year, yy=f"{self.birth_year % 100:02}",
        )  # fmt: skip
        return mark("birth", date)

    def _relative(self, *, woman: bool | None) -> str:
        pool = self._language
        names = pool.women + pool.men if woman is None else pool.women if woman else pool.men
        others = [name for name in names if name != self.person.given]
        return mark("family", self._rng.choice(others))

    def _ref(self) -> str:
        referee = people.person(self._rng, self._language)
        while {referee.given, referee.family} & {self.person.given, self.person.family}:
            referee = people.person(self._rng, self._language)
        self._referee = referee
        return mark("third_person", referee.name)

    def _ref_email(self) -> str:
        return mark("email", (self._referee or people.person(self._rng, self._language)).email)

    def _years(self) -> tuple[int, int]:
        start = self._rng.randrange(2003, 2021)
        return start, start + self._rng.randrange(1, 5)

    def _date_range(self) -> str:
        start, end = self._years()
        pool, rng = self._language, self._rng
        months = {"m1": rng.choice(pool.months), "m2": rng.choice(pool.months)}
        numbers = {"n1": f"{rng.randrange(1, 13):02}", "n2": f"{rng.randrange(1, 13):02}"}
        return f"<+{rng.choice(pool.spans).format(y1=start, y2=end, **months, **numbers)}>"

    def _year_range(self) -> str:
        start, end = self._years()
        return f"<+{start}{self._rng.choice((' - ', '-', '–', ' – ', '/'))}{end}>"

    def _next_employer(self) -> str:
        places = dict(self._language.employers)
        name = self.draw("employer", tuple(places))
        while places[name] == self.person.given:  # no redactor could be right about a bare name
            name = self.draw("employer", tuple(places))
        self._employer = (name, places[name])
        return name

    def _city(self) -> str:
        return f"<+{self._employer[1]}>"

    def _national_id(self) -> str:
        rng = self._rng
        number = {
            "tr": lambda: _respaced_tckn(rng),
            "en": lambda: identifiers.digits(rng, "0#####7##"),
            "de": lambda: identifiers.personalausweis(rng),
            "fr": lambda: identifiers.digits(rng, "18047530####"),
            "es": lambda: _respaced_dni(rng),
        }[self._language.code]()
        return mark("national_id", number)

    def _social(self) -> str:
        rng, someone = self._rng, self.person
        birth = f"{self._birth_day:02}{self._birth_month:02}{self.birth_year % 100:02}"
        number = {
            "tr": lambda: identifiers.digits(rng, "3412######187"),
            "en": lambda: identifiers.digits(rng, "QQ 12 3# ## C"),
            "de": lambda: identifiers.rentenversicherung(rng, birth, people.plain(someone.family)[0].upper()),
            "fr": lambda: _respaced_nir(
                identifiers.nir(rng, is_woman=someone.is_woman, year=self.birth_year, month=self._birth_month)
            ),
            "es": lambda: identifiers.nuss(rng),
        }[self._language.code]()
        return mark("social_security", number)

    def _tax(self) -> str:
        rng = self._rng
        number = {
            "tr": lambda: identifiers.vkn(rng),
            "en": lambda: identifiers.utr(rng),
            "de": lambda: _respaced_steuer_id(rng),
            "fr": lambda: identifiers.digits(rng, "30 ## ### ### ###"),
            "es": lambda: identifiers.dni(rng),
        }[self._language.code]()
        return mark("tax_number", number)

    def _iban(self) -> str:
        number = identifiers.iban(self._rng, self._language.code)
        grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
        return mark("iban", self._rng.choice((number, grouped, grouped)))

    def _photo(self) -> str:
        someone = self.person
        return mark(
            "photo",
            self._rng.choice((f"{someone.slug('_')}.jpg", f"foto_{someone.slug('')}.png", "vesikalik-0047.jpeg")),
        )

    def _surname_first(self) -> str:
        name = self.person
        return mark("name", f"{self._rng.choice((name.family, self._caps(name.family)))}, {name.given}")

    def _gender(self) -> str:
        women, men = self._language.genders
        return mark("gender", self._rng.choice(women if self.person.is_woman else men))


def _respaced_tckn(rng: Random) -> str:
    number = identifiers.tckn(rng)
    parts = (number[:3], number[3:6], number[6:9], number[9:])
    return rng.choice((number, number, " ".join(parts), "-".join(parts), ".".join(parts)))


def _respaced_dni(rng: Random) -> str:
    number = identifiers.dni(rng)
    return rng.choice((number, f"{number[:-1]}-{number[-1]}", f"{number[:2]}.{number[2:5]}.{number[5:8]}-{number[-1]}"))


def _respaced_nir(number: str) -> str:
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(number[start:end] for start, end in pairwise(cuts))


def _respaced_steuer_id(rng: Random) -> str:
    number = identifiers.steuer_id(rng)
    return rng.choice((number, f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"))


# The tables are part of the class that they stand beside: they reach its private makers.
# ruff: noqa: SLF001
_FACTS: dict[str, Callable[[Fields], str]] = {
    "name": lambda fields: mark("name", fields.person.name),
    "NAME": lambda fields: mark("name", fields._caps(fields.person.name)),
    "given": lambda fields: mark("name", fields.person.given),
    "GIVEN": lambda fields: mark("name", fields._caps(fields.person.given)),
    "family": lambda fields: mark("name", fields.person.family),
    "FAMILY": lambda fields: mark("name", fields._caps(fields.person.family)),
    "initials": lambda fields: mark("name", fields.person.initials),
    "surname_first": Fields._surname_first,
    "given_of": lambda fields: people.of(fields.person.given, fields._language.code),
    "given_to": lambda fields: people.to(fields.person.given, fields._language.code),
    "family_of": lambda fields: people.of(fields.person.family, fields._language.code),
    "email": lambda fields: mark("email", fields.person.email),
    "url": lambda fields: mark("url", people.url(fields._rng, fields.person)),
    "handle": lambda fields: mark("handle", people.handle(fields._rng, fields.person)),
    "phone": Fields._phone,
    "address": Fields._address,
    "birth_date": Fields._birth_date,
    "birth_place": lambda fields: mark("birth", fields._rng.choice(fields._language.towns)),
    "birth_year": lambda fields: mark("birth", str(fields.birth_year)),
    "age": lambda fields: mark("age", str(_TODAY - fields.birth_year)),
    "gender": Fields._gender,
    "national_id": Fields._national_id,
    "social": Fields._social,
    "ssn": lambda fields: mark("social_security", identifiers.digits(fields._rng, "987-65-432#")),
    "nino": lambda fields: mark("social_security", identifiers.digits(fields._rng, "QQ 12 3# ## C")),
    "tax": Fields._tax,
    "iban": Fields._iban,
    "photo": Fields._photo,
    "mother": lambda fields: fields._relative(woman=True),
    "father": lambda fields: fields._relative(woman=False),
    "spouse": lambda fields: fields._relative(woman=None),
    "profession": lambda fields: f"<+{fields._rng.choice(fields._language.professions)}>",
}

_ALWAYS_NEW: dict[str, Callable[[Fields], str]] = {
    "ref": Fields._ref,
    "ref_phone": Fields._phone,
    "ref_email": Fields._ref_email,
    "employer": lambda fields: f"<+{fields._next_employer()}>",
    "EMPLOYER": lambda fields: f"<+{fields._caps(fields._next_employer())}>",
    "city": Fields._city,
    "title": lambda fields: f"<+{fields._rng.choice(fields._language.professions)}>",
    "bullet": lambda fields: fields.draw("bullet", fields._language.bullets),
    "school": lambda fields: f"<+{fields.draw('school', fields._language.schools)}>",
    "degree": lambda fields: f"<+{fields.draw('degree', fields._language.degrees)}>",
    "grade": lambda fields: f"<+{fields._rng.choice(fields._language.grades)}>",
    "span": Fields._date_range,
    "years": Fields._year_range,
    "y1": lambda fields: f"<+{fields._rng.randrange(2003, 2013)}>",
    "y2": lambda fields: f"<+{fields._rng.randrange(2013, 2024)}>",
    "registration": lambda fields: identifiers.digits(
        fields._rng, fields._rng.choice(fields._language.values["registration"])
    ),
}
