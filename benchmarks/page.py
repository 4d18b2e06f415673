"""What the pages weigh and how soon something is seen, in headless Chromium on loopback.

usage: python -m benchmarks.page
"""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.e2e.deployment import Deployment, deployed
from tests.web.conftest import chromium

ROUNDS = 7
PAGES = ("/", "/dashboard", "/docs")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a first visit to a page took."""

    paint_ms: float
    interactive_ms: float
    requests: int
    #: As sent, compressed, and as files.
    sent: int
    bare: int


def visited(browser: Browser, url: str) -> Seen:
    """Give what a visit with nothing in the cache took, all that the page asks of the service counted."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    timing = page.evaluate(
        """() => {
            const [visit] = performance.getEntriesByType("navigation");
            const all = [visit, ...performance.getEntriesByType("resource")];
            return {
                paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
                interactive: visit.domContentLoadedEventEnd,
                requests: all.length,
                sent: all.reduce((sum, each) => sum + each.transferSize, 0),
                bare: all.reduce((sum, each) => sum + each.decodedBodySize, 0),
            };
        }"""
    )
    context.close()
    return Seen(
        paint_ms=timing["paint"],
        interactive_ms=timing["interactive"],
        requests=timing["requests"],
        sent=timing["sent"],
        bare=timing["bare"],
    )


def main() -> None:
    """Print the median of each page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        deployed(Deployment(folder=Path(folder))) as service,
        sync_playwright() as engine,
    ):
        browser = engine.chromium.launch(executable_path=chromium())
        print(f"{'page':<12}{'first paint':>14}{'scripts ran':>14}{'requests':>10}{'sent':>10}{'bare':>10}")
        for path in PAGES:
            visits = [visited(browser, service.address + path) for _ in range(ROUNDS)]
            paint = statistics.median(each.paint_ms for each in visits)
            interactive = statistics.median(each.interactive_ms for each in visits)
            last = visits[-1]
            print(
                f"{path:<12}{paint:>11.0f} ms{interactive:>11.0f} ms{last.requests:>10}"
                f"{last.sent / 1000:>7.1f} kB{last.bare / 1000:>7.1f} kB"
            )
        browser.close()


if __name__ == "__main__":
    main()
