"""What is personal: the kinds of data that never leave, each with its traits and the law that says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """Kinds of personal data, and below, in `TRAITS`, what is to be known of each.

    A deployment adds its own (`own_categories`): they are categories by their value, and no members of the class.
    """

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTH = "birth"
    AGE = "age"
    PHOTO = "photo"
    NATIONAL_ID = "national_id"
    PASSPORT = "passport"
    SOCIAL_SECURITY = "social_security"
    TAX_NUMBER = "tax_number"
    REGISTRATION = "registration"
    IBAN = "iban"
    PLATE = "plate"
    URL = "url"
    HANDLE = "handle"
    GENDER = "gender"
    MARITAL_STATUS = "marital_status"
    MILITARY = "military"
    NATIONALITY = "nationality"
    FAMILY = "family"
    LICENCE = "licence"
    REFERENCES = "references"
    PERSONAL = "personal"
    HEADER = "header"
    RELIGION = "religion"
    ETHNICITY = "ethnicity"
    POLITICS = "politics"
    BELIEF = "belief"
    MEMBERSHIP = "membership"
    HEALTH = "health"
    SEXUAL_LIFE = "sexual_life"
    CRIMINAL_RECORD = "criminal_record"
    BIOMETRIC = "biometric"
    GENETIC = "genetic"
    DRESS = "dress"

    @property
    def traits(self) -> Traits:
        """What rules, pages and readers need to know of it."""
        return TRAITS[self] if self in TRAITS else _added_traits[self]

    @classmethod
    def _missing_(cls, value: object) -> Category | None:
        return _added.get(str(value))

    @property
    def placeholder(self) -> str:
        """What stands in the text in its place: `[NAME]`."""
        return f"[{self.value.upper()}]"


@dataclass(frozen=True, slots=True)
class Traits:
    """What is to be known of a category.

    Attributes:
        what: What belongs to it.
        law: Which articles protect it. KVKK is the Turkish law 6698; GDPR is Regulation (EU) 2016/679.
        is_special: Whether it is a special category of personal data by KVKK art. 6(1).
        is_number: Whether its labelled values are numbers, which a comma or a full stop ends.
        is_numbered: Whether a word for it, such as `passport`, says without a colon what the number after it is.
        has_form: Whether its values have a form of their own: a labelled one is taken whole only where no rule for
            the form found anything in it.
        is_contact: Whether it tells how somebody is reached, so that a town beside it is where they live.
        is_fact: Whether people list it among facts about themselves: `Inès, 22 ans, célibataire`.
        needs_colon: Whether its label is one only with a colon, or alone in its cell.
        may_stand_above: Whether its label may stand alone in the line above the value.
        takes_dash: Whether a dash, a semicolon or a question mark may part its label from the value: labels of other
            categories, such as `profile`, are titles, too.
        takes_semicolon: Whether a semicolon or a question mark may, but no dash.
    """

    what: str
    law: str
    is_special: bool = False
    is_number: bool = False
    is_numbered: bool = False
    has_form: bool = False
    is_contact: bool = False
    is_fact: bool = False
    needs_colon: bool = True
    may_stand_above: bool = False
    takes_dash: bool = False
    takes_semicolon: bool = False


TRAITS: Mapping[Category, Traits] = {
    Category.NAME: Traits(
        "Names of the candidate and of anybody else",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_fact=True,
        takes_semicolon=True,
    ),
    Category.EMAIL: Traits(
        "E-mail addresses, in any disguise",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        has_form=True,
        is_contact=True,
        may_stand_above=True,
        takes_semicolon=True,
    ),
    Category.PHONE: Traits(
        "Telephone and fax numbers",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        has_form=True,
        is_contact=True,
        may_stand_above=True,
        takes_semicolon=True,
    ),
    Category.ADDRESS: Traits(
        "Postal addresses", "KVKK art. 3(1)(d), GDPR art. 4(1)", may_stand_above=True, takes_semicolon=True
    ),
    Category.BIRTH: Traits(
        "Date and place of birth",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_fact=True,
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.AGE: Traits("Age in years", "KVKK art. 3(1)(d), GDPR art. 4(1)", is_fact=True, takes_dash=True),
    Category.PHOTO: Traits("Photographs and references to them", "KVKK art. 3(1)(d), GDPR art. 4(1) and recital 51"),
    Category.NATIONAL_ID: Traits(
        "National identity numbers such as the TCKN",
        "KVKK art. 3(1)(d), GDPR art. 87",
        is_number=True,
        is_numbered=True,
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.PASSPORT: Traits(
        "Passport numbers",
        "KVKK art. 3(1)(d), GDPR art. 87",
        is_number=True,
        is_numbered=True,
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.SOCIAL_SECURITY: Traits(
        "Social security numbers",
        "KVKK art. 3(1)(d), GDPR art. 87",
        is_number=True,
        is_numbered=True,
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.TAX_NUMBER: Traits(
        "Tax numbers", "KVKK art. 3(1)(d), GDPR art. 87", is_number=True, is_numbered=True, takes_dash=True
    ),
    Category.REGISTRATION: Traits(
        "Numbers in the registers of professions and employers",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_number=True,
        is_numbered=True,
    ),
    Category.IBAN: Traits("Bank accounts", "KVKK art. 3(1)(d), GDPR art. 4(1)", is_number=True, is_numbered=True),
    Category.PLATE: Traits("Licence plates", "KVKK art. 3(1)(d), GDPR art. 4(1)", is_number=True, is_numbered=True),
    Category.URL: Traits(
        "Personal pages and profiles", "KVKK art. 3(1)(d), GDPR art. 4(1)", has_form=True, is_contact=True
    ),
    Category.HANDLE: Traits(
        "Names on social networks", "KVKK art. 3(1)(d), GDPR art. 4(1)", has_form=True, is_contact=True
    ),
    Category.GENDER: Traits(
        "Gender",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_fact=True,
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.MARITAL_STATUS: Traits(
        "Marital status",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_fact=True,
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.MILITARY: Traits(
        "Military service",
        "KVKK art. 3(1)(d), and art. 6 where it tells of health; GDPR art. 4(1)",
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.NATIONALITY: Traits(
        "Nationality",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_fact=True,
        needs_colon=False,
        may_stand_above=True,
        takes_dash=True,
    ),
    Category.FAMILY: Traits(
        "Parents, spouse, children",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_fact=True,
        takes_dash=True,
        takes_semicolon=True,
    ),
    Category.LICENCE: Traits(
        "Class and number of the driving licence",
        "KVKK art. 3(1)(d), GDPR art. 4(1)",
        is_numbered=True,
        takes_dash=True,
    ),
    Category.REFERENCES: Traits("Third persons who never consented", "KVKK art. 4, 5; GDPR art. 5, 6, 14"),
    Category.PERSONAL: Traits("What else a section of personal details says", "KVKK art. 4, GDPR art. 5(1)(c)"),
    Category.HEADER: Traits("The head of a CV in which no name was found", "KVKK art. 4, 12; GDPR art. 25"),
    Category.RELIGION: Traits(
        "Religion, sect",
        "KVKK art. 6(1), GDPR art. 9(1)",
        is_fact=True,
        may_stand_above=True,
        takes_dash=True,
        is_special=True,
    ),
    Category.ETHNICITY: Traits(
        "Race, ethnic origin", "KVKK art. 6(1), GDPR art. 9(1)", takes_dash=True, is_special=True
    ),
    Category.POLITICS: Traits(
        "Political opinion, parties", "KVKK art. 6(1), GDPR art. 9(1)", takes_dash=True, is_special=True
    ),
    Category.BELIEF: Traits("Philosophical belief", "KVKK art. 6(1), GDPR art. 9(1)", takes_dash=True, is_special=True),
    Category.MEMBERSHIP: Traits(
        "Membership of associations, foundations, unions",
        "KVKK art. 6(1); unions: GDPR art. 9(1)",
        takes_semicolon=True,
        is_special=True,
    ),
    Category.HEALTH: Traits(
        "Health, disability, blood type", "KVKK art. 6(1), GDPR art. 9(1)", takes_semicolon=True, is_special=True
    ),
    Category.SEXUAL_LIFE: Traits("Sexual life, orientation", "KVKK art. 6(1), GDPR art. 9(1)", is_special=True),
    Category.CRIMINAL_RECORD: Traits(
        "Convictions, security measures",
        "KVKK art. 6(1), GDPR art. 10",
        may_stand_above=True,
        takes_dash=True,
        is_special=True,
    ),
    Category.BIOMETRIC: Traits("Biometric data", "KVKK art. 6(1), GDPR art. 9(1)", is_special=True),
    Category.GENETIC: Traits("Genetic data", "KVKK art. 6(1), GDPR art. 9(1)", is_special=True),
    Category.DRESS: Traits("Dress, appearance, height and weight", "KVKK art. 6(1)", is_special=True),
}

_added: dict[str, Category] = {}
_added_traits: dict[Category, Traits] = {}


def add_category(value: str, traits: Traits) -> Category:
    """Return the category of a value, from now on one like any other in this process."""
    found = _added.get(value)
    if found is None:
        found = str.__new__(Category, value)
        found._name_, found._value_ = value.upper(), value
        _added[value] = found
    _added_traits[found] = traits
    PLACEHOLDER.read_anew()
    return found


def is_added(category: Category) -> bool:
    """Return whether a deployment added the category."""
    return category in _added_traits


def is_category(value: str) -> bool:
    """Return whether there is a category of that value."""
    return value in _VALUES or value in _added


_VALUES = frozenset(category.value for category in Category)


class Placeholders:
    """Any placeholder of a category that there is: one atom, never looked into again. As a compiled pattern."""

    def __init__(self) -> None:
        self.read_anew()

    def read_anew(self) -> None:
        """Know those of the categories that were added since."""
        values = sorted({*_VALUES, *_added})
        self._pattern = re.compile(r"\[(?:" + "|".join(value.upper() for value in values) + r")\]")

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return `text` with each placeholder replaced."""
        return self._pattern.sub(replacement, text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the placeholders of `text`, in order."""
        return self._pattern.finditer(text)


PLACEHOLDER = Placeholders()
