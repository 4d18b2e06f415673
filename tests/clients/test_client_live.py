"""`cvparser.client` against a live service."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.e2e.deployment import free_port
from tests.http.keyed import KeyedDoor
from tests.http.test_routes import CVS, TEXT

from cvparser.client import AsyncClient, BatchErasedError, Client, Item, ItemResult, StillProcessingError, Submission
from cvparser.domain.access.errors import KeyMissingError, KeyWrongError, ScopeMissingError
from cvparser.domain.access.scope import Scope
from cvparser.domain.errors import (
    FieldError,
    FileEmptyError,
    InputError,
    JobCancelledError,
    JobErasedError,
    JobUnknownError,
    PdfCorruptError,
    TextEmptyError,
    TypeNotAllowedError,
    UnavailableError,
)

ROOT = Path(__file__).parents[2]
DOCX = CVS / "resume.docx"


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client


def test_a_document_goes_in_and_its_profile_comes_out(client: Client) -> None:
    named = client.parse(DOCX)

    assert named.profile.basics.skills
    assert client.parse(DOCX.read_bytes(), name="cv.docx").profile == named.profile
    assert client.parse(io.BytesIO(DOCX.read_bytes()), name="cv.docx").profile == named.profile
    with DOCX.open("rb") as file:
        assert client.parse(file, submission=Submission(mode="basic")).cv_language == "en"


def test_a_text_goes_in_and_its_profile_comes_out(client: Client) -> None:
    parsed = client.parse_text(TEXT)

    assert parsed.profile.professional_experiences[0].company == "Kestrel Analytics"


def test_several_are_parsed_at_once_by_the_client_that_is_awaited(address: str) -> None:
    async def parsed() -> list[Any]:
        async with AsyncClient(address) as client:
            texts = (client.parse_text(TEXT.replace("2019", str(year))) for year in range(2015, 2019))
            return await asyncio.gather(client.parse(DOCX), *texts)

    document, *texts = asyncio.run(parsed())
    assert document.cv_language == "en"
    assert [each.profile.professional_experiences[0].start_date.year for each in texts] == [2015, 2016, 2017, 2018]


def test_a_job_that_fails_raises_what_the_library_raises(client: Client, address: str, broken: Path) -> None:
    with pytest.raises(PdfCorruptError, match="damaged"):
        client.parse(broken)

    async def parsed() -> None:
        async with AsyncClient(address) as other:
            await other.parse(broken)

    with pytest.raises(PdfCorruptError):
        asyncio.run(parsed())


def test_what_is_refused_raises_what_the_library_raises(client: Client) -> None:
    with pytest.raises(TypeNotAllowedError):
        client.parse(b"GIF89a", name="cv.gif")
    with pytest.raises(JobUnknownError):
        client.job(str(uuid4()))
    with pytest.raises(FieldError) as raised:
        client.parse_text(TEXT, submission=Submission(user_id="two words", expires_in=1))
    assert [raised.value.field, *(each.field for each in raised.value.also)] == ["user_id", "expires_in"]


def test_bytes_without_a_name_are_refused_before_they_are_sent(client: Client) -> None:
    with pytest.raises(ValueError, match=r'name="cv\.pdf"'):
        client.parse(b"%PDF-1.7")


def test_a_job_is_submitted_looked_at_waited_for_and_deleted(client: Client) -> None:
    job_id = client.submit(DOCX)
    parsed = client.wait(job_id)

    assert client.job(job_id).status == "success"
    assert client.job(job_id).told["file_name"] == "resume.docx"
    assert client.result(job_id) == parsed
    client.delete(job_id)
    with pytest.raises(JobErasedError):
        client.result(job_id)


def test_what_is_read_once_is_read_by_parse(client: Client) -> None:
    submission = Submission(delete_after_read=True)
    job_id = client.submit_text(TEXT, submission=submission)

    assert client.wait(job_id).profile.professional_experiences


def test_many_documents_come_back_in_their_order_and_one_that_fails_is_among_them(client: Client, broken: Path) -> None:
    sources: list[Path | Item] = [DOCX, Item(source=broken, label="broken"), Item(source=b"", name="cv.txt"), DOCX]

    found = list(client.parse_many(sources, at_once=3, submission=Submission(mode="basic")))

    assert [(each.position, each.label, each.status) for each in found] == [
        (0, None, "success"), (1, "broken", "failed"), (2, None, "refused"), (3, None, "success"),
    ]  # fmt: skip
    assert [type(each.error) for each in found] == [type(None), PdfCorruptError, FileEmptyError, type(None)]
    assert found[0].parsed is not None
    assert found[0].parsed.profile == client.parse(DOCX, submission=Submission(mode="basic")).profile


def test_a_batch_is_submitted_waited_for_read_and_deleted_by_the_client_that_is_awaited(address: str) -> None:
    async def read() -> list[ItemResult]:
        async with AsyncClient(address) as client:
            taken = await client.submit_texts([TEXT, ""])
            assert (taken.accepted, taken.refused) == (1, 1)
            await client.wait_batch(taken.id, timeout=60)
            await client.cancel_batch(taken.id)
            found = [each async for each in client.batch_results(taken.id)]
            await client.delete_batch(taken.id)
            with pytest.raises(BatchErasedError):
                await client.wait_batch(taken.id)
            assert [each.position async for each in client.parse_many([DOCX])] == [0]
            return found

    first, second = asyncio.run(read())
    assert first.parsed is not None
    assert first.parsed.profile.professional_experiences[0].company == "Kestrel Analytics"
    assert isinstance(second.error, TextEmptyError)


def test_a_batch_whose_answer_got_lost_is_sent_again_and_is_one_batch(keyed_door: KeyedDoor) -> None:
    asked: list[str] = []

    class Losing(httpx.BaseTransport):
        def __init__(self) -> None:
            self._through = httpx.HTTPTransport()

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = self._through.handle_request(request)
            asked.append(request.headers["idempotency-key"])
            if len(asked) > 1:
                return answer
            answer.read()
            raise httpx.ReadError("lost")

        def close(self) -> None:
            self._through.close()

    key = keyed_door.key(owner="losing")[1]
    with Client(keyed_door.address, key=key, transport=Losing()) as losing:
        taken = losing.submit_texts([TEXT])

    assert len(set(asked)) == 1
    assert len(asked) == 2
    with keyed_door.client(key) as client:
        assert [each["job_id"] for each in client.get("/api/v1/parser/jobs").json()["jobs"]] == [
            each["job_id"] for each in client.get(f"/api/v1/parser/batch/{taken.id}").json()["items"]
        ]


def test_a_key_is_sent_and_a_wrong_one_told(keyed_door: KeyedDoor) -> None:
    with Client(keyed_door.address, key=keyed_door.key()[1]) as owner:
        assert owner.job(owner.submit_text(TEXT)).status == "processing"
    for key, error in ((None, KeyMissingError), ("cvp_wrong", KeyWrongError)):
        with Client(keyed_door.address, key=key) as stranger, pytest.raises(error):
            stranger.submit_text(TEXT)
    with Client(keyed_door.address, key=keyed_door.key(Scope.SUBMIT)[1]) as submitter, pytest.raises(ScopeMissingError):
        submitter.job(submitter.submit_text(TEXT))


def test_who_waits_no_longer_is_told_the_job_and_can_wait_anew(keyed_door: KeyedDoor) -> None:
    with Client(keyed_door.address, key=keyed_door.key()[1]) as client:
        with pytest.raises(StillProcessingError) as raised:
            client.parse_text(TEXT, timeout=0.3)
        job_id = raised.value.job_id

        assert client.job(job_id).status == "processing"
        client.cancel(job_id)
        with pytest.raises(JobCancelledError):
            client.wait(job_id)


def test_a_service_that_is_not_there_is_told_so_without_a_wait() -> None:
    with (
        Client(f"http://127.0.0.1:{free_port()}") as client,
        pytest.raises(UnavailableError, match="cannot be reached"),
    ):
        client.submit_text(TEXT)


def test_the_examples_of_the_page_run(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "how-to" / "call-it.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```py\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        exec(compile(block.replace("http://127.0.0.1:8000", address), "call-it.md", "exec"), {})  # noqa: S102 - our page

    printed = capsys.readouterr().out.splitlines()
    assert printed[1] == "en"
    assert printed[2].startswith("pdf_corrupt ")
    assert printed[3] == "en tr"


def test_a_code_that_this_version_does_not_know_can_be_branched_on() -> None:
    from cvparser.client.problems import error_of
    from cvparser.client.steps import Reply

    error = error_of(Reply(status=418, body=b'{"code": "tea_only", "detail": "Ask for tea."}'))

    assert isinstance(error, InputError)
    assert (error.code, error.message) == ("tea_only", "Ask for tea.")
