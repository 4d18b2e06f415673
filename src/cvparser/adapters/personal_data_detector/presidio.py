"""Microsoft Presidio, in this process and without a network.

Two of its recognisers stay out: those of e-mail addresses and of URLs call tldextract, which downloads a list of
suffixes at first use, and take quadratic time on dotted text. The core finds both by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import MappingProxyType

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from cvparser.domain.errors import ConfigurationError
from cvparser.domain.privacy import Category, Finding
from cvparser.ports.personal_data_detector import PersonalDataDetector

#: Presidio's entity -> our category. What is not here (dates, places, organisations) is no personal data in a CV.
CATEGORIES = MappingProxyType(
    {
        "CREDIT_CARD": Category.IBAN,
        "IBAN_CODE": Category.IBAN,
        "NRP": Category.NATIONALITY,
        "PERSON": Category.NAME,
        "PHONE_NUMBER": Category.PHONE,
        "UK_NHS": Category.HEALTH,
        "UK_NINO": Category.SOCIAL_SECURITY,
        "US_ITIN": Category.TAX_NUMBER,
        "US_PASSPORT": Category.PASSPORT,
        "US_SSN": Category.SOCIAL_SECURITY,
    }
)
#: Below this score a match is a bare pattern without context or checksum.
LEAST_SCORE = 0.4

_NETWORKED = ("EmailRecognizer", "UrlRecognizer")


class PresidioPersonalDataDetector(PersonalDataDetector):
    """Presidio's recognisers for English, and the named entities of a spaCy model when one is given.

    Args:
        model: An installed spaCy model such as `en_core_web_lg`; without one a blank tokenizer serves, which finds
            no names.

    Raises:
        ConfigurationError: the model is not installed.
    """

    def __init__(self, model: str | None = None) -> None:
        registry = RecognizerRegistry()
        engine = _Engine(model)
        registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
        for recognizer in _NETWORKED:
            registry.remove_recognizer(recognizer)
        self._analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
        self._entities = sorted(CATEGORIES.keys() & set(self._analyzer.get_supported_entities("en")))

    async def detect(self, text: str) -> Sequence[Finding]:
        return await asyncio.to_thread(self._detect, text)

    def _detect(self, text: str) -> Sequence[Finding]:
        results = self._analyzer.analyze(text=text, language="en", entities=self._entities, score_threshold=LEAST_SCORE)
        return [
            Finding(
                category=CATEGORIES[result.entity_type],
                start=result.start,
                end=result.end,
                rule=f"presidio_{result.entity_type.lower()}",
            )
            for result in sorted(results, key=lambda each: (each.start, each.end, each.entity_type))
        ]


class _Engine(SpacyNlpEngine):
    """A spaCy pipeline that is there already; Presidio's own engine would download a missing one."""

    def __init__(self, model: str | None) -> None:
        super().__init__()
        if model is not None and not spacy.util.is_package(model):
            message = f"The spaCy model {model!r} is not installed. Install it with pip, or name another."
            raise ConfigurationError(message)
        self.nlp = {"en": spacy.blank("en") if model is None else spacy.load(model)}  # type: ignore[assignment]  # untyped there
