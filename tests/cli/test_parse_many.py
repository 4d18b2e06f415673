"""Folders, patterns and standard input; results that never take each other's place; forms for people and programs."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.forked import cvparser
from tests.cli.test_parse import DOCX, PDF

TEXT = "Data Engineer at Kestrel Analytics since March 2019.\n\nSkills\nPython, SQL"


def written(path: Path, company: str = "Kestrel Analytics") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.replace("Kestrel Analytics", company), encoding="utf-8")
    return path


def company(result: Path) -> str:
    parsed = json.loads(result.read_text(encoding="utf-8"))
    return str(parsed["profile"]["professional_experiences"][0]["company"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three CVs, in folders of their own, beside files that are none."""
    for name in ("ana/cv.txt", "bo/cv.md", "bo/deep/cv.txt"):
        written(tmp_path / "cvs" / name)
    (tmp_path / "cvs" / "notes.xlsx").touch()
    (tmp_path / "cvs" / ".hidden.txt").touch()
    return tmp_path / "cvs"


def test_a_folder_gives_a_result_each_in_folders_as_they_are(folder: Path, tmp_path: Path) -> None:
    run = cvparser("parse", folder, "-o", tmp_path / "out")

    assert (run.returncode, run.stdout) == (0, "")
    found = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.json")}
    assert found == {"ana/cv.json", "bo/cv.json", "bo/deep/cv.json"}
    assert "3 of 3 parsed, 0 failed." in run.stderr


def test_a_pattern_is_taken_from_quotes_too_and_each_document_once(folder: Path) -> None:
    run = cvparser("parse", f"{folder}/**/*.txt", folder / "ana" / "cv.txt", "--format", "jsonl")

    files = [json.loads(line)["file"] for line in run.stdout.splitlines()]
    assert files == [str(folder / "ana" / "cv.txt"), str(folder / "bo" / "deep" / "cv.txt")]


@pytest.mark.parametrize("nothing", ["*.nothing", "empty", "no-such-cv.pdf"])
def test_what_leads_to_no_document_is_a_wrong_command_line(tmp_path: Path, nothing: str) -> None:
    (tmp_path / "empty").mkdir()

    run = cvparser("parse", tmp_path / nothing)

    assert (run.returncode, run.stdout) == (2, "")
    assert nothing in run.stderr


@pytest.mark.parametrize("path", [PDF, DOCX])
def test_standard_input_is_a_document(path: Path) -> None:
    command = [sys.executable, "-m", "cvparser", "parse", "-"]
    run = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=True)

    assert json.loads(run.stdout)["profile"]["basics"]["skills"]


def test_two_documents_of_one_name_have_a_result_each(tmp_path: Path) -> None:
    documents = [written(tmp_path / "a" / "cv.txt", "Kestrel"), written(tmp_path / "b" / "cv.md", "Poyraz")]
    documents += [written(tmp_path / "c" / "CV.txt", "Sarmal"), written(tmp_path / "d" / "cv.txt", "Tuna")]

    run = cvparser("parse", *documents, "-o", tmp_path / "out")

    assert run.returncode == 0
    assert {company(path) for path in (tmp_path / "out").glob("*.json")} == {"Kestrel", "Poyraz", "Sarmal", "Tuna"}


