"""A service, its workers and what they stand on, and the ways in which each breaks."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from tests.chaos.clock import VARIABLE
from tests.chaos.foreign import Foreign
from tests.chaos.plan import LASTS_S, LEASE_S, Fault
from tests.e2e.deployment import free_port
from tests.servers.postgres import PostgresServer
from tests.servers.proxy import Proxy
from tests.servers.redis import RedisServer

ROOT = Path(__file__).parents[2]
#: Seconds within which a process that was told to stop must have ended well.
STOP_S = 30

SETTINGS = {
    "CVPARSER_LEASE_S": str(LEASE_S),
    "CVPARSER_RECOVERY_INTERVAL_S": "1",
    "CVPARSER_DRAIN_S": "2",
    # What fails here must have failed for a fault, not for a machine that is busy with other things.
    "CVPARSER_JOB_DEADLINE_S": "7200",
    "CVPARSER_WORKERS": "16",
    "CVPARSER_WORKER_PROCESSES": "3",
    "CVPARSER_CPU_TIMEOUT_S": "0.5",
}
#: Every change of a job's status or fence, written down by the database itself.
AUDIT = """
CREATE TABLE audit
  (id uuid, was text, became text, old_fence int, new_fence int, n bigint GENERATED ALWAYS AS IDENTITY);
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO audit VALUES (NEW.id, OLD.status, NEW.status, OLD.fence, NEW.fence); RETURN NULL; END $$;
CREATE TRIGGER audit AFTER UPDATE ON parsed_cv FOR EACH ROW
  WHEN (OLD.status <> NEW.status OR OLD.fence <> NEW.fence) EXECUTE FUNCTION audit();
"""


class World:
    """Everything of one run, in `folder`; a context."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        self.folder = folder
        self.address = f"http://127.0.0.1:{free_port()}"
        self._chance = random.Random(seed)
        self._clock = folder / "clock"
        self._clock.write_text("at first", encoding="ascii")
        self._foreign = Foreign(folder / "files")
        self._postgres = PostgresServer()
        self._redis = RedisServer()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._supervisor: psutil.Process | None = None
        #: Exit statuses of the service and of the workers' supervisor, once both were told to stop.
        self.statuses: list[int] = []

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._postgres.start)
        await asyncio.to_thread(self._redis.start)
        self._to_postgres = await Proxy(self._postgres.port).__aenter__()
        self._to_redis = await Proxy(self._redis.port).__aenter__()
        self.database = self._postgres.new_database()
        await self._start_service()
        with self.connection() as connection:
            connection.execute(AUDIT)
        supervisor = self._start("workers.log", "-m", "tests.chaos.supervisor")
        self._supervisor = psutil.Process(supervisor.pid)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                self.statuses.append(await asyncio.to_thread(process.wait, STOP_S))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                self.statuses.append(-signal.SIGKILL)
        for proxy in (self._to_postgres, self._to_redis):
            await proxy.__aexit__(None, None, None)
        self._redis.remove()
        self._postgres.remove()

    def connection(self) -> psycopg.Connection[tuple[object, ...]]:
        """Give a connection to the database that no fault reaches but a restart."""
        return psycopg.connect(self.database, autocommit=True)

    def waiting_in_redis(self) -> int:
        """Give how many messages wait, and how many are marked as notified."""
        with self._redis.client() as client:
            return int(client.llen("cvparser:jobs")) + int(client.zcard("cvparser:notified"))

    def touched(self) -> list[str]:
        """Give what of the files that are not the service's, in its folder, is gone or changed."""
        return self._foreign.touched()

    def log(self, name: str) -> str:
        """Give what `service` or `workers` printed."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")

    async def strike(self, fault: Fault) -> None:
        """Break something; return once it was killed, or is whole again."""
        strikes = {
            Fault.KILL: self._kill,
            Fault.STOP: self._stop,
            Fault.TERMINATE: self._terminate,
            Fault.WIPE: self._wipe,
            Fault.HANG: self._hang,
            Fault.RESTART: self._restart,
            Fault.FREEZE: self._freeze,
            Fault.CUT: self._cut,
            Fault.AWAY: self._away,
            Fault.CLOCK: self._set_clocks,
        }
        await strikes[fault]()

    async def _kill(self) -> None:
        (await self._worker()).kill()

    async def _stop(self) -> None:
        worker = await self._worker()
        worker.suspend()
        await asyncio.sleep(LASTS_S[Fault.STOP])
        worker.resume()

    async def _terminate(self) -> None:
        (await self._worker()).terminate()

    async def _wipe(self) -> None:
        await asyncio.to_thread(self._redis.empty)

    async def _hang(self) -> None:
        self._redis.pause()
        await asyncio.sleep(LASTS_S[Fault.HANG])
        self._redis.resume()

    async def _restart(self) -> None:
        await asyncio.to_thread(self._postgres.stop)
        await asyncio.to_thread(self._postgres.start)

    async def _freeze(self) -> None:
        self._postgres.pause()
        await asyncio.sleep(LASTS_S[Fault.FREEZE])
        self._postgres.resume()

    async def _cut(self) -> None:
        proxies = (self._to_postgres, self._to_redis)
        for proxy in proxies:
            proxy.is_cut = True
        await asyncio.sleep(LASTS_S[Fault.CUT])
        for proxy in proxies:
            proxy.mend()

    async def _away(self) -> None:
        await asyncio.to_thread(self._postgres.stop)
        await asyncio.sleep(LASTS_S[Fault.AWAY])
        await asyncio.to_thread(self._postgres.start)

    async def _set_clocks(self) -> None:
        written = self._clock.with_suffix(".new")
        written.write_text(str(self._chance.random()), encoding="ascii")
        written.replace(self._clock)

    async def _worker(self) -> psutil.Process:
        """Give a worker that works, once another does too.

        Who strikes a process that starts has shown little; and where processes are slow to start, one that is struck as
        soon as it works would never get anything done.
        """
        assert self._supervisor is not None
        while True:
            running = (each for each in self._supervisor.children() if each.status() not in {"zombie", "stopped"})
            found = sorted(
                (each for each in running if f"[{each.pid}]" in self.log("workers")), key=lambda each: each.pid
            )
            if len(found) > 1:
                return self._chance.choice(found)
            await asyncio.sleep(0.05)

    async def _start_service(self) -> None:
        port = self.address.rpartition(":")[2]
        process = self._start("service.log", "-m", "tests.chaos.service", port)
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", int(port))
                writer.close()
                return
            assert process.poll() is None, self.log("service")
            await asyncio.sleep(0.05)

    def _start(self, log: str, *arguments: str) -> subprocess.Popen[bytes]:
        database = self.database.replace(f":{self._postgres.port}/", f":{self._to_postgres.port}/")
        environment = {
            **os.environ,
            **SETTINGS,
            "PYTHONPATH": str(ROOT),
            VARIABLE: str(self._clock),
            "CVPARSER_DATABASE_URL": database,
            "CVPARSER_REDIS_URL": f"redis://127.0.0.1:{self._to_redis.port}/0",
            "CVPARSER_FILE_DIR": str(self.folder / "files"),
        }
        with (self.folder / log).open("ab") as output:
            process = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=output, stderr=output)
        self._processes.append(process)
        return process
