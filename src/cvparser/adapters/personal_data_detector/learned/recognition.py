"""What the network takes for personal in a text. Loads numpy: imported where texts are looked at, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import MappingProxyType

from cvparser.adapters.personal_data_detector.learned.features import features, tokens
from cvparser.adapters.personal_data_detector.learned.network import Network, load
from cvparser.adapters.personal_data_detector.learned.spans import stretches
from cvparser.domain.privacy import Category, Finding

_CATEGORIES = MappingProxyType(
    {
        "name": Category.NAME,
        "email": Category.EMAIL,
        "phone": Category.PHONE,
        "address": Category.ADDRESS,
        "birth": Category.BIRTH,
        "web": Category.URL,
    }
)


def recognise(text: str) -> Sequence[Finding]:
    """Return what the network takes for personal, in order."""
    found = tokens(text)
    if not found.words:
        return ()
    shares = _network().probabilities(features(text, found))
    return [
        Finding(
            category=_category(each.label, text[each.start : each.end]),
            start=each.start,
            end=each.end,
            rule=f"learned_{each.label}",
        )
        for each in stretches(text, found, shares)
    ]


def _category(label: str, text: str) -> Category:
    is_account = label == "web" and (text.startswith("@") or not {".", "/"} & set(text))
    return Category.HANDLE if is_account else _CATEGORIES[label]


@cache
def _network() -> Network:
    return load()
