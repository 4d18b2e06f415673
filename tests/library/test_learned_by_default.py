from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cvparser
from cvparser.settings import Settings

CV = """Mirko Vantelli
Data Engineer
m.vantelli@post.example

EXPERIENCE
Data Engineer, Halden Group, 2019 - 2023
- Talks: with Oyelaran Adeyinka at PyData

SKILLS
Python, Kafka
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cv.txt"
    path.write_text(CV, encoding="utf-8")
    return path


def test_somebody_whom_no_rule_knows_is_taken_out_unless_the_learned_recognizer_is_switched_off(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cvparser.CVParser() as parser:
        by_default = cvparser.redact(CV).text, parser.redact_file(file).text
    monkeypatch.setenv("CVPARSER_LEARNED", "false")
    with cvparser.CVParser() as parser:
        switched_off = cvparser.redact(CV).text, parser.redact_file(file).text

    assert Settings.model_fields["learned"].default is True
    assert [text for text in by_default if "Adeyinka" in text] == []
    assert [text for text in switched_off if "Adeyinka" not in text or "Vantelli" in text] == []


def test_what_others_found_is_united_with_it() -> None:
    found = [each for each in cvparser.redact(CV).findings if CV[each.start : each.end] == "Oyelaran Adeyinka"]

    assert cvparser.redact(CV, more=found).findings == cvparser.redact(CV).findings


@pytest.mark.parametrize("learned", ["true", "false"])
def test_a_program_that_looks_at_no_text_itself_loads_neither_numpy_nor_the_rules(
    learned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CVPARSER_LEARNED", learned)
    script = (
        "import sys\n"
        "from cvparser.composition import Composition\n"
        "from cvparser.settings import load_settings\n"
        "Composition(load_settings()).parse_cv\n"
        "print([name for name in sys.modules if name.startswith(('numpy', 'cvparser.domain.privacy.rounds',\n"
        "    'cvparser.adapters.profile_parser.offline.reading'))])\n"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=100)

    assert run.stdout == "[]\n"
