"""Whether a sentence that names a skill, a language or a certificate tells of the person's own work.

Lists, labels and heads show by their place what they name; a sentence may say anything. One supports what it names
only where it is written as people write of their own work: as an item below a job, or with the words for what one did,
knows or speaks. A sentence that asks, advises or reports has neither, in whatever words and language.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cvparser.domain.cv.bullets import without_bullet
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.grounding.layout import Layout, Sentence
from cvparser.domain.grounding.listed import WORD
from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of
from cvparser.domain.text.words import Words

#: Lines that one item goes over.
_MOST_LINES = 4
#: A line as long as this without an end was broken by the page.
_WRAPPED = 60
#: Words at the beginning and at the end of a sentence among which its verb is.
_FEW = 3
#: Words of an item that is a description of work in any language.
_FEWEST_OF_ITEM = 8
#: Characters of a label.
_LONGEST_LABEL = 40
#: Letters of a phrase that tells of work; shorter ones join and help as well.
_SPOKEN = 5


def is_telling(layout: Layout, sentences: Sequence[Sentence], *, may_be_item: bool = True) -> bool:
    """Return whether sentences tell of what somebody did, knows or speaks; a long item may do so in any words."""
    text = layout.text
    opening = opened_at(layout, sentences[0])
    said, is_item = without_bullet(text[opening.start : sentences[-1].end].lstrip())
    found = WORD.findall(said)
    if may_be_item and is_item and len(found) >= _FEWEST_OF_ITEM:
        return True
    spoken = words_of(said)
    if _telling().find(spoken) or any(match.first < _FEW for match in _leading().find(spoken)):
        return True
    # What a label is, nobody did: "Used tools: ...".
    begins = () if ":" in said[:_LONGEST_LABEL] else found[:_FEW]
    return any(word in _tasks() for word in (*begins, *found[-_FEW:]))


def opened_at(layout: Layout, sentence: Sentence) -> Sentence:
    """Return the sentence that a page broke into lines of which one is given."""
    number = layout.at(sentence.start)
    for _ in range(_MOST_LINES):
        before = layout.sentences[max(number - 1, 0)]
        text = layout.text[before.start : before.end].strip()
        is_end = len(text) < _WRAPPED or text[-1] in ".!?;:" or layout.sentences[number].follows_blank
        own = layout.text[layout.sentences[number].start : layout.sentences[number].end].lstrip()
        if number == 0 or is_end or without_bullet(own)[1]:
            break
        number -= 1
    return layout.sentences[number]


@cache
def of_knowledge() -> frozenset[str]:
    """Return the words that stand with what a list names: how well, and that it is known at all."""
    listed = [*words("skills", "levels"), *words("skills", "leads"), *words("skills", "less_than")]
    listed += [*words("prose", "right", "skills"), *words("prose", "left", "skills"), *words("prose", "speak")]
    listed += [word for word, _ in named_words("languages", "fluency")]
    listed += [*words("said", "native"), *words("dates", "units"), *words("skills", "and")]
    return frozenset(word for each in listed for word in WORD.findall(fold(each)))


@cache
def _telling() -> Phrases[bool]:
    listed = [*words("prose", "work"), *words("prose", "study"), *words("prose", "speak")]
    listed += [*words("prose", "left", "skills"), *words("prose", "right", "certifications")]
    # What joins, says how well, heads a section or names a field tells of nothing: "show German among the languages".
    no_verbs = {*words("languages", "fluency", "native"), *words("said", "native"), *words("function_words")}
    fields = Words(words("instructed", "fields"))
    return phrase_set(
        word
        for word in listed
        if len(word) >= _SPOKEN and word not in no_verbs and fold(word) not in fields and heading_of(word) is None
    )


@cache
def _leading() -> Phrases[bool]:
    return phrase_set([*words("skills", "leads"), *words("prose", "right", "skills")])


@cache
def _tasks() -> Words:
    return Words(words("prose", "tasks"))
