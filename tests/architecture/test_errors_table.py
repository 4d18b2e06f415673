from __future__ import annotations

import re
from pathlib import Path

from cvparser.domain.errors import error_codes
from cvparser.entrypoints.http.problems import status_of

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "errors.md"


def test_the_table_in_the_docs_is_the_error_tree_in_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (yes|no) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [
        (code, str(int(status_of(kind))), "yes" if kind.retryable else "no", kind.default_message)
        for code, kind in error_codes().items()
    ]
