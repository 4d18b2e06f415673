"""What looks like somebody's name and is an organisation's."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.people.name_forms import Name, names_organisation
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Characters behind a name in which a firm's partners stand.
_FIRM_REACH = 16
_PAIR = 2


def is_organisation(prepared: PreparedText, name: Name) -> bool:
    """Return whether a word of a name, or the one after it, makes it an organisation's."""
    words = vocabulary()
    # "Melis Uluç ve Ozan Gürpınar"
    after = re.findall(r"[^\W\d_]+", prepared.folded[name.span.end : name.span.end + 30])[:1]
    # "Bonfante e Associati": what joins may be a particle of names as well.
    begin = name.span.start if len(name.words) > _PAIR else name.span.end
    if _firm().search(prepared.folded, begin, name.span.end + _FIRM_REACH) is not None:
        return True
    folded = [fold(word) for word in name.words]
    is_named = names_organisation(folded) and any(word in words.organisations for word in folded[1:])
    return is_named or any(
        word in words.organisations
        and word not in _and()
        and prepared.text[name.span.end : name.span.end + 2].strip(" ").isalpha()
        for word in after
    )


@cache
def _and() -> frozenset[str]:
    return frozenset(map(fold, words("small", "and")))


@cache
def _firm() -> re.Pattern[str]:
    """Return what follows the name of a firm's founder: `& Associés`, `und Partner`."""
    joint, partners = (alternatives(words("small", name)) for name in ("partners", "firm_of"))
    return re.compile(rf"[ ](?:&|\+|{joint})[ ](?:{partners})(?!\w)")
