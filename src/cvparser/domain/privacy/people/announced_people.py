"""People after words such as `reporting to`, `my boss`, `under`, or before Turkish ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.inventories import products
from cvparser.domain.privacy.people.name_forms import (
    Name,
    is_professional,
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
    is_product,
    may_begin_with_given,
)
from cvparser.domain.privacy.people.third_persons import (
    NAMED_BEFORE,
    REACH_BEFORE,
    between_names,
    clause_name,
    follows_title,
    is_person,
    name_in_sentence,
    posts,
    with_titles,
)
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_WORD_BEFORE = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]++)[ ]\Z")
_WORD_BEHIND = re.compile(r"[ ](?P<word>[^\W\d_]{2,20}+)(?![^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+")
#: The number of a version behind a product's name.
_VERSION = re.compile(r"[ ][vVR]?\d[\w.]{0,12}(?![\w/])")
#: Characters between a phrase and the name that it announces.
_GAP = 3
#: Characters before a preposition in which a word such as `worked` stands.
_TOGETHER = 40
#: A word of a post, small or an acronym such as `CFO`; and how many a post has, articles among them.
_POST_WORD = re.compile(r"(?P<word>[^\W\d_]{1,30})(?:['’]s)?[ ,]{1,2}(?=[^\W\d_])")
_MAX_POST = 6
_OF_MINE = re.compile(r"[ ](?P<word>[^\W\d_]{3,30}),?[ ](?=[^\W\d_])")
_WORD_START = re.compile(r"(?<!\w)\w")


@cache
def _own() -> re.Pattern[str]:
    """Return the word for `my` that a phrase begins with."""
    return re.compile(rf"(?:{alternatives(words('small', 'my'))})[ ]")


@cache
def _separator() -> re.Pattern[str]:
    """Return what stands between a word such as `boss` and the name."""
    there, is_ = (alternatives(words("small", name)) for name in ("there", "is"))
    return re.compile(rf"(?:[ ](?:{there}))?(?:[ ]?[:,(][ ]?|[ ](?P<is>{is_})[ ]|[ ](?:[–—-][ ])?)")


def find_announced(context: Context) -> Iterator[Match]:
    """Find who stands after words such as `reporting to`, `my boss`, `under`, or before Turkish ones."""
    prepared = context.prepared
    for start, end, kind in prepared.trigger_phrases:
        rule = _ANNOUNCED.get(kind)
        name = rule(prepared, start, end) if rule is not None else None
        while name is not None:
            yield with_titles(prepared, name, f"{kind}_cue")
            is_of_kin = kind == "relation" and prepared.folded[start:end] in vocabulary().kin
            name = _next_of_list(prepared, name, of_kin=is_of_kin) if kind in {"person", "relation"} else None
    yield from _of_mine(prepared)


def _of_mine(prepared: PreparedText) -> Iterator[Match]:
    """Find whom the writer calls theirs, whatever the word for it: `mein Bezirksleiter Omar Diaz`, no `our client`."""
    for place in prepared.words_among(_my()) if prepared.is_cased else ():
        word = _OF_MINE.match(prepared.folded, place.end)
        if word is None or word["word"] in _owned() or not prepared.text[word.end()].isupper():
            continue
        name = clause_name(prepared, word.end())
        if name is None or len(name.words) < 2 or not is_known(name) or evidence(prepared, name) < ANNOUNCED:
            continue
        if is_person(prepared, name) and not _begins_project(prepared, name):
            yield with_titles(prepared, name, "of_mine")


@cache
def _my() -> frozenset[str]:
    """Return the words for `my` and `our`."""
    return frozenset(map(fold, words("small", "my") + words("small", "our")))


@cache
def _owned() -> frozenset[str]:
    """Return what is somebody's and is nobody: `our client`, `my school`."""
    return frozenset(map(fold, words("small", "owned")))


