"""One run: submit, break, wait for the end, and see what held."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import httpx
import psycopg
from tests.chaos.plan import Fault, Kind, Plan
from tests.chaos.worker import POISON, SLOW
from tests.chaos.world import World

from cvparser.domain.job import MAX_CRASHES

API = "/api/v1/parser"
#: Submissions under way at once.
CLIENTS = 50
#: Seconds without any job's end after which those that have not ended are stuck.
PATIENCE_S = 120
FINAL = ("success", "failed")


#: What a submission's text says, beside what all say.
_WORDS = {Kind.POISON: POISON, Kind.SLOW: SLOW}


class Wrong(StrEnum):
    """What must never be."""

    LOST = "lost"
    STUCK = "stuck"
    DOUBLED = "doubled"
    CHANGED = "terminal states changed"
    TOUCHED = "foreign files touched"
    INNOCENT = "innocents failed beyond the bound"
    ELSE = "anything else"


@dataclass(slots=True)
class Report:
    """What a run has shown.

    Attributes:
        faults: What broke, how often.
        acknowledged: Jobs that were answered with an id.
        refused: Submissions that were not, by the kind of answer.
        ends: How the jobs ended.
        innocent_failures: Harmless jobs that failed, by code.
        rejected: Outcomes that were thrown away, because somebody else had taken the job over.
        longest_s: Seconds from the last fault to the last end.
        begun_at: When the run began, monotonic.
        wrong: What must hold and did not, each with its kind.
    """

    faults: Counter[Fault] = field(default_factory=Counter)
    acknowledged: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    innocent_failures: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    longest_s: float = 0.0
    begun_at: float = field(default_factory=time.monotonic)
    wrong: list[tuple[Wrong, str]] = field(default_factory=list)

    def note(self, kind: Wrong, what: str) -> None:
        """Take down that something did not hold."""
        self.wrong.append((kind, what))


@dataclass(slots=True)
class _Submitted:
    kinds: dict[UUID, Kind] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)


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
        report.note(Wrong.ELSE, f"exit statuses {world.statuses}")
    return report


async def _submit(plan: Plan, world: World, submitted: _Submitted) -> None:
    kinds, begun = plan.kinds(), time.monotonic()
    places = asyncio.Semaphore(CLIENTS)
    limits = httpx.Limits(max_connections=CLIENTS)
    async with (
        httpx.AsyncClient(base_url=world.address, timeout=60, limits=limits) as client,
        asyncio.TaskGroup() as all_,
    ):
        for number in range(plan.jobs):
            await asyncio.sleep(max(begun + number / plan.jobs_per_second - time.monotonic(), 0))
            await places.acquire()
            task = all_.create_task(_submit_one(client, submitted, number, kinds.get(number, Kind.HARMLESS)))
            task.add_done_callback(lambda _: places.release())


async def _submit_one(client: httpx.AsyncClient, submitted: _Submitted, number: int, kind: Kind) -> None:
    text = f"I work as a Data Engineer at Kestrel Analytics since 2019. {_WORDS.get(kind, number)}"
    fields = {"user_id": "user123", "session_id": f"session{number}", "text": text}
    try:
        answer = await client.post(f"{API}/parse-text-async", json=fields)
    except httpx.TransportError as error:
        submitted.refused[type(error).__name__] += 1
        return
    if answer.status_code == 202:
        submitted.kinds[UUID(answer.json()["job_id"])] = kind
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
            known = list(submitted.kinds)
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
                report.note(Wrong.CHANGED, f"{job_id} was {seen[job_id]} and became {status}")
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
    report.acknowledged, report.refused = len(submitted.kinds), submitted.refused
    report.rejected = world.log("workers").count("Outcome thrown away")
    with world.connection() as connection:
        rows = _rows(connection)
        _judge_rows(submitted, rows, seen, report)
        _judge_kinds(plan, submitted, rows, report)
        _judge_audit(connection, rows, report)
    _judge_rest(plan, world, report)


def _judge_rest(plan: Plan, world: World, report: Report) -> None:
    for name in world.touched():
        report.note(Wrong.TOUCHED, f"the file {name} is gone or changed")
    if world.waiting_in_redis():
        report.note(Wrong.ELSE, f"{world.waiting_in_redis()} messages left in Redis")
    if report.faults != plan.faults:
        report.note(Wrong.ELSE, f"not all of the plan broke: {report.faults}")
    if plan.innocents is not None and report.innocent_failures.total() > plan.innocents:
        report.note(Wrong.INNOCENT, f"{report.innocent_failures.total()} harmless jobs failed")
    if report.rejected < plan.rejections:
        report.note(Wrong.ELSE, f"only {report.rejected} late outcomes were rejected: the run shows too little")
    for name in ("service", "workers"):
        if "Traceback" in (log := world.log(name)):
            report.note(Wrong.ELSE, f"a traceback in the log of {name}: {log.partition('Traceback')[2][:4000]}")


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


def _judge_rows(submitted: _Submitted, rows: Mapping[UUID, _Row], seen: Mapping[UUID, str], report: Report) -> None:
    report.ends.update(row.status for row in rows.values())
    for job_id in submitted.kinds.keys() - rows.keys():
        report.note(Wrong.LOST, f"{job_id} is lost")
    for job_id, row in rows.items():
        if row.status not in FINAL:
            report.note(Wrong.STUCK, f"{job_id} is stuck")
        if row.is_leased:
            report.note(Wrong.ELSE, f"{job_id} is leased")
    for job_id, status in seen.items():
        if status in FINAL and rows[job_id].status != status:
            report.note(Wrong.CHANGED, f"{job_id} was seen as {status} and is {rows[job_id].status}")


def _judge_kinds(plan: Plan, submitted: _Submitted, rows: Mapping[UUID, _Row], report: Report) -> None:
    lasted_s = time.monotonic() - report.begun_at
    for job_id, kind in submitted.kinds.items():
        row = rows.get(job_id)
        if row is None:
            continue
        if kind is Kind.POISON and (row.code, row.crashes) != ("job_crashed", MAX_CRASHES):
            report.note(Wrong.ELSE, f"the poison {job_id} ended as {row}")
        if kind is Kind.POISON:
            continue
        if row.crashes and not plan.ends_workers:
            report.note(Wrong.ELSE, f"{job_id} is blamed for a worker that is there")
        if row.took_s is not None and not 0 <= row.took_s <= lasted_s:
            report.note(Wrong.ELSE, f"{job_id} took {row.took_s} s of the {lasted_s:.0f} s of the run")
        if kind is Kind.SLOW and row.status == "success":
            report.note(Wrong.ELSE, f"the slow {job_id} ended as {row}")
        if row.status == "failed" and not (kind is Kind.SLOW and row.code == "too_complex"):
            report.innocent_failures[str(row.code)] += 1


def _judge_audit(connection: psycopg.Connection[tuple[object, ...]], rows: Mapping[UUID, _Row], report: Report) -> None:
    ends: Counter[object] = Counter()
    fences: dict[object, int] = {}
    for job_id, was, became, old_fence, new_fence in connection.execute(
        "SELECT id, was, became, old_fence, new_fence FROM audit ORDER BY n"
    ):
        ends[job_id] += became != "processing"
        assert isinstance(new_fence, int)
        if was != "processing":
            report.note(Wrong.CHANGED, f"{job_id} went from {was} to {became}")
        if new_fence not in {fences.get(job_id, 0), fences.get(job_id, 0) + 1}:
            report.note(Wrong.ELSE, f"{job_id} went from fence {old_fence} to {new_fence}")
        fences[job_id] = new_fence
    for job_id in rows:
        if ends[job_id] > 1:
            report.note(Wrong.DOUBLED, f"{job_id} ended {ends[job_id]} times")
