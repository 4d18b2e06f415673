from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Box, Page, PageBox, Run
from cvparser.domain.cv.lines import Role, Setting
from cvparser.domain.cv.replacing import Replacement, with_replaced


def run(text: str, *, left: float, bottom: float, page: int = 0, start: int = 0) -> Run:
    """Return a run of characters that are 5 points wide and 10 high."""
    edges = tuple(50 * number for number in range(len(text) + 1))
    return Run(start=start, page=page, left=left, bottom=bottom, top=bottom + 10, edges=edges)


def set_document(*lines: str) -> CVDocument:
    """Return a document of lines one below the other, the first as a heading."""
    settings = [
        Setting(runs=(run(line, left=72, bottom=700 - 12 * number),), role=Role.BODY if number else Role.HEADING)
        for number, line in enumerate(lines)
    ]
    return CVDocument(text="\n".join(lines), settings=tuple(settings), pages=(Page(width=595, height=842),))


def test_lines_are_told_by_the_text_alone() -> None:
    first, second = CVDocument(text="  Nurse\tLeeds\n\n \n- Wound care\n").lines

    assert (first.start, first.end, first.indent, first.follows_blank) == (2, 13, 2, False)
    assert [tuple(cell) for cell in first.cells] == [(2, 7), (8, 13)]
    assert (second.is_bulleted, second.follows_blank, second.box) == (True, True, None)


def test_the_boxes_of_a_stretch_are_one_for_each_baseline() -> None:
    document = set_document("Ada Quill", "Nurse")

    assert document.boxes_of(4, 12) == (PageBox(0, Box(92, 700, 117, 710)), PageBox(0, Box(72, 688, 82, 698)))
    assert document.boxes_of(9, 10) == ()
    assert document.lines[1].box == Box(72, 688, 97, 698)


def test_what_takes_the_place_of_words_stands_where_they_stood() -> None:
    document = set_document("Experience", "Tel +49 30 90 a", "Nurse")
    start = document.text.index("+49")

    redacted = with_replaced(document, [Replacement(start, start + 9, "[PHONE]")])

    at = redacted.text.index("[PHONE]")
    assert redacted.text == "Experience\nTel [PHONE] a\nNurse"
    assert redacted.boxes_of(at, at + 7) == document.boxes_of(start, start + 9)
    assert redacted.boxes_of(at + 8, at + 9) == document.boxes_of(start + 10, start + 11)
    assert [line.role for line in redacted.lines] == [Role.HEADING, Role.BODY, Role.BODY]


def test_words_over_several_lines_leave_all_their_boxes_to_what_takes_their_place() -> None:
    document = set_document("Ada", "Rue 7", "Lyon", "Nurse")

    redacted = with_replaced(document, [Replacement(4, 14, "[ADDRESS]")])

    assert redacted.text == "Ada\n[ADDRESS]\nNurse"
    assert redacted.boxes_of(4, 13) == document.boxes_of(4, 14)
    assert len(redacted.boxes_of(4, 13)) == 2
    assert redacted.lines[2].box == document.lines[3].box


def test_what_is_known_of_a_document_beside_its_text_does_not_outlive_its_redaction() -> None:
    document = CVDocument(text="Ada Quill", author="Ada Quill", title="CV of Ada Quill")

    redacted = with_replaced(document, [Replacement(0, 9, "[NAME]")])

    assert (redacted.author, redacted.title) == (None, None)


def test_settings_that_are_not_as_many_as_lines_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        _ = CVDocument(text="one\ntwo", settings=(Setting(),)).lines


@given(st.text(alphabet="ab \t\n\x0b\u2028\u0301•-"), st.data())
def test_any_replacement_gives_one_setting_a_line_and_the_text_it_should(text: str, data: st.DataObject) -> None:
    plain = CVDocument(text=text)
    settings = tuple(Setting(runs=(run(text[line.start : line.end], left=0, bottom=0),)) for line in plain.lines)
    document = CVDocument(text=text, settings=settings)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    taken = [Replacement(start, end, "[X]") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]

    redacted = with_replaced(document, taken)

    expected = text
    for start, end, words in reversed(taken):
        expected = expected[:start] + words + expected[end:]
    assert redacted.text == expected
    assert not document.settings or len(redacted.lines) == len(redacted.settings)
    assert pickle.loads(pickle.dumps(redacted)) == redacted  # noqa: S301
    for line in redacted.lines:
        assert all(line.start <= each.start < each.end <= line.end for each in line.runs)
