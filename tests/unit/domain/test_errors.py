from __future__ import annotations

import copy
import pickle
import re

import pytest

from cvparser.domain.errors import CVParserError, FieldError, JobFailedError, error_codes
from cvparser.ports.model_errors import ModelRateLimitedError


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


def test_every_code_leads_to_the_error_that_carries_it_in_order() -> None:
    assert error_codes() == {kind.code: kind for kind in every_error()}
    assert list(error_codes()) == sorted(error_codes())


@pytest.mark.parametrize("kind", [JobFailedError, ModelRateLimitedError, CVParserError])
def test_an_error_says_its_own_sentence_unless_it_is_given_another(kind: type[CVParserError]) -> None:
    assert (kind().message, str(kind())) == (kind.default_message, kind.default_message)
    assert (kind("Not now.").message, str(kind("Not now."))) == ("Not now.", "Not now.")


def test_an_error_carries_what_a_caller_needs_beside_the_sentence() -> None:
    other = FieldError(field="session_id")

    assert JobFailedError().reason_code == "internal_error"
    assert JobFailedError(reason_code="pdf_corrupt").reason_code == "pdf_corrupt"
    assert ModelRateLimitedError().retry_after_s is None
    assert ModelRateLimitedError(retry_after_s=2.5).retry_after_s == 2.5
    assert FieldError(field="user_id", also=[other]).also == (other,)
    assert (FieldError("Wrong.", field="user_id").message, other.field, other.also) == ("Wrong.", "session_id", ())


def said(error: CVParserError) -> dict[str, object]:
    """Give all that an error carries, in values that can be compared."""
    return {"type": type(error), "text": str(error), **vars(error)} | {
        "also": [said(each) for each in error.also] if isinstance(error, FieldError) else None
    }


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_an_error_comes_out_of_a_pickle_and_of_a_copy_as_itself(kind: type[CVParserError]) -> None:
    needed = {"field": "user_id", "also": [FieldError("No.", field="text")]} if issubclass(kind, FieldError) else {}
    error = kind("Not now.", **needed)

    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301 - ours
        assert said(again) == said(error)


def test_what_an_error_carries_beside_its_sentence_comes_along() -> None:
    model, job = ModelRateLimitedError(retry_after_s=2.5), JobFailedError(reason_code="pdf_corrupt")

    assert pickle.loads(pickle.dumps(model)).retry_after_s == 2.5  # noqa: S301 - ours
    assert pickle.loads(pickle.dumps(job)).reason_code == "pdf_corrupt"  # noqa: S301 - ours
