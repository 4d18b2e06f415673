"""The pages in a browser. Chromium is whatever the machine has; where it has none these tests are skipped, by name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.e2e.deployment import Deployment, deployed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Milliseconds that a page may take for something: machines that run tests are busy.
PATIENCE_MS = 20_000

expect.set_options(timeout=PATIENCE_MS)

T = TypeVar("T")
NewPage = Callable[..., Page]


def apart(call: Callable[[], T]) -> T:
    """Give what `call` gives in a thread of its own, which may have an event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def chromium() -> str | None:
    """Give the path of a browser: that which CHROMIUM names, or the machine's."""
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def violations(page: Page) -> list[str]:
    """Give what axe has against a page; all of WCAG 2.2 AA is looked for, targets that are too small among it."""
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def is_wider_than_the_window(page: Page) -> bool:
    """Tell whether a page must be scrolled in two directions."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


# Not for longer than a file: while it is open an event loop runs in this thread, and tests of other files have theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is there, and CHROMIUM names none")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path)
        yield browser
        browser.close()


# Nor this: it would stay beside tests of other files.
@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(Deployment(folder=tmp_path_factory.mktemp("web"))) as running:
        yield running


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Give a maker of pages, each of a reader of its own; what scripts complain of fails the test."""
    wrong: list[str] = []
    with ExitStack() as stack:

        def made(address: str, **reader: Any) -> Page:
            chosen: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}}
            context = browser.new_context(**(chosen | reader))
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
            page.goto(address)
            return page

        yield made
    assert not wrong


@pytest.fixture(scope="session")
def cvs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the paths of three CVs, the last of which cannot be read."""
    examples = Path(__file__).parents[2] / "examples" / "cvs"
    broken = tmp_path_factory.mktemp("cvs") / "scan.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    return [str(examples / "resume.docx"), str(examples / "ozgecmis.pdf"), str(broken)]
