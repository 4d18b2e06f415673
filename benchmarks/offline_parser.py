"""Measure the offline parser on the labelled CVs in `benchmarks/corpus`: F1 of each field, CVs a second.

usage: python -m benchmarks.offline_parser [--misses]

The CVs are of invented people in eight languages and many layouts, with the placeholders that redaction leaves. A
string counts as found when it is equal to the label but for case, diacritics and punctuation.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.text.folding import key
from cvparser.ports.profile_parser import ParserAnswer

CORPUS = Path(__file__).parent / "corpus"

#: What a CV says of one field, each item made comparable.
Facts = Mapping[str, Sequence[object]]


@dataclass(slots=True)
class Score:
    """Hits and misses of one field over all CVs."""

    right: int = 0
    labelled: int = 0
    found: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing was found."""
        return 2 * self.right / (self.labelled + self.found) if self.labelled + self.found else 1.0


def scores(corpus: Path = CORPUS) -> dict[str, Score]:
    """Give the score of each field over all CVs of `corpus`."""
    totals: dict[str, Score] = {}
    for name, text, label in labelled(corpus):
        expected, found = _expected(label), _found(read_profile(CVDocument(text=text)))
        for each in expected:
            _add(totals.setdefault(each, Score()), name, expected[each], found[each])
    return totals


def labelled(corpus: Path = CORPUS) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give the name, the text and the label of each CV."""
    for path in sorted(corpus.glob("*.txt")):
        label = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        yield path.stem, path.read_text(encoding="utf-8"), label


def cvs_per_second(rounds: int = 5) -> tuple[float, float]:
    """Give how many CVs of the corpus one core reads in a second, and their mean size in characters."""
    texts = [text for _, text, _ in labelled()]
    started = time.process_time()
    for _ in range(rounds):
        for text in texts:
            read_profile(CVDocument(text=text))
    return rounds * len(texts) / (time.process_time() - started), sum(map(len, texts)) / len(texts)


def _add(score: Score, name: str, expected: Sequence[object], found: Sequence[object]) -> None:
    hits = (Counter(expected) & Counter(found)).total()
    score.right += hits
    score.labelled += len(expected)
    score.found += len(found)
    if hits < max(len(expected), len(found)):
        missed, surplus = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
        score.misses.append(f"{name}: missed {list(missed)}, surplus {list(surplus)}")


def _expected(label: Mapping[str, Any]) -> Facts:
    return {
        "profession": [key(label["profession"])],
        "jobs": [(key(title), key(company)) for title, company, _, _ in label["jobs"]],
        "job dates": [(key(title), start, end) for title, _, start, end in label["jobs"]],
        "schools": [tuple(map(key, school)) for school in label["schools"]],
        "skills": [key(skill) for skill in label["skills"]],
        "languages": list(label["languages"]),
        "fluency": list(label["languages"].items()),
        "certifications": [key(each) for each in label["certifications"]],
        "awards": [key(each) for each in label.get("awards", [])],
        "projects": [key(each) for each in label.get("projects", [])],
        "driving licence": [label["licence"]] if "licence" in label else [],
        "language": [label["language"]],
    }


def _found(answer: ParserAnswer) -> Facts:
    profile: Any = answer.profile
    basics, jobs = profile["basics"], profile["professional_experiences"]
    return {
        "profession": [key(basics["profession"])] if basics["profession"] else [],
        "jobs": [(key(job["title"] or ""), key(job["company"] or "")) for job in jobs],
        "job dates": [(key(job["title"] or ""), _month(job["start_date"]), _end(job)) for job in jobs],
        "schools": [
            (key(each["issuing_organization"] or ""), key(each["field_of_study"] or ""), _month(each["end_date"])[:4])
            for each in profile["education"]
        ],
        "skills": [key(skill) for skill in basics["skills"]],
        "languages": [each["iso_code"] for each in profile["languages"]],
        "fluency": [(each["iso_code"], each["fluency"] or "") for each in profile["languages"]],
        "certifications": [key(each["description"]) for each in profile["trainings_and_certifications"]],
        "awards": [key(each["title"]) for each in profile["awards"]],
        "projects": [key(each["title"]) for each in profile["projects"]],
        "driving licence": [] if basics["has_driving_license"] is None else [basics["has_driving_license"]],
        "language": [answer.cv_language] if answer.cv_language else [],
    }


def _end(job: Mapping[str, Any]) -> str:
    return "present" if job["is_current"] else _month(job["end_date"])


def _month(moment: Mapping[str, int | None] | None) -> str:
    if moment is None:
        return ""
    return f"{moment['year']}-{moment['month']:02}" if moment["month"] else str(moment["year"])


def main() -> None:
    """Print the figures."""
    totals = scores()
    for name, score in totals.items():
        print(f"{name:16} F1 {score.f1:.3f}   {score.right} right of {score.labelled} labelled, {score.found} found")
        for miss in score.misses if "--misses" in sys.argv else ():
            print(f"    {miss}")
    print(f"{'macro':16} F1 {sum(score.f1 for score in totals.values()) / len(totals):.3f}")
    speed, size = cvs_per_second()
    print(f"{speed:.0f} CVs a second on one core, {1000 / speed:.1f} ms a CV of {size:.0f} characters")


if __name__ == "__main__":
    main()
