"""The head of an entry, cut where people put signs between title, employer, place and school."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from cvparser.adapters.profile_parser.offline.evidence import (
    company_score,
    is_contract,
    is_independent,
    is_internship,
    is_legal_form,
    is_place,
    is_state,
    start_of_company,
    title_score,
)
from cvparser.adapters.profile_parser.offline.labels import label_of
from cvparser.domain.cv.bullets import DOTS
from cvparser.domain.cv.dates.periods import is_duration
from cvparser.domain.lexicon import words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, alternatives, phrase_set, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece of the head of an entry.

    Attributes:
        text: The piece, without signs at its ends.
        separator: What stands before it: `line`, `strong`, `dash`, `slash`, `comma`, `open`, `close` or `at`.
        label: What it is said to be, such as `company`; None where the CV does not label it.
    """

    text: str
    separator: str
    label: str | None = None


_SIGNS = (
    r"(?P<strong>\s{0,100}[|¦│]+\s{0,100}|\s{1,100}//+\s{1,100}"
    rf"|\s{{1,100}}[{DOTS}‧»]\s{{1,100}}"
    r"|\s{0,100}\t+\s{0,100}| {3,}|\s{0,100}·\s{0,100}|;\s{1,100})"
    r"|(?P<dash>\s{1,100}-{1,2}\s{1,100}|\s{0,100}[–—]\s{0,100}|:\s{1,100})|(?P<slash>\s{1,100}/\s{1,100})"
    r"|(?P<comma>\s{0,100},\s{1,100})|(?P<open>\s{0,100}\(\s{0,100})|(?P<close>\s{0,100}\)[\s,:.–—-]*)"
)
_EDGES = " \t,;:|·•–—-/"
#: The last partners of a firm.
_PARTNERS = re.compile(r"[^\W\d_][\w'’-]{1,30} & [^\W\d_][\w'’.-]{1,30}(?: [A-Z][\w.]{1,6})?")
#: Of words that stand behind `in`.
_EMPLOYS = 1.5
#: Characters of a title in capitals; a shorter one may be letters for it, as `CTO` is.
_SHORTEST_TITLE = 5
#: Words like `in` behind which an employer is looked for: the last ones.
_MOST_CONNECTORS = 4


def fragments_of(lines: Sequence[str], *, employers: bool = True) -> list[Fragment]:
    """Return the fragments of the lines of a head, in order; words such as `at` part them if `employers` follow."""
    read = _with_employers if employers else _without_employers
    return [fragment for line in lines for fragment in read(line)]


@remembered
def _with_employers(line: str) -> Sequence[Fragment]:
    return _fragments_of_line(line, employers=True)


@remembered
def _without_employers(line: str) -> Sequence[Fragment]:
    return _fragments_of_line(line, employers=False)


def _fragments_of_line(line: str, *, employers: bool) -> Sequence[Fragment]:
    pieces: list[Fragment] = []
    label, text = _unlabelled(line)
    for index, piece in enumerate(_cut(text, employers=employers)):
        kept = Fragment(text=piece.text, separator=piece.separator if index else "line", label=label)
        sign = _glue(pieces[-1].text, kept) if pieces and index else None
        if sign:
            pieces[-1:] = _glued(pieces[-1], f"{pieces[-1].text}{sign}{kept.text}", employers=employers)
        elif not (is_contract(kept.text) or is_duration(kept.text)) or _says_enough(kept.text):
            pieces.append(kept)
    return pieces


def _says_enough(text: str) -> bool:
    """Tell `freelance` and `internship`, which say who employs or as what, from other kinds of contracts."""
    return is_independent(text) or is_internship(text)


def _glued(fragment: Fragment, text: str, *, employers: bool) -> list[Fragment]:
    """Return `fragment` with its legal form, cut where that shows an employer: `Cook` and `Catering Norte, S.L.`."""
    told = _employed(text) if employers and fragment.label is None else None
    if told is None:
        return [replace(fragment, text=text)]
    title, company = told
    return [replace(fragment, text=title), Fragment(text=company, separator="at")]


def _glue(previous: str, fragment: Fragment) -> str | None:
    """Return what joins a fragment to the one before it, None where they say different things."""
    if (is_legal_form(fragment.text) and not is_state(fragment.text)) or fragment.text.startswith("&"):
        return ", "
    if title_score(previous) >= 2 and _follows(fragment.text):
        return ", "
    if fragment.separator == "comma" and _are_partners(previous, fragment.text):
        return ", "
    both_titles = title_score(previous) >= 2 and title_score(fragment.text) >= 2
    if fragment.separator == "slash" and (both_titles or (is_place(previous) and is_place(fragment.text))):
        return " / "
    return None


def _are_partners(previous: str, text: str) -> bool:
    """Return whether two fragments are the name of a firm of partners: `Okonjo, Bello & Co`."""
    is_name = len(previous.split()) == 1 and previous.isalpha() and previous[:1].isupper() and not previous.isupper()
    is_firm = _PARTNERS.fullmatch(text) is not None
    return is_name and is_firm and title_score(previous) <= 0 and company_score(previous) < 1 and not is_place(previous)


