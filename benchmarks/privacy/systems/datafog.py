"""DataFog's regex engine, as it comes and with its German rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

# Installed only where this file runs: requirements/peers.txt.
import datafog  # type: ignore[import-not-found]
from benchmarks.privacy.systems import Configuration, Find

DISTRIBUTION = "datafog"
NOTE = "regex engine: its GLiNER and spaCy engines need models that are not downloaded here"


def _scan(locales: list[str] | None) -> Find:
    def find(text: str, _: str | None) -> Iterable[tuple[int, int]]:
        return [(entity.start, entity.end) for entity in datafog.scan(text, engine="regex", locales=locales).entities]

    return find


CONFIGURATIONS: Mapping[str, Configuration] = MappingProxyType(
    {"default": lambda: _scan(None), "with German rules": lambda: _scan(["de"])}
)
