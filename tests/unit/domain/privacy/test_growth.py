"""No text takes more than linear time: four times as much of it takes about four times as long.

Time is processor time of this process, compared with a shorter text's and with an ordinary CV's in the same run, and
measured again before it fails. A quadratic rule takes sixteen times as long; one that never ends is interrupted.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from itertools import combinations_with_replacement

import pytest
from tests.growth import cost_s

from cvparser.domain.privacy import filter_answer, redact

SHORT, LONG = 12_000, 48_000
#: Between four, which is linear, and sixteen, which is quadratic.
GROWTH = 9
#: Times the processor time of an ordinary CV as long: faster texts are no matter, slower ones are interrupted.
FAST, ENDLESS = 2, 60
TRIES = 3

CV = """Ulla Brandt
ulla.brandt@post.example | +49 30 555 0188

EXPERIENCE
Nurse, Ward 3, Kestrel Clinic, Leeds, 2015 - 2019
Planned the shifts of twelve colleagues and kept the stock of medicines, reporting to Dr. Ada Lind.

SKILLS
Wound care, triage, SQL
"""
LETTERS = "abcdefghijklmnopqrstuvwxyz"

#: What once took more than linear time, by what was slow; `#` is another word each time.
ONCE_SLOW: Mapping[str, str] = {
    "a birth's label padded with blanks": f"Date of Birth{' ' * 40}|  12.03.1988\n",
    "names joined by hyphens": "ben-",
    "sections of personal details": "Personal details\nfoo x\n",
    "sections of references": "References\nx@y.de\n",
    "words of a licence that go on": "ehliyet_",
    "many handles": "@#4 ",
    "labels in a row": "a: Xy Zz | ",
}

#: What stands before or behind one long repeated piece.
ENDS: Mapping[str, tuple[str, str, str]] = {
    "digits apart that a letter goes on": ("", "1 ", "1-a"),
    "particles behind a name": ("Anna Lind\n", "van der ", "x"),
    "a word behind a street": ("Elm Street ", "a", ""),
    "a word that begins with the name": ("Name: Anna Lind\nanna", "a", ""),
}

TOKENS = ("Dr. ", "Anna ", "a ", " ", "\n", "1 ", ", ", "(", "@", "Tel: ")


class _EndlessError(Exception):
    pass


@contextmanager
def _interrupted(seconds: float) -> Iterator[None]:
    def interrupt(*_: object) -> None:
        raise _EndlessError

    before = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def _ordinary(length: int) -> float:
    """Return what an ordinary CV of some length takes."""
    text = CV * (length // len(CV) + 1)
    redact(text[: len(CV)])
    return min(cost_s(lambda: redact(text[:length])) for _ in range(2))


def _assert_linear(work: Callable[[int], Callable[[], object]]) -> None:
    """Fail when `work` of `LONG` takes much more than its share of what `SHORT` takes, each time it is tried."""
    seen = []
    for _ in range(TRIES):
        try:
            with _interrupted(ENDLESS * _ordinary(LONG)):
                long = cost_s(work(LONG))
                if long <= FAST * _ordinary(LONG):
                    return
                short = min(cost_s(work(SHORT)) for _ in range(2))
        except _EndlessError:
            pytest.fail("does not end")
        if long <= GROWTH * short:
            return
        seen.append(long / short)
    pytest.fail(f"four times the text takes {min(seen):.0f} times as long")


def _word(number: int) -> str:
    return "".join(LETTERS[number // 26**place % 26] for place in range(3)).title()


def _repeated(piece: str, length: int) -> str:
    times = length // len(piece) + 1
    if "#" in piece:
        return "".join(piece.replace("#", _word(number)) for number in range(times))
    return piece * times


@pytest.mark.parametrize("piece", ONCE_SLOW.values(), ids=ONCE_SLOW)
def test_what_is_repeated_is_redacted_in_linear_time(piece: str) -> None:
    _assert_linear(lambda length: lambda: redact(_repeated(piece, length)))


@pytest.mark.parametrize(("before", "piece", "behind"), ENDS.values(), ids=ENDS)
def test_a_long_run_that_ends_otherwise_is_redacted_in_linear_time(before: str, piece: str, behind: str) -> None:
    _assert_linear(lambda length: lambda: redact(f"{before}{piece * (length // len(piece))}{behind}"))


def test_any_two_tokens_in_turns_are_redacted_in_linear_time() -> None:
    for first, second in combinations_with_replacement(TOKENS, 2):
        _assert_linear(partial(_redacting, first + second))


def _redacting(piece: str, length: int) -> Callable[[], object]:
    return partial(redact, _repeated(piece, length // 4))


@pytest.mark.parametrize(
    "piece", ["Name: #x Brandt\n", "#x@post.example\n", "Dr. Ada Q#berg, ", "+49 30 55#\n"], ids=str.strip
)
def test_an_answer_is_admitted_in_linear_time_however_much_was_found(piece: str) -> None:
    def work(length: int) -> Callable[[], object]:
        text = _repeated(piece, length // 2)
        redaction = redact(text)
        lines = [text[at : at + 60] for at in range(0, length // 4, 60)]
        return lambda: filter_answer({"profile": {"basics": {"skills": lines}}}, redaction)

    _assert_linear(work)