def _follows(text: str) -> bool:
    """Tell `then Foreman`, which goes on with the title before it, from an employer."""
    found = words_of(text)
    then = _then().at(found, 0) if found else None
    return then is not None and then.stop < len(found) and title_score(text) >= 2


def _unlabelled(line: str) -> tuple[str | None, str]:
    label = label_of(line)
    return (label, line.partition(":")[2].strip()) if label else (None, line)


def _cut(text: str, *, employers: bool) -> Iterator[Fragment]:
    separator, position = "line", 0
    for found in (_separators() if employers else _signs()).finditer(text):
        if (
            found.lastgroup == "at"
            and found["at"].strip().istitle()
            and title_score(text[position : found.start()]) <= 0
        ):
            # `Winstub Chez Mathilde`
            continue
        yield from _fragment(text[position : found.start()], separator, employers=employers)
        separator, position = found.lastgroup or "strong", found.end()
    yield from _fragment(text[position:], separator, employers=employers)


def _fragment(text: str, separator: str, *, employers: bool) -> Iterator[Fragment]:
    # A name may have stood behind the last sign.
    text = text.strip(_EDGES).removesuffix(" &")
    told, _, last = text.rpartition(" ")
    if employers and last.casefold() in _connectors() and title_score(told) >= 2:
        # A town or a name stood behind it.
        text = told
    if not any(character.isalnum() for character in text):
        return
    employed = (_employed(text) or _employing(text) or _behind_capitals(text)) if employers else None
    if employed is not None:
        title, company = employed
        yield Fragment(text=title, separator=separator)
        yield Fragment(text=company, separator="at")
        return
    yield Fragment(text=text, separator=separator)


def _employed(text: str) -> tuple[str, str] | None:
    """Cut `Camarera en Restaurante Brisa`, but not `Técnica en farmacia`: what follows must say that it employs."""
    for weak in reversed(list(_weak_connector().finditer(fold(text)))[-_MOST_CONNECTORS:]):
        before, after = text[: weak.start()].strip(_EDGES), _without_article(text[weak.end() :].strip(_EDGES))
        if title_score(before) >= 2 and _is_employer(after):
            first = start_of_company(after)
            if first is None:
                return before, after
            # `Enseignante en mathématiques Éducation nationale`
            return f"{text[: weak.end()]}{after[:first]}".strip(_EDGES), after[first:]
    return None


def _employing(text: str) -> tuple[str, str] | None:
    """Cut the Turkish `Ford Otosan'da Öğretmen`: an ending says who employs."""
    if "'" not in text and "’" not in text:
        return None
    found = _company_ending().search(fold(text))
    if found is None or not found.start():
        return None
    company, title = text[: found.start()], text[found.end() :].strip(_EDGES)
    return (title, company) if title_score(title) >= 2 else None


def _behind_capitals(text: str) -> tuple[str, str] | None:
    """Cut `ENOLOGO RESPONSABILE Cantine Murgia`: the title is all in capitals, and the employer is not."""
    found = words_of(text)
    capitals = list(takewhile(lambda word: text[word.start : word.end].isupper(), found))
    if not capitals or len(capitals) == len(found):
        return None
    first = found[len(capitals)].start
    before, after = text[:first].strip(_EDGES), text[first:]
    is_name = after.split()[0].istitle() and title_score(after) < _EMPLOYS and not is_place(after)
    is_title = len(before) >= _SHORTEST_TITLE and title_score(before) >= 2
    return (before, after) if is_name and is_title else None


def _is_employer(text: str) -> bool:
    """Tell `Farmacia Olmo` from the field `farmacia`, and from `Logistik`, which begins with a capital as well."""
    if len(text.split()) < 2 or not (text[:1].isupper() or start_of_company(text)):
        return False
    return company_score(text) >= _EMPLOYS and company_score(text) > title_score(text)


def _without_article(text: str) -> str:
    found = words_of(text)
    article = _articles().at(found, 0) if len(found) > 1 else None
    if article is None or article.stop == len(found) or not text[0].islower():
        return text
    return text[found[article.stop].start :]


@cache
def _articles() -> Phrases[bool]:
    return phrase_set(words("prose", "articles"))


@cache
def _then() -> Phrases[bool]:
    return phrase_set(words("experience", "then"))


@cache
def _separators() -> re.Pattern[str]:
    listed = sorted(words("experience", "company_connectors"), key=len, reverse=True)
    connectors = (re.escape(word) for word in listed if word != "@")
    at = rf"\s{{1,100}}(?:{'|'.join(connectors)})\s{{1,100}}|\s{{0,100}}(?<![\w.])@\s{{0,100}}"
    return re.compile(rf"{_SIGNS}|(?P<at>{at})", re.IGNORECASE)


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(_SIGNS)


@cache
def _company_ending() -> re.Pattern[str]:
    return re.compile(rf"['’](?:{alternatives(words('experience', 'company_endings'))})\s{{1,5}}(?=\w)")


@cache
def _connectors() -> frozenset[str]:
    return frozenset((*words("experience", "weak_company_connectors"), *words("experience", "company_connectors")))


@cache
def _weak_connector() -> re.Pattern[str]:
    return re.compile(rf"\s{{1,100}}(?:{alternatives(words('experience', 'weak_company_connectors'))})\s{{1,100}}")
