"""The page on which people have CVs parsed."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections import Counter
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.e2e.deployment import Deployment
from tests.http.keyed import keyed
from tests.web.conftest import NewPage, apart

from cvparser.domain.access.scope import Scope

TEXT = "Ada Quill\nData Engineer at Kestrel Analytics since March 2019.\n\nSkills\nPython, SQL"
#: Bytes that all of the page may be.
MOST_BYTES = 150_000


def drop(page: Page, paths: list[str]) -> None:
    """Drop files on the page, as a hand does."""
    files = [[Path(path).name, base64.b64encode(Path(path).read_bytes()).decode()] for path in paths]
    transfer = page.evaluate_handle(
        """files => {
            const transfer = new DataTransfer();
            for (const [name, content] of files) {
                transfer.items.add(new File([Uint8Array.from(atob(content), each => each.charCodeAt(0))], name));
            }
            return transfer;
        }""",
        files,
    )
    for event in ("dragover", "drop"):
        page.dispatch_event(".drop", event, {"dataTransfer": transfer})


def file_names(deployment: Deployment) -> Counter[str | None]:
    """Give the names of the files of the jobs that there are."""
    jobs = httpx.get(f"{deployment.address}/api/v1/parser/jobs", params={"limit": 200}).json()["jobs"]
    return Counter(each["file_name"] for each in jobs)


def hand_in(page: Page, text: str = TEXT) -> None:
    page.get_by_role("tab", name="Text").click()
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Read this text").click()


def test_three_files_are_dropped_and_end_and_one_is_erased(
    new_page: NewPage, deployment: Deployment, cvs: list[str]
) -> None:
    page = new_page(deployment.address)

    drop(page, cvs)

    expect(page.locator(".card")).to_have_count(3)
    expect(page.locator(".card.success")).to_have_count(2)
    expect(page.locator(".card.failed .state")).to_have_text("The PDF is damaged. Export it anew.")
    page.get_by_role("button", name="Show the profile: resume.docx").click()
    expect(page.locator(".profession")).to_have_text("Product Manager")
    expect(page.locator(".document .withheld.person").first).to_have_text("name")

    before = file_names(deployment)
    page.get_by_role("button", name="Erase now: resume.docx").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase now").click()

    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator("#result")).to_be_hidden()
    assert before - file_names(deployment) == {"resume.docx": 1}


def test_a_fact_that_is_pointed_at_shows_where_it_stands(
    new_page: NewPage, deployment: Deployment, cvs: list[str]
) -> None:
    page = new_page(deployment.address)
    drop(page, cvs[:1])
    fact = page.get_by_role("button", name="Thornbury Health", exact=True)
    expect(fact).to_be_visible()

    fact.hover()

    expect(page.locator(".stretch.lit")).to_have_text("Thornbury Health")
    page.get_by_role("heading", level=1).hover()
    expect(page.locator(".stretch.lit")).to_have_count(0)
    page.locator(".stretch", has_text="Thornbury Health").hover()
    expect(page.locator(".fact.lit")).to_have_text("Thornbury Health")


def test_a_pdf_is_shown_as_its_pages_without_what_is_personal(
    new_page: NewPage, deployment: Deployment, cvs: list[str]
) -> None:
    page = new_page(deployment.address)
    drop(page, cvs[1:2])
    sheet = page.get_by_role("group", name="Page 1 of 1")
    expect(sheet).to_be_visible()

    page.get_by_role("button", name="Poyraz Lojistik A.Ş.", exact=True).hover()
    expect(sheet.locator(".stretch.lit text")).to_have_text(["Poyraz", "Lojistik", "A.Ş.,"])
    sheet.locator(".stretch", has_text="Koçhisar").hover()
    expect(page.locator(".fact.lit")).to_have_text("Koçhisar Perakende")
    expect(sheet.locator(".block.person").first).to_have_text("name")
    assert page.locator("#result img, #result image, #result canvas").count() == 0

    page.get_by_role("button", name="Text", exact=True).last.click()
    expect(page.locator(".document .withheld").first).to_be_visible()
    page.get_by_role("button", name="Poyraz Lojistik A.Ş.", exact=True).hover()
    expect(page.locator(".document .stretch.lit").first).to_have_text("Poyraz Lojistik A.Ş.")


def test_a_fact_and_its_place_lead_to_each_other_by_keyboard(
    new_page: NewPage, deployment: Deployment, cvs: list[str]
) -> None:
    page = new_page(deployment.address)
    drop(page, cvs[:1])
    fact = page.get_by_role("button", name="Thornbury Health", exact=True)
    expect(page.locator(".document")).to_be_visible()

    fact.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".stretch:focus")).to_have_text("Thornbury Health")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".stretch:focus")).not_to_have_text("Thornbury Health")
    expect(page.locator(".fact.lit")).not_to_have_count(0)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    expect(fact).to_be_focused()


def test_the_page_speaks_the_browsers_language_until_it_is_switched(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(deployment.address, locale="tr-TR")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Özgeçmiş girer, mesleki profil çıkar")
    assert page.locator("html").get_attribute("lang") == "tr"

    page.get_by_role("button", name="English").click()

    expect(heading).to_have_text("A CV in, a professional profile out")
    page.reload()
    expect(heading).to_have_text("A CV in, a professional profile out")


def test_everything_is_done_with_the_keyboard_alone(new_page: NewPage, deployment: Deployment, cvs: list[str]) -> None:
    page = new_page(deployment.address)
    # The browser asks us from now on: where that is said only just before the key, the key may come first.
    page.on("filechooser", lambda _: None)

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"Tab does not lead to {selector}")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab_to("#tab-files")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel-text")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    tab_to("#files")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(cvs[:1])
    expect(page.locator(".card.success")).to_have_count(1)
    expect(page.locator(".document")).to_be_visible()
    tab_to("[data-act=open]")
    page.keyboard.press("Enter")
    expect(page.locator("#result-heading")).to_be_focused()
    tab_to("button.fact")
    expect(page.locator(".stretch.lit")).not_to_have_count(0)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.dataset.act === 'erase_now'"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(1)
    page.keyboard.press("Enter")
    tab_to("dialog [value=yes]")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(0)


def test_all_of_the_page_is_small_and_comes_from_the_service(new_page: NewPage, deployment: Deployment) -> None:
    sizes: dict[str, int] = {}
    page = new_page("about:blank")
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))

    page.goto(deployment.address, wait_until="networkidle")

    assert len(sizes) > 5
    assert {url for url in sizes if not url.startswith(deployment.address)} == set()
    assert sum(sizes.values()) < MOST_BYTES


def test_markup_in_a_cv_is_text(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(deployment.address)

    hand_in(page, f"{TEXT}, <img src=x onerror=alert(1)>")

    expect(page.locator(".document")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".document img").count() == 0


def test_without_events_the_page_asks(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(deployment.address)
    page.route("**/events*", lambda route: route.abort())

    hand_in(page)

    expect(page.locator(".card.success")).to_have_count(1)


def test_what_could_not_be_sent_is_tried_again(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(deployment.address)
    page.route("**/parse-text-async", lambda route: route.abort())
    hand_in(page)
    expect(page.locator(".card.failed .state")).to_contain_text("The service cannot be reached")

    page.unroute("**/parse-text-async")
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".card.success")).to_have_count(1)


def test_who_wishes_so_has_the_job_erased_once_the_page_has_the_result(
    new_page: NewPage, deployment: Deployment
) -> None:
    page = new_page(deployment.address)
    page.get_by_label("Erase it on the service").check()
    with page.expect_response("**/parse-text-async") as submitted:
        hand_in(page)
    job_id = submitted.value.json()["job_id"]

    expect(page.locator(".profession")).to_have_text("Data Engineer")
    expect(page.locator(".card.success")).to_contain_text("only this page has it")
    page.wait_for_function(
        "async url => (await fetch(url)).status === 410", arg=f"{deployment.address}/api/v1/parser/job/{job_id}"
    )


def test_profiles_are_downloaded_in_other_forms(new_page: NewPage, deployment: Deployment, cvs: list[str]) -> None:
    page = new_page(deployment.address)
    drop(page, cvs[:2])
    expect(page.locator(".card.success")).to_have_count(2)

    def downloaded(name: str) -> str:
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        return Path(download.value.path()).read_text(encoding="utf-8-sig")

    page.get_by_role("button", name="Show the profile: resume.docx").click()
    resume = json.loads(downloaded("JSON Resume"))
    assert resume["basics"].keys() <= {"label", "summary"}
    assert [each["name"] for each in resume["work"]] == ["Thornbury Health", "Morgan & Vale Bank", "Oakline Retail"]
    assert json.loads(downloaded("JSON"))["profile"]["basics"]["profession"] == "Product Manager"
    assert downloaded("Markdown").startswith("# Product Manager\n")
    rows = list(csv.DictReader(io.StringIO(downloaded("All as CSV"))))
    assert {row["file"]: row["profession"] for row in rows} == {
        "resume.docx": "Product Manager",
        "ozgecmis.pdf": "Veri Mühendisi",
    }


def test_a_key_is_asked_for_and_kept_in_this_tab_alone(new_page: NewPage, tmp_path: Path) -> None:
    with keyed(tmp_path, workers=2) as door:
        page = new_page(door.address)
        hand_in(page)
        expect(page.locator("#key-problem")).to_have_text("This service asks for a key.")

        _, key = apart(lambda: door.key(Scope.SUBMIT, Scope.READ, Scope.ERASE, Scope.REDACT))
        page.get_by_label("Key", exact=True).fill(key)
        page.get_by_role("button", name="Use it").click()
        with page.expect_request("**/events?ticket=*") as followed:
            page.get_by_role("button", name="Try again").click()
        expect(page.locator(".document .withheld").first).to_be_visible()

        assert key not in followed.value.url
        assert page.evaluate("JSON.stringify(localStorage)") == "{}"
        other = page.context.new_page()
        other.goto(door.address)
        assert other.get_by_label("Key", exact=True).input_value() == ""
