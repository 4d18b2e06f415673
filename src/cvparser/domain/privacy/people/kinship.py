"""Relatives behind a sign such as `S/o`, son of, as papers of India and its neighbours have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.name_forms import is_professional
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_WORD = re.compile(r"[ ]?(?P<word>[^\W\d_]{1,30}+(?:['’-][^\W\d_]{1,30}+)?)\.?")
_MOST_WORDS = 6
#: Words of a name where the sign may mean something else, as `w/o` does: without.
_FEWEST_WORDS = 2


@cache
def _sign() -> re.Pattern[str]:
    """Return a sign for a relative, with what stands between it and the name."""
    return re.compile(
        rf"(?:{alternatives(words('small', 'kin_of'))})(?<![\w/].{{3}})\.?[ \t]{{0,3}}[:.-]{{0,2}}[ \t]{{0,3}}"
    )


def find_relatives(context: Context) -> Iterator[Match]:
    """Find the names behind signs for relatives."""
    prepared = context.prepared
    for sign in _sign().finditer(prepared.folded):
        end = _name_end(prepared, sign.end())
        if end is not None:
            yield Match(sign.end(), end, Category.FAMILY, "kin_of")


def _name_end(prepared: PreparedText, start: int) -> int | None:
    """Return where the name at `start` ends, or None where there is none."""
    known = 0
    is_titled = False
    end = start
    for _ in range(_MOST_WORDS):
        word = _WORD.match(prepared.text, end)
        if word is None or (prepared.is_cased and not word["word"][0].isupper()):
            break
        folded = fold(word["word"])
        if folded in vocabulary().titles or folded in _deceased():
            is_titled = True
        elif is_professional(folded) or folded in vocabulary().organisations:
            return None
        else:
            known += 1
        end = word.end()
    return end if known >= _FEWEST_WORDS or (known and is_titled) else None


@cache
def _deceased() -> frozenset[str]:
    """Return words before the name of somebody who died."""
    return frozenset(words("small", "deceased"))


RECOGNIZERS = (
    FunctionRecognizer(
        name="kinship",
        stage=Stage.PEOPLE,
        categories=of(Category.FAMILY),
        description="Relatives behind a sign such as `S/o`, son of",
        rules={"kin_of": "SKILLS\nS/o ⟦Sh. Arjun Nambiar⟧, engineer"},
        find=find_relatives,
        anchors=Anchors(signs="/"),
    ),
)
