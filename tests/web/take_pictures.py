"""Take the pictures of docs/pictures, from a service of its own: `python -m tests.web.take_pictures`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests.e2e.deployment import Deployment, deployed
from tests.web.conftest import chromium

ROOT = Path(__file__).parents[2]
CVS = [ROOT / "examples" / "cvs" / name for name in ("ozgecmis.pdf", "resume.docx")]
PICTURES = ROOT / "docs" / "pictures"
API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
PATIENCE_MS = 60_000


@contextmanager
def page_of(browser: Browser, address: str, *, width: int, height: int, **reader: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, **reader)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    yield page
    context.close()


def dropped(page: Page, folder: Path) -> None:
    """Hand in two CVs and one that cannot be read."""
    broken = folder / "scan.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    page.set_input_files("#files", [*CVS, broken])


def handed_in(page: Page, folder: Path, *, name: str = "ozgecmis.pdf") -> None:
    """Hand them in, show one with its cards, and point at a fact."""
    dropped(page, folder)
    page.wait_for_selector(".card.failed")
    page.locator(".card.success").nth(1).wait_for()
    page.locator(".card", has_text=name).locator("[data-act=open]").click()
    page.locator(".pages, .document").first.wait_for()
    page.evaluate("window.scrollTo(0, document.querySelector('#list').offsetTop - 10)")
    page.locator(".timeline button.fact").nth(1).hover()


def taken(page: Page, name: str) -> None:
    """Take a picture of few colours: it is a third as large, and looks the same."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(96, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)


WIDE: Any = {"width": 1280, "height": 800, "locale": "en-GB", "color_scheme": "light"}
DARK: Any = WIDE | {"locale": "tr-TR", "color_scheme": "dark"}
PHONE: Any = WIDE | {"width": 390, "height": 844, "locale": "tr-TR"}
ZOOMED: Any = WIDE | {"width": 320, "height": 640}


def take_results(browser: Browser, address: str, folder: Path) -> None:
    """Take what there is to see once CVs were read."""
    with page_of(browser, address, **WIDE) as page:
        taken(page, "page-empty.png")
        page.get_by_role("tab", name="Text").click()
        taken(page, "page-text.png")
    with page_of(browser, address, **WIDE) as page:
        handed_in(page, folder)
        taken(page, "page.png")
        page.locator("[data-way=way_text]").click()
        page.locator(".timeline button.fact").nth(1).hover()
        taken(page, "page-as-text.png")
        page.locator(".card.success [data-act=erase_now]").first.click()
        taken(page, "page-erase.png")
    for name, reader in (("page-dark-turkish.png", DARK), ("page-phone.png", PHONE), ("page-zoomed.png", ZOOMED)):
        with page_of(browser, address, **reader) as page:
            handed_in(page, folder)
            taken(page, name)


def take_on_the_way(browser: Browser, address: str, folder: Path) -> None:
    """Take what there is to see while CVs are read, and where something is in the way."""
    with page_of(browser, address, **WIDE) as page:
        # The service is quicker than a picture: it is not heard for as long as one takes.
        page.route("**/events*", lambda route: route.abort())
        page.route("**/parse-file-async", lambda route: route.fulfill(status=202, json={"job_id": str(uuid4())}))
        page.route("**/job/*", lambda route: route.abort())
        dropped(page, folder)
        page.get_by_text("connection lost, trying again").first.wait_for()
        page.evaluate("window.scrollTo(0, document.querySelector('#list').offsetTop - 400)")
        taken(page, "page-on-the-way.png")
    with page_of(browser, address, **WIDE) as page:
        page.route("**/parse-*", lambda route: route.fulfill(status=401, json={"code": "key_missing", "detail": ""}))
        dropped(page, folder)
        page.locator("#key-problem:not(:empty)").wait_for()
        taken(page, "page-key.png")
    with page_of(browser, f"{address}/nowhere", **WIDE) as page:
        taken(page, "not-found.png")
    with page_of(browser, f"{address}/docs", **WIDE) as page:
        taken(page, "api.png")


def take_dashboard(browser: Browser, address: str) -> None:
    """Take the dashboard, from head to foot."""
    for name, reader in (("dashboard.png", WIDE), ("dashboard-dark-turkish.png", DARK), ("dashboard-phone.png", PHONE)):
        with page_of(browser, f"{address}/dashboard", **reader) as page:
            page.locator("[data-window='3600']").click()
            page.locator("#throughput svg").wait_for()
            page.wait_for_load_state("networkidle")
            taken(page, name)
            if reader is WIDE:
                page.locator("#h-jobs").scroll_into_view_if_needed()
                page.evaluate("window.scrollTo(0, document.querySelector('#h-jobs').offsetTop - 20)")
                taken(page, "dashboard-jobs.png")


def fill(address: str) -> None:
    """Have jobs end in several ways, so that there is something to show."""
    with httpx.Client(base_url=f"{address}{API}", timeout=60) as client:
        for number in range(14):
            content = b"%PDF-1.7\nnothing" if number % 7 == 3 else CVS[number % 2].read_bytes()
            name = "scan.pdf" if number % 7 == 3 else CVS[number % 2].name
            client.post("/parse-file", data=FIELDS, files={"file": (name, content)})


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        service = Deployment(folder=Path(folder))
        with deployed(service), sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=chromium())
            fill(service.address)
            take_results(browser, service.address, Path(folder))
            take_on_the_way(browser, service.address, Path(folder))
            take_dashboard(browser, service.address)
            browser.close()


if __name__ == "__main__":
    main()
