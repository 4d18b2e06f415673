"""The source of a page, of the same length, with lines where its blocks end: what stands between tags is read alone."""

from __future__ import annotations

import re

from cvparser.domain.markup import BLOCKS, Markup, markup_of

_TAG = re.compile(r"</?([A-Za-z][\w:-]{0,40}+)([^<>]{0,4000}+)>")


def without_tags(text: str) -> str:
    r"""Return `text` with blanks for its tags if it is HTML; their attributes stay, on lines of their own.

    >>> without_tags("<p>Ada</p><b>Quill</b>")
    '  \nAda   \n   Quill    '
    """
    return _TAG.sub(_blanked, text) if markup_of(text) is Markup.HTML else text


def _blanked(tag: re.Match[str]) -> str:
    end = "\n" if tag[1].lower() in BLOCKS or tag[2].strip() else " "
    return " " * (tag.start(2) - tag.start()) + tag[2] + end
