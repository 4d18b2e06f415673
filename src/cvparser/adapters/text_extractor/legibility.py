"""Whether a text can be read at all."""

from __future__ import annotations

import unicodedata
from collections import Counter

from cvparser.adapters.text_extractor.wording import Tidied, tidy
from cvparser.domain.document import MAX_TEXT_LENGTH
from cvparser.domain.errors import TextEmptyError, TextTooLongError, TextUnreadableError
from cvparser.domain.plain_text import is_blank

#: Share of characters without meaning beyond which fonts have no Unicode map.
MOST_MEANINGLESS = 0.3


def checked(text: str) -> Tidied:
    """Return `text` with whole words.

    Raises:
        TextEmptyError, TextTooLongError: as `TextExtractor.extract`.
        TextUnreadableError: most of its characters mean nothing: private use, unassigned, replacement, control.
    """
    whole = tidy(text)
    if len(whole.text) > MAX_TEXT_LENGTH:
        raise TextTooLongError
    visible = {character: times for character, times in Counter(whole.text).items() if not character.isspace()}
    meaningless = sum(times for character, times in visible.items() if _is_meaningless(character))
    if meaningless > MOST_MEANINGLESS * sum(visible.values()):
        raise TextUnreadableError
    if is_blank(whole.text):
        raise TextEmptyError
    return whole


def _is_meaningless(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn", "Cc", "Cs"}
