"""Words by which CVs say what an answer gives as a flag or a level. Folded: see `domain.text.folding`."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.text.words import alternatives


@cache
def said(what: str) -> re.Pattern[str]:
    """Return the pattern of what begins a word or phrase that says `what`: present, licence, native or fluency."""
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words('said', what))})")
