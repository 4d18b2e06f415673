"""The page on which operators watch."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.e2e.deployment import Deployment
from tests.http.keyed import API, KeyedDoor, keyed
from tests.http.test_job_lists import FIELDS, TEXT, ended
from tests.web.conftest import NewPage, apart, is_wider_than_the_window, violations

from cvparser.domain.access.scope import Scope


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("keyed")) as door:
        yield door


def hand_in(door: KeyedDoor, key: str, name: str) -> None:
    with door.client(key) as client:
        client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": (name, TEXT.encode())}).raise_for_status()


def use_key(page: Page, key: str) -> None:
    page.get_by_label("Key", exact=True).fill(key)
    page.get_by_role("button", name="Use it").click()


def test_the_dashboard_shows_what_there_is_and_acts_on_jobs(new_page: NewPage, deployment: Deployment) -> None:
    with httpx.Client(base_url=deployment.address, timeout=60) as client:
        good = ended(client, data=FIELDS, files={"file": ("resume.txt", TEXT.encode())})
        bad = ended(client, data=FIELDS, files={"file": ("scan.pdf", b"%PDF-1.7\nnothing")})
        page = new_page(f"{deployment.address}/dashboard")
        expect(page.locator("#tiles")).to_contain_text("in this process")
        expect(page.locator("#throughput svg rect.failed").first).to_be_attached()
        expect(page.locator("#codes")).to_contain_text("pdf_corrupt")
        expect(page.locator("#stages")).to_contain_text("Redaction")

        page.get_by_label("Error code").fill("pdf_corrupt")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("rowheader", name="resume.txt")).to_have_count(0)
        page.get_by_role("button", name=f"Erase now: scan.pdf, {bad[:8]}").click()
        page.get_by_role("dialog").get_by_role("button", name="Erase now").click()
        expect(page.get_by_role("button", name=f"Erase now: scan.pdf, {bad[:8]}")).to_have_count(0)
        assert client.get(f"/api/v1/parser/job/{bad}").status_code == 410

        page.get_by_label("Error code").fill("")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("button", name=f"Retry: resume.txt, {good[:8]}").click()
        expect(page.get_by_role("rowheader", name="resume.txt")).to_have_count(2)


def test_a_job_that_waits_is_cancelled_and_stages_need_admin(new_page: NewPage, door: KeyedDoor) -> None:
    _, key = apart(lambda: door.key(Scope.SUBMIT, Scope.READ, Scope.ERASE, Scope.STATS))
    hand_in(door, key, "resume.txt")
    page = new_page(f"{door.address}/dashboard")
    expect(page.locator("#trouble")).to_have_text("This service asks for a key.")

    use_key(page, key)
    expect(page.locator("#stages")).to_have_text("Shown with a key of the scope admin.")
    expect(page.locator("#all-owners")).to_be_hidden()
    page.get_by_role("button", name="Cancel: resume.txt").click()

    expect(page.locator("#jobs .status")).to_have_text("failed")


def test_an_operator_sees_to_the_jobs_of_all_owners(new_page: NewPage, door: KeyedDoor) -> None:
    hand_in(door, apart(lambda: door.key(owner="globex"))[1], "cv.txt")
    page = new_page(f"{door.address}/dashboard")
    use_key(page, apart(lambda: door.key(owner="operators"))[1])
    expect(page.locator("#jobs")).to_contain_text("No jobs.")

    page.get_by_label("Jobs of all owners").check()
    row = page.get_by_role("row", name="cv.txt")
    expect(row).to_contain_text("globex")
    assert violations(page) == []
    assert not is_wider_than_the_window(page)
    page.get_by_role("button", name="Cancel: cv.txt").click()
    expect(row.locator(".status")).to_have_text("failed")
    page.get_by_role("button", name="Erase now: cv.txt").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase now").click()

    expect(row).to_have_count(0)


def test_what_a_webhook_was_not_told_is_delivered_again(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page("about:blank")
    hook: dict[str, object] = {
        "id": "callbacks",
        "url": None,
        "events": [],
        "created_at": "2026-01-16T10:30:00Z",
        "ended_at": None,
    }
    dead: dict[str, object] = {"id": "msg_1", "outcome": "503", "ended_at": "2026-01-16T10:30:00Z", "tried_at": None}
    page.route("**/webhooks", lambda route: route.fulfill(json={"webhooks": [hook]}))
    page.route("**/deliveries?*", lambda route: route.fulfill(json={"deliveries": [dead], "next": None}))
    page.route("**/webhooks/callbacks/replay", lambda route: route.fulfill(json={"replayed": 1}))
    page.goto(f"{deployment.address}/dashboard")

    with page.expect_request("**/webhooks/callbacks/replay"):
        page.get_by_role("button", name="Deliver again: callback_url of submissions").click()

    expect(page.locator("#hooks")).to_contain_text("503")
    assert violations(page) == []


def test_a_window_is_chosen(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(f"{deployment.address}/dashboard")

    with page.expect_request("**/stats/trends?window=604800"):
        page.get_by_role("button", name="7 days").click()

    expect(page.get_by_role("button", name="7 days")).to_have_attribute("aria-pressed", "true")
