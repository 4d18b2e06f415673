"""The way from nothing to a parsed scan: the page's own Python, where the extra is installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.test_examples import BLOCK, ROOT

PAGE = ROOT / "docs" / "how-to" / "read-scans.md"


def test_a_reader_comes_from_nothing_to_a_parsed_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr", reason="rapidocr, of the extra ocr, is not installed")
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": PAGE.stem}

    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        exec(compile(block, str(PAGE), "exec"), namespace)  # noqa: S102 - our own page