def test_a_later_run_keeps_the_names_and_touches_no_result_of_another_document(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a" / "cv.txt", "Kestrel"), written(tmp_path / "b" / "cv.txt", "Poyraz")
    out = tmp_path / "out"
    written(out / "own.json")
    own = written(tmp_path / "own.txt", "Sarmal")

    cvparser("parse", first, "-o", out)
    cvparser("parse", second, own, "-o", out)
    cvparser("parse", written(first, "Kestrel Two"), "-o", out)

    assert company(out / "cv.json") == "Kestrel Two"
    assert company(out / "cv.txt.json") == "Poyraz"
    assert company(out / "own.txt.json") == "Sarmal"
    assert (out / "own.json").read_text(encoding="utf-8") == TEXT


def test_a_folder_is_gone_on_with_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    broken = folder / "broken.txt"
    broken.touch()
    first = cvparser("parse", folder, "-o", out)
    (out / "ana" / "cv.json").unlink()
    written(folder / "bo" / "cv.md", "Poyraz")
    written(broken, "Sarmal")

    again = cvparser("parse", folder, "-o", out, "--resume")

    assert "3 of 4 parsed, 1 failed." in first.stderr
    assert "3 of 4 parsed, 0 failed, 1 done before." in again.stderr
    assert company(out / "bo" / "cv.json") == "Poyraz"
    assert len(list(out.rglob("*.json"))) == 4
    assert "0 of 4 parsed, 0 failed, 4 done before." in cvparser("parse", folder, "-o", out, "--resume").stderr


def test_ctrl_c_says_what_was_done_and_how_to_go_on(tmp_path: Path) -> None:
    for number in range(300):
        written(tmp_path / "cvs" / f"{number:03}.txt")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "cvparser", "parse", str(tmp_path / "cvs"), "-o", str(out)]
    # Programs in the background of a shell ignore it, and so do those that they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    while not list(out.glob("*.json")):
        assert run.poll() is None
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)

    done = len(list(out.glob("*.json")))
    assert run.returncode == 130
    assert f"Stopped: {done} of 300 parsed, 0 failed. The same command with --resume goes on." in said
    assert "Traceback" not in said
    assert not list(out.glob(".*.json.*"))


def test_json_of_several_is_an_array_and_of_one_the_document(folder: Path) -> None:
    several = json.loads(cvparser("parse", folder, "--format", "json").stdout)

    assert [set(each) for each in several] == [{"file", "profile", "cv_language", "meta"}] * 3
    assert "profile" in json.loads(cvparser("parse", folder / "ana", "--format", "json").stdout)


def test_csv_has_a_row_each_and_no_formula(tmp_path: Path) -> None:
    formula, broken = tmp_path / "=cmd.txt", tmp_path / "broken.txt"
    written(formula)
    broken.touch()

    run = subprocess.run(
        [sys.executable, "-m", "cvparser", "parse", "=cmd.txt", "broken.txt", "--format", "csv"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    first, second = csv.DictReader(io.StringIO(run.stdout))
    assert first["file"] == "'=cmd.txt"
    assert (first["last_company"], first["skills"]) == ("Kestrel Analytics", "Python; SQL")
    assert second["error"].startswith("file_empty: ")
    assert run.returncode == 1


def test_markdown_reads_as_a_cv(tmp_path: Path) -> None:
    run = cvparser("parse", DOCX, "--format", "markdown")

    assert run.stdout.startswith("# ")
    assert "\n## Experience\n\n- **" in run.stdout
    assert "\n## Skills\n" in run.stdout


def test_a_table_is_for_people_and_has_no_colours_where_no_terminal_is(folder: Path) -> None:
    (folder / "broken.txt").touch()

    run = cvparser("parse", folder, "--format", "table")

    head, *rows = run.stdout.splitlines()
    assert head.split() == ["File", "Profession", "Years", "Last", "job", "Skills", "Language"]
    assert len(rows) == 4
    assert any("file_empty" in row for row in rows)
    assert "\x1b" not in run.stdout + run.stderr


@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_terminal_shows_several_as_a_table_with_colours_unless_told_otherwise(folder: Path, no_color: str) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cvparser", "parse", str(folder)]
    environment = os.environ | {"NO_COLOR": no_color}
    subprocess.run(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment, check=True)
    os.close(theirs)
    shown = os.read(ours, 65_536).decode()
    os.close(ours)

    assert "Profession" in shown
    assert ("\x1b[" in shown) == (not no_color)


@pytest.mark.parametrize("wrong", [["--resume"], ["-o", "out", "--format", "csv"], ["--format", "yaml"]])
def test_options_that_do_not_go_together_are_a_wrong_command_line(wrong: list[str], tmp_path: Path) -> None:
    run = cvparser("parse", DOCX, *(each.replace("out", str(tmp_path / "out")) for each in wrong))

    assert run.returncode == 2
    assert "Usage:" in run.stderr


def test_a_shell_can_complete_the_commands() -> None:
    environment = os.environ | {"_CVPARSER_COMPLETE": "bash_complete", "COMP_WORDS": "cvparser pa", "COMP_CWORD": "1"}
    program = Path(sys.executable).parent / "cvparser"

    run = subprocess.run([program], env=environment, capture_output=True, text=True, check=False)

    assert run.stdout.split() == ["plain,parse"]
