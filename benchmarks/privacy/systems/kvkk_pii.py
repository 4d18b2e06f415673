"""kvkk-pii's rules, as they come and all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from benchmarks.privacy.systems import Configuration, Find

# Installed only where this file runs: requirements/peers.txt.
from kvkk_pii import DEFAULT_RECOGNIZERS, PiiDetector  # type: ignore[import-not-found]
from kvkk_pii.recognizers.adres import AdresRecognizer  # type: ignore[import-not-found]
from kvkk_pii.recognizers.de_recognizers import DE_RECOGNIZERS  # type: ignore[import-not-found]
from kvkk_pii.recognizers.fr_recognizers import FR_RECOGNIZERS  # type: ignore[import-not-found]
from kvkk_pii.recognizers.kisi_adi import KisiAdiConfig, KisiAdiRecognizer  # type: ignore[import-not-found]
from kvkk_pii.recognizers.tarih import TarihRecognizer  # type: ignore[import-not-found]

DISTRIBUTION = "kvkk-pii"
NOTE = "rules only: its BERT and GLiNER layers need models that are not downloaded here"


def _rules(recognizers: list[object]) -> Find:
    detector = PiiDetector(recognizers=recognizers)

    def find(text: str, _: str | None) -> Iterable[tuple[int, int]]:
        return [(entity.start, entity.end) for entity in detector.analyze(text).entities]

    return find


def _all() -> Find:
    names = KisiAdiRecognizer(KisiAdiConfig(require_title=False))
    return _rules([*DEFAULT_RECOGNIZERS, *DE_RECOGNIZERS, *FR_RECOGNIZERS, names, AdresRecognizer(), TarihRecognizer()])


CONFIGURATIONS: Mapping[str, Configuration] = MappingProxyType(
    {"default": lambda: _rules(list(DEFAULT_RECOGNIZERS)), "all rules, names without title": _all}
)
