"""Other people: behind labels, after words such as `reporting to`, beside contacts and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.labels import Labelled
from cvparser.domain.privacy.people.name_evidence import spells
from cvparser.domain.privacy.people.name_forms import (
    CAPITALS,
    Name,
    is_company,
    is_professional,
    joined,
    name_at,
)
from cvparser.domain.privacy.people.organisations import is_organisation
from cvparser.domain.privacy.people.person_evidence import (
    ANNOUNCED,
    begins_with_given,
    evidence,
    goes_on_with_work,
    is_caseless,
    is_known,
    may_begin_with_given,
)
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Capitalised words, the last perhaps with its ending: `Ayşe Demir'in `.
_NAMED_BEFORE = re.compile(
    rf"(?P<name>[{CAPITALS}][\w-]{{1,30}}(?:[ ][{CAPITALS}][\w-]{{1,30}}){{1,3}})(?:['’][^\W\d_]{{1,4}})?[ ]\Z"
)
_MAX_BEFORE = 130
LINE_START = re.compile(r"\n(?=[^\W\d_])")
#: What follows a name within a sentence or at its end.
_SENTENCE = re.compile(r"[.,;)]|[ ](?=[^\W\d_A-ZÇĞİÖŞÜÄ])")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]++)[ ]\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
#: A surname in capitals, and one or two given names behind a comma.
_TURNED = re.compile(
    rf"(?P<surname>[{CAPITALS}]{{4,30}}(?:[ -][{CAPITALS}]{{2,30}}){{0,2}}),[ ]"
    rf"(?P<given>[{CAPITALS}](?![{CAPITALS}])[\w’'-]{{1,30}}(?:[ ][{CAPITALS}](?![{CAPITALS}])[\w’'-]{{1,30}})?)(?!\w)"
)
_CLAUSE_END = re.compile(r"[,.;:|(–—]|  | - ")
_TWO_WORDS = re.compile(r"[^\W\d_]++[^\w\n]{1,2}[^\W\d_]++")
#: The number of a version behind a product's name.
_VERSION = re.compile(r"[ ][vVR]?\d[\w.]{0,12}(?![\w/])")
_MAX_WORDS = 4
#: Characters between a phrase and the name that it announces.
_GAP = 3
#: Characters before a preposition in which a word such as `worked` stands.
_TOGETHER = 40
#: A word of a post, small or an acronym such as `CFO`; and how many a post has, articles among them.
_POST_WORD = re.compile(r"(?P<word>[^\W\d_]{1,30})(?:['’]s)?[ ,]{1,2}(?=[^\W\d_])")
_MAX_POST = 6
#: More than any CV has: beyond them nobody is looked for beside, so that time stays short.
_MAX_CONTACTS = 100
_MAX_TITLES = 40
_LONGEST_SMALL = 3
_TITLE_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,40}+(?:[.-]{1,40}+[^\W\d_]{1,40}+){0,20}+\.?[ ]{1,2}")
#: Where a line, or a part of it after punctuation, begins.
_PART_START = re.compile(r"(?:(?<![^\n])|(?<=[.,:;(|–—•·*/\t-])|(?<=  ))[ ]{0,3}[\"'“„]?(?=[^\W\d_])")
_MAILBOX = re.compile(
    r"(?:(?<=[:,;>\t])|(?<![^\n]))[ ]{0,3}[\"']?(?P<name>[^\W\d_][^\n:,;<>\"@]{1,60}?)[\"']?[ ]{1,2}\Z"
)
_WORD_START = re.compile(r"(?<!\w)\w")
#: Characters of a name with its titles.
_MAX_NAME = 160


@cache
def _own() -> re.Pattern[str]:
    """Return the word for `my` that a phrase begins with."""
    return re.compile(rf"(?:{alternatives(words('small', 'my'))})[ ]")


@cache
def _separator() -> re.Pattern[str]:
    """Return what stands between a word such as `boss` and the name."""
    there, is_ = (alternatives(words("small", name)) for name in ("there", "is"))
    return re.compile(rf"(?:[ ](?:{there}))?(?:[ ]?[:,(][ ]?|[ ](?P<is>{is_})[ ]|[ ](?:[–—-][ ])?)")


@cache
def _between_names() -> re.Pattern[str]:
    """Return what parts the names of a list."""
    return re.compile(rf"[,;&(]|\b(?:{alternatives(words('small', 'between_names'))})\b")


@cache
def posts() -> frozenset[str]:
    """Return the short names of posts."""
    return frozenset(words("small", "posts"))


def find_announced(context: Context) -> Iterator[Match]:
    """Find who stands after words such as `reporting to`, `my boss`, `under`, or before Turkish ones."""
    prepared = context.prepared
    for start, end, kind in prepared.trigger_phrases:
        rule = _ANNOUNCED.get(kind)
        name = rule(prepared, start, end) if rule is not None else None
        while name is not None:
            yield with_titles(prepared, name, f"{kind}_cue")
            name = _next_of_list(prepared, name) if kind in {"person", "relation"} else None


def _next_of_list(prepared: PreparedText, name: Name) -> Name | None:
    """Return the next of several people: `reporting to Ulla Berg and Omar Diaz`."""
    joint = _between_names().match(
        prepared.folded, name.span.end + (prepared.text[name.span.end : name.span.end + 1] == " ")
    )
    start = joint.end() + 1 if joint is not None else 0
    if joint is None or prepared.text[start - 1 : start] != " ":
        return None
    following = clause_name(prepared, start)
    if following is None or len(following.words) < 2 or (joint.group() in ",;&(" and not is_known(following)):
        return None
    return following if evidence(prepared, following) >= ANNOUNCED and is_person(prepared, following) else None


def announces(prepared: PreparedText, start: int, end: int) -> bool:
    """Return whether a name, or what one was taken out for, follows a phrase such as `supervised by`."""
    return ATOM in prepared.text[end : end + _GAP] or _after_cue(prepared, start, end) is not None


def _after_cue(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name after words such as `reporting to`."""
    is_own = _own().match(prepared.folded, start) is not None
    position = _past_is(prepared, end)
    while prepared.folded[position : position + 1] in {" ", ",", ":", "("}:
        position += 1
    name = name_in_sentence(prepared, position)
    if name is None:
        return _behind_post(prepared, position)
    if is_organisation(prepared, name) or goes_on_with_work(name):
        return None
    if len(name.words) > 1 or is_own or is_caseless(name) or _follows_title(prepared, name):
        return name
    is_given = begins_with_given(name) and fold(name.words[0]) not in vocabulary().homonyms
    return name if is_given else None


