"""What is personal: the kinds of data that never leave, each with the law that says so."""

from __future__ import annotations

import re
from enum import StrEnum


class Category(StrEnum):
    """Kinds of personal data. The value in capitals is the placeholder: `[NAME]`.

    KVKK is the Turkish law 6698; GDPR is Regulation (EU) 2016/679.
    """

    #: Names of the candidate and of anybody else. KVKK art. 3(1)(d), GDPR art. 4(1).
    NAME = "name"
    #: E-mail addresses, in any disguise. KVKK art. 3(1)(d), GDPR art. 4(1).
    EMAIL = "email"
    #: Telephone and fax numbers. KVKK art. 3(1)(d), GDPR art. 4(1).
    PHONE = "phone"
    #: Postal addresses. KVKK art. 3(1)(d), GDPR art. 4(1).
    ADDRESS = "address"
    #: Date and place of birth. KVKK art. 3(1)(d), GDPR art. 4(1).
    BIRTH = "birth"
    #: Age in years. KVKK art. 3(1)(d), GDPR art. 4(1).
    AGE = "age"
    #: Photographs and references to them. KVKK art. 3(1)(d), GDPR art. 4(1) and recital 51.
    PHOTO = "photo"
    #: National identity numbers such as the TCKN. KVKK art. 3(1)(d), GDPR art. 87.
    NATIONAL_ID = "national_id"
    #: Passport numbers. KVKK art. 3(1)(d), GDPR art. 87.
    PASSPORT = "passport"
    #: Social security numbers. KVKK art. 3(1)(d), GDPR art. 87.
    SOCIAL_SECURITY = "social_security"
    #: Tax numbers. KVKK art. 3(1)(d), GDPR art. 87.
    TAX_NUMBER = "tax_number"
    #: Numbers in the registers of professions and employers. KVKK art. 3(1)(d), GDPR art. 4(1).
    REGISTRATION = "registration"
    #: Bank accounts. KVKK art. 3(1)(d), GDPR art. 4(1).
    IBAN = "iban"
    #: Licence plates. KVKK art. 3(1)(d), GDPR art. 4(1).
    PLATE = "plate"
    #: Personal pages and profiles. KVKK art. 3(1)(d), GDPR art. 4(1).
    URL = "url"
    #: Names on social networks. KVKK art. 3(1)(d), GDPR art. 4(1).
    HANDLE = "handle"
    #: Gender. KVKK art. 3(1)(d), GDPR art. 4(1).
    GENDER = "gender"
    #: Marital status. KVKK art. 3(1)(d), GDPR art. 4(1).
    MARITAL_STATUS = "marital_status"
    #: Military service. KVKK art. 3(1)(d), and art. 6 where it tells of health; GDPR art. 4(1).
    MILITARY = "military"
    #: Nationality. KVKK art. 3(1)(d), GDPR art. 4(1).
    NATIONALITY = "nationality"
    #: Parents, spouse, children. KVKK art. 3(1)(d), GDPR art. 4(1).
    FAMILY = "family"
    #: Class and number of the driving licence. KVKK art. 3(1)(d), GDPR art. 4(1).
    LICENCE = "licence"
    #: Third persons who never consented: KVKK art. 4, 5; GDPR art. 5, 6, 14.
    REFERENCES = "references"
    #: What else a section of personal details says. KVKK art. 4, GDPR art. 5(1)(c).
    PERSONAL = "personal"
    #: The head of a CV in which no name was found. KVKK art. 4, 12; GDPR art. 25.
    HEADER = "header"
    #: Religion, sect. KVKK art. 6(1), GDPR art. 9(1).
    RELIGION = "religion"
    #: Race, ethnic origin. KVKK art. 6(1), GDPR art. 9(1).
    ETHNICITY = "ethnicity"
    #: Political opinion, parties. KVKK art. 6(1), GDPR art. 9(1).
    POLITICS = "politics"
    #: Philosophical belief. KVKK art. 6(1), GDPR art. 9(1).
    BELIEF = "belief"
    #: Membership of associations, foundations, unions. KVKK art. 6(1); unions: GDPR art. 9(1).
    MEMBERSHIP = "membership"
    #: Health, disability, blood type. KVKK art. 6(1), GDPR art. 9(1).
    HEALTH = "health"
    #: Sexual life, orientation. KVKK art. 6(1), GDPR art. 9(1).
    SEXUAL_LIFE = "sexual_life"
    #: Convictions, security measures. KVKK art. 6(1), GDPR art. 10.
    CRIMINAL_RECORD = "criminal_record"
    #: Biometric data. KVKK art. 6(1), GDPR art. 9(1).
    BIOMETRIC = "biometric"
    #: Genetic data. KVKK art. 6(1), GDPR art. 9(1).
    GENETIC = "genetic"
    #: Dress, appearance, height and weight. KVKK art. 6(1).
    DRESS = "dress"

    @property
    def placeholder(self) -> str:
        """What stands in the text in its place."""
        return f"[{self.value.upper()}]"


#: Any placeholder: one atom, never looked into again.
PLACEHOLDER = re.compile(r"\[(?:" + "|".join(category.value.upper() for category in Category) + r")\]")
