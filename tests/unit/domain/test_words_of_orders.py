"""Orders to a reader are looked for where a word of one begins: no other place holds any."""

from __future__ import annotations

import pytest
from benchmarks.privacy.document import read

from cvparser.domain.grounding.instructions import _words, begun
from cvparser.domain.grounding.listed import UNSPACED
from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold

KINDS = ("fields", "meant", "modals", "readers", "recording")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_at_the_beginnings_is_what_is_found_anywhere(kind: str) -> None:
    listed = _words(kind)
    texts = [fold(document.text) for document in read()[:60]]
    spaced = [fold(word) for word in words("instructed", kind) if not UNSPACED.match(word)]
    texts += [". ".join(spaced).replace("*", "s"), " ".join(spaced).replace("*", "ing"), "x".join(spaced)]
    texts += [f"{'. '.join(words('instructed', kind))}. {'x'.join(words('instructed', kind))}".lower()]

    for text in texts:
        starts = [start for start, of in begun(text) if of == kind]
        assert listed.spans(text, starts) == [match.span() for match in listed.pattern.finditer(text)]
