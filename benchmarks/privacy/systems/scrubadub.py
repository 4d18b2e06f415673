"""scrubadub, as it comes and with every locale that the documents call for."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from types import MappingProxyType

# Installed only where this file runs: requirements/peers.txt.
import scrubadub  # type: ignore[import-not-found]
from benchmarks.privacy.systems import Configuration, Find
from scrubadub.detectors.date_of_birth import DateOfBirthDetector  # type: ignore[import-not-found]

DISTRIBUTION = "scrubadub"
NOTE = "without its TextBlob, spaCy and Stanford name detectors: their data is not downloaded here"

_LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "tr_TR")
#: The locales that its detector of birth dates knows.
_BIRTH_LOCALES = ("en_GB", "de_DE")


def _scrubbers(*locales: str) -> Find:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scrubbers = [scrubadub.Scrubber(locale=locale) for locale in locales]
        for locale, scrubber in zip(locales, scrubbers, strict=True):
            if locale in _BIRTH_LOCALES:
                scrubber.add_detector(DateOfBirthDetector(locale=locale))

    def find(text: str, _: str | None) -> Iterable[tuple[int, int]]:
        return [(filth.beg, filth.end) for scrubber in scrubbers for filth in scrubber.iter_filth(text)]

    return find


CONFIGURATIONS: Mapping[str, Configuration] = MappingProxyType(
    {
        "default": lambda: _scrubbers("en_US"),
        "6 locales, birth dates": lambda: _scrubbers(*_LOCALES),
    }
)
