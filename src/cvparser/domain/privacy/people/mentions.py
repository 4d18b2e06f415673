"""Every mention of a known name: in any case, order, inflection; but not the organisations that share it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.name_forms import PARTICLE, is_professional
from cvparser.domain.privacy.people.other_words import other_words
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary
from cvparser.domain.text.document_cache import remembered

#: What stands between the halves of a word that a line end parts.
_WRAPPED = frozenset({"\n", "-\n", " \n", "- \n", "\n ", "-\n ", " \n ", "- \n "})
#: Letters of each half that are looked at.
_LONGEST_HALF = 40
_JOINING = re.compile(r"[ ]?[.'’-]?[ ]?|, (?=[^\W\d_]\.)")
_AFTER_MONTH = re.compile(r"\.?,?[ ]?'?\d{2,4}")
#: What follows an employer in a list or a line with dates.
_LISTED = re.compile(r"[,();]|[ ][(–—|-]")
#: One small word, and what ends an item of a list.
_ITEM = re.compile(r" [^\W\d_]{3,30}(?P<end>[,;.)\n]|\Z)")
_ITEM_ENDS = frozenset({"", ",", ";", ".", ")", "(", ":", "\n", "•"})
#: What joins a title to the next one or to the name.
_AFTER_TITLE = frozenset({" ", ". ", ".", ".-", "-"})
_MAX_TITLES = 5
_MIN_INFLECTED = 4
_LONGEST_ENDING = 8
#: Characters of a line in which digits are looked for.
_LOOK = 400
#: Letters of a name so short that only a capital tells its inflection.
_SHORT = 3


@cache
def _partners() -> frozenset[str]:
    """Return what joins partners, brothers, sons to a name: `Ortega e Hijos`."""
    return frozenset(words("small", "partners"))


@dataclass(frozen=True, slots=True)
class _Mention:
    """Consecutive pieces of a name."""

    first: int
    last: int
    span: Span
    distinct: int


def find_mentions(context: Context) -> Iterator[Match]:
    """Find the mentions of the candidate's names, in whole, in pieces, and wrapped over two lines."""
    prepared, names = context.prepared, context.names
    yield from mentioned(prepared, names, context.head, other_words(context))
    for start, end, halves in _wrapped(prepared) if names else ():
        joined = "".join(halves)
        # "Lind" above "anna@example.com" are two mentions.
        if joined in names and len(joined) > 3 and names.isdisjoint(halves):
            yield Match(start, end, Category.NAME, "mention_apart")