def _past_is(prepared: PreparedText, end: int) -> int:
    """Return where a phrase such as `my boss` ends with the verb behind it: `my boss is`."""
    verb = _is_verb().match(prepared.folded, end)
    return verb.end() if verb is not None else end


@cache
def _is_verb() -> re.Pattern[str]:
    return re.compile(rf"[ ](?:{alternatives(words('small', 'is'))})(?=[ ])")


def _behind_post(prepared: PreparedText, start: int) -> Name | None:
    """Return the name behind somebody's post: `reporting to the plant manager Ulla Berg`.

    What a preposition stands before is what the post is in: `reporting to the board of Halden Foods`.
    """
    if not prepared.is_cased:
        return None
    is_post = False
    position = start
    for _ in range(_MAX_POST):
        word = _POST_WORD.match(prepared.text, position)
        if word is None:
            return None
        folded = prepared.folded[slice(*word.span("word"))]
        is_post = is_post or is_professional(folded) or folded in posts() or folded in _roles()
        position = word.end()
        name = clause_name(prepared, position) if is_post and folded not in _before_places() else None
        if name is not None and name.span.start - position < _GAP and len(name.words) > 1:
            is_sure = is_known(name) or evidence(prepared, name) >= ANNOUNCED
            return name if is_sure and is_person(prepared, name) else None
    return None


@cache
def _roles() -> frozenset[str]:
    """Return single words for what somebody is to somebody else at work."""
    return frozenset(map(fold, words("names", "relations") + words("small", "roles")))


