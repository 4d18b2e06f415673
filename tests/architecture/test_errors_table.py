from __future__ import annotations

import ast
import re
from pathlib import Path

import cvparser.entrypoints.http.app  # noqa: F401 - the door, which loads what raises
from cvparser.domain.errors import error_codes
from cvparser.entrypoints.http.problems import status_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "errors.md"


def test_whoever_loads_the_http_door_knows_every_error_of_the_source() -> None:
    classes = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    tree = {"CVParserError"}
    while more := {name for name, bases in classes.items() if bases & tree} - tree:
        tree |= more

    assert {kind.__name__ for kind in error_codes().values()} == tree


def test_the_table_in_the_docs_is_the_error_tree_in_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (yes|no) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [
        (code, str(int(status_of(kind))), "yes" if kind.retryable else "no", kind.default_message)
        for code, kind in error_codes().items()
    ]
