from __future__ import annotations

import pytest

from cvparser.domain.markup import Markup, markup_of
from cvparser.domain.privacy import redact


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><title>Ada</title>", Markup.HTML),
        ("\ufeff<!-- saved from a page -->\n<html xmlns:o='urn:o'><body>Ada", Markup.HTML),
        ("<div class=cv><h1>Ada Quill</h1></div>\n", Markup.HTML),
        ("<P>Ada<br>Quill</P>", Markup.HTML),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Markup.HTML),
        ("<?xml version='1.0' encoding='utf-8'?>\n<Candidate>", Markup.XML),
        ("<Candidate><GivenName>Ada</GivenName></Candidate>", Markup.XML),
        ("<hr:Resume xmlns:hr='urn:x'><hr:Name>Ada</hr:Name></hr:Resume>", Markup.XML),
        ('{"basics": {"name": "Ada"}}', Markup.JSON),
        ('[\n {"name" : "Ada"}\n]', Markup.JSON),
        ("% my CV\n\\documentclass[11pt]{moderncv}\n\\name{Ada}{Quill}", Markup.LATEX),
        ("\\begin{document}\nAda\n\\end{document}", Markup.LATEX),
        ("{\\rtf1\\ansi Ada}", Markup.RTF),
        ("%!PS-Adobe-3.0", Markup.OTHER),
    ],
)
def test_the_source_of_something_is_told_by_how_it_begins_and_ends(text: str, kind: Markup) -> None:
    assert markup_of(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill <ada@quill.example>",
        "<ada@quill.example> Ada Quill",
        "<b>Ada Quill</b>, Data Engineer since 2019",
        "<https://quill.example> is my page, <b>see</b>",
        "[Ada Quill](https://quill.example)",
        "{Ada Quill}",
        '["quoted"] 2019 - 2021 "sales": up',
        "I wrote \\documentclass{cv} in 2019",
        "<!doctype of Leeds",
        "< 5 years of experience >",
        "# Ada\n\n<br>\n\nPython",
    ],
)
def test_words_that_quote_a_source_are_words(text: str) -> None:
    assert markup_of(text) is None


def test_a_redaction_reads_between_the_tags_of_a_page() -> None:
    source = (
        "<div><h1>Zerrin Karaosman</h1><a href='mailto:zk77@quill.example'>mail</a><h2>Skills</h2><p>Python</p></div>"
    )

    redacted = redact(source).text

    assert "Karaosman" not in redacted
    assert "zk77" not in redacted
    assert "<h2>Skills</h2><p>Python</p></div>" in redacted
