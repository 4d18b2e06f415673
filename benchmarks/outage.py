"""What is lost when Redis is away for a minute, and how long a job takes whose worker is killed.

usage: python -m benchmarks.outage [--quick] [redis | kills ...]

Leases, recovery and the rest are as they come. `--quick` takes Redis away for 10 s and kills four times.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from random import Random

import uvloop
from benchmarks.at_scale import text_request, wait_until_done
from benchmarks.deployments import Deployment, Surroundings, deployed, ours, surroundings
from benchmarks.submission import ACCEPTED, Round, percentile, steadily
from benchmarks.two_pages import two_pages

SEED = 20260115
ANSWER_S = 3.45
RATE = 20
#: Seconds of load before Redis goes and after it is back.
AROUND_S, AWAY_S = 10, 60
#: Services that are killed at the same time, each with a database of its own, and kills of each.
LANES, KILLS = 4, 6
#: Seconds after which a job counts as stuck.
PATIENCE_S = 180
LOOK_S = 0.05


def redis(around: Surroundings, *, is_quick: bool) -> None:
    """Print what became of jobs that were submitted while Redis was away."""
    away_s = 10 if is_quick else AWAY_S
    with deployed(around, [ours]) as (service,):
        uvloop.run(steadily(service.port, text_request(), 3, rate=RATE))
        rounds = uvloop.run(_without_redis(service, around, away_s))
        back = time.perf_counter()
        done_s = wait_until_done(service, back + PATIENCE_S) - back
        jobs = service.jobs()
    for when, found in rounds.items():
        print(
            f"Redis {when:8} {RATE}/s: {found.answers[ACCEPTED]} of {len(found.times)} answered {ACCEPTED}, "
            f"p50 {percentile(found.times, 0.5):.1f} ms, p99 {percentile(found.times, 0.99):.1f} ms "
            f"{dict(found.errors) or ''}"
        )
    acknowledged = sum(found.answers[ACCEPTED] for found in rounds.values()) + 3 * RATE
    print(
        f"all had ended {done_s:.1f} s after the last submission: "
        f"acknowledged {acknowledged}, {dict(jobs)}, lost {acknowledged - sum(jobs.values())}",
        flush=True,
    )


async def _without_redis(service: Deployment, around: Surroundings, away_s: int) -> Mapping[str, Round]:
    payload = text_request()
    before = await steadily(service.port, payload, AROUND_S, rate=RATE)
    await asyncio.to_thread(around.redis.stop)
    away = await steadily(service.port, payload, away_s, rate=RATE)
    await asyncio.to_thread(around.redis.start)
    after = await steadily(service.port, payload, AROUND_S, rate=RATE)
    return {"there": before, "away": away, "back": after}


def kills(around: Surroundings, *, is_quick: bool) -> None:
    """Print how long jobs took whose worker was killed, from the kill to the result."""
    count = 1 if is_quick else KILLS
    with ExitStack() as stack:
        lanes = [stack.enter_context(deployed(around, [_lane(number)]))[0] for number in range(LANES)]
        with ThreadPoolExecutor(LANES) as pool:
            found = [took for each in pool.map(lambda lane: _killed(lane, count), lanes) for took in each]
    ended = [took for took in found if took is not None]
    print(
        f"{len(found)} kills: p50 {percentile(ended, 0.5) / 1000:.1f} s, p99 {percentile(ended, 0.99) / 1000:.1f} s, "
        f"least {min(ended):.1f} s, most {max(ended):.1f} s from SIGKILL to the result; "
        f"stuck {len(found) - len(ended)}",
        flush=True,
    )


def _lane(number: int) -> Callable[[Surroundings, Path], Deployment]:
    def make(around: Surroundings, folder: Path) -> Deployment:
        return ours(around, folder, processes=1, REDIS_URL=around.redis.url.removesuffix("0") + str(number + 1))

    return make


def _killed(lane: Deployment, count: int) -> list[float | None]:
    """Kill the lane's workers `count` times, each time at a random moment of a job; give the seconds to its result."""
    random = Random(f"{SEED} {lane.port}")  # noqa: S311 - moments, not secrets
    found = []
    _wait_for(lane, _submit(lane))
    for _ in range(count):
        job_id = _submit(lane)
        time.sleep(random.uniform(0, ANSWER_S))
        killed = time.perf_counter()
        lane.kill_workers()
        found.append(time.perf_counter() - killed if _wait_for(lane, job_id) else None)
    return found


def _submit(lane: Deployment) -> str:
    body = json.dumps({"user_id": "user123", "session_id": "session456", "text": two_pages()}).encode()
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{lane.server.address}/api/v1/parser/parse-text-async", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        job_id: str = json.load(answer)["job_id"]
        return job_id


def _wait_for(lane: Deployment, job_id: str) -> bool:
    """Give whether the job ended in success in time."""
    until = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < until:
        with urllib.request.urlopen(f"{lane.server.address}/api/v1/parser/job/{job_id}", timeout=30) as answer:  # noqa: S310 - loopback
            status = json.load(answer)["status"]
        if status != "processing":
            assert status == "success", status
            return True
        time.sleep(LOOK_S)
    return False


PARTS: Mapping[str, Callable[..., None]] = {"redis": redis, "kills": kills}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the named parts, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    parser.add_argument("--quick", action="store_true", help="shorter and fewer")
    options = parser.parse_args(arguments)
    for name in options.parts or PARTS:
        with surroundings(delay_s=ANSWER_S) as around:
            PARTS[name](around, is_quick=options.quick)


if __name__ == "__main__":
    main()
