"""How many workers so many CVs a day need, how long a CV waits for one, and what is full first.

A simulation from stage times that were measured elsewhere: see "Capacity" in README.md. Seeded, a few seconds.

usage: python -m benchmarks.capacity [--database JOBS_A_SECOND] [--model SECONDS] [CVS_A_DAY ...]
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.queueing import Simulation, Station, Visit, give, hold, take

DAY_S = 86_400
#: The busiest moment of a working day over its mean: a day that swells as the square of a raised cosine.
PEAK = 8 / 3
#: What may be waited for a worker at the peak, in the worst hundredth.
WAIT_P99_S = 1.0
#: Jobs of the peak that are simulated, and how many of the first are not counted.
JOBS, WARM_UP = 40_000, 8_000
#: Cores of a server, and the loads that are shown.
SERVER_CORES = 8
LOADS = (10_000, 100_000, 1_000_000, 3_000_000, 10_000_000)
#: Beyond this share of its rate a station is called full: waits there grow past every bound that matters here.
FULL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one CV costs: a two-page PDF that a language model reads. Seconds of one core where not said otherwise."""

    #: Document to text, in a sandbox.
    extraction_s: float = 0.035
    #: Redaction, setting instructions aside, looking every fact up.
    pool_s: float = 0.028
    #: HTTP and JSON of the call to the model, and what else a worker does beside its pool.
    call_s: float = 0.015
    #: The model's answer; no core is busy meanwhile.
    model_s: float = 3.45
    #: Jobs that PostgreSQL has claimed and finished in a second.
    database_rate: float = 1_670
    #: Submissions that one service process stores in a second.
    submission_rate: float = 484

    @property
    def cores_s(self) -> float:
        """Seconds of a core for one CV.

        >>> round(Costs().cores_s, 3)
        0.078
        """
        return self.extraction_s + self.pool_s + self.call_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One process of `cvparser worker`, and the cores that it has."""

    cores: int = 2
    #: CVPARSER_WORKERS and CVPARSER_MODEL_CONCURRENCY.
    places: int = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """What was seen at the busiest moment of a day."""

    #: Until a worker took a job.
    wait_p50_s: float
    wait_p99_s: float
    #: Until it had ended.
    end_p99_s: float
    #: Share of the time that cores, places and the database were taken, 0 to 1.
    cores: float
    places: float
    database: float


def peak_rate(a_day: float) -> float:
    """Give CVs a second at the busiest moment.

    >>> round(peak_rate(10_000_000), 1)
    308.6
    """
    return a_day / DAY_S * PEAK


def rate_at(a_day: float) -> Callable[[float], float]:
    """Give CVs a second as a function of the second of the day; noon is the busiest.

    >>> round(rate_at(86_400)(DAY_S / 2), 3), round(rate_at(86_400)(0), 3)
    (2.667, 0.0)
    """
    return lambda second: peak_rate(a_day) * ((1 - math.cos(2 * math.pi * second / DAY_S)) / 2) ** 2


def fluid(rate: Callable[[float], float], capacity: float, *, step_s: float = 10.0) -> tuple[float, float]:
    """Give the longest queue and the longest wait of a day in which `capacity` a second is worked off."""
    queue = longest = 0.0
    for step in range(int(DAY_S / step_s)):
        queue = max(queue + (rate(step * step_s) - capacity) * step_s, 0.0)
        longest = max(longest, queue)
    return longest, longest / capacity


def simulate(rate: float, workers: int, *, costs: Costs, worker: Worker, seed: int = 1) -> Peak:
    """Have CVs come at `rate` a second, at random, and see how long they wait for one of `workers`."""
    chance, simulation = random.Random(seed), Simulation()  # noqa: S311 - chance, not a secret
    waits, ends = list[float](), list[float]()
    places = Station(workers * worker.places)
    cores = [Station(worker.cores) for _ in range(workers)]
    database = Station(1)

    def about(seconds: float) -> float:
        return chance.expovariate(1 / seconds)

    def job(arrived: float) -> Visit:
        yield take(places)
        waits.append(simulation.now - arrived)
        begun, own = simulation.now, chance.choice(cores)
        yield from hold(database, about(0.5 / costs.database_rate))
        yield from hold(own, about(costs.extraction_s))
        yield from hold(own, about(costs.pool_s / 2))
        yield from hold(own, about(costs.call_s))
        yield chance.lognormvariate(math.log(costs.model_s) - 0.125, 0.5)
        yield from hold(own, about(costs.pool_s / 2))
        yield from hold(database, about(0.5 / costs.database_rate))
        places.busy_s += simulation.now - begun
        ends.append(simulation.now - arrived)
        yield give(places)

    arrival = 0.0
    for _ in range(JOBS):
        arrival += about(1 / rate)
        simulation.begin(arrival, job(arrival))
    simulation.run()
    return Peak(
        wait_p50_s=percentile(waits[WARM_UP:], 50),
        wait_p99_s=percentile(waits[WARM_UP:], 99),
        end_p99_s=percentile(ends[WARM_UP:], 99),
        cores=sum(each.busy_s for each in cores) / arrival / workers / worker.cores,
        places=places.busy_s / arrival / places.servers,
        database=database.busy_s / arrival,
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the value below which `percent` of a hundred lie.

    >>> percentile([4, 1, 3, 2], 50)
    3
    """
    return sorted(values)[len(values) * percent // 100]


def fewest(rate: float, costs: Costs, worker: Worker) -> int:
    """Give the workers below which cores or places are more than 80 % taken.

    >>> fewest(100, Costs(), Worker())
    5
    """
    by_cores = rate * costs.cores_s / worker.cores
    by_places = rate * (costs.model_s + 2 * costs.cores_s) / worker.places
    return max(1, math.ceil(max(by_cores, by_places) / 0.8))


def enough(rate: float, costs: Costs, worker: Worker) -> tuple[int, Peak]:
    """Give the fewest workers with which the wait stays within `WAIT_P99_S`, and what is seen then."""
    workers = fewest(rate, costs, worker)
    while (peak := simulate(rate, workers, costs=costs, worker=worker)).wait_p99_s > WAIT_P99_S:
        workers += max(1, workers // 10)
    return workers, peak


def row(a_day: int, costs: Costs, worker: Worker) -> str:
    """Give a line of the table."""
    rate = peak_rate(a_day)
    is_full = rate > FULL * costs.database_rate
    # Behind a database that is full, workers wait as well: what they need is seen with one that is not.
    workers, peak = enough(rate, replace(costs, database_rate=4 * rate) if is_full else costs, worker)
    servers = math.ceil(workers * worker.cores / SERVER_CORES)
    times = f"{peak.wait_p50_s:.2f} / {peak.wait_p99_s:.2f} / {peak.end_p99_s:.1f}"
    database = f"{rate / costs.database_rate:.0%}"
    if is_full:
        queue, longest = fluid(rate_at(a_day), costs.database_rate)
        times = f"waits up to {longest / 60:.0f} min, {queue:,.0f} in line"
    apis = math.ceil(rate / costs.submission_rate / 0.7)
    cells = (f"{a_day:,}", f"{rate:.1f}", f"{workers}", f"{servers}", f"{apis}", f"{rate * 60:,.0f}")
    shares = (f"{peak.cores:.0%}", f"{peak.places:.0%}", database)
    return "| " + " | ".join((*cells, *shares, times)) + " |"


def ceilings(costs: Costs) -> str:
    """Say at how many CVs a day what cannot be had more of by adding workers is full."""
    a_day = {
        "PostgreSQL, claims and ends": costs.database_rate,
        "one service process, submissions": costs.submission_rate,
        "1,000 model requests a minute": 1_000 / 60,
    }
    ordered = sorted(a_day.items(), key=lambda each: each[1])
    return "\n".join(f"{name:<34}{rate / PEAK * DAY_S:>12,.0f} CVs a day" for name, rate in ordered)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("loads", nargs="*", type=int, default=LOADS, metavar="CVS_A_DAY")
    options.add_argument("--database", type=float, default=Costs().database_rate, help="jobs a second of PostgreSQL")
    options.add_argument("--model", type=float, default=Costs().model_s, help="seconds that the model takes")
    chosen = options.parse_args()
    costs, worker = Costs(database_rate=chosen.database, model_s=chosen.model), Worker()
    print(f"a worker: {worker.cores} cores, {worker.places} places; a CV: {costs.cores_s * 1000:.0f} ms of a core,")
    print(f"{costs.model_s} s of the model; PostgreSQL: {costs.database_rate:.0f} jobs a second\n")
    print(
        "| CVs a day | peak /s | workers | servers | services | model /min | cores | places | database "
        "| wait p50 / p99 / end p99 s |"
    )
    print("| --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |")
    for a_day in chosen.loads:
        print(row(a_day, costs, worker), flush=True)
    print(f"\nfull at the peak, whatever the workers:\n{ceilings(costs)}")


if __name__ == "__main__":
    main()
