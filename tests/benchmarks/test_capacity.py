"""The arithmetic of the capacity model, against queues whose waits are known."""

from __future__ import annotations

import doctest
import math
import random
from dataclasses import replace

import pytest
from benchmarks.capacity import Costs, Worker, fluid, peak_rate, rate_at, simulate
from benchmarks.queueing import Simulation, Station, Visit, give, take

from benchmarks import capacity


def waits_of(arrivals: list[float], services: list[float], servers: int) -> list[float]:
    simulation, station, waits = Simulation(), Station(servers), list[float]()

    def visit(arrived: float, seconds: float) -> Visit:
        yield take(station)
        waits.append(simulation.now - arrived)
        yield seconds
        yield give(station)

    for arrived, seconds in zip(arrivals, services, strict=True):
        simulation.begin(arrived, visit(arrived, seconds))
    simulation.run()
    return waits


def test_a_line_is_served_in_the_order_in_which_it_came() -> None:
    assert waits_of([0.0, 0.0, 0.0, 2.5], [1.0, 1.0, 1.0, 1.0], servers=1) == [0.0, 1.0, 2.0, 0.5]
    assert waits_of([0.0, 0.0, 0.0, 2.5], [1.0, 1.0, 1.0, 1.0], servers=2) == [0.0, 0.0, 1.0, 0.0]


@pytest.mark.parametrize(("servers", "share"), [(1, 0.7), (4, 0.8), (16, 0.9)])
def test_random_arrivals_wait_as_long_as_erlang_says(servers: int, share: float) -> None:
    chance, arrived, arrivals = random.Random(7), 0.0, list[float]()
    for _ in range(60_000):
        arrived += chance.expovariate(servers * share)
        arrivals.append(arrived)

    waits = waits_of(arrivals, [chance.expovariate(1) for _ in arrivals], servers)

    assert sum(waits) / len(waits) == pytest.approx(
        erlang_c(servers, servers * share) / (servers * (1 - share)), rel=0.1
    )


def erlang_c(servers: int, load: float) -> float:
    """Give the share of visitors that wait at all (Erlang 1917), for `load` servers' worth of work."""
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(load**each / math.factorial(each) for each in range(servers)) + last)


def test_a_day_has_as_many_cvs_as_it_should_and_a_peak_at_noon() -> None:
    rate = rate_at(1_000_000)

    assert sum(rate(second) for second in range(0, 86_400, 10)) * 10 == pytest.approx(1_000_000)
    assert max(rate(second) for second in range(0, 86_400, 10)) == pytest.approx(peak_rate(1_000_000))


def test_what_comes_too_fast_is_worked_off_later() -> None:
    queue, wait = fluid(lambda second: 2.0 if second < 3600 else 0.0, capacity=1.0)

    assert (queue, wait) == (3600, 3600)


def test_the_shares_of_a_peak_are_those_of_littles_law() -> None:
    costs, worker = Costs(), Worker()

    peak = simulate(20.0, 2, costs=costs, worker=worker)

    assert peak.cores == pytest.approx(20 * costs.cores_s / 4, rel=0.05)
    assert peak.database == pytest.approx(20 / costs.database_rate, rel=0.05)
    assert peak.places == pytest.approx(20 * (costs.model_s + costs.cores_s) / 256, rel=0.1)


def test_too_few_workers_make_cvs_wait_and_enough_do_not() -> None:
    costs, worker = replace(Costs(), database_rate=10_000), Worker()

    assert simulate(100.0, 3, costs=costs, worker=worker).wait_p99_s > 10
    assert capacity.enough(100.0, costs, worker)[1].wait_p99_s <= capacity.WAIT_P99_S


def test_the_examples_of_the_model_hold() -> None:
    assert doctest.testmod(capacity) == (0, doctest.testmod(capacity).attempted)
