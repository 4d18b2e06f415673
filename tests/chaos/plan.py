"""What breaks and when, from a seed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from cvparser.adapters.job_repository.database import TIMEOUT_S


class Fault(StrEnum):
    """What can break."""

    #: SIGKILL of a worker.
    KILL = "worker killed"
    #: SIGSTOP of a worker for longer than its leases hold, then SIGCONT.
    STOP = "worker stood still"
    #: SIGTERM of a worker.
    TERMINATE = "worker told to stop"
    #: Everything in Redis is gone.
    WIPE = "Redis wiped"
    #: Redis accepts connections and says nothing.
    HANG = "Redis hung"
    #: PostgreSQL ends at once and recovers.
    RESTART = "PostgreSQL restarted"
    #: PostgreSQL accepts connections and says nothing, for longer than anybody waits for it.
    FREEZE = "PostgreSQL frozen"
    #: What goes to and from PostgreSQL and Redis is lost.
    CUT = "network cut"
    #: PostgreSQL is away for longer than leases hold.
    AWAY = "PostgreSQL away"
    #: The clock of each process is set, each its own way.
    CLOCK = "clocks set"


class Kind(StrEnum):
    """What a submission does to who works on it."""

    #: Nothing; its worker takes a while.
    HARMLESS = "harmless"
    #: Ends the process that works on it.
    POISON = "poison"
    #: Takes more of the processor than any text may.
    SLOW = "slow"


#: Seconds for which a worker's claim holds.
LEASE_S = 3.0
#: Seconds that each fault lasts; what is not here is over at once.
LASTS_S = {
    Fault.STOP: LEASE_S + 4,
    Fault.CUT: LEASE_S + 4,
    Fault.HANG: 3.0,
    Fault.FREEZE: TIMEOUT_S + 2,
    Fault.AWAY: LEASE_S + 5,
}
#: Of so many harmless jobs at most one may fail.
INNOCENTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run.

    Attributes:
        seed: Of everything that is random.
        jobs: Submissions made.
        poison: How many of them end the process that works on them.
        slow: How many of them take more of the processor than any text may.
        faults: How often each breaks.
        pause_s: Seconds between two faults on average.
        innocents: Jobs that are neither and may fail all the same; None where that is not judged: of few jobs, it is a
            matter of luck.
        rejections: Late outcomes that must have been thrown away at least, else the run has shown too little. They are
            a matter of luck: only a run with many faults can ask for some.
    """

    seed: int
    jobs: int
    poison: int
    slow: int
    faults: Counter[Fault]
    pause_s: float
    innocents: int | None
    rejections: int

    def schedule(self) -> list[tuple[float, Fault]]:
        """Give all faults in the order of this seed, each with the seconds to wait before it."""
        chance = random.Random(self.seed)
        faults = sorted(self.faults.elements())
        chance.shuffle(faults)
        return [(chance.uniform(0.5, 1.5) * self.pause_s, fault) for fault in faults]

    def kinds(self) -> dict[int, Kind]:
        """Give which submissions, counted from 0, are poison or slow; the others are harmless."""
        chosen = random.Random(self.seed).sample(range(self.jobs), self.poison + self.slow)
        kinds = [Kind.POISON] * self.poison + [Kind.SLOW] * self.slow
        return dict(zip(chosen, kinds, strict=True))

    @property
    def ends_workers(self) -> bool:
        """Whether a worker is gone for a time or for good: else no job may be blamed for that."""
        return bool(self.poison or self.faults.keys() & {Fault.KILL, Fault.STOP, Fault.TERMINATE, Fault.CUT})

    @property
    def jobs_per_second(self) -> float:
        """The pace at which submissions come: as long as things break."""
        lasts_s = sum(count * LASTS_S.get(fault, 0.0) for fault, count in self.faults.items())
        return self.jobs / (self.pause_s * self.faults.total() + lasts_s)


def full(seed: int) -> Plan:
    """Give a run of 10,000 jobs."""
    faults = Counter(
        {
            Fault.KILL: 80,
            Fault.STOP: 10,
            Fault.TERMINATE: 10,
            Fault.WIPE: 5,
            Fault.HANG: 5,
            Fault.RESTART: 5,
            Fault.FREEZE: 3,
            Fault.CUT: 4,
            Fault.AWAY: 4,
            Fault.CLOCK: 10,
        }
    )
    jobs = 10_000
    innocents = jobs // INNOCENTS
    return Plan(seed=seed, jobs=jobs, poison=20, slow=50, faults=faults, pause_s=2.5, innocents=innocents, rejections=1)


def short(seed: int) -> Plan:
    """Give a run of 150 jobs in which everything breaks once."""
    faults = Counter(dict.fromkeys(Fault, 1))
    return Plan(seed=seed, jobs=150, poison=1, slow=2, faults=faults, pause_s=1.0, innocents=None, rejections=0)


def outages(seed: int) -> Plan:
    """Give a run in which the database alone is away, again and again; of its jobs 1,000 and more are taken in."""
    faults = Counter({Fault.AWAY: 6, Fault.RESTART: 6})
    return Plan(seed=seed, jobs=2_600, poison=0, slow=10, faults=faults, pause_s=3.0, innocents=0, rejections=0)
