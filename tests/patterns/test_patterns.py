from __future__ import annotations

import subprocess
import sys

import pytest
from tests.patterns.ambiguity import ambiguity
from tests.patterns.collection import Use
from tests.patterns.judged import Judged


@pytest.mark.timeout(300)
def test_no_pattern_of_the_package_can_take_more_than_linear_time() -> None:
    # In a process of its own: patterns are recorded while the package is imported for the first time.
    audit = subprocess.run([sys.executable, "-m", "tests.patterns"], capture_output=True, text=True, check=False)

    assert audit.returncode == 0, audit.stdout + audit.stderr


def test_a_verdict_holds_for_the_same_use_alone() -> None:
    judged = Judged(anew=True)
    judged.add(Use("a+b", 0, methods={"match"}))

    assert Use("a+b", 0, {"elsewhere.py:1"}, {"match"}) in judged
    assert Use("a+b", 0, methods={"search"}) not in judged
    assert Use("a+b", 2, methods={"match"}) not in judged


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+$",
        r"<x[^>]*>",
        r"(?:a+)+b",
        r"(?:a|a)*b",
        r"(?:[ ,]{1,3}|\w{1,30})*!",
        r"\w+\.?\w*@",
        r"(?:\s*,\s*)+;",
        r"\s*\|",
        r"a*?a*?b",
        r"(?=[^\d]*\d)x",
        r"(?:\n\s*)+x",
        r"(?i)x+X+y",
        r"(?<![^\s,])\s+x",
        r"(a+)\1b",
        r"(?>\s+)x",
        r"a(?:.*b)?",
        r"(?:a+b)?",
        r"(?:x|x)*(?!\w)",
    ],
)
def test_a_pattern_that_goes_over_its_text_again_and_again_is_found(pattern: str) -> None:
    assert ambiguity(pattern) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s",
        r"\d+",
        r"(?<!\s)\s++$",
        r"(?<!\s)\s*+\|",
        r"(?:(?<!\s)\s++)?+\|\s*+",
        r"<x[^<>]*>",
        r"\A\s*x",
        r"^[ \t]*[-*]",
        r"a{1,30}b",
        r"(?<!\w)\w++(?:-\w++)?+ x",
        r"foo.*",
        r"\s{41,}+",
        r"\d(?:(?:a|ab?)(?!\w)\s)*",
        r"\b[a-z]++\b!",
    ],
)
def test_a_pattern_that_goes_over_its_text_once_is_left_alone(pattern: str) -> None:
    assert ambiguity(pattern) is None
