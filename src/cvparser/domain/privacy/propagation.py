"""Every mention of a known name: in any case, order, inflection; but not the organisations that share it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.lookup import Stretches
from cvparser.domain.privacy.memory import remembered
from cvparser.domain.privacy.name_forms import PARTICLE, is_professional
from cvparser.domain.privacy.reading import Reading, Sighting, Span
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary

#: The second half may be the first half of another word: it is looked at, not taken.
_WRAPPED = re.compile(r"([^\W\d_]{2,40}+)-?[ ]?\n[ ]?(?=([^\W\d_]{2,40}))")
_JOINING = re.compile(r"[ ]?[.'’-]?[ ]?|, (?=[^\W\d_]\.)")
_AFTER_MONTH = re.compile(r"\.?,?[ ]?'?\d{2,4}")
#: What follows an employer in a list or a line with dates.
_LISTED = re.compile(r"[,();]|[ ][(–—|-]")
#: What joins partners, brothers, sons to a name: `Ortega e Hijos`.
_AND = frozenset({"e", "y", "et", "und", "and", "ve", "i"})
#: One small word, and what ends an item of a list.
_ITEM = re.compile(r" [^\W\d_]{3,30}(?P<end>[,;.)\n]|\Z)")
_ITEM_ENDS = frozenset({"", ",", ";", ".", ")", "(", ":", "\n", "•"})
#: What joins a title to the next one or to the name.
_AFTER_TITLE = frozenset({" ", ". ", ".", ".-", "-"})
_MAX_TITLES = 5
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]++)[ ]\Z")
_LONGEST_GIVEN = 30
#: More than any CV names: beyond them nobody is looked for again, so that time stays short.
_MAX_PERSONS = 100
#: Shorter surnames are other words, too.
_MIN_SURNAME = 5
_MIN_INFLECTED = 4
_LONGEST_ENDING = 8
#: Characters of a line in which digits are looked for.
_LOOK = 400
#: Letters of a name so short that only a capital tells its inflection.
_SHORT = 3


@dataclass(frozen=True, slots=True)
class _Mention:
    """Consecutive pieces of a name."""

    first: int
    last: int
    span: Span
    distinct: int


def propagate(reading: Reading, names: frozenset[str], header: Span) -> Iterator[Sighting]:
    """Find the mentions of `names`, which are keys of pieces of one person's name.

    In `header` a full name is the person, whatever follows it.
    """
    yield from _mentioned(reading, names, header)
    for match in _WRAPPED.finditer(reading.folded) if names and "\n" in reading.folded else ():
        joined = "".join(match.groups())
        # "Lind" above "anna@example.com" are two mentions.
        if joined in names and len(joined) > 3 and names.isdisjoint(match.groups()):
            yield Sighting(match.start(), match.end(2), Category.NAME, "mention_apart")


def _mentioned(reading: Reading, names: frozenset[str], header: Span) -> Iterator[Sighting]:
    mentions = list(_mentions(reading, names))
    kept = {
        _company(reading, mention)
        for mention in mentions
        if not (mention.distinct > 1 and header.start <= mention.span.start < header.end)
        and _is_part_of_more(reading, mention)
    }
    for mention in mentions:
        if not kept or _company(reading, mention) not in kept:
            yield Sighting(*_with_title(reading, mention), Category.NAME, "mention")


def find_again(reading: Reading, persons: Iterable[Sighting]) -> Iterator[Sighting]:
    """Find the surnames of `persons` wherever they stand again, with a frequent given name before them."""
    known = list(persons)[:_MAX_PERSONS]
    taken = Stretches((person.start, person.end) for person in known)
    surnames = {
        word
        for person in known
        for word in _LETTERS.findall(reading.folded, person.start, person.end)[-1:]
        if _is_sure_surname(word)
    }
    given = vocabulary().given
    repeated = frozenset(word for word in surnames if reading.folded.count(word) > 1)
    for mention in _mentioned(reading, repeated, Span(0, 0)) if repeated else ():
        if taken.touch(mention.start, mention.end):
            continue
        before = _WORD_BEFORE.search(reading.folded, max(0, mention.start - _LONGEST_GIVEN), mention.start)
        is_given = before is not None and before["word"] in given and reading.text[before.start()].isupper()
        start = before.start() if before is not None and is_given else mention.start
        yield mention._replace(start=start, rule="again")


def _is_sure_surname(word: str) -> bool:
    """Tell whether a folded word is so long, and nothing else, that it names the same person wherever it stands."""
    words = vocabulary()
    is_other = is_professional(word) or word in words.homonyms or word in words.places or word in words.given
    return len(word) >= _MIN_SURNAME and not is_other


def _mentions(reading: Reading, names: frozenset[str]) -> Iterator[_Mention]:
    """Join the words that are pieces of the name and stand together."""
    words = reading.words
    position = 0
    for index in _candidates(reading, names):
        if index < position or not _is_piece(reading, words[index], names):
            continue
        first = last = index
        while first > 0 and _belongs(reading, words[first - 1], words[first], names):
            first -= 1
        while last + 1 < len(words) and _belongs(reading, words[last + 1], words[last], names):
            last += 1
        distinct = {
            reading.folded[start:end] for start, end in words[first : last + 1] if reading.folded[start:end] in names
        }
        yield _Mention(first, last, _with_dot(reading, words[first].start, words[last].end), len(distinct))
        position = last + 1


def _candidates(reading: Reading, names: frozenset[str]) -> list[int]:
    """Return the indexes of the words that are a name or begin with one."""
    beginnings = _beginnings(names)
    return [
        index
        for index, word in enumerate(reading.spoken)
        if word in names or word[:_MIN_INFLECTED] in beginnings or word[:_SHORT] in beginnings
    ]


@remembered
def _beginnings(names: frozenset[str]) -> frozenset[str]:
    """Return what a word that is an inflected name begins with: the name of three letters, or four of a longer one."""
    return frozenset(name[:_MIN_INFLECTED] for name in names if len(name) >= _SHORT)


@remembered
def _initials(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name[:1] for name in names)


def _with_title(reading: Reading, mention: _Mention) -> Span:
    """Give a mention with the titles around it: they tell of its bearer, too."""
    start, end = mention.span
    for title in reversed(reading.words[max(0, mention.first - _MAX_TITLES) : mention.first]):
        is_beside = reading.text[title.end : start] in _AFTER_TITLE
        is_title = reading.text[title.start].isupper() and reading.folded[slice(*title)] in vocabulary().titles
        if not is_beside or not is_title:
            break
        start = title.start
    if mention.last + 1 < len(reading.words):
        after = reading.words[mention.last + 1]
        is_title = reading.folded[slice(*after)] in vocabulary().titles_after and reading.text[after.start].isupper()
        if is_title and reading.text[end : after.start] == " ":
            end = after.end
    return Span(start, end)


def _with_dot(reading: Reading, start: int, end: int) -> Span:
    is_initial = reading.text[end : end + 1] == "." and (end < 2 or not reading.text[end - 2].isalpha())
    return Span(start, end + 1 if is_initial else end)


def _is_piece(reading: Reading, word: Span, names: frozenset[str]) -> bool:
    """Tell whether a word is one of the names, inflected or not."""
    folded = reading.folded[word.start : word.end]
    vocab = vocabulary()
    is_capital = reading.text[word.start].isupper()
    if folded in names:
        if len(folded) < 3:
            return False
        if not is_capital:
            is_other = folded in vocab.homonyms or is_professional(folded)
            return len(folded) > 2 and (not is_other or (not reading.is_cased and _has_ending(reading, word)))
        return (_has_ending(reading, word) or not is_professional(folded)) and not _is_ordinary(
            reading, word, folded, vocab
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


def _has_ending(reading: Reading, word: Span) -> bool:
    return reading.text[word.end : word.end + 1] in {"'", "’"}


def _is_inflection(ending: str, vocab: Vocabulary) -> bool:
    return len(ending) <= _LONGEST_ENDING and ending in vocab.suffixes


def _is_ordinary(reading: Reading, word: Span, folded: str, vocab: Vocabulary) -> bool:
    """Tell whether a capitalised homonym is the other word here: a month, the head of a compound."""
    after = reading.text[word.end : word.end + 2]
    if (folded in vocab.months or folded in vocab.homonyms) and _AFTER_MONTH.match(reading.text, word.end):
        return True
    if len(folded) < 4 and folded in vocab.homonyms:
        # "Can drive", "Su arıtma": short words need a neighbour that is a piece of the name as well.
        return not (after[:1] in {"'", "’"} or reading.text[word.end : word.end + 1] in {",", "."})
    return folded in vocab.homonyms and after[:1] == "-" and after[1:].islower()


def _belongs(reading: Reading, word: Span, neighbour: Span, names: frozenset[str]) -> bool:
    """Tell whether a word beside a piece of the name is one, too: another piece, an initial, a particle."""
    gap = reading.folded[min(word.end, neighbour.end) : max(word.start, neighbour.start)]
    folded = reading.folded[word.start : word.end]
    if not _JOINING.fullmatch(gap):
        return False
    if folded in names:
        return (
            reading.text[word.start].isupper() == reading.text[neighbour.start].isupper()
            or folded not in vocabulary().homonyms
        )
    if f"{PARTICLE}{folded}" in names:
        return True
    follows = reading.text[word.end : word.end + 1]
    is_initial = len(folded) == 1 and reading.text[word.start].isupper() and follows in {".", "'", "’"}
    return is_initial and folded in _initials(names)


def _company(reading: Reading, mention: _Mention) -> tuple[str, str]:
    """Give a mention and the word after it: what is an organisation once is one everywhere."""
    after = reading.words[mention.last + 1] if mention.last + 1 < len(reading.words) else None
    follower = (
        reading.folded[after.start : after.end] if after is not None and after.start - mention.span.end < 4 else ""
    )
    return reading.folded[mention.span.start : mention.span.end], follower


def _is_part_of_more(reading: Reading, mention: _Mention) -> bool:
    """Tell whether a mention is part of the name of an organisation, a prize, a place, another person."""
    before = reading.folded[max(0, mention.span.start - 12) : mention.span.start]
    after = reading.text[mention.span.end : mention.span.end + 4]
    if before.endswith("& ") or (after.startswith(" & ") and after[3:].isupper()):
        return mention.distinct == 1
    if mention.distinct == 1 and mention.first > 0 and _follows_institution(reading, mention):
        return True
    if mention.distinct == 1 and _is_item(reading, mention):
        return True
    if _is_company(reading, mention):
        return True
    following = _following(reading, mention) if after.startswith((" ", "-")) else []
    if not following:
        return False
    counted = following if reading.is_cased else following[:2]
    verdict = _says_organisation(reading, [reading.folded[word.start : word.end] for word in counted], mention)
    return _is_employer(reading, mention, following, before) if verdict is None else verdict


def _is_homonym(reading: Reading, mention: _Mention) -> bool:
    return reading.is_cased and reading.folded[slice(*mention.span)] in vocabulary().homonyms


def _is_item(reading: Reading, mention: _Mention) -> bool:
    """`Java, Price optimisation, SQL`: in a list, a homonym before one small word is the other word."""
    if not _is_homonym(reading, mention):
        return False
    item = _ITEM.match(reading.text, mention.span.end)
    before = reading.text[max(0, mention.span.start - 3) : mention.span.start].rstrip(" \t")[-1:]
    ends = [before, item["end"]] if item is not None else []
    return "," in ends and all(end in _ITEM_ENDS for end in ends)


def _follows_institution(reading: Reading, mention: _Mention) -> bool:
    """`Hospital Ramón y Cajal`, `Projet Rose`."""
    vocab = vocabulary()
    index = mention.first - 1
    if index > 0 and reading.folded[slice(*reading.words[index])] in vocab.titles:
        # "Praxis Dr. Winter"
        index -= 1
    start, end = reading.words[index]
    is_beside = reading.text[end : reading.words[index + 1].start] in {" ", "-", ". "}
    return (
        is_beside
        and (reading.text[start].isupper() or not reading.is_cased)
        and reading.folded[start:end] in vocab.institutions
    )


def _is_company(reading: Reading, mention: _Mention) -> bool:
    """`Morgan Stanley`: a mention and its neighbours make a name that mostly means a company."""
    words = [reading.folded[start:end] for start, end in reading.words[max(0, mention.first - 2) : mention.last + 3]]
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


def _says_organisation(reading: Reading, following: list[str], mention: _Mention) -> bool | None:
    """Tell by the words after a mention; None when they do not say. After a full name only the next one counts."""
    vocab = vocabulary()
    if following[0] in vocab.titles_after:
        return False
    counted = following if mention.distinct == 1 else following[:1]
    if any(word in vocab.organisations for word in counted):
        return True
    if any(map(is_professional, counted)):
        # "Summer Internship 2019", "Field Engineer"
        return mention.distinct == 1 and following[0] in vocab.professional and _is_homonym(reading, mention)
    return None if mention.distinct == 1 else False


def _is_employer(reading: Reading, mention: _Mention, following: list[Span], before: str) -> bool:
    """Tell whether one piece of the name and another capitalised word stand where employers do."""
    if following[0].start - mention.span.end != 1 or not reading.is_cased:
        return False
    if before.split()[-1:] and before.rsplit(maxsplit=1)[-1] in vocabulary().at:
        return True
    end = following[-1].end
    return _LISTED.match(reading.text, end) is not None and _has_digits(reading, mention)


def _following(reading: Reading, mention: _Mention) -> list[Span]:
    """Give up to three capitalised words that go on where a mention ends; where nothing is capitalised, any."""
    found: list[Span] = []
    position = mention.span.end
    for word in reading.words[mention.last + 1 : mention.last + 5]:
        gap = reading.text[position : word.start]
        if gap == " " and reading.text[word.start : word.end] in _AND and reading.text[word.end : word.end + 1] == " ":
            position = word.end
            continue
        is_named = reading.text[word.start].isupper() or not reading.is_cased
        if gap not in {" ", "-", " & ", ". "} or not is_named:
            break
        found.append(word)
        position = word.end
    return found


def _has_digits(reading: Reading, mention: _Mention) -> bool:
    start = reading.line_start(mention.span.start)
    end = min(reading.line_end(mention.span.end), start + _LOOK)
    return any(map(str.isdigit, reading.folded[start:end]))
