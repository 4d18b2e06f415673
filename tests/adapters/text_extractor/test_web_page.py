"""A page in HTML that came as text."""

from __future__ import annotations

import pytest
from tests.growth import grows_at_most

from cvparser.adapters.text_extractor.plain import read_text
from cvparser.adapters.text_extractor.web_page import page_lines
from cvparser.domain.cv.lines import Role
from cvparser.domain.errors import TypeMismatchError
from cvparser.domain.profile import WarningCode


def text_of(source: str) -> str:
    return read_text(source.encode()).text


def test_blocks_are_lines_and_words_in_a_line_stay_in_it() -> None:
    assert text_of("<div><p>Data <b>Engi</b>neer,\n  Quill&nbsp;Ltd<p>2019 &ndash; 2021<br>Ulm</div>") == (
        "Data Engineer, Quill Ltd\n2019 – 2021\nUlm"
    )


def test_headings_are_headings_and_items_have_bullets() -> None:
    document = read_text(b"<body><h1>Ada Quill</h1><h2>Skills</h2><ul><li>Python<li>SQL</ul></body>")

    assert document.text == "Ada Quill\n\nSkills\n• Python\n• SQL"
    assert [line.role for line in document.lines] == [Role.HEADING, Role.HEADING, Role.BODY, Role.BODY]


@pytest.mark.parametrize("closed", ["</td>", ""])
def test_rows_of_tables_are_rows(closed: str) -> None:
    cells = [("Birth date", "14 June 1990"), ("Town", "Ulm")]
    rows = "".join(f"<tr><td>{a}{closed}<td><p>{b}</p>{closed}" for a, b in cells)

    assert text_of(f"<table>{rows}</table><p>Work") == "Birth date\t14 June 1990\nTown\tUlm\nWork"


def test_a_page_that_is_laid_out_in_a_table_keeps_its_lines() -> None:
    side = "<p>Skills</p><p>Python</p><table><tr><td>English<td>C1</table>"
    main = "<h2>Work</h2><p>Data Engineer</p><p>Quill Ltd</p>"

    found = text_of(f"<html><table><tr><td>{side}</td><td>{main}</td></tr></table>")

    assert found == "Skills\nPython\nEnglish\tC1\n\nWork\nData Engineer\nQuill Ltd"


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display: none'>x<p>secret</p></p>",
        "<div hidden><div>secret</div>secret</div>",
        "<span style='font-size:0'>secret</span>",
        '<p style="mso-hide:all">secret</p>',
        "<style>.x { display: none }</style><p class='a x'>secret</p>",
        "<style>p#x, td { color: #fff }</style><p id=x>secret</p>",
        "<style>@media screen { .x { opacity: 0 } }</style><div class=x><p>secret</p></div>",
        "<p style='color: white'>secret</p>",
        "<div style='background: #203040'><p style='color: #203142'>secret</p></div>",
        "<span style='position: absolute; left: -9999px'>secret</span>",
        "<span style='width: 1px; height: 1px; overflow: hidden'>secret</span>",
        "<font color=white>secret</font>",
        "<p style='font-size: 1pt'>secret</p>",
        "<p hidden style='color: red'>secret</p>",
    ],
)
def test_what_is_not_shown_is_left_out_and_said(hidden: str) -> None:
    document = read_text(f"<body><p>Ada</p>{hidden}<p>Quill</p></body>".encode())

    assert "secret" not in document.text
    assert "Quill" in document.text
    assert document.warnings == (WarningCode.HIDDEN_TEXT,)


@pytest.mark.parametrize(
    "shown",
    [
        "<div style='background: #203040'><p style='color: white'>Skills</p></div>",
        "<div style='background: url(a.png)'><p style='color: white'>Skills</p></div>",
        "<table bgcolor=navy><tr><td><font color=white>Skills</font></table>",
        "<style>@media print { .x { display: none } }</style><p class=x>Skills</p>",
        "<style>@media (max-width: 600px) { .x { display: none } }</style><p class=x>Skills</p>",
        "<style media=print>.x { display: none }</style><p class=x>Skills</p>",
        "<p title='hidden' class='not-hidden'>Skills</p>",
        "<style>nav .x { display: none }</style><p class=x>Skills</p>",
    ],
)
def test_what_is_shown_is_read(shown: str) -> None:
    document = read_text(f"<body><p>Ada</p>{shown}<p>Quill</p></body>".encode())

    assert document.text == "Ada\nSkills\nQuill"
    assert document.warnings == ()


def test_scripts_styles_titles_and_comments_are_no_text() -> None:
    document = read_text(
        b"<html><head><title>My CV</title><style>p > a { color: red }</style></head>"
        b"<body><!-- <p>secret --><script>if (a < b) { 'secret' }</script><p>Ada</body></html>"
    )

    assert document.text == "Ada"
    assert document.warnings == ()


def test_the_source_of_a_text_in_rtf_is_read() -> None:
    assert text_of(r"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0 Ada Quill\par Data Engineer\par}") == "Ada Quill\nData Engineer"


@pytest.mark.parametrize("source", ["<cv><name>Ada</name></cv>" * 400, '{"name": "Ada"}', "\\documentclass{cv}\nAda"])
def test_a_source_that_is_not_read_is_refused(source: str) -> None:
    with pytest.raises(TypeMismatchError):
        text_of(source)


@pytest.mark.parametrize(
    "piece",
    [
        "<p>a",
        "<div hidden>",
        "<style>.a{",
        "<p style='color:#fff'>a",
        "<p a='",
        "{}<style>p{}",
        "<!--",
        "<style>",
        "<table><tr><td>a",
        "</p>",
        "<a b='",
        "<tr>",
        "&amp",
        "<![if x]>",
    ],
)
def test_a_page_is_gone_through_once(piece: str) -> None:
    sources = {times: "<body>a" + piece * times for times in (10_000, 40_000)}

    # Sixteen times as long in twice as many steps each; four times otherwise.
    assert grows_at_most(10, lambda times: page_lines(sources[times]), 10_000, 40_000, slack_s=0.1)