def _wrapped(prepared: PreparedText) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Yield start, end and halves of what may be one word in two lines; a half may be one of two such words."""
    folded, words = prepared.folded, prepared.words
    for line_end in prepared.line_ends:
        after = bisect_left(words, (line_end,))
        if not 0 < after < len(words):
            continue
        start, stop = words[after - 1]
        following, end = words[after]
        start, end = max(start, stop - _LONGEST_HALF), min(end, following + _LONGEST_HALF)
        if stop - start > 1 and end - following > 1 and folded[stop:following] in _WRAPPED:
            yield start, end, (folded[start:stop], folded[following:end])


def mentioned(
    prepared: PreparedText, names: frozenset[str], header: Span, others: frozenset[Span] = frozenset()
) -> Iterator[Match]:
    """Find mentions of keys of pieces of a name, but for the words that are `others`.

    In `header` a full name is the person, whatever follows it.
    """
    mentions = list(_mentions(prepared, names, others))
    kept = {
        _company(prepared, mention)
        for mention in mentions
        if not (mention.distinct > 1 and header.start <= mention.span.start < header.end)
        and _is_part_of_more(prepared, mention)
    }
    for mention in mentions:
        if not kept or _company(prepared, mention) not in kept:
            yield Match(*_with_title(prepared, mention), Category.NAME, "mention")


def _mentions(prepared: PreparedText, names: frozenset[str], others: frozenset[Span]) -> Iterator[_Mention]:
    """Join the words that are pieces of the name and stand together."""
    words = prepared.words
    position = 0
    for index in _candidates(prepared, names):
        if index < position or words[index] in others or not _is_piece(prepared, words[index], names):
            continue
        first = last = index
        while (
            first > 0 and words[first - 1] not in others and _belongs(prepared, words[first - 1], words[first], names)
        ):
            first -= 1
        while last + 1 < len(words) and words[last + 1] not in others:
            if not _belongs(prepared, words[last + 1], words[last], names):
                break
            last += 1
        distinct = {
            prepared.folded[start:end] for start, end in words[first : last + 1] if prepared.folded[start:end] in names
        }
        yield _Mention(first, last, _with_dot(prepared, words[first].start, words[last].end), len(distinct))
        position = last + 1


def _candidates(prepared: PreparedText, names: frozenset[str]) -> list[int]:
    """Return the indexes of the words that are a name or begin with one."""
    beginnings = _beginnings(names)
    return prepared.indices_that(
        lambda word: word in names or word[:_MIN_INFLECTED] in beginnings or word[:_SHORT] in beginnings
    )


@remembered
def _beginnings(names: frozenset[str]) -> frozenset[str]:
    """Return what a word that is an inflected name begins with: the name of three letters, or four of a longer one."""
    return frozenset(name[:_MIN_INFLECTED] for name in names if len(name) >= _SHORT)


def _may_hold_mention(context: Context) -> bool:
    """Return whether a word is one of the names or begins with one, or a line end may part one."""
    prepared, names = context.prepared, context.told.keys
    if not names:
        return False
    beginnings, spoken = _beginnings(names), prepared.folded_words
    return (
        "\n" in prepared.folded
        or not names.isdisjoint(spoken)
        or not beginnings.isdisjoint([word[:_MIN_INFLECTED] for word in spoken])
        or not beginnings.isdisjoint([word[:_SHORT] for word in spoken])
    )


@remembered
def _initials(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name[:1] for name in names)


def _with_title(prepared: PreparedText, mention: _Mention) -> Span:
    """Return a mention with the titles around it: they tell of its bearer, too."""
    start, end = mention.span
    for title in reversed(prepared.words[max(0, mention.first - _MAX_TITLES) : mention.first]):
        is_beside = prepared.text[title.end : start] in _AFTER_TITLE
        is_title = prepared.text[title.start].isupper() and prepared.folded[slice(*title)] in vocabulary().titles
        if not is_beside or not is_title:
            break
        start = title.start
    if mention.last + 1 < len(prepared.words):
        after = prepared.words[mention.last + 1]
        is_title = prepared.folded[slice(*after)] in vocabulary().titles_after and prepared.text[after.start].isupper()
        if is_title and prepared.text[end : after.start] == " ":
            end = after.end
    return Span(start, end)


def _with_dot(prepared: PreparedText, start: int, end: int) -> Span:
    is_initial = prepared.text[end : end + 1] == "." and (end < 2 or not prepared.text[end - 2].isalpha())
    return Span(start, end + 1 if is_initial else end)


def _is_piece(prepared: PreparedText, word: Span, names: frozenset[str]) -> bool:
    """Return whether a word is one of the names, inflected or not."""
    folded = prepared.folded[word.start : word.end]
    vocab = vocabulary()
    is_capital = prepared.text[word.start].isupper()
    if folded in names:
        if len(folded) < 3:
            return False
        if not is_capital:
            is_other = folded in vocab.homonyms or is_professional(folded)
            return len(folded) > 2 and (not is_other or (not prepared.is_cased and _has_ending(prepared, word)))
        return (_has_ending(prepared, word) or not is_professional(folded)) and not _is_ordinary(
            prepared, word, folded, vocab
        )
    if len(folded) <= _MIN_INFLECTED or folded in vocab.places:
        return False
    if is_capital and folded[:_SHORT] in names and len(folded) > 5 and _is_inflection(folded[_SHORT:], vocab):
        return True
    return any(
        folded[:cut] in names
        and (is_capital or folded[:cut] not in vocab.homonyms)
        and _is_inflection(folded[cut:], vocab)
        for cut in range(max(_MIN_INFLECTED, len(folded) - _LONGEST_ENDING), len(folded))
    )


def _has_ending(prepared: PreparedText, word: Span) -> bool:
    return prepared.text[word.end : word.end + 1] in {"'", "’"}


def _is_inflection(ending: str, vocab: Vocabulary) -> bool:
    return len(ending) <= _LONGEST_ENDING and ending in vocab.suffixes


def _is_ordinary(prepared: PreparedText, word: Span, folded: str, vocab: Vocabulary) -> bool:
    """Return whether a capitalised homonym is the other word here: a month, the head of a compound."""
    after = prepared.text[word.end : word.end + 2]
    if (folded in vocab.months or folded in vocab.homonyms) and _AFTER_MONTH.match(prepared.text, word.end):
        return True
    if len(folded) < 4 and folded in vocab.homonyms:
        # "Can drive", "Su arıtma": short words need a neighbour that is a piece of the name as well.
        return not (after[:1] in {"'", "’"} or prepared.text[word.end : word.end + 1] in {",", "."})
    return folded in vocab.homonyms and after[:1] == "-" and after[1:].islower()


def _belongs(prepared: PreparedText, word: Span, neighbour: Span, names: frozenset[str]) -> bool:
    """Return whether a word beside a piece of the name is one, too: another piece, an initial, a particle."""
    gap = prepared.folded[min(word.end, neighbour.end) : max(word.start, neighbour.start)]
    folded = prepared.folded[word.start : word.end]
    if not _JOINING.fullmatch(gap):
        return False
    if folded in names:
        return (
            prepared.text[word.start].isupper() == prepared.text[neighbour.start].isupper()
            or folded not in vocabulary().homonyms
        )
    if f"{PARTICLE}{folded}" in names:
        return True
    follows = prepared.text[word.end : word.end + 1]
    is_initial = len(folded) == 1 and prepared.text[word.start].isupper() and follows in {".", "'", "’"}
    return is_initial and folded in _initials(names)


def _company(prepared: PreparedText, mention: _Mention) -> tuple[str, str]:
    """Return a mention and the word after it: what is an organisation once is one everywhere."""
    after = prepared.words[mention.last + 1] if mention.last + 1 < len(prepared.words) else None
    follower = (
        prepared.folded[after.start : after.end] if after is not None and after.start - mention.span.end < 4 else ""
    )
    return prepared.folded[mention.span.start : mention.span.end], follower


def _is_part_of_more(prepared: PreparedText, mention: _Mention) -> bool:
    """Return whether a mention is part of the name of an organisation, a prize, a place, another person."""
    before = prepared.folded[max(0, mention.span.start - 12) : mention.span.start]
    after = prepared.text[mention.span.end : mention.span.end + 4]
    if before.endswith("& ") or (after.startswith(" & ") and after[3:].isupper()):
        return mention.distinct == 1
    if mention.distinct == 1 and mention.first > 0 and _follows_institution(prepared, mention):
        return True
    if mention.distinct == 1 and _is_item(prepared, mention):
        return True
    if _is_company(prepared, mention):
        return True
    following = _following(prepared, mention) if after.startswith((" ", "-")) else []
    if not following:
        return False
    counted = following if prepared.is_cased else following[:2]
    verdict = _says_organisation(prepared, [prepared.folded[word.start : word.end] for word in counted], mention)
    return _is_employer(prepared, mention, following, before) if verdict is None else verdict


def _is_homonym(prepared: PreparedText, mention: _Mention) -> bool:
    return prepared.is_cased and prepared.folded[slice(*mention.span)] in vocabulary().homonyms


def _is_item(prepared: PreparedText, mention: _Mention) -> bool:
    """`Java, Price optimisation, SQL`: in a list, a homonym before one small word is the other word."""
    if not _is_homonym(prepared, mention):
        return False
    item = _ITEM.match(prepared.text, mention.span.end)
    before = prepared.text[max(0, mention.span.start - 3) : mention.span.start].rstrip(" \t")[-1:]
    ends = [before, item["end"]] if item is not None else []
    return "," in ends and all(end in _ITEM_ENDS for end in ends)


def _follows_institution(prepared: PreparedText, mention: _Mention) -> bool:
    """`Hospital Ramón y Cajal`, `Projet Rose`."""
    vocab = vocabulary()
    index = mention.first - 1
    if index > 0 and prepared.folded[slice(*prepared.words[index])] in vocab.titles:
        # "Praxis Dr. Winter"
        index -= 1
    start, end = prepared.words[index]
    is_beside = prepared.text[end : prepared.words[index + 1].start] in {" ", "-", ". "}
    return (
        is_beside
        and (prepared.text[start].isupper() or not prepared.is_cased)
        and prepared.folded[start:end] in vocab.institutions
    )


def _is_company(prepared: PreparedText, mention: _Mention) -> bool:
    """`Morgan Stanley`: a mention and its neighbours make a name that mostly means a company."""
    words = [prepared.folded[start:end] for start, end in prepared.words[max(0, mention.first - 2) : mention.last + 3]]
    position = mention.first - max(0, mention.first - 2)
    companies = vocabulary().companies
    after = position + mention.last - mention.first + 1
    return any(
        first <= position < first + length
        and (first < position or first + length > after)
        and " ".join(words[first : first + length]) in companies
        for length in (2, 3)
        for first in range(len(words) - length + 1)
    )


def _says_organisation(prepared: PreparedText, following: list[str], mention: _Mention) -> bool | None:
    """Tell by the words after a mention; None when they do not say. After a full name only the next one counts."""
    vocab = vocabulary()
    if following[0] in vocab.titles_after:
        return False
    counted = following if mention.distinct == 1 else following[:1]
    if any(word in vocab.organisations for word in counted):
        return True
    if any(map(is_professional, counted)):
        # "Summer Internship 2019", "Field Engineer"
        return mention.distinct == 1 and following[0] in vocab.professional and _is_homonym(prepared, mention)
    return None if mention.distinct == 1 else False


def _is_employer(prepared: PreparedText, mention: _Mention, following: list[Span], before: str) -> bool:
    """Return whether one piece of the name and another capitalised word stand where employers do."""
    if following[0].start - mention.span.end != 1 or not prepared.is_cased:
        return False
    if before.split()[-1:] and before.rsplit(maxsplit=1)[-1] in vocabulary().at:
        return True
    end = following[-1].end
    return _LISTED.match(prepared.text, end) is not None and _has_digits(prepared, mention)


def _following(prepared: PreparedText, mention: _Mention) -> list[Span]:
    """Return up to three capitalised words that go on where a mention ends; where nothing is capitalised, any."""
    found: list[Span] = []
    position = mention.span.end
    for word in prepared.words[mention.last + 1 : mention.last + 5]:
        gap = prepared.text[position : word.start]
        if (
            gap == " "
            and prepared.text[word.start : word.end] in _partners()
            and prepared.text[word.end : word.end + 1] == " "
        ):
            position = word.end
            continue
        is_named = prepared.text[word.start].isupper() or not prepared.is_cased
        if gap not in {" ", "-", " & ", ". "} or not is_named:
            break
        found.append(word)
        position = word.end
    return found


def _has_digits(prepared: PreparedText, mention: _Mention) -> bool:
    start = prepared.line_start(mention.span.start)
    end = min(prepared.line_end(mention.span.end), start + _LOOK)
    return any(map(str.isdigit, prepared.folded[start:end]))


RECOGNIZERS = (
    FunctionRecognizer(
        name="mention",
        stage=Stage.MENTIONS,
        categories=of(Category.NAME),
        description="The candidate's name wherever it stands, in any case, order and inflection",
        rules={
            "mention": "Name: Anna Lindqvist\nSKILLS\nwith ⟦Anna Lindqvist⟧ now",
            "mention_apart": "Name: Anna Lindqvist\nSKILLS\nwith ⟦lindq-\nvist⟧ now",
        },
        find=find_mentions,
        anchors=Anchors(holds=_may_hold_mention),
    ),
)
