"""One run: submit, break, wait for the end, and see what held."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx
import psycopg
from tests.chaos.plan import Fault, Plan
from tests.chaos.worker import POISON
from tests.chaos.world import World

from cvparser.domain.job import MAX_CRASHES

API = "/api/v1/parser"
#: Submissions under way at once.
CLIENTS = 50
#: Seconds without any job's end after which those that have not ended are stuck.
PATIENCE_S = 60
FINAL = ("success", "failed")


@dataclass(slots=True)
class Report:
    """What a run has shown.

    Attributes:
        faults: What broke, how often.
        acknowledged: Jobs that were answered with an id.
        refused: Submissions that were not, by the kind of answer.
        ends: How the jobs ended.
        innocent_failures: Jobs that were no poison and failed, by code.
        rejected: Outcomes that were thrown away, because somebody else had taken the job over.
        longest_s: Seconds from the last fault to the last end.
        begun_at: When the run began, monotonic.
        wrong: What must hold and did not.
    """

    faults: Counter[Fault] = field(default_factory=Counter)
    acknowledged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    innocent_failures: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    longest_s: float = 0.0
    begun_at: float = field(default_factory=time.monotonic)
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Submitted:
    poison: set[UUID] = field(default_factory=set)
    innocent: set[UUID] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> set[UUID]:
        return self.poison | self.innocent


async def run(plan: Plan, folder: Path) -> Report:
    """Run `plan` with everything that it writes in `folder`, at most some minutes."""
    report, submitted, seen = Report(), _Submitted(), dict[UUID, str]()
    world = World(folder, seed=plan.seed)
    async with world:
        watching = asyncio.create_task(_watch(world, submitted, seen, report))
        await asyncio.gather(_submit(plan, world, submitted), _break(plan, world, report))
        calm_since = time.monotonic()
        await _end(world)
        report.longest_s = time.monotonic() - calm_since
        watching.cancel()
        _judge(plan, world, submitted, seen, report)
    if world.statuses != [0, 0]:
        report.wrong.append(f"exit statuses {world.statuses}")
    return report


async def _submit(plan: Plan, world: World, submitted: _Submitted) -> None:
    poisoned, begun = plan.poisoned(), time.monotonic()
    places = asyncio.Semaphore(CLIENTS)
    limits = httpx.Limits(max_connections=CLIENTS)
    async with (
        httpx.AsyncClient(base_url=world.address, timeout=60, limits=limits) as client,
        asyncio.TaskGroup() as all_,
    ):
        for number in range(plan.jobs):
            await asyncio.sleep(max(begun + number / plan.jobs_per_second - time.monotonic(), 0))
            await places.acquire()
            task = all_.create_task(_submit_one(client, submitted, number, is_poison=number in poisoned))
            task.add_done_callback(lambda _: places.release())


async def _submit_one(client: httpx.AsyncClient, submitted: _Submitted, number: int, *, is_poison: bool) -> None:
    text = f"I work as a Data Engineer at Kestrel Analytics since 2019. {POISON if is_poison else number}"
    fields = {"user_id": "user123", "session_id": f"session{number}", "text": text}
    try:
        answer = await client.post(f"{API}/parse-text-async", json=fields)
    except httpx.TransportError as error:
        submitted.refused[type(error).__name__] += 1
        return
    if answer.status_code == 202:
        (submitted.poison if is_poison else submitted.innocent).add(UUID(answer.json()["job_id"]))
    else:
        submitted.refused[f"{answer.status_code} {answer.json()['code']}"] += 1


async def _break(plan: Plan, world: World, report: Report) -> None:
    for pause_s, fault in plan.schedule():
        await asyncio.sleep(pause_s)
        await world.strike(fault)
        report.faults[fault] += 1


async def _watch(world: World, submitted: _Submitted, seen: dict[UUID, str], report: Report) -> None:
    """Look at jobs as clients do: what has ended once must never look otherwise."""
    chance = random.Random(0)
    async with httpx.AsyncClient(base_url=world.address, timeout=60) as client:
        while True:
            await asyncio.sleep(0.02)
            known = list(submitted.innocent)
            if not known:
                continue
            job_id = chance.choice(known[-200:] if chance.random() < 0.7 else known)
            try:
                answer = await client.get(f"{API}/job/{job_id}")
            except httpx.TransportError:
                continue
            if answer.status_code == 503:
                continue
            status = answer.json().get("status", str(answer.status_code))
            if seen.get(job_id) in FINAL and status != seen[job_id]:
                report.wrong.append(f"{job_id} was {seen[job_id]} and became {status}")
            seen[job_id] = status


async def _end(world: World) -> None:
    """Return once every job has ended, or patience has."""
    left, until = -1, 0.0
    while left or world.waiting_in_redis():
        with world.connection() as connection:
            (now_left,) = connection.execute("SELECT count(*) FROM parsed_cv WHERE status = 'processing'").fetchall()[0]
        assert isinstance(now_left, int)
        if now_left != left:
            left, until = now_left, time.monotonic() + PATIENCE_S
        if time.monotonic() > until:
            return
        await asyncio.sleep(0.2)


def _judge(plan: Plan, world: World, submitted: _Submitted, seen: Mapping[UUID, str], report: Report) -> None:
    report.acknowledged, report.refused = len(submitted.all), submitted.refused
    report.rejected = world.log("workers").count("Outcome thrown away")
    with world.connection() as connection:
        rows = _rows(connection)
        _judge_rows(plan, submitted, rows, seen, report)
        _judge_audit(connection, rows, report)
    if world.waiting_in_redis():
        report.wrong.append(f"{world.waiting_in_redis()} messages left in Redis")
    if report.faults != plan.faults:
        report.wrong.append(f"not all of the plan broke: {report.faults}")
    if report.innocent_failures.total() > plan.innocents:
        report.wrong.append(f"{report.innocent_failures.total()} jobs failed that were no poison")
    if report.rejected < plan.rejections:
        report.wrong.append(f"only {report.rejected} late outcomes were rejected: the run shows too little")
    for name in ("service", "workers"):
        if "Traceback" in (log := world.log(name)):
            report.wrong.append(f"a traceback in the log of {name}: {log.partition('Traceback')[2][:4000]}")


_ROWS = "SELECT id, status, error_code, crashes, lease_until IS NOT NULL, processing_time_seconds FROM parsed_cv"


@dataclass(frozen=True, slots=True)
class _Row:
    status: str
    code: str | None
    crashes: int
    is_leased: bool
    took_s: float | None


def _rows(connection: psycopg.Connection[tuple[object, ...]]) -> dict[UUID, _Row]:
    found = connection.execute(_ROWS)
    return {job_id: _Row(*values) for job_id, *values in found.fetchall()}  # type: ignore[arg-type, misc]


def _judge_rows(
    plan: Plan, submitted: _Submitted, rows: Mapping[UUID, _Row], seen: Mapping[UUID, str], report: Report
) -> None:
    lasted_s = time.monotonic() - report.begun_at
    report.ends.update(row.status for row in rows.values())
    report.wrong += [f"{job_id} is lost" for job_id in submitted.all - rows.keys()]
    report.wrong += [f"{job_id} is stuck" for job_id, row in rows.items() if row.status not in FINAL]
    report.wrong += [f"{job_id} is leased" for job_id, row in rows.items() if row.is_leased]
    for job_id in submitted.poison & rows.keys():
        if (rows[job_id].code, rows[job_id].crashes) != ("job_crashed", MAX_CRASHES):
            report.wrong.append(f"the poison {job_id} ended as {rows[job_id]}")
    for job_id in submitted.innocent & rows.keys():
        if rows[job_id].crashes and not plan.ends_workers:
            report.wrong.append(f"{job_id} is blamed for a worker that is there")
        took = rows[job_id].took_s
        if took is not None and not 0 <= took <= lasted_s:
            report.wrong.append(f"{job_id} took {took} s of the {lasted_s:.0f} s of the run")
        if rows[job_id].status == "failed":
            report.innocent_failures[str(rows[job_id].code)] += 1
    for job_id, status in seen.items():
        if status in FINAL and rows[job_id].status != status:
            report.wrong.append(f"{job_id} was seen as {status} and is {rows[job_id].status}")


def _judge_audit(connection: psycopg.Connection[tuple[object, ...]], rows: Mapping[UUID, _Row], report: Report) -> None:
    ends: Counter[object] = Counter()
    fences: dict[object, int] = {}
    for job_id, was, became, old_fence, new_fence in connection.execute(
        "SELECT id, was, became, old_fence, new_fence FROM audit ORDER BY n"
    ):
        ends[job_id] += became != "processing"
        assert isinstance(new_fence, int)
        if was != "processing" or new_fence not in {fences.get(job_id, 0), fences.get(job_id, 0) + 1}:
            report.wrong.append(f"{job_id} went from {was} {old_fence} to {became} {new_fence}")
        fences[job_id] = new_fence
    report.wrong += [f"{job_id} ended {ends[job_id]} times" for job_id in rows if ends[job_id] != 1]
