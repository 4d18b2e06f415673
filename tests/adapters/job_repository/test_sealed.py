"""What a row keeps of a job is unreadable without the job's key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from tests.conformance.test_key_management import local

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.file_store.encrypted import EncryptedFileStore
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.application.keep_files import KeepFiles
from cvparser.application.rewrap_data_keys import RewrapDataKeys
from cvparser.domain.job import Job, JobId, NewJob
from cvparser.ports.key_management import KeyMissingError, KeyWrongError, StoredDataTamperedError
from cvparser.testing.conformance.job_repository import (
    LEASE,
    OTHER,
    OWNER,
    PARSED,
    START,
    SUCCESS,
    WORKER,
    claimed,
    new_job,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.db"


def repository(path: Path, *names: str, seals: bool = True) -> SqlAlchemyJobRepository:
    keys = local(*names) if names else None
    return SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START), keys=keys, seals=seals)


@pytest.fixture
async def jobs(path: Path) -> AsyncIterator[SqlAlchemyJobRepository]:
    async with repository(path, "a") as jobs:
        yield jobs


async def finished(jobs: SqlAlchemyJobRepository) -> Job:
    held = await claimed(jobs, new_job())
    return await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)


def bytes_of(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def write(path: Path, statement: str, *values: object) -> None:
    """Change the file as somebody does who does not go through the service."""
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER IF EXISTS parsed_cv_final")
        connection.execute(statement, values)
    connection.close()


async def test_neither_checkpoint_nor_result_stands_in_the_database_or_its_journal(
    jobs: SqlAlchemyJobRepository, path: Path
) -> None:
    held = await claimed(jobs, new_job())
    await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="Kestrelworks answered")
    assert b"Kestrelworks" not in bytes_of(path)
    await jobs.release(held.id, fence=held.fence)
    again = await jobs.claim(held.id, LEASE, worker=WORKER)
    assert again is not None
    assert again.checkpoint == "Kestrelworks answered"

    await jobs.finish(held.id, fence=again.fence, outcome=SUCCESS)

    assert await jobs.result(held.id) == PARSED
    assert "Mühendisi".encode() not in bytes_of(path)
    assert b"Mhendisi" not in bytes_of(path)
    assert b"Python" not in bytes_of(path)


async def test_jobs_from_before_encryption_are_read_and_what_comes_after_is_sealed(path: Path) -> None:
    async with repository(path, seals=False) as jobs:
        old = await finished(jobs)
        held = await claimed(jobs, new_job())
    async with repository(path, "a") as jobs:
        await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)

        assert await jobs.result(old.id) == await jobs.result(held.id) == PARSED
    async with repository(path, seals=False) as jobs:
        assert await jobs.result(old.id) == PARSED
        with pytest.raises(KeyMissingError):
            await jobs.result(held.id)


async def test_a_job_that_was_begun_sealed_ends_sealed_though_encryption_was_switched_off(path: Path) -> None:
    async with repository(path, "a") as jobs:
        job = new_job()
        await jobs.expect_file(job.id, job.location)
        held = await claimed(jobs, job)
    async with repository(path, "a", seals=False) as jobs:
        await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        assert b"Python" not in bytes_of(path)
        plain = await finished(jobs)

    async with repository(path, "a") as jobs:
        assert await jobs.result(held.id) == await jobs.result(plain.id) == PARSED


@pytest.mark.parametrize(("names", "error"), [(("b",), KeyMissingError), (("a'",), KeyWrongError)])
async def test_without_its_key_a_result_is_not_given_and_nothing_is_lost(
    path: Path, names: tuple[str, ...], error: type[Exception]
) -> None:
    async with repository(path, "a") as jobs:
        ended = await finished(jobs)
        held = await claimed(jobs, new_job())
        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="kept")
        await jobs.release(held.id, fence=held.fence)

    async with repository(path, *names) as jobs:
        with pytest.raises(error):
            await jobs.result(ended.id)
        again = await jobs.claim(held.id, LEASE, worker=WORKER)
        assert again is not None
        assert again.checkpoint is None
        # Neither is an outcome stored that nobody could read: its worker keeps it, as while the database is away.
        with pytest.raises(error):
            await jobs.finish(held.id, fence=again.fence, outcome=SUCCESS)
        await jobs.release(held.id, fence=again.fence)

    async with repository(path, "b", "a") as jobs:
        assert await jobs.result(ended.id) == PARSED
        again = await jobs.claim(held.id, LEASE, worker=WORKER)
        assert again is not None
        assert again.checkpoint == "kept"


async def test_what_somebody_changed_in_the_file_is_told_and_not_given(
    jobs: SqlAlchemyJobRepository, path: Path
) -> None:
    first, second = await finished(jobs), await finished(jobs)
    with sqlite3.connect(path) as connection:
        [sealed] = connection.execute("SELECT parsed_data FROM parsed_cv WHERE id = ?", [second.id.hex]).fetchone()
    connection.close()
    text = json.loads(sealed)["sealed"]
    for forged in (
        sealed,
        json.dumps({"sealed": text[:-8] + "AAAAAAA="}),
        json.dumps({"sealed": "no base64!"}),
        json.dumps({"sealed": ""}),
        json.dumps(PARSED.model_dump(mode="json")),
    ):
        write(path, "UPDATE parsed_cv SET parsed_data = ? WHERE id = ?", forged, first.id.hex)
        with pytest.raises(StoredDataTamperedError):
            await jobs.result(first.id)

    write(path, "UPDATE data_key SET wrapped = CAST(wrapped || x'00' AS BLOB) WHERE job_id = ?", second.id.hex)
    async with repository(path, "a") as other:
        with pytest.raises(StoredDataTamperedError):
            await other.result(second.id)


def data_keys(path: Path) -> int:
    """Count the keys of jobs."""
    with sqlite3.connect(path) as connection:
        [count] = connection.execute("SELECT count(*) FROM data_key WHERE job_id <> ?", [UUID(int=0).hex]).fetchone()
    connection.close()
    return int(count)


async def test_with_an_erased_job_its_key_is_gone_and_copies_of_its_file_are_unreadable(
    jobs: SqlAlchemyJobRepository, path: Path
) -> None:
    store = MemoryFileStore()
    files = EncryptedFileStore(store, keys=jobs.data_keys)
    keep_files = KeepFiles(notes=jobs, files=files)
    job_id = JobId(new_job().id)
    location = await keep_files.put(job_id, "cv.pdf", b"Kestrelworks")
    backup = await store.get(location, job_id=job_id)
    assert backup is not None
    await jobs.add(new_job(job_id=job_id))
    assert data_keys(path) == 1

    await jobs.erase(job_id)

    assert data_keys(path) == 0
    restored = await store.put("restored.pdf", backup, job_id=job_id)
    with pytest.raises(StoredDataTamperedError):
        await files.get(restored, job_id=job_id)


async def test_the_key_of_a_submission_that_did_not_come_goes_with_the_note_of_its_file(
    jobs: SqlAlchemyJobRepository, path: Path
) -> None:
    refused, text = new_job(), new_job(is_text=True)
    for job in (refused, text):
        await jobs.expect_file(job.id, job.location)
    await jobs.add(text)
    assert data_keys(path) == 2

    await jobs.disown_files([refused.id])
    await jobs.forget_files([refused.id, text.id])

    assert data_keys(path) == 1
    assert await jobs.data_keys.kept(text.id) is not None


#: What stands nowhere else.
TOLD = ("auth0|kuzgun-77", "sess-77ab1", "Kestrel resume.pdf")


def told_job(**chosen: object) -> NewJob:
    return replace(new_job(), user_id=TOLD[0], session_id=TOLD[1], file_name=TOLD[2], **chosen)  # type: ignore[arg-type]


def told(job: Job | None) -> tuple[str, str, str | None]:
    assert job is not None
    return job.user_id, job.session_id, job.file_name


async def test_neither_a_users_id_nor_a_session_nor_the_name_of_a_document_stands_in_the_database(
    jobs: SqlAlchemyJobRepository, path: Path
) -> None:
    added = await jobs.of(OWNER).add(told_job())
    await jobs.of(OWNER).add(told_job())
    taken = await jobs.claim(added.id, LEASE, worker=WORKER)
    assert taken is not None
    ended = await jobs.finish(added.id, fence=taken.fence, outcome=SUCCESS)
    seen = [added, taken, ended, await jobs.get(added.id), *await jobs.newest(5), *await jobs.of(OWNER).newest(5)]

    assert {told(job) for job in seen} == {TOLD}
    assert [text for text in ("kuzgun", TOLD[1], "Kestrel") if text.encode() in bytes_of(path)] == []


async def test_a_sealed_user_is_found_by_its_owner_alone_beside_what_came_before_encryption(path: Path) -> None:
    async with repository(path, seals=False) as jobs:
        plain = [(await jobs.of(OWNER).add(told_job())).id for _ in range(3)]
    async with repository(path, "a") as jobs:
        sealed = [(await jobs.of(OWNER).add(told_job())).id for _ in range(3)]
        theirs = await jobs.of(OTHER).add(told_job())
        await jobs.of(OWNER).add(new_job())

        found = list[Job]()
        while page := await jobs.of(OWNER).of_user(TOLD[0], 2, after=found[-1].id if found else None):
            found += page
        assert [job.id for job in found] == sorted([*plain, *sealed])
        assert {told(job) for job in found} == {TOLD}
        assert [job.id for job in await jobs.of(OTHER).of_user(TOLD[0], 5)] == [theirs.id]
    async with repository(path, "a", seals=False) as jobs:
        await jobs.of(OWNER).add(told_job())
        assert len(await jobs.of(OWNER).of_user(TOLD[0], 50)) == 7
    assert b"kuzgun" in bytes_of(path)


@pytest.mark.parametrize(
    ("names", "error"), [(("b",), KeyMissingError), (("a'",), KeyWrongError), ((), KeyMissingError)]
)
async def test_without_the_key_nobody_is_told_that_nothing_is_held_of_a_user_and_recovery_goes_on(
    path: Path, names: tuple[str, ...], error: type[Exception]
) -> None:
    async with repository(path, "a") as jobs:
        added = await jobs.of(OWNER).add(told_job())
    async with repository(path, *names, seals=bool(names)) as jobs:
        for asked in (jobs.get(added.id), jobs.of(OWNER).of_user(TOLD[0], 5), jobs.newest(1)):
            with pytest.raises(error):
                await asked
        taken = await jobs.claim(added.id, LEASE, worker=WORKER)
        assert taken is not None
        await jobs.release(added.id, fence=taken.fence)
    async with repository(path, "a") as jobs:
        assert told(await jobs.get(added.id)) == TOLD


async def test_a_field_that_was_put_into_another_row_is_told(jobs: SqlAlchemyJobRepository, path: Path) -> None:
    first, second = await jobs.add(told_job()), await jobs.add(told_job())
    write(
        path,
        "UPDATE parsed_cv SET file_name = (SELECT file_name FROM parsed_cv WHERE id = ?) WHERE id = ?",
        first.id.hex,
        second.id.hex,
    )

    with pytest.raises(StoredDataTamperedError):
        await jobs.get(second.id)


async def test_the_key_of_fields_is_wrapped_anew_with_those_of_jobs(path: Path) -> None:
    async with repository(path, "a") as jobs:
        added = await jobs.add(told_job())
    both = local("b", "a")
    async with repository(path, "b", "a") as jobs:
        rewrapped = await RewrapDataKeys(data_keys=jobs.data_keys, keys=both)()
        assert rewrapped.keys == 1
    async with repository(path, "b") as jobs:
        assert told(await jobs.get(added.id)) == TOLD
