"""CVs in layouts that nobody has seen, and how right their profiles are: by layout, by tool and by language.

usage: python -m benchmarks.cvs.layouts [--seed N] [--each N] [--keep FOLDER]

Each layout is set `--each` times by each tool that is installed, the languages in turn; the seed draws the rest.
Another seed makes other CVs. `--keep` writes them, with their labels, results and what was missed, to a folder.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.cvs.layouts.designs import LAYOUTS, Draft
from benchmarks.cvs.layouts.entries import drawn_notation
from benchmarks.cvs.layouts.page import Sheet, Typography
from benchmarks.cvs.layouts.person import LANGUAGES, Person, drawn_person, words_of
from benchmarks.cvs.layouts.tools import TOOLS, Tool
from benchmarks.cvs.scoring import FIELDS, Score, score

import cvparser

#: A document below it is of no use to whoever gets its profile.
POOR = 0.8
_FONTS = ("DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Liberation Serif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A CV, and what a perfect profile of it holds."""

    layout: str
    tool: str
    person: Person
    content: bytes
    suffix: str
    label: Mapping[str, Any]


def made(seed: int, each: int, tools: Mapping[str, Tool]) -> Iterator[Made]:
    """Yield CVs: each layout by each tool."""
    for start, (layout, lay_out) in enumerate(LAYOUTS.items(), seed):
        # Each tool sets each language: a layout begins with another one.
        turn = count(start)
        for name, tool in tools.items():
            for number in range(each):
                language = LANGUAGES[next(turn) % len(LANGUAGES)]
                rng = Random(f"{seed} {layout} {name} {number}")  # noqa: S311 - draws examples
                person, notation = drawn_person(rng, language), drawn_notation(rng, words_of(language))
                look = Typography(
                    font=rng.choice(_FONTS),
                    size=rng.choice([8.5, 9, 9.5, 10]),
                    bullet=rng.choice("•-–▪"),
                    has_rules=rng.random() < 0.5,
                    is_centred=rng.random() < 0.3,
                )
                yield Made(
                    layout=layout,
                    tool=name,
                    person=person,
                    content=tool.set_page(Sheet(lay_out(Draft(person, notation, rng)), look)),
                    suffix=tool.suffix,
                    label=person.label(has_months=notation.has_months),
                )


async def scored(cvs: Sequence[Made], keep: Path | None) -> list[Score]:
    """Return how right the profile of each CV is; one that is refused has nothing."""
    scores = []
    async with cvparser.CVParser() as parser:
        with tempfile.TemporaryDirectory() as folder:
            for number, cv in enumerate(cvs):
                path = (keep or Path(folder)) / f"{number:03}{cv.suffix}"
                path.write_bytes(cv.content)
                try:
                    result = (await parser.parse_file_async(path, mode="basic")).model_dump(mode="json")
                except cvparser.CVParserError as error:
                    result = {"error": error.code}
                scores.append(score(cv.label, result, cv.person.personal))
                if keep:
                    told = {"layout": cv.layout, "tool": cv.tool, "label": cv.label, "misses": scores[-1].misses}
                    path.with_suffix(".json").write_text(
                        json.dumps(told | {"result": result}, ensure_ascii=False, indent=1), encoding="utf-8"
                    )
    return scores


def total(scores: Sequence[Score]) -> Score:
    """Return the counts of several CVs together."""
    return sum(scores, Score())


def report(cvs: Sequence[Made], scores: Sequence[Score]) -> None:
    """Print the figures."""
    whole = total(scores)
    poor = sum(each.of_all < POOR for each in scores)
    print(f"macro {whole.macro:.3f} of {len(cvs)} CVs; below {POOR}: {poor / len(cvs):.1%}; leaks {len(whole.leaks)}")
    print("  ".join(f"{name} {whole.fields[name].f1:.3f}" for name in FIELDS))
    ways = {
        "layout": [cv.layout for cv in cvs],
        "tool": [cv.tool for cv in cvs],
        "language": [cv.person.language for cv in cvs],
    }
    for way, values in ways.items():
        print(f"\n{way:22s} CVs  macro  below {POOR}")
        for value in dict.fromkeys(values):
            some = [each for each, other in zip(scores, values, strict=True) if other == value]
            poor = sum(each.of_all < POOR for each in some)
            print(f"{value:22s} {len(some):3d}  {total(some).macro:.3f}  {poor / len(some):.1%}")


def main() -> None:
    """Make CVs, read them, print how right it was."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.cvs.layouts")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--each", type=int, default=1)
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    tools = {name: tool for name, tool in TOOLS.items() if tool.is_there}
    for name in TOOLS.keys() - tools.keys():
        print(f"{name} is not installed: skipped")
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    cvs = list(made(given.seed, given.each, tools))
    report(cvs, asyncio.run(scored(cvs, given.keep)))


if __name__ == "__main__":
    main()
