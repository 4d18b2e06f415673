"""The recognizers of personal data, listed for people and programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from cvparser.domain.privacy.pipeline import RECOGNIZERS
from cvparser.domain.privacy.recognizer import Recognizer

_HEAD = """# Rules

What finds personal data: each recognizer with its stage, what it finds, and an example of each of its rules, in which
`⟦brackets⟧` stand around what is found and `⏎` for a line end. Later stages see what earlier ones found. A finding
bears the name of its rule. Those marked with a star look at whole CVs only; all others look at the strings of an
answer, too. How to add one: [add a rule](../how-to/add-a-rule.md).

`cvparser rules --markdown` writes this page; a test compares it, and runs every example.
"""


def as_json() -> str:
    """Return the recognizers as JSON, in the order in which they run."""
    entries = [
        {
            "name": recognizer.name,
            "stage": recognizer.stage.name.lower(),
            "categories": _categories(recognizer),
            "description": recognizer.description,
            "needs_whole_cv": recognizer.needs_whole_cv,
            "rules": dict(recognizer.rules),
        }
        for recognizer in RECOGNIZERS
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2)


def as_text() -> str:
    """Return the recognizers as lines: name, stage, categories, description, an example."""
    return "\n".join(line for recognizer in RECOGNIZERS for line in _lines(recognizer))


def as_markdown() -> str:
    """Return the reference page."""
    stages = groupby(RECOGNIZERS, key=lambda recognizer: recognizer.stage)
    return "\n".join([_HEAD, *(line for stage, group in stages for line in _section(stage.name, group))])


def _lines(recognizer: Recognizer) -> Iterator[str]:
    yield f"{recognizer.name:<20} {recognizer.stage.name.lower():<12} {', '.join(_categories(recognizer))}"
    yield f"    {recognizer.description}."
    yield f"    {_in_one_line(next(iter(recognizer.rules.values())))}"


def _section(stage: str, recognizers: Iterable[Recognizer]) -> Iterator[str]:
    yield f"## {stage.capitalize()}\n"
    for recognizer in recognizers:
        star = "*" if recognizer.needs_whole_cv else ""
        yield f"### {recognizer.name}{star}\n"
        yield f"{recognizer.description}. {_listed(_categories(recognizer))}.\n"
        yield "| rule | example |\n| --- | --- |"
        for rule, example in recognizer.rules.items():
            yield f"| `{rule}` | {_in_one_line(example).replace('|', r'&#124;')} |"
        yield ""


def _listed(categories: list[str]) -> str:
    return f"{'Category' if len(categories) == 1 else 'Categories'}: {', '.join(categories)}"


def _categories(recognizer: Recognizer) -> list[str]:
    return sorted(category.value for category in recognizer.categories)


def _in_one_line(example: str) -> str:
    return example.replace("\n", " ⏎ ")
