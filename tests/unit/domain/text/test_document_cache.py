from __future__ import annotations

from cvparser.domain.text.document_cache import remembered, remembering


class _Counted:
    """A question that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, text: str) -> str | None:
        self.asked += 1
        return text.upper() or None


def test_a_question_is_worked_out_once_within_a_block() -> None:
    counted = _Counted()
    question = remembered(counted.__call__)

    with remembering():
        answers = [question("bo"), question("bo"), question(""), question("")]

    assert answers == ["BO", "BO", None, None]
    assert counted.asked == 2


def test_nothing_is_kept_when_the_block_ends_nor_outside_one() -> None:
    counted = _Counted()
    question = remembered(counted.__call__)

    with remembering():
        question("bo")
    with remembering():
        question("bo")
    question("bo")
    question("bo")

    assert counted.asked == 4


def test_questions_do_not_share_answers() -> None:
    shout, count = remembered(str.upper), remembered(len)

    with remembering():
        assert (shout("bo"), count("bo")) == ("BO", 2)
