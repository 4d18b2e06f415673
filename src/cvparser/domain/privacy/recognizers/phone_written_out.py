"""Telephone numbers of which digits are words, or characters encoded as URLs and HTML do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.parted_numbers import PartedNumber, first_that
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.phone import MAX_DIGITS, MIN_DIGITS, is_announced, is_number
from cvparser.domain.privacy.recognizers.phone_signs import HYPHENS, with_plain_signs
from cvparser.domain.privacy.vocabulary import vocabulary

_MIN_WORDS = 2
#: Numbers with these are found with the others; dates have slashes, too.
_SIGNS_OF_PHONES = frozenset("/~")
_NO_DIGIT = re.compile(r"\D")
#: What stands between the words of a number.
_BESIDE = frozenset({" ", "  ", "-", ", "})
_SPELT_REST = re.compile(r"[ ,–-]{1,3}\d(?:[ -]?\d){1,12}")
#: Digits that words go on after: `0549 üç yüz on dört`; characters in which they stand.
_DIGITS_BEFORE = re.compile(r"(?<![\w.,/-])\+?\d{2,5}(?:[ ]\d{2,4})?[ ,-]{1,2}\Z")
_REACH_BEFORE = 14
_ESCAPE = re.compile(r"%[23][0-9A-Fa-f]|&(?:#\d{2,4}|#[xX][0-9A-Fa-f]{2,4}|[a-z]{2,6});")
_ENCODED = re.compile(
    r"(?<![\w%&#;])(?:[\d ().+-]|%[23][0-9A-Fa-f]|&(?:#\d{2,4}|#[xX][0-9A-Fa-f]{2,4}|nbsp|plus|minus|ndash|shy);)"
    r"{7,80}+"
)


def find_spelt_out(context: Context) -> Iterator[Match]:
    """Find numbers of which some digits are words: `beş yüz kırk bir 220 11 90`."""
    prepared = context.prepared
    digits = vocabulary().digits
    words = prepared.words
    position = 0
    for index in [index for index, word in enumerate(prepared.folded_words) if word in digits]:
        if index < position:
            continue
        last = _past_digits(prepared, index + 1, words[index].end)
        if last - index >= _MIN_WORDS:
            count, end = last - index, words[last - 1].end
            # Words and figures may take turns: "beş yüz otuz yedi, 000, yetmiş bir".
            while (rest := _SPELT_REST.match(prepared.folded, end)) is not None:
                further = _past_digits(prepared, last, rest.end())
                count += sum(map(str.isdigit, rest.group())) + further - last
                end = words[further - 1].end if further > last else rest.end()
                if further == last:
                    break
                last = further
            if count >= MIN_DIGITS:
                start = words[index].start
                before = _DIGITS_BEFORE.search(prepared.folded, max(0, start - _REACH_BEFORE), start)
                start = before.start() if before is not None else start
                yield Match(start, end, Category.PHONE, "phone_spelt_out")
        position = last


def _past_digits(prepared: PreparedText, index: int, end: int) -> int:
    """Return the index past the words from `index` on that spell digits and go on where something ends at `end`."""
    words, digits = prepared.words, vocabulary().digits
    while (
        index < len(words)
        and prepared.folded_words[index] in digits
        and prepared.folded[end : words[index].start] in _BESIDE
    ):
        end = words[index].end
        index += 1
    return index


def find_encoded(context: Context) -> Iterator[Match]:
    """Find numbers with characters as URLs or HTML encode them: `%2B90%20532...`, `&#43;90&nbsp;532...`."""
    prepared = context.prepared
    if _ESCAPE.search(prepared.text) is None:
        return
    for run in _ENCODED.finditer(prepared.text):
        if _ESCAPE.search(run.group()) is None:
            continue
        number = unquote(unescape(run.group())).replace("\xa0", " ").translate(HYPHENS).strip()
        digits = sum(map(str.isdigit, number))
        is_labelled = is_announced(prepared.folded, run.start())
        if MIN_DIGITS <= digits <= MAX_DIGITS and is_number(number, labelled=is_labelled):
            start = run.start() + len(run.group()) - len(run.group().lstrip())
            yield Match(start, run.start() + len(run.group().rstrip()), Category.PHONE, "phone_encoded")


def find_parted(context: Context) -> Iterator[Match]:
    """Find numbers whose groups a sign parts that numbers do not have: `0532_111_22_33`, `0532|111|22|33`."""
    prepared = context.prepared

    def is_phone(number: PartedNumber) -> bool:
        plus = "+" if "+" in prepared.text[number.start : number.start + 2] else ""
        written = with_plain_signs(plus + " ".join(number.groups))
        digits = _NO_DIGIT.sub("", written)
        if number.sign in _SIGNS_OF_PHONES or len(digits) != sum(map(len, number.groups)):
            return False
        is_labelled = is_announced(prepared.folded, number.start)
        return MIN_DIGITS < len(digits) <= MAX_DIGITS and is_number(written, labelled=is_labelled)

    for number in first_that(context.parted_numbers, is_phone):
        yield Match(number.start, number.end, Category.PHONE, "phone_parted")


RECOGNIZERS = (
    FunctionRecognizer(
        name="phone_parted",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.PHONE),
        description="Telephone numbers whose groups a sign parts that numbers do not have",
        rules={"phone_parted": "call ⟦0532_555_01_47⟧ now"},
        find=find_parted,
        needs_digit=True,
        anchors=Anchors(digits=MIN_DIGITS - 1),
    ),
    FunctionRecognizer(
        name="phone_encoded",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.PHONE),
        description="Telephone numbers with characters as URLs or HTML encode them",
        rules={"phone_encoded": "call ⟦&#43;90&nbsp;532&nbsp;555&nbsp;01&nbsp;47⟧ now"},
        find=find_encoded,
        anchors=Anchors(signs="%&"),
    ),
    FunctionRecognizer(
        name="phone_spelt_out",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.PHONE),
        description="Telephone numbers of which some digits are words",
        rules={
            "phone_spelt_out": "⟦beş yüz kırk bir 220 11 90⟧ now",
        },
        find=find_spelt_out,
        needs_whole_cv=True,
    ),
)