@cache
def _before_places() -> frozenset[str]:
    """Return prepositions, behind which no name of who holds a post stands."""
    listed = words("small", "prepositions") + words("small", "in_place") + words("small", "and")
    return frozenset(map(fold, listed)) | vocabulary().particles


def _after_relation(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name after a word such as `boss`: after a colon, `my`, or when a frequent given name begins it."""
    separator = _separator().match(prepared.folded, end)
    if separator is None:
        return None
    name = clause_name(prepared, separator.end())
    is_kin = prepared.folded[start:end] in vocabulary().kin and separator.group() == " "
    if name is None or (len(name.words) < 2 and not is_kin) or not is_person(prepared, name):
        return None
    if is_kin and prepared.text[name.span.start].isupper():
        return name
    before = _WORD_BEFORE.search(prepared.folded, max(0, start - 20), start)
    is_own = before is not None and before["word"] in vocabulary().possessives
    is_own |= prepared.folded[start:end].endswith("m") and prepared.text[start].islower()
    is_sure = (
        ":" in separator.group()
        or separator["is"] is not None
        or (is_own and ("," not in separator.group() or prepared.text[name.span.end : name.span.end + 1] == ","))
        or _follows_title(prepared, name)
    )
    return name if is_sure or is_known(name) else None


def _after_preposition(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name after `under`, `by`, `with` when a frequent given name begins it."""
    if not prepared.is_cased or not prepared.text[start].islower() or prepared.text[end : end + 1] != " ":
        return None
    name = clause_name(prepared, end + 1)
    if name is None or len(name.words) < 2 or not may_begin_with_given(name) or not is_person(prepared, name):
        return None
    is_sure = begins_with_given(name) or (_says_together(prepared, start) and evidence(prepared, name) >= ANNOUNCED)
    if not is_sure:
        return None
    # "with Fatima Suite R4"
    return None if _VERSION.match(prepared.text, name.span.end) is not None else name


def _says_together(prepared: PreparedText, start: int) -> bool:
    """Return whether people, not tools, stand behind a preposition: `worked closely with`, `in Zusammenarbeit mit`."""
    return not _together().isdisjoint(_LETTERS.findall(prepared.folded, max(0, start - _TOGETHER), start)[-2:])


@cache
def _together() -> frozenset[str]:
    return frozenset(map(fold, words("small", "together")))


def _before_cue(prepared: PreparedText, start: int, _: int) -> Name | None:
    """Return the name before Turkish words such as `danışmanlığında`."""
    words = _NAMED_BEFORE.search(prepared.text, max(0, start - _MAX_BEFORE), start)
    if words is None:
        return None
    starts = [word.start() for word in _WORD_START.finditer(prepared.text, *words.span("name"))]
    names = [name_at(prepared, start, words.end("name")) for start in starts]
    whole = [name for name in names if name is not None and name.span.end == words.end("name") and len(name.words) > 1]
    sure = [name for name in whole if begins_with_given(name)] or [name for name in whole if is_known(name)]
    # "Tezimi Ahmet Karatay": a known given name tells where the name begins, else all of it may be one.
    for name in sure or whole:
        if evidence(prepared, name) >= ANNOUNCED and is_person(prepared, name):
            return name
    return None


_ANNOUNCED = {
    "person": _after_cue, "person_after": _before_cue, "relation": _after_relation, "weak": _after_preposition,
}  # fmt: skip


def clause_name(prepared: PreparedText, start: int) -> Name | None:
    """Return the name at `start`; where case does not tell its end, a clause of four words at most, or two words."""
    end = line_end(prepared, start)
    name = _turned(prepared, start, end) or name_at(prepared, start, end, cased=prepared.is_cased)
    if prepared.is_cased or name is None:
        return name
    clause = _CLAUSE_END.search(prepared.folded, name.span.start, end)
    stop = clause.start() if clause is not None else end
    if len(_LETTERS.findall(prepared.folded[name.span.start : stop])) > _MAX_WORDS:
        second = _TWO_WORDS.match(prepared.text, name.span.start)
        stop = second.end() if second is not None else name.span.start
    return name_at(prepared, name.span.start, stop, cased=False)


def _turned(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name that begins with its surname in capitals: `NKOSI, Oluwaseun`."""
    found = _TURNED.match(prepared.text, start, end) if prepared.is_cased else None
    if found is None or any(is_professional(fold(word)) for word in _LETTERS.findall(found.group())):
        return None
    return Name(Span(*found.span()), (*found["given"].split(), *found["surname"].split()))


def name_in_sentence(prepared: PreparedText, start: int) -> Name | None:
    """Return the name at `start`, perhaps with a line end before it or between its two words."""
    first = LINE_START.match(prepared.folded, start)
    if first is not None:
        name = clause_name(prepared, first.end())
        return name if name is not None and _goes_on(prepared, name) else None
    name = clause_name(prepared, start)
    if name is None or len(name.words) > 1 or prepared.folded[name.span.end : name.span.end + 1] != "\n":
        return name
    rest = clause_name(prepared, name.span.end + 1)
    if rest is None or rest.span.start != name.span.end + 1 or len(rest.words) > 1 or not _goes_on(prepared, rest):
        return name
    return joined(name, rest)


def _goes_on(prepared: PreparedText, name: Name) -> bool:
    """Return whether a sentence goes on or ends after a name: what a line begins with is mostly something else."""
    return _SENTENCE.match(prepared.text, name.span.end) is not None


def is_person(prepared: PreparedText, name: Name) -> bool:
    """Return whether a name is no organisation's and no company's."""
    return not is_organisation(prepared, name) and not is_company(name)


def find_with_contact(context: Context) -> Iterator[Match]:
    """Find names in the lines of e-mail addresses and telephone numbers: they begin the line or a part of it."""
    prepared = context.prepared
    contacts = [contact for contact in context.matches if contact.category in {Category.EMAIL, Category.PHONE}]
    for contact in contacts[:_MAX_CONTACTS]:
        first = max(0, contact.start - _MAX_NAME)
        line = prepared.folded.rfind("\n", first, contact.start) + 1 or first
        local = _LETTERS.findall(prepared.folded[contact.start : contact.end].split("@")[0])
        if prepared.text[contact.start - 1 : contact.start] == "<":
            yield from _mailbox(prepared, Span(line, contact.start - 1), "".join(local))
        beside = _beside_number(prepared, Span(line, contact.start)) if contact.category is Category.PHONE else None
        if beside is not None:
            yield with_titles(prepared, beside, "with_contact")
        for part in _PART_START.finditer(prepared.text, line, contact.start):
            name = name_at(prepared, part.end(), contact.start, cased=prepared.is_cased)
            if name is None or not 1 < len(name.words) < 5 or not is_person(prepared, name):
                continue
            is_address = contact.category is Category.EMAIL and spells(name.words, ["".join(local)])
            is_sender = prepared.text[name.span.end : contact.start].strip() == "<"
            is_listed = begins_with_given(name) or (is_known(name) and evidence(prepared, name) >= ANNOUNCED)
            is_sure = is_address or is_sender or is_listed or _follows_title(prepared, name)
            if is_sure or _holds_post(prepared, name):
                yield with_titles(prepared, name, "with_contact")


def _beside_number(prepared: PreparedText, before: Span) -> Name | None:
    """Return the name right before a number that no label announces: `Harvest Foods Janet Rowburn 720 555 0182`."""
    found = _NAMED_BEFORE.search(prepared.text, max(before.start, before.end - _MAX_BEFORE), before.end)
    if found is None:
        return None
    starts = [word.start() for word in _WORD_START.finditer(prepared.text, *found.span("name"))]
    names = [name_at(prepared, start, found.end("name")) for start in starts[:-1]]
    whole = [name for name in names if name is not None and name.span.end == found.end("name")]
    given = [name for name in whole if begins_with_given(name)] or [name for name in whole if is_known(name)]
    if not whole:
        return None
    # The last two words, unless a given name begins more.
    name = given[0] if given else whole[-1]
    return name if evidence(prepared, name) >= ANNOUNCED and is_person(prepared, name) else None


def _holds_post(prepared: PreparedText, name: Name) -> bool:
    """Return whether a post follows a name in the line of a contact: `Oluwaseun Berg, COO, 020 7946 0417`."""
    following = _LETTERS.search(prepared.folded, name.span.end, name.span.end + _MAX_TITLES)
    is_parted = prepared.folded[name.span.end : name.span.end + 1] in {",", "("}
    word = following.group() if following is not None else ""
    # Small words such as `the` begin anything.
    return is_parted and (word in posts() or (len(word) > _LONGEST_SMALL and is_professional(word)))


def _mailbox(prepared: PreparedText, before: Span, local: str) -> Iterator[Match]:
    """Find the name of `Anna Lind <anna@example.com>` (RFC 5322, 3.4): it has capitals, or fits the address."""
    name = _MAILBOX.search(prepared.text, *before)
    if name is None:
        return
    words = tuple(_LETTERS.findall(name["name"]))
    is_capital = all(word[0].isupper() or fold(word) in vocabulary().particles for word in words)
    if words and (is_capital or spells(words, [local])):
        yield Match(*name.span("name"), Category.NAME, "mailbox")


def find_labelled_persons(context: Context) -> Iterator[Match]:
    """Find who stands behind a label for people: `Manager: Ulla Berg, Omar Diaz`."""
    for item in context.labelled:
        if item.kind == "person":
            yield from _listed(context.prepared, item)


def _listed(prepared: PreparedText, item: Labelled) -> Iterator[Match]:
    start = item.value.start
    while start < item.value.end:
        comma = _between_names().search(prepared.folded, start, item.value.end)
        stop, following = comma.span() if comma is not None else (item.value.end, item.value.end)
        name = name_at(prepared, start, stop, cased=prepared.is_cased)
        turned = _turned(prepared, start, item.value.end)
        if turned is not None:
            name, following = turned, turned.span.end
        if (
            name is not None
            and (_follows_title(prepared, name) or (len(name.words) > 1 and evidence(prepared, name) >= ANNOUNCED))
            and not is_organisation(prepared, name)
        ):
            yield with_titles(prepared, name, "label_person")
        start = following


def line_end(prepared: PreparedText, start: int) -> int:
    """Return where a line ends, or where a name in it can at most."""
    stop = min(len(prepared.folded), start + _MAX_NAME)
    end = prepared.folded.find("\n", start, stop)
    return end if end >= 0 else stop


def _follows_title(prepared: PreparedText, name: Name) -> bool:
    before = prepared.folded[max(0, name.span.start - 8) : name.span.start].split()
    return bool(before) and before[-1].rstrip(".") in vocabulary().titles


def with_titles(prepared: PreparedText, name: Name, rule: str) -> Match:
    """Return the name with the titles before it: they tell of its bearer, too."""
    start = name.span.start
    for word in reversed(list(_TITLE_WORD.finditer(prepared.text, max(0, start - _MAX_TITLES), start))):
        parts = prepared.folded[word.start() : word.end()].strip(". ").split(".")
        if (
            word.end() != start
            or not word.group()[0].isupper()
            or any(part not in vocabulary().titles for part in parts)
        ):
            break
        start = word.start()
    return Match(start, name.span.end, Category.NAME, rule)


RECOGNIZERS = (
    FunctionRecognizer(
        name="labelled_person",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People behind a label for them",
        rules={
            "label_person": "Manager: ⟦Ulla Berg⟧, ⟦Omar Diaz⟧",
        },
        find=find_labelled_persons,
    ),
    FunctionRecognizer(
        name="announced_person",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People after words such as `reporting to`, `my boss`, `under`",
        rules={
            "person_cue": "reporting to ⟦Ulla Berg⟧ now",
            "person_after_cue": "SKILLS\n⟦Maria Berg⟧ danışmanlığında tez",
            "relation_cue": "so our tutor ⟦Ulla Berg⟧ now",
            "weak_cue": "so with ⟦Maria Berg⟧",
        },
        find=find_announced,
    ),
    FunctionRecognizer(
        name="person_with_contact",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People in the lines of e-mail addresses and telephone numbers",
        rules={
            "with_contact": "⟦Ulla Berg⟧, ulla.berg@example.com",
            "mailbox": "SKILLS\n⟦Ulla Berg⟧ <post@example.com>",
        },
        find=find_with_contact,
    ),
)
