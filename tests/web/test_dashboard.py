"""The page on which operators watch."""

from __future__ import annotations

from pathlib import Path

import httpx
from playwright.sync_api import expect
from tests.e2e.deployment import Deployment
from tests.http.keyed import keyed
from tests.http.test_job_lists import FIELDS, TEXT, ended
from tests.web.conftest import NewPage, apart

from cvparser.domain.access.scope import Scope


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


def test_a_job_that_waits_is_cancelled_and_stages_need_admin(new_page: NewPage, tmp_path: Path) -> None:
    with keyed(tmp_path) as door:
        _, key = apart(lambda: door.key(Scope.SUBMIT, Scope.READ, Scope.ERASE, Scope.STATS))
        with door.client(key) as client:
            client.post(
                "/api/v1/parser/parse-file-async", data=FIELDS, files={"file": ("resume.txt", TEXT.encode())}
            ).raise_for_status()
        page = new_page(f"{door.address}/dashboard")
        expect(page.locator("#trouble")).to_have_text("This service asks for a key.")

        page.get_by_label("Key", exact=True).fill(key)
        page.get_by_role("button", name="Use it").click()
        expect(page.locator("#stages")).to_have_text("Shown with a key of the scope admin.")
        page.get_by_role("button", name="Cancel: resume.txt").click()

        expect(page.locator("#jobs .status")).to_have_text("failed")


def test_a_window_is_chosen(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(f"{deployment.address}/dashboard")

    with page.expect_request("**/stats/trends?window=604800"):
        page.get_by_role("button", name="7 days").click()

    expect(page.get_by_role("button", name="7 days")).to_have_attribute("aria-pressed", "true")
