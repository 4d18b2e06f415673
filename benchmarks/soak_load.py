"""A modest load: honest and hostile submissions, clients that listen and leave, and erasures."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from pathlib import Path

import httpx
from benchmarks.hostile_inputs import API, Request, document, hostile, text

#: Submissions a second.
RATE = 0.5
#: Of so many submissions, how many are hostile, and how many have somebody who listens for a while.
HOSTILE, FOLLOWED = 0.1, 0.3
#: Seconds after which a job is erased: long enough that most have ended.
KEPT_S = 60.0
_CVS = Path(__file__).parents[1] / "examples" / "cvs"
_HONEST = (
    text("Data Engineer at Kestrel Analytics since 2019.\n\nSkills\nPython, SQL\n"),
    text("Veri Mühendisi\n\nDeneyim\n2019 - 2023 Poyraz Lojistik A.Ş.\n\nYetenekler\nPython, SQL\n"),
    document("cv.pdf", (_CVS / "ozgecmis.pdf").read_bytes()),
    document("cv.docx", (_CVS / "resume.docx").read_bytes()),
)


class Load:
    """Submits to one service; errors of the network and answers that none should give end it."""

    def __init__(self, address: str, *, seed: int) -> None:
        self._address = address
        self._chance = random.Random(seed)  # noqa: S311 - the same load every time
        self._hostile = list(hostile().values())
        self._counts: Counter[str] = Counter()

    @property
    def told(self) -> str:
        """What was done."""
        return ", ".join(f"{count} {what}" for what, count in sorted(self._counts.items()))

    async def run(self, *, until: float) -> None:
        """Submit until that moment of the monotonic clock, and erase every job."""
        async with httpx.AsyncClient(base_url=self._address, timeout=60) as client, asyncio.TaskGroup() as tasks:
            due = time.monotonic()
            while due < until:
                tasks.create_task(self._one(client, self._next()))
                due += 1 / RATE
                await asyncio.sleep(max(due - time.monotonic(), 0))

    def _next(self) -> Request:
        return self._chance.choice(self._hostile if self._chance.random() < HOSTILE else _HONEST)

    async def _one(self, client: httpx.AsyncClient, request: Request) -> None:
        answer = await client.post(request.path, content=request.body, headers={"Content-Type": request.content_type})
        self._counts[f"answered {answer.status_code}"] += 1
        if answer.status_code != 202:
            return
        job = f"{API}/job/{answer.json()['job_id']}"
        if self._chance.random() < FOLLOWED:
            await self._follow(client, job)
        await asyncio.sleep(KEPT_S)
        status = (await client.get(job)).json()["status"]
        self._counts[f"found {status}"] += 1
        (await client.delete(job)).raise_for_status()
        self._counts["erased"] += 1

    async def _follow(self, client: httpx.AsyncClient, job: str) -> None:
        """Listen for the first of its moves, and leave."""
        async with client.stream("GET", f"{job}/events") as events:
            async for _ in events.aiter_lines():
                self._counts["followers that left"] += 1
                return
