"""Both pages, looked at by axe in every state, and at 400 % zoom."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.e2e.deployment import Deployment
from tests.web.conftest import NewPage, is_wider_than_the_window, violations
from tests.web.test_page import drop

READERS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone in Turkish": {"viewport": {"width": 390, "height": 844}, "locale": "tr-TR"},
    "400 % zoom": {"viewport": {"width": 320, "height": 256}},
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_page_has_no_barrier_in_any_state(
    new_page: NewPage, deployment: Deployment, cvs: list[str], reader: dict[str, Any]
) -> None:
    page = new_page(deployment.address, **reader)
    # What comes before the result is a part of what is looked at then: once is enough.
    is_looked_at_from_the_first = not reader
    assert not is_looked_at_from_the_first or violations(page) == []

    drop(page, cvs)
    assert not is_looked_at_from_the_first or violations(page) == []
    expect(page.locator(".card.success")).to_have_count(2)
    expect(page.locator(".card.failed")).to_have_count(1)
    page.get_by_role("button", name="ozgecmis.pdf").first.click()
    ways = page.locator("[data-way]")
    expect(ways).to_have_count(2)
    for way, shown in (("pages", ".pages"), ("text", ".document")):
        page.locator(f"[data-way=way_{way}]").click()
        expect(page.locator(shown)).to_be_visible()
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
