"""How many professional terms in neutral sentences a redaction touches, by language.

usage: python -m benchmarks.privacy.terms [--touched]

No word of these lists was read into the language files; they only measure:

- professions, employers and places of Faker, seeded (MIT licence), in each of the five languages;
- programming languages and formats that Pygments highlights (BSD licence), the same in each;
- degrees and fields are those of the language files themselves, since parser and rules must agree on them.

Each term stands in one of the sentences of `material/sentences.toml`, in a small CV with a name, a telephone number and
an e-mail address; every fifth line is in capitals.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path

from faker import Faker
from pygments.lexers import get_all_lexers  # type: ignore[import-untyped]  # it ships no types

import cvparser
from cvparser.domain.lexicon import words

SENTENCES = Path(__file__).with_name("material") / "sentences.toml"
LOCALES = {"tr": "tr_TR", "en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}
#: Of each kind in each language; fewer where a list is shorter.
MOST = {"job": 450, "tool": 300, "employer": 150, "place": 100, "degree": 100}
#: Of the employers.
SEED = 20_240_607
HEAD = "Ulla Brandt\nulla.brandt@example.com | +44 20 7946 0417\n"
#: One line in so many is in capitals.
_CAPITALS = 5
#: Titles and the like that stand in lists of employers' forms are no terms.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Touched:
    """A term that a redaction touched: its kind, its line, and by which rules."""

    kind: str
    line: str
    rules: tuple[str, ...]


def terms(language: str) -> Mapping[str, Sequence[str]]:
    """Give the terms of a language by kind, always the same."""
    faker = Faker(LOCALES[language])
    faker.seed_instance(SEED)
    listed = {
        "job": import_module(f"faker.providers.job.{LOCALES[language]}").Provider.jobs,
        "tool": sorted({name for name, *_ in get_all_lexers()}),
        "employer": sorted({faker.company() for _ in range(MOST["employer"] * 2)}),
        "place": sorted({str(faker.country()) for _ in range(MOST["place"] * 6)}),
        "degree": [*words("education", "degrees", language=language), *words("education", "fields", language=language)],
    }
    return {
        kind: list(islice(dict.fromkeys(term for term in each if len(term) >= _LEAST), MOST[kind]))
        for kind, each in listed.items()
    }


def lines(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, term and a line that holds it."""
    sentences = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))[language]
    for kind, each in terms(language).items():
        for number, (term, sentence) in enumerate(zip(each, cycle(sentences[kind]), strict=False)):
            line, written = sentence.format(term), term
            if number % _CAPITALS == 0:
                # No `upper` of a language's own: İ and I are both read.
                line, written = line.upper(), term.upper()
            yield kind, written, line


def touched(language: str, *, every: int = 1) -> tuple[list[Touched], int]:
    """Give the terms that are touched, and how many were tried: all, or one in `every`."""
    head = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))[language]["head"]
    found, count = [], 0
    for kind, term, line in islice(lines(language), 0, None, every):
        text = f"{HEAD}\n{head}\n{line}\n"
        start = text.index(line) + line.index(term)
        rules = [
            each.rule for each in cvparser.redact(text).findings if each.start < start + len(term) and start < each.end
        ]
        count += 1
        if rules:
            found.append(Touched(kind, line, tuple(rules)))
    return found, count


def main() -> None:
    """Print the share that is touched in each language, and with --touched each of the lines."""
    print("| language | terms | touched | share | by rule |\n| --- | --: | --: | --: | --- |")
    all_found, all_count = 0, 0
    for language in LOCALES:
        found, count = touched(language)
        by_rule: defaultdict[str, int] = defaultdict(int)
        for each in found:
            by_rule[each.rules[0]] += 1
        rules = ", ".join(f"{rule} {number}" for rule, number in sorted(by_rule.items(), key=lambda item: -item[1]))
        print(f"| {language} | {count} | {len(found)} | {len(found) / count:.2%} | {rules} |", flush=True)
        all_found, all_count = all_found + len(found), all_count + count
        for each in found if "--touched" in sys.argv[1:] else ():
            print(f"  {each.kind}: {each.line} ({', '.join(each.rules)})")
    print(f"| all | {all_count} | {all_found} | {all_found / all_count:.2%} | |")


if __name__ == "__main__":
    main()
