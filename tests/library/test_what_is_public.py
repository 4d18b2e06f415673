"""What is returned travels, is compared and is printed; and how a public name goes."""

from __future__ import annotations

import asyncio
import pickle
import warnings

import pytest

import cvparser
from cvparser import Category, DocumentHints, Finding
from cvparser.deprecation import DEPRECATIONS, deprecated
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.profile import ParseMeta

CV = "Ada Quill\nData Engineer\nada.quill@post.example\n+44 7700 900017\n\nSkills\nPython\n"
HINTS = DocumentHints(file_name="Ada Quill.pdf", author="Ada Quill", title="CV of Ada Quill")
RESULTS = [
    cvparser.redact(CV, HINTS),
    HINTS,
    Document(content=CV.encode(), type=DocumentType.TEXT, file_name="Ada Quill.txt"),
    CVDocument(text=CV, author="Ada Quill", title="CV of Ada Quill"),
    Finding(category=Category.NAME, start=0, end=9, rule="header"),
]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_what_is_returned_is_pickled_hashed_and_printed_without_a_word_of_the_cv(result: object) -> None:
    copy = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own

    assert copy == result
    assert hash(copy) == hash(result)
    for word in ("Ada", "Quill", "7700", "Engineer", "Python"):
        assert word not in repr(result)
        assert word not in str(result)


def test_a_profile_is_pickled_hashed_and_printed_without_personal_data() -> None:
    parsed = cvparser.parse_text(CV)

    copy = pickle.loads(pickle.dumps(parsed))  # noqa: S301 - our own

    assert {parsed: 1}[copy] == 1
    assert "Python" in repr(parsed)
    assert not any(word in repr(parsed) for word in ("Quill", "7700", "post.example"))


def test_results_that_are_equal_have_one_hash_in_whatever_order_they_were_counted() -> None:
    one, other = ({"name": 1, "email": 2}, {"email": 2, "name": 1})

    assert hash(ParseMeta(parser="x", withheld=one)) == hash(ParseMeta(parser="x", withheld=other))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"start": 1.0}, TypeError),
        ({"end": "Ada Quill"}, TypeError),
        ({"start": None}, TypeError),
        ({"category": None}, TypeError),
        ({"rule": None}, TypeError),
        ({"rule": ""}, ValueError),
    ],
    ids=str,
)
def test_a_finding_that_is_none_is_refused_where_it_is_made(wrong: dict[str, object], error: type[Exception]) -> None:
    right: dict[str, object] = {"category": Category.NAME, "start": 0, "end": 9, "rule": "mine"}

    with pytest.raises(error) as caught:
        Finding(**right | wrong)  # type: ignore[arg-type]

    assert "Quill" not in str(caught.value)


def test_a_deprecated_function_warns_its_caller_and_works() -> None:
    @deprecated(since="0.2.0", gone="9.0.0", instead="parse_text")
    def old(number: int) -> int:
        return number + 1

    @deprecated(since="0.2.0", gone="9.0.0", instead="parse_text_async")
    async def old_async() -> int:
        return 3

    try:
        with pytest.warns(DeprecationWarning, match=r"old is deprecated since 0\.2\.0 .* 9\.0\.0: use parse_text\."):
            assert old(1) == 2
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            assert asyncio.run(old_async()) == 3
        assert [each.filename for each in told] == [__file__]
    finally:
        del DEPRECATIONS[-2:]


def test_a_setting_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="cpus"):
        cvparser.Settings(cpus=2)
