"""Bullets are the same signs on a page, in text and in Markdown."""

from __future__ import annotations

import pytest

from cvparser.domain.cv.bullets import drawn_bullet, is_drawn_item, with_markdown_bullets, without_bullet


@pytest.mark.parametrize("sign", "•●▪▫■□◾◼◦‣⁃∙·○◆◇❖►▸▶➢➤➔→✓✔✦\uf0b7\uf0a7")
def test_a_sign_before_an_item_is_a_bullet_on_a_page_and_in_text(sign: str) -> None:
    assert without_bullet(f"{sign} Led a team") == ("Led a team", True)
    assert drawn_bullet(f"{sign} Led a team") == 2


@pytest.mark.parametrize("text", ["★★★★ Excel", "»Best of show« award"])
def test_ratings_and_quotations_in_text_begin_with_no_bullet(text: str) -> None:
    assert without_bullet(text) == (text, False)


@pytest.mark.parametrize(("text", "is_item"), [("- Led", True), ("–", True), ("-led", False), ("• Led", True)])
def test_a_dash_begins_an_item_of_a_page_where_a_blank_or_nothing_follows(text: str, *, is_item: bool) -> None:
    assert is_drawn_item(text) is is_item


def test_the_marks_of_markdown_are_written_as_bullets() -> None:
    assert with_markdown_bullets("* a\n  - b\n-c") == "• a\n  • b\n-c"
