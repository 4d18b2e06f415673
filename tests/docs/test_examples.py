"""The Python in the docs runs as it stands there: the blocks of a page share one namespace, as a reader would type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: These run with what they need, in `test_add_a_language.py`, `test_your_own_in_an_hour.py`, `test_read_scans.py` and
#: `tests/frameworks/test_recipes.py`.
APART = {"add-a-language.md", "read-scans.md", "use-it-in-a-framework.md", "your-own-in-an-hour.md"}
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name not in APART and BLOCK.search(page.read_text(encoding="utf-8"))],
    ids=str,
)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A clone's root, and a CV of the reader's own.
    for name in ("benchmarks", "deploy", "docs", "examples", "src", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "cv.pdf").symlink_to(ROOT / "examples" / "cvs" / "ozgecmis.pdf")
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": page.stem}

    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        exec(compile(block, str(page), "exec"), namespace)  # noqa: S102 - our own pages


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    broken = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]

    assert not broken
