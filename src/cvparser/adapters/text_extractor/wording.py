"""Words as a reader sees them: what typesetting did to them is undone."""

from __future__ import annotations

import re
import unicodedata

from cvparser.domain.composition import composed

#: Glyphs that stand for several letters.
_LIGATURES = {ord(ligature): unicodedata.normalize("NFKC", ligature) for ligature in "ﬀﬁﬂﬃﬄﬅﬆĳĲǆǅǄǉǈǇǌǋǊ"}
#: A hyphen that shows only at the end of a line, with the break after it.
_BROKEN_WORD = re.compile(r"[\u00ad\x02\ufffe]\n[ \t]*(?:• ?)?(?=\w)")
_INVISIBLE = {ord(character): None for character in "\u00ad\x02\ufffe\ufeff\x00"}
#: Four or more single letters a blank apart: a heading set wide. Two blanks or more part its words.
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?: [^\W\d_]){3,}(?![^\W_])")
#: One such word, or several: a run that were looked for with two words only would be gone through from each letter.
_SPACED_WORDS = re.compile(r"(?<![^\W_])[^\W\d_](?: [^\W\d_])+(?:[ \t]{2,}[^\W\d_](?: [^\W\d_])+)*(?![^\W_])")


def tidy(text: str) -> str:
    """Give `text` with whole words: ligatures, soft hyphens and letter-spacing undone, in NFC, lines kept."""
    joined = _BROKEN_WORD.sub("", text).translate(_INVISIBLE).translate(_LIGATURES)
    lines = [_close_up(line.rstrip()) for line in joined.replace("\xa0", " ").split("\n")]
    return composed(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))


def _close_up(line: str) -> str:
    line = _SPACED_WORDS.sub(_joined, line)
    return _SPACED.sub(lambda run: run[0].replace(" ", ""), line)


def _joined(run: re.Match[str]) -> str:
    found = re.split(r"[ \t]{2,}", run[0])
    return " ".join(word.replace(" ", "") for word in found) if len(found) > 1 else run[0]
