"""presidio-analyzer with its pattern recognisers: no named-entity model is downloaded."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import spacy
from benchmarks.privacy.systems import Configuration, Find
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import (
    PhoneRecognizer,
    TrLicensePlateRecognizer,
    TrNationalIdRecognizer,
)

DISTRIBUTION = "presidio-analyzer"
NOTE = "blank spaCy pipeline: names, places and nationalities need a model that is not downloaded here"


class _BlankEngine(SpacyNlpEngine):
    """An engine that tokenises and knows no names."""

    def __init__(self) -> None:
        super().__init__()
        # Its own loading puts a dictionary where it declares None.
        self.nlp = {"en": spacy.blank("en")}  # type: ignore[assignment]


def _find(engine: AnalyzerEngine) -> Find:
    def find(text: str, _: str | None) -> Iterable[tuple[int, int]]:
        return [(result.start, result.end) for result in engine.analyze(text, language="en")]

    return find


def _engine() -> AnalyzerEngine:
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    return AnalyzerEngine(nlp_engine=_BlankEngine(), supported_languages=["en"])


def _default() -> Find:
    return _find(_engine())


def _wide() -> Find:
    engine = _engine()
    engine.registry.remove_recognizer("PhoneRecognizer")
    engine.registry.add_recognizer(
        PhoneRecognizer(supported_regions=("TR", "GB", "US", "DE", "FR", "ES"), supported_language="en")
    )
    engine.registry.add_recognizer(TrNationalIdRecognizer(supported_language="en"))
    engine.registry.add_recognizer(TrLicensePlateRecognizer(supported_language="en"))
    return _find(engine)


CONFIGURATIONS: Mapping[str, Configuration] = MappingProxyType(
    {"default": _default, "with Turkish ids and plates, phones of 6 regions": _wide}
)
