"""Queues, simulated event by event: stations with servers, and visitors that take a server, wait, and give it back."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from heapq import heappop, heappush
from itertools import count


class Station:
    """Has `servers`; who finds none free waits in line, first come, first served.

    Attributes:
        busy_s: Seconds that its servers were taken, together.
    """

    def __init__(self, servers: int) -> None:
        self.servers = servers
        self.free = servers
        self.line: deque[Visit] = deque()
        self.busy_s = 0.0


#: What a visitor asks for: to take a server of a station, to give one back, or to let so many seconds pass.
Wish = tuple[str, Station] | float
Visit = Generator[Wish, None, None]


def take(station: Station) -> Wish:
    """Wait in line for a server of `station`."""
    return ("take", station)


def give(station: Station) -> Wish:
    """Give a server of `station` back."""
    return ("give", station)


def hold(station: Station, seconds: float) -> Visit:
    """Take a server of `station` for `seconds`."""
    yield take(station)
    yield seconds
    station.busy_s += seconds
    yield give(station)


class Simulation:
    """Lets visits happen.

    Attributes:
        now: Seconds since the start.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self._events: list[tuple[float, int, Visit]] = []
        self._order = count()

    def begin(self, at: float, visit: Visit) -> None:
        """Have `visit` begin at `at`."""
        heappush(self._events, (at, next(self._order), visit))

    def run(self) -> None:
        """Go on until nobody wishes for anything any more."""
        while self._events:
            self.now, _, visit = heappop(self._events)
            self._go_on(visit)

    def _go_on(self, visit: Visit) -> None:
        for wish in visit:
            if isinstance(wish, float):
                self.begin(self.now + wish, visit)
                return
            name, station = wish
            if name == "give":
                self._give(station)
            elif station.free:
                station.free -= 1
            else:
                station.line.append(visit)
                return

    def _give(self, station: Station) -> None:
        if station.line:
            self.begin(self.now, station.line.popleft())
        else:
            station.free += 1
