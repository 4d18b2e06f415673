from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.cli.forked import cvparser

CVS = Path(__file__).parents[2] / "examples" / "cvs"
PDF, DOCX = CVS / "ozgecmis.pdf", CVS / "resume.docx"


def test_one_file_gives_one_document_in_the_form_of_parsed_data() -> None:
    run = cvparser("parse", PDF)

    parsed = json.loads(run.stdout)
    assert run.returncode == 0
    assert set(parsed) == {"profile", "cv_language", "meta"}
    assert parsed["cv_language"] == "tr"
    assert parsed["profile"]["basics"]["profession"] == "Veri Mühendisi"


def test_many_files_give_one_line_each_in_the_order_of_the_arguments() -> None:
    run = cvparser("parse", DOCX, PDF)

    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(DOCX), str(PDF)]
    assert [line["cv_language"] for line in lines] == ["en", "tr"]


def test_a_file_that_cannot_be_parsed_says_so_and_does_not_stop_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing else")

    run = cvparser("parse", broken, DOCX)

    first, second = (json.loads(line) for line in run.stdout.splitlines())
    assert run.returncode == 1
    assert first["error"]["code"] == "pdf_corrupt"
    assert "profile" in second
    assert "pdf_corrupt" in run.stderr


def test_a_single_file_that_cannot_be_parsed_prints_nothing_on_standard_output(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()

    run = cvparser("parse", empty)

    assert (run.returncode, run.stdout) == (1, "")
    assert "file_empty" in run.stderr
    assert "Traceback" not in run.stderr


def test_output_writes_a_file_a_cv(tmp_path: Path) -> None:
    run = cvparser("parse", PDF, DOCX, "--output", tmp_path / "profiles")

    assert run.returncode == 0
    assert run.stdout == ""
    assert {path.name for path in (tmp_path / "profiles").glob("*.json")} == {"ozgecmis.json", "resume.json"}


def test_a_terminal_shows_progress_on_standard_error_alone() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cvparser", "parse", str(PDF), str(DOCX)]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    shown = os.read(ours, 65_536).decode()
    os.close(ours)

    assert "2/2" in shown
    assert len(run.stdout.splitlines()) == 2


def test_a_missing_file_is_a_wrong_command_line() -> None:
    assert cvparser("parse", "no-such-cv.pdf").returncode == 2


def test_help_teaches_each_command() -> None:
    for command in ([], ["parse"], ["redact"], ["serve"], ["migrate"], ["jobs"], ["jobs", "list"], ["jobs", "show"]):
        run = cvparser(*command, "--help")

        assert run.returncode == 0
        assert len(run.stdout.splitlines()) > 5
        assert "\\b" not in run.stdout


def test_help_tells_of_each_command_in_a_whole_sentence() -> None:
    for command in ([], ["jobs"], ["keys"], ["audit"], ["encryption"]):
        listed = cvparser(*command, "--help").stdout.partition("Commands:\n")[2]

        assert listed.count("\n") > 2
        assert "..." not in listed


def test_redact_shows_the_text_without_personal_data_and_counts_what_it_took_out() -> None:
    run = cvparser("redact", PDF)

    assert run.returncode == 0
    assert "Poyraz Lojistik A.Ş." in run.stdout
    assert "[EMAIL]" in run.stdout
    assert "defne" not in (run.stdout + run.stderr).casefold()
    assert any(line.split() == ["email", "1"] for line in run.stderr.splitlines())
