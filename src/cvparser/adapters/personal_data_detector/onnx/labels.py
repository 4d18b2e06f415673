"""What a model's labels mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cvparser.domain.privacy import Category

#: A label without its prefix, in small letters, its words joined by `_` -> our category. Labels of public models for
#: named entities and for privacy; organisations, places and dates are no personal data in a CV.
CATEGORIES: Mapping[str, Category] = MappingProxyType(
    {
        "account_number": Category.IBAN,
        "address": Category.ADDRESS,
        "date_of_birth": Category.BIRTH,
        "dateofbirth": Category.BIRTH,
        "dob": Category.BIRTH,
        "driverlicensenum": Category.LICENCE,
        "email": Category.EMAIL,
        "email_address": Category.EMAIL,
        "first_name": Category.NAME,
        "firstname": Category.NAME,
        "givenname": Category.NAME,
        "iban": Category.IBAN,
        "idcardnum": Category.NATIONAL_ID,
        "last_name": Category.NAME,
        "lastname": Category.NAME,
        "middlename": Category.NAME,
        "name": Category.NAME,
        "passport": Category.PASSPORT,
        "passportnum": Category.PASSPORT,
        "per": Category.NAME,
        "person": Category.NAME,
        "phone": Category.PHONE,
        "phone_number": Category.PHONE,
        "phonenumber": Category.PHONE,
        "private_address": Category.ADDRESS,
        "private_email": Category.EMAIL,
        "private_person": Category.NAME,
        "private_phone": Category.PHONE,
        "private_url": Category.URL,
        "socialnum": Category.SOCIAL_SECURITY,
        "ssn": Category.SOCIAL_SECURITY,
        "street": Category.ADDRESS,
        "street_address": Category.ADDRESS,
        "surname": Category.NAME,
        "taxnum": Category.TAX_NUMBER,
        "telephonenum": Category.PHONE,
        "url": Category.URL,
        "username": Category.HANDLE,
    }
)
_PREFIX = re.compile(r"(?:B|I|L|U|E|S)[-_]")
_JOINT = re.compile(r"[\W_]+")


def categories_of(labels: Sequence[str], own: Mapping[str, Category]) -> Sequence[Category | None]:
    """Return the category of each label; None where it is nothing personal. `own` names go before the table's."""
    known = {**CATEGORIES, **{_plain(name): category for name, category in own.items()}}
    return [known.get(_plain(_PREFIX.sub("", label, count=1))) or known.get(_plain(label)) for label in labels]


def begins(label: str) -> bool:
    """Whether a label says that something new begins with its token."""
    return _PREFIX.match(label) is not None and label[0] in "BUS"


def _plain(label: str) -> str:
    return _JOINT.sub("_", label).strip("_").lower()
