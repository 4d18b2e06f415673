"""What is found in a text, as category and value."""

from __future__ import annotations

from cvparser.domain.privacy import find, redact

CV = """Deniz Aslan

Work Experience
Analyst, Kestrel Labs, 2019 - 2022
{}
"""


def found(text: str) -> list[tuple[str, str]]:
    """Give category and value of each finding in `text`."""
    return [(finding.category.value, text[finding.start : finding.end]) for finding in find(text)]


def within(line: str) -> list[tuple[str, str]]:
    """Give what is found in a line of prose, below a heading and before another line."""
    return found(f"PROFILE\nA nurse at heart.\n{line}\nThen more of it.\n")


def left(lines: str) -> str:
    """Give what is left of a CV with these lines."""
    return redact(CV.format(lines)).text
