"""Take the pictures of docs/pictures, from a service of its own: `python -m tests.web.take_pictures`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def handed_in(page: Page, folder: Path) -> None:
    """Hand in two CVs and one that cannot be read, show the first with its cards, and point at a fact."""
    broken = folder / "scan.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    page.set_input_files("#files", [*CVS, broken])
    page.wait_for_selector(".card.failed")
    page.locator(".card.success").nth(1).wait_for()
    page.locator(".card", has_text="ozgecmis.pdf").locator("[data-act=open]").click()
    page.wait_for_selector(".document")
    page.evaluate("window.scrollTo(0, document.querySelector('#list').offsetTop - 10)")
    page.locator(".timeline button.fact").nth(1).hover()


def taken(page: Page, name: str) -> None:
    """Take a picture of few colours: it is a third as large, and looks the same."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(96, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)


def take(browser: Browser, address: str, folder: Path) -> None:
    with page_of(browser, address, width=1280, height=800, locale="en-GB", color_scheme="light") as page:
        taken(page, "page-empty.png")
        handed_in(page, folder)
        taken(page, "page.png")
    with page_of(browser, address, width=1280, height=800, locale="tr-TR", color_scheme="dark") as page:
        handed_in(page, folder)
        taken(page, "page-dark-turkish.png")
    with page_of(browser, address, width=390, height=844, locale="tr-TR", color_scheme="light") as page:
        handed_in(page, folder)
        taken(page, "page-phone.png")
    reader = {"locale": "en-GB", "color_scheme": "light"}
    with page_of(browser, f"{address}/dashboard", width=1280, height=900, **reader) as page:
        page.get_by_role("button", name="1 hour").click()
        page.locator("#throughput svg").wait_for()
        page.wait_for_load_state("networkidle")
        taken(page, "dashboard.png")


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
            take(browser, service.address, Path(folder))
            browser.close()


if __name__ == "__main__":
    main()
