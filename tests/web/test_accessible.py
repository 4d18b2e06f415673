"""Both pages, looked at by axe in every state, and at 400 % zoom."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.e2e.deployment import Deployment
from tests.web.conftest import NewPage
from tests.web.test_page import drop

READERS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone in Turkish": {"viewport": {"width": 390, "height": 844}, "locale": "tr-TR"},
    "400 % zoom": {"viewport": {"width": 320, "height": 256}},
}


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def is_wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_page_has_no_barrier_in_any_state(
    new_page: NewPage, deployment: Deployment, cvs: list[str], reader: dict[str, Any]
) -> None:
    page = new_page(deployment.address, **reader)
    assert violations(page) == []

    drop(page, cvs)
    assert violations(page) == []
    expect(page.locator(".card.success")).to_have_count(2)
    expect(page.locator(".card.failed")).to_have_count(1)
    expect(page.locator(".document")).to_be_visible()
    assert violations(page) == []
    assert not is_wider_than_the_window(page)

    page.locator(".card.success [data-act=erase_now]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_dashboard_has_no_barrier(new_page: NewPage, deployment: Deployment, reader: dict[str, Any]) -> None:
    page = new_page(f"{deployment.address}/dashboard", **reader)
    expect(page.locator("#tiles > div")).not_to_have_count(0)

    assert violations(page) == []
    page.locator("#throughput summary").click()
    assert violations(page) == []
    assert not is_wider_than_the_window(page)
