"""E-mail addresses as people write and hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import PreparedText, matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.words import first_words

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-'ß")
_DOMAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-ß")
#: RFC 5321 4.5.3.1: 64 octets before the @, 255 after it.
_MAX_LOCAL, _MAX_DOMAIN = 64, 255
#: Letters of a domain's last part that stands alone in the next line.
_LONGEST_ENDING = 4
_SIGN = re.compile(r"@|%40")
#: [at], (at), {at}, <at>, perhaps at a line's end; _at_, and the bare word between blanks.
_BRACKETED = re.compile(r"[ \n]?[\[({<][ ]?(?P<word>[^\W\d_]{1,10}(?: a)?|@)[ ]?[\])}>][ \n]?")
_BRACKET = re.compile(r"[\[({<]")
_UNDERSCORED = re.compile(r"_(?P<word>at)_")
_BARE = re.compile(r"(?<=[\w])[ ](?P<word>[^\W\d_]{2,10})(?=[ ]\w)")
_DOT = re.compile(r"[ ]?[\[({<][ ]?(?P<word>[^\W\d_]{3,6}|\.)[ ]?[\])}>][ ]?|[ ](?P<bare>[^\W\d_]{3,6})[ ]|[ ]?\.[ ]?")
_GLUED = re.compile(r"(?P<domain>\.[a-z]{2,8})[A-ZÇĞİÖŞÜÄ][a-zçğıöşüäß]")
#: `anna [dot] ` before the rest of a local part.
_DOTTED = re.compile(r"[\w-]{1,30}[ ]?[\[({<][ ]?(?P<word>[^\W\d_]{3,6})[ ]?[\])}>][ ]?$")
#: `anna . ` before it, where a sign in brackets follows.
_SPACED = re.compile(r"(?<!\w)[\w-]{1,30}[ ]?\.[ ]\Z")
_DOT_BEFORE = re.compile(r"(?<!\w)[\w-]{1,30} (?P<word>[^\W\d_]{3,6}) \Z")
#: What parts the pieces of a line; nothing at its ends.
_PARTING = frozenset({"", "\n", "\t", "|", "•", "·", ";"})
#: Local parts of machines.
_NOBODY = frozenset({"git", "user", "hg", "svn"})
#: What `_spelt_domain` says of a dot that is spelt out.
_SPELT = 2
_LABEL = re.compile(r"[a-z0-9-]{1,63}")


def find_emails(context: Context) -> Iterator[Match]:
    """Find addresses: plain, wrapped over two lines, percent-encoded."""
    prepared = context.prepared
    folded = prepared.folded
    for sign in _SIGN.finditer(folded):
        start = _local_start(folded, sign.start())
        end = _domain_end(prepared, sign.end())
        # "scope @nestjs/common" is a handle beside a word.
        is_apart = folded[sign.start() - 1 : sign.start()] == " " and folded[sign.end() : sign.end() + 1] != " "
        is_address = (not is_apart or "." in folded[sign.end() : end]) and folded[start : sign.start()] not in _NOBODY
        if start < sign.start() and end > sign.end() and is_address:
            yield Match(start, end, Category.EMAIL, "email")


def _local_start(folded: str, at: int) -> int:
    position = at
    # "anna @ example.com", where a line may end before the @; "@handle" below a line is none of it.
    blanks = " \n" if folded[at + 1 : at + 2] == " " else " "
    while position > 0 and folded[position - 1] in blanks and at - position < 2:
        position -= 1
    stop = max(0, position - _MAX_LOCAL)
    start = position
    while start > stop and folded[start - 1] in _LOCAL:
        start -= 1
    if start == position:
        return at
    joint = start - 1
    while joint > 0 and folded[joint] in " \n" and start - joint < 4:
        joint -= 1
    # A local part wrapped over two lines ends its first one with what joins its pieces.
    if "\n" in folded[joint + 1 : start] and joint >= 0 and folded[joint] in "._-+":
        while joint > stop and folded[joint - 1] in _LOCAL:
            joint -= 1
        start = joint
    while start < position and folded[start] in "-'.%":
        start += 1
    return start


def _domain_end(prepared: PreparedText, after: int) -> int:
    folded = prepared.folded
    start = after
    while start < len(folded) and folded[start] in " \n" and start - after < 3:
        start += 1
    end = _run(prepared, start)
    domain = folded[start:end]
    if folded[end : end + 1] == "\n" and ("." not in domain.rstrip(".") or domain.endswith((".", "-"))):
        further = _run(prepared, end + 1)
        if _goes_on(prepared, domain, end + 1, further):
            end = further
    while end > start and folded[end - 1] in ".-":
        end -= 1
    return end if end - start > 1 and (start == after or "." in folded[start:end]) else after


def _goes_on(prepared: PreparedText, domain: str, start: int, end: int) -> bool:
    """Return whether a domain goes on in the next line, or a full stop ends it: `anna@example.com.` above `Nurse`."""
    further = prepared.folded[start:end]
    if "." in further:
        return True
    is_whole = "." in domain.rstrip(".")
    is_ending = len(further) <= _LONGEST_ENDING and not prepared.folded[end : end + 1].isalnum()
    is_alike = prepared.text[start : start + 1].isupper() == prepared.text[start - 3 : start - 2].isupper()
    return "." in domain and (not is_whole or domain.endswith("-") or (is_ending and is_alike))


def _run(prepared: PreparedText, start: int) -> int:
    stop = min(len(prepared.folded), start + _MAX_DOMAIN)
    end = start
    while end < stop and prepared.folded[end] in _DOMAIN:
        end += 1
    # "anna@example.comPhone": a lost blank; the last part of a domain has no capital within.
    glued = _GLUED.search(prepared.text, start, end)
    return glued.end("domain") if glued is not None else end


def find_spelt_out(context: Context) -> Iterator[Match]:
    """Find addresses whose signs are words or stand in brackets: `anna [at] example [dot] com`."""
    prepared = context.prepared
    folded = prepared.folded
    words = vocabulary()
    for pattern, signs in _signs(prepared):
        for sign in signs:
            if (
                sign["word"] != "@"
                and sign["word"] not in words.ats
                and (pattern is not _BRACKETED or sign["word"] != "a")
            ):
                continue
            start = _local_start(folded, sign.start())
            lead = _DOTTED.search(folded, max(0, start - _MAX_LOCAL), start)
            start = lead.start() if lead is not None and lead["word"] in words.dots else start
            spaced = _SPACED.search(folded, max(0, start - _MAX_LOCAL), start) if pattern is _BRACKETED else None
            start = spaced.start() if spaced is not None and start < sign.start() else start
            before = _DOT_BEFORE.search(folded, max(0, start - _MAX_LOCAL), start) if pattern is _BARE else None
            start = before.start() if before is not None and before["word"] in words.dots else start
            end, dots = _spelt_domain(folded, sign.end() + (pattern is _BARE))
            dots += pattern is _BARE and _is_alone(folded, start, end)
            # Without brackets, "engineer at example.com" is no address: its dot must be spelt out as well.
            if start < sign.start() and end > sign.end() and dots >= (2 if pattern is _BARE else 1):
                yield Match(start, end, Category.EMAIL, "email_spelt_out")


def _signs(prepared: PreparedText) -> Iterator[tuple[re.Pattern[str], Iterator[re.Match[str]]]]:
    """Return what may stand for an @, each by its pattern."""
    folded = prepared.folded
    yield _BRACKETED, _bracketed(folded)
    yield _UNDERSCORED, _UNDERSCORED.finditer(folded)
    yield _BARE, matches_at(_BARE, folded, (word.start - 1 for word in prepared.words_among(vocabulary().ats)))


def _bracketed(folded: str) -> Iterator[re.Match[str]]:
    position = 0
    for bracket in _BRACKET.finditer(folded):
        start = bracket.start() - (bracket.start() > position and folded[bracket.start() - 1] in " \n")
        sign = _BRACKETED.match(folded, start) if start >= position else None
        if sign is not None:
            yield sign
            position = sign.end()


@cache
def _words_of_signs() -> frozenset[str]:
    """Return first words of what stands for an @."""
    return first_words(vocabulary().ats)


def _holds_bracketed(context: Context) -> bool:
    """Return whether `a` may stand in brackets."""
    prepared = context.prepared
    return _BRACKET.search(prepared.folded) is not None and "a" in prepared.folded_words


def _is_alone(folded: str, start: int, end: int) -> bool:
    """Return whether nothing else stands in the line, or in its part between bars and bullets."""
    before, after = folded[max(0, start - 3) : start].rstrip(" "), folded[end : end + 3].lstrip(" ")
    return before[-1:] in _PARTING and after[:1] in _PARTING


def _spelt_domain(folded: str, start: int) -> tuple[int, int]:
    """Return where a domain spelt out ends, and 1 when it has a dot, 2 when a dot is spelt out."""
    words = vocabulary()
    label = _LABEL.match(folded, start)
    dots = 0
    end = start
    while label is not None and label.end() - start <= _MAX_DOMAIN:
        end = label.end()
        dot = _DOT.match(folded, end)
        if dot is None:
            break
        word = dot["word"] or dot["bare"]
        if word is not None and word != "." and word not in words.dots:
            break
        ends_sentence = dot.group().endswith(". ") and dots > 1
        if word is None and (ends_sentence or (dot.group() != "." and dots < _SPELT)):
            break
        label = _LABEL.match(folded, dot.end())
        if label is not None:
            dots = max(dots, 2 if word is not None else 1)
    return end, dots


RECOGNIZERS = (
    FunctionRecognizer(
        name="email",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.EMAIL),
        description="E-mail addresses: plain, wrapped over two lines, percent-encoded",
        rules={
            "email": "to ⟦anna@example.com⟧ now",
        },
        find=find_emails,
        anchors=Anchors(signs="@%"),
    ),
    FunctionRecognizer(
        name="email_spelt_out",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.EMAIL),
        description="E-mail addresses whose signs are words or stand in brackets",
        rules={
            "email_spelt_out": "to ⟦anna [at] example [dot] com⟧ now",
        },
        find=find_spelt_out,
        anchors=Anchors(words=_words_of_signs, signs="@", holds=_holds_bracketed),
    ),
)