def _next_of_list(prepared: PreparedText, name: Name, *, of_kin: bool) -> Name | None:
    """Return the next of several people: `reporting to Ulla Berg and Omar Diaz`, `my sons Finn and Cormac`."""
    joint = between_names().match(
        prepared.folded, name.span.end + (prepared.text[name.span.end : name.span.end + 1] == " ")
    )
    start = joint.end() + 1 if joint is not None else 0
    if joint is None or prepared.text[start - 1 : start] != " ":
        return None
    following = clause_name(prepared, start)
    if following is not None and of_kin and len(name.words) == len(following.words) == 1:
        is_listed = len(following.words[0]) > 1 and prepared.text[start].isupper() and joint.group() not in ";("
        return following if is_listed and is_person(prepared, following) else None
    if following is None or len(following.words) < 2 or (joint.group() in ",;&(" and not is_known(following)):
        return None
    return following if evidence(prepared, following) >= ANNOUNCED and is_person(prepared, following) else None


def announces(prepared: PreparedText, start: int, end: int) -> bool:
    """Return whether a name, or what one was taken out for, follows a phrase such as `supervised by`."""
    return ATOM in prepared.text[end : end + _GAP] or _after_cue(prepared, start, end) is not None


def _after_cue(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name after words such as `reporting to`."""
    is_own = _own().match(prepared.folded, start) is not None or prepared.folded[start:end] in vocabulary().kin
    position = _past_is(prepared, end)
    while prepared.folded[position : position + 1] in {" ", ",", ":", "("}:
        position += 1
    name = name_in_sentence(prepared, position)
    if name is None:
        return _behind_post(prepared, position)
    if is_organisation(prepared, name) or goes_on_with_work(name) or is_product(name):
        return None
    if len(name.words) > 1 or is_own or is_caseless(name) or follows_title(prepared, name):
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
    if separator.group() == " " and _begins_project(prepared, name):
        return None
    before = _WORD_BEFORE.search(prepared.folded, max(0, start - 20), start)
    is_own = before is not None and before["word"] in vocabulary().possessives
    if is_kin and prepared.text[name.span.start].isupper():
        # "Bergmann & Sohn KG": a name that no list has is one behind `my` alone.
        is_somebody = is_own or prepared.folded[start:end].endswith("m") or may_begin_with_given(name)
        return name if is_somebody else None
    is_own |= prepared.folded[start:end].endswith("m") and prepared.text[start].islower()
    is_sure = (
        ":" in separator.group()
        or separator["is"] is not None
        or (is_own and ("," not in separator.group() or prepared.text[name.span.end : name.span.end + 1] == ","))
        or follows_title(prepared, name)
    )
    # "under foreman Gethin Prosser"
    is_beside = separator.group() == " " and evidence(prepared, name) >= ANNOUNCED
    is_beside = is_beside and (may_begin_with_given(name) or _is_company_of(prepared, name))
    return name if is_sure or is_beside or is_known(name) else None


def _begins_project(prepared: PreparedText, name: Name) -> bool:
    """Return whether a capitalised word of work goes on after a name: `Project Manager Victoria Line Upgrade`."""
    word = _WORD_BEHIND.match(prepared.folded, name.span.end)
    return (
        word is not None
        and prepared.is_cased
        and prepared.text[word.start("word")].isupper()
        and is_professional(word["word"])
    )


def _is_company_of(prepared: PreparedText, name: Name) -> bool:
    """Return whether the word behind a name says that somebody did something with its bearer: `ile`."""
    behind = _WORD_BEHIND.match(prepared.folded, name.span.end)
    is_tool = any(fold(word) in products() for word in name.words)
    return behind is not None and not is_tool and behind["word"] in words("small", "with_behind")


def _after_preposition(prepared: PreparedText, start: int, end: int) -> Name | None:
    """Return the name after `under`, `by`, `with` when a frequent given name begins it."""
    if not prepared.is_cased or not prepared.text[start].islower() or prepared.text[end : end + 1] != " ":
        return None
    if prepared.text[end + 1 : end + 2].islower():
        # Most of what follows a preposition is no name.
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
    words = NAMED_BEFORE.search(prepared.text, max(0, start - REACH_BEFORE), start)
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


def _announcing() -> frozenset[str]:
    """Return the words without which nobody is announced."""
    return vocabulary().trigger_phrases.first_words_of(*_ANNOUNCED) | _my()


RECOGNIZERS = (
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
            "of_mine": "so my foreman ⟦Maria Berg⟧ said",
        },
        find=find_announced,
        anchors=Anchors(words=_announcing),
    ),
)
