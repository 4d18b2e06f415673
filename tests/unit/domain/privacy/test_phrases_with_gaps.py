"""Every phrase of the lexicon is found where it is written, whatever words its classes take and however it wraps."""

from __future__ import annotations

import random
import re

import pytest

from cvparser.domain.lexicon import languages, named_words
from cvparser.domain.privacy.prepared_text import prepare
from cvparser.domain.privacy.vocabulary import vocabulary

_GAPS = {"name": "Anna Lindqvist", "association": "Muster Verband", "number": "182", "blood": "0 rh+", "rest": "xyz"}
_PIECE = re.compile(r"\{(\w+)\}")
_SOME = 400


def written(phrase: str, classes: dict[str, list[str]], chance: random.Random) -> str:
    """Return a phrase as somebody may write it: parts that may be absent or not, a line end in the place of a blank."""
    parts = []
    for part in phrase.split():
        if part == "...":
            parts += [" very", " much"][: chance.randrange(3)]
        elif not part.endswith("?") or chance.random() < 0.5:
            # What may be anything does not begin in the next line.
            blank = " " if part == "{rest}" else chance.choice([" ", " ", " ", "  ", "\n"])
            parts.append(blank + _PIECE.sub(lambda gap: _word(gap[1], classes, chance), part.removesuffix("?")))
    return "".join(parts).strip()


def _word(gap: str, classes: dict[str, list[str]], chance: random.Random) -> str:
    return _GAPS.get(gap) or chance.choice(classes[gap])


@pytest.mark.parametrize("language", languages())
def test_a_phrase_of_the_lexicon_is_found_however_it_is_written(language: str) -> None:
    classes: dict[str, list[str]] = {}
    for word, name in named_words("classes"):
        classes.setdefault(name, []).append(word)
    chance = random.Random(language)
    phrases = sorted(named_words("statements", language=language))
    missed = []
    for phrase, kind in chance.sample(phrases, min(_SOME, len(phrases))):
        text = f"so {written(phrase, classes, chance)} ."
        prepared = prepare(text)
        found = vocabulary().statements.find(text, prepared.folded, prepared.words, is_cased=False)
        if not any(each == kind and end - start > 1 for start, end, each in found):
            missed.append((phrase, text))

    assert missed == []
