from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cvparser import CVParser
from cvparser.domain.errors import ConfigurationError

PROSE = "I have worked as a Data Engineer at Kestrel Analytics since March 2019."


def test_a_program_that_runs_python_without_being_one_is_served_by_the_python_of_its_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/sbin/uwsgi")

    with CVParser() as parser:
        assert parser.parse_text(PROSE).profile.professional_experiences[0].title == "Data Engineer"


def test_a_frozen_program_is_told_why_nothing_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    with CVParser() as parser, pytest.raises(ConfigurationError, match="frozen"):
        parser.parse_text(PROSE)


def test_where_no_python_is_found_the_error_says_what_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", "")
    monkeypatch.setattr(sys, "exec_prefix", str(tmp_path))

    with CVParser() as parser, pytest.raises(ConfigurationError, match="virtual environment"):
        parser.parse_text(PROSE)
