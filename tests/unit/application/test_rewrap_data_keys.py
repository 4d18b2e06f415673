from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from cvparser.adapters.key_management.memory import MemoryDataKeys, MemoryKey, MemoryKeyManagement
from cvparser.application import rewrap_data_keys
from cvparser.application.rewrap_data_keys import RewrapDataKeys
from cvparser.domain.job import JobId


async def test_what_cannot_be_opened_is_counted_and_stops_nothing() -> None:
    old, lost, new = MemoryKey(), MemoryKey(), MemoryKey()
    stored = MemoryDataKeys(MemoryKeyManagement({"old": old}))
    jobs = [JobId(uuid4()) for _ in range(5)]
    before = {job_id: await stored.made(job_id) for job_id in jobs}
    others = MemoryDataKeys(MemoryKeyManagement({"lost": lost}), beside=stored)
    await others.made(JobId(uuid4()))
    damaged = stored.wrapped[jobs[0]]
    stored.wrapped[jobs[0]] = replace(damaged, wrapped=damaged.wrapped[:-1])
    keys = MemoryKeyManagement({"new": new, "old": old})
    rewrap = RewrapDataKeys(data_keys=stored, keys=keys)

    done = await rewrap()
    again = await rewrap()

    assert (done.keys, dict(done.failed)) == (4, {"stored_data_tampered": 1, "encryption_key_missing": 1})
    assert again.keys == 0
    assert await rewrap.key_ids() == {"new": 4, "old": 1, "lost": 1}
    after = MemoryDataKeys(MemoryKeyManagement({"new": new}), beside=stored)
    assert {job_id: await after.kept(job_id) for job_id in jobs[1:]} == {each: before[each] for each in jobs[1:]}
    assert rewrap_data_keys.PAGE <= 1_000
