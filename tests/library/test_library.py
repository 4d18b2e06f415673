from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

import cvparser
from cvparser.domain.errors import ConfigurationError, FileEmptyError, ParseModeError, TextEmptyError

CVS = Path(__file__).parents[2] / "examples" / "cvs"
PROSE = "I have worked as a Data Engineer at Kestrel Analytics since March 2019. Write to ada.quill@post.example."


def test_a_file_is_parsed_without_an_event_loop() -> None:
    with cvparser.CVParser() as parser:
        parsed = parser.parse_file(CVS / "resume.docx")

    assert parsed.profile.basics.profession == "Product Manager"
    assert parsed.meta.withheld["email"] >= 1


async def test_a_file_is_parsed_within_an_event_loop() -> None:
    async with cvparser.CVParser() as parser:
        parsed = await parser.parse_file_async(CVS / "ozgecmis.pdf")

    assert parsed.profile.professional_experiences[0].company == "Poyraz Lojistik A.Ş."


async def test_the_blocking_face_within_an_event_loop_says_what_to_do() -> None:
    with pytest.raises(ConfigurationError, match="parse_text_async"):
        cvparser.parse_text(PROSE)


def test_free_prose_gives_its_job_and_withholds_the_address() -> None:
    parsed = cvparser.parse_text(PROSE)

    assert parsed.profile.professional_experiences[0].title == "Data Engineer"
    assert "ada.quill" not in parsed.model_dump_json()
    assert parsed.meta.withheld["email"] == 1


def test_nothing_in_gives_a_clear_error(tmp_path: Path) -> None:
    empty = tmp_path / "cv.pdf"
    empty.touch()

    with pytest.raises(FileEmptyError):
        cvparser.parse_file(empty)
    with pytest.raises(TextEmptyError):
        cvparser.parse_text(" \u200b ")


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ParseModeError):
        cvparser.parse_text(PROSE, mode="banana")  # type: ignore[arg-type]


def test_a_script_without_a_main_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "my script.py"
    script.write_text(
        f"import cvparser\nprint('once')\nprint(cvparser.parse_file({str(CVS / 'ozgecmis.pdf')!r}).cv_language)\n"
    )

    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert run.stdout.split() == ["once", "tr"]
    assert run.stderr == ""


def test_no_child_process_outlives_the_parser() -> None:
    before = psutil.Process().children()

    with cvparser.CVParser() as parser:
        parser.parse_file(CVS / "ozgecmis.pdf")
        assert len(psutil.Process().children()) > len(before)

    assert psutil.Process().children() == before


FORKS = f"""
import multiprocessing, os, sys, time
import cvparser

def parse():
    print(cvparser.parse_text({PROSE!r}).profile.professional_experiences[0].title, flush=True)

parse()
process = multiprocessing.get_context("fork").Process(target=parse)
process.start()
process.join()
child = os.fork()
if not child:
    sys.exit(0)
print(os.waitpid(child, 0)[1], flush=True)
parse()
"""


def test_a_fork_of_a_program_that_has_parsed_parses_too_and_ends_without_harm() -> None:
    run = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, text=True, check=True, timeout=100)

    assert run.stdout.splitlines() == ["Data Engineer", "Data Engineer", "0", "Data Engineer"]


def test_a_profile_that_says_nothing_of_a_text_that_says_much_carries_a_warning() -> None:
    recipe = "Die Butter schmelzen und die Zwiebeln darin glasig braten. Danach langsam das Mehl darin rühren. " * 3

    assert "nothing_recognised" in cvparser.parse_text(recipe).meta.warnings


@pytest.mark.parametrize("text", ["Guten Tag", PROSE])
def test_a_short_text_and_one_with_facts_carry_no_such_warning(text: str) -> None:
    assert "nothing_recognised" not in cvparser.parse_text(text).meta.warnings
