"""The page of rules and the command that lists them say the same as the registry."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from cvparser.domain.privacy.pipeline import RECOGNIZERS
from cvparser.entrypoints.cli import main

PAGE = Path(__file__).parents[2] / "docs/reference/rules.md"


def rules(*options: str) -> str:
    return CliRunner().invoke(main, ["rules", *options], catch_exceptions=False).output


def test_the_page_of_rules_is_what_the_command_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules("--markdown")


def test_the_command_lists_every_recognizer_in_the_order_in_which_they_run() -> None:
    names = [line.split()[0] for line in rules().splitlines() if not line.startswith(" ")]

    assert names == [recognizer.name for recognizer in RECOGNIZERS]


def test_the_command_tells_programs_the_rules_with_their_examples() -> None:
    listed = {entry["name"]: entry for entry in json.loads(rules("--json"))}

    assert listed["email"] == {
        "name": "email",
        "stage": "identifiers",
        "categories": ["email"],
        "description": "E-mail addresses: plain, wrapped over two lines, percent-encoded",
        "needs_whole_cv": False,
        "rules": {"email": "to ⟦anna@example.com⟧ now"},
    }
    assert listed["header"]["needs_whole_cv"]
