from __future__ import annotations

import re

import pytest

from cvparser.domain.errors import CVParserError, error_codes


def every_error(kind: type[CVParserError] = CVParserError) -> list[type[CVParserError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in every_error(child))]


def test_no_two_errors_share_a_code() -> None:
    assert len(error_codes()) == len(every_error())


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_an_error_has_a_code_and_a_sentence_of_its_own(kind: type[CVParserError]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code)
    assert kind.default_message.endswith(".")
    assert "{" not in kind.default_message
    assert kind.__doc__
