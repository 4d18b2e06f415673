"""Hypothesis strategies for invented people and their CVs, with the truth of what is personal and what is not."""

try:
    import hypothesis  # noqa: F401 - looked for, before those that use it
except ModuleNotFoundError:
    message = "cvparser.testing.strategies needs its extra: pip install 'cvparser[testing]'"
    raise ModuleNotFoundError(message, name="hypothesis") from None

from cvparser.testing.strategies.addresses import addresses
from cvparser.testing.strategies.curricula import Curriculum, curricula
from cvparser.testing.strategies.findings import findings
from cvparser.testing.strategies.identifiers import emails, ibans, phones, tckns
from cvparser.testing.strategies.noise import noisy
from cvparser.testing.strategies.people import Person, people
from cvparser.testing.strategies.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Curriculum",
    "Person",
    "addresses",
    "curricula",
    "emails",
    "findings",
    "ibans",
    "noisy",
    "people",
    "phones",
    "tckns",
]
