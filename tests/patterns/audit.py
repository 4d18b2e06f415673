"""What is wrong with the package's patterns, one line each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from tests.patterns.ambiguity import Finding, ambiguity
from tests.patterns.collection import Use, collect, strangers
from tests.patterns.growth import is_slow
from tests.patterns.judged import Judged
from tests.patterns.texts import Kind, kinds

_LENGTH = 40_000


def exercise() -> None:
    """Run what makes patterns from a text or for a caller, so that each is seen."""
    import cvparser
    from cvparser.adapters.personal_data_detector.memory import MemoryPersonalDataDetector
    from cvparser.domain.grounding import ground
    from cvparser.domain.privacy import Category, redact
    from cvparser.domain.privacy.own_categories import OwnCategory, using
    from cvparser.domain.privacy.vocabulary import vocabulary

    MemoryPersonalDataDetector({"Word": Category.NAME, "two words": Category.NAME})
    cvparser.parse_text("Åsa Ėxample\n\nExperience\nﬁne Engineer, Muster ＧmbH, 2019 - 2021\nSkills: Python, Go\n")
    answer = {"basics": {"has_driving_license": True}, "languages": [{"name": "English", "fluency": "C1"}]}
    ground(answer, "Engineer at Muster, English")
    cvparser.redact("Mob9555 123 456 or tel,0532 123 45 67\n")
    with using([OwnCategory(name="employee_number", pattern=r"E-\d{6}", what="Employee numbers")]):
        redact("E-123456, at Muster since 2019\n")
    _compile_templates(vocabulary().statements)
    for _, values in (*vocabulary().values, *vocabulary().facts):
        # Both halves of two facts, so that every pattern is asked for.
        values.has("x/x")
        values.end("x")


def _compile_templates(found: Any) -> None:
    """Compile each of the many templates with one word for each class of words: the shapes are what differs."""
    short = {name: words[-1:] for name, words in found._classes.items()}
    for template in found._templates:
        each = replace(template, classes=short)
        each.before, each.after  # noqa: B018 - compiled when asked for


def fault(use: Use) -> Finding | None:
    """Return how a pattern can take more than linear time with a method that it is used with, or None."""
    if use.methods - {"match", "fullmatch"}:
        found = ambiguity(use.pattern, use.flags)
        if found:
            return found
    if "match" in use.methods:
        found = ambiguity(use.pattern, use.flags, searches=False)
        if found:
            return found
    if "fullmatch" in use.methods:
        return ambiguity(use.pattern, use.flags, searches=False, whole=True)
    return None


def slow_text(use: Use) -> Kind | None:
    """Return texts of a pattern's own alphabet for which it takes more than linear time, or None."""
    compiled = re.compile(use.pattern, use.flags)
    for kind in kinds(use.pattern, use.flags):
        for method in use.methods:
            if is_slow(partial(_run, compiled, method), kind.text, _LENGTH):
                return kind
    return None


def _run(compiled: re.Pattern[Any], method: str, text: str) -> None:
    subject = text if isinstance(compiled.pattern, str) else text.encode("latin-1", "replace")
    if method in {"match", "fullmatch"}:
        getattr(compiled, method)(subject)
    else:
        for _ in compiled.finditer(subject):
            pass


def recorded() -> list[Use]:
    """Return every pattern of the package. To be called before anything else imports the package."""
    return collect(exercise)[0]


def audited(word: str, judged: Judged) -> Iterator[str]:
    """Yield what is to be mended in the places that have `word` in their path; note what is not to be judged again."""
    yield from (f"{place} hides its patterns: write `import re`" for place in strangers() if word in place)
    uses, left = collect(exercise)
    yield from (f"{call.place} was not run: call it in the audit's exercise" for call in left if word in call.place)
    for use in sorted(uses, key=lambda use: sorted(use.places)):
        if any(word in place for place in use.places) and use not in judged:
            how = _how_slow(use)
            if how is None:
                judged.add(use)
            else:
                places, methods = " ".join(sorted(use.places)), "/".join(sorted(use.methods))
                yield f"{places} {how} {use.pattern!r:.150} ({methods})"


def _how_slow(use: Use) -> str | None:
    found = fault(use)
    if found:
        return f"{found.kind}: {found.lead!r} + {found.pump!r} * n"
    slow = slow_text(use)
    return f"slow on {slow}" if slow else None
