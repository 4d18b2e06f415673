"""The services that stand side by side, each of one or more processes, on the same PostgreSQL, Redis and stub model."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psutil
import psycopg
from benchmarks.service import Server
from benchmarks.two_pages import two_pages
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument

ROOT = Path(__file__).parents[1]
#: Where FastAPI is installed.
SEED_PYTHON = ROOT / "build" / "benchmarks" / "bin" / "python"
#: Worker processes of ours, and jobs of each at once; together as many as the load has.
WORKERS, PLACES = 2, 500
#: PostgreSQL as it comes: what was answered is on the disk.
DURABLE = {"fsync": "on", "autovacuum": "on", "max_connections": "300", "shared_buffers": "128MB"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every service needs."""

    postgres: PostgresServer
    redis: RedisServer
    model_url: str

    @property
    def model_settings(self) -> Mapping[str, str]:
        """Where the stub model is, for every client of its API."""
        return {"OPENAI_API_KEY": "sk-invented", "OPENAI_BASE_URL": self.model_url}


@dataclass(slots=True)
class Deployment:
    """A service: a server, worker processes beside it, and a database of its own.

    Attributes:
        name: What the tables call it.
        database: Address of its database.
        server: What answers requests.
        worker_command: What works on jobs; empty where the server does.
        settings: The environment of the workers.
    """

    name: str
    database: str
    server: Server
    worker_command: Sequence[str] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    worker: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.port

    def start(self) -> None:
        """Start it; the workers, when the server is ready."""
        self.server.start()
        self.start_worker()

    def start_worker(self) -> None:
        """Start the worker processes."""
        if self.worker_command:
            self.worker = subprocess.Popen(self.worker_command, env=os.environ | dict(self.settings), cwd=ROOT)

    def kill_workers(self) -> None:
        """Kill every worker process at once; what supervises them starts others."""
        for process in _tree(self.worker)[1:]:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def stop(self) -> None:
        """Kill all of it: what is left undone is nobody's."""
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        for started in (self.server.process, self.worker):
            if started is not None:
                started.wait(timeout=30)

    def processes(self) -> list[psutil.Process]:
        """Give every process of it that lives."""
        return [*_tree(self.server.process), *_tree(self.worker)]

    def memory_bytes(self) -> int:
        """Give the memory of all its processes; what they share is counted once (PSS)."""
        return sum(map(_pss, self.processes()))

    def cpu_s(self) -> float:
        """Give the seconds of the processor that its processes have used."""
        return sum(map(cpu_s, self.processes()))

    def jobs(self) -> Mapping[str, int]:
        """Give how many jobs have each status."""
        with psycopg.connect(self.database) as connection:
            return dict(connection.execute("SELECT status, count(*) FROM parsed_cv GROUP BY status").fetchall())


def _tree(started: subprocess.Popen[bytes] | None) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        if started is not None and started.poll() is None:
            process = psutil.Process(started.pid)
            return [process, *process.children(recursive=True)]
    return []


def cpu_s(process: psutil.Process) -> float:
    """Give the seconds of the processor that a process and its ended children have used; none when it is gone."""
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


def _pss(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return int(process.memory_full_info().pss)
    return 0


@contextmanager
def surroundings(*, delay_s: float) -> Iterator[Surroundings]:
    """Start PostgreSQL, Redis and a stub model that takes `delay_s` for an answer."""
    # Killed in the middle, it takes along what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with ExitStack() as stack:
        postgres, redis = PostgresServer(**DURABLE), RedisServer()
        stack.callback(postgres.remove)
        stack.callback(redis.remove)
        postgres.start()
        redis.start()
        url = stack.enter_context(stub_model(delay_s=delay_s))
        yield Surroundings(postgres, redis, url)


@contextmanager
def stub_model(*, delay_s: float) -> Iterator[str]:
    """Start a stub model that takes `delay_s` for an answer, and give the root of its API."""
    command = [sys.executable, "-m", "cvparser.testing.model_server", "--delay", str(delay_s)]
    reader = ["--reader", "benchmarks.deployments:read"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    model = subprocess.Popen([*command, *reader], stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    try:
        assert model.stdout is not None
        yield model.stdout.readline().strip().partition("=")[2]
    finally:
        model.kill()
        model.communicate(timeout=30)


def read(_: CVDocument) -> object:
    """Give what the stub model answers, the same to every CV: what it costs to think is not measured."""
    return _found()


@cache
def _found() -> object:
    return read_profile(CVDocument(text=two_pages()))


def ours(
    around: Surroundings, folder: Path, *, processes: int = WORKERS, places: int = PLACES, **settings: str
) -> Deployment:
    """Give the service as it is run on several processes: one that answers, `processes` that work."""
    # The workers share the cores, so each gets its part of them.
    share = str(max((os.cpu_count() or 1) // processes, 1))
    bounds = {"WORKERS": str(places), "CPU_PROCESSES": share, "EXTRACTION_PROCESSES": share}
    deployed = _cvparser("ours", around, folder, settings={"REDIS_URL": around.redis.url, **bounds, **settings})
    deployed.worker_command = (sys.executable, "-m", "cvparser", "worker", "--processes", str(processes))
    return deployed


def embedded(around: Surroundings, folder: Path) -> Deployment:
    """Give the service as one process that answers and works."""
    return _cvparser("ours, embedded", around, folder, settings={"WORKERS": str(WORKERS * PLACES)})


def _cvparser(name: str, around: Surroundings, folder: Path, *, settings: Mapping[str, str]) -> Deployment:
    database = around.postgres.new_database()
    settings = {"DATABASE_URL": database, "MODEL_CONCURRENCY": settings["WORKERS"], **settings}
    environment = {
        **{f"CVPARSER_{setting}": value for setting, value in settings.items()},
        "CVPARSER_FILE_DIR": str(folder / "files"),
        "CVPARSER_LOG_LEVEL": "ERROR",
        "XDG_DATA_HOME": str(folder),
        **around.model_settings,
    }
    command = ("-m", "cvparser", "serve", "--port", "PORT")
    server = Server(command, folder=folder, ready="/health/ready", settings=environment)
    return Deployment(name, database, server, settings=environment)


def seed_threads(around: Surroundings, folder: Path) -> Deployment:
    """Give the simplest design, with threads."""
    return _seed("seed, threads", "threads", around, folder)


def seed_async(around: Surroundings, folder: Path) -> Deployment:
    """Give the simplest design, asynchronous throughout."""
    return _seed("seed, async", "asynchronous", around, folder)


def _seed(name: str, module: str, around: Surroundings, folder: Path) -> Deployment:
    database = around.postgres.new_database()
    environment = {
        "DATABASE_URL": database.replace("postgresql:", "postgresql+psycopg:"),
        "CV_FOLDER": str(folder / "files"),
        "PYTHONPATH": str(ROOT),
        **around.model_settings,
    }
    command = ("-m", "uvicorn", f"benchmarks.seed_design.{module}:app", "--port", "PORT", "--log-level", "critical")
    if not SEED_PYTHON.exists():
        sys.exit("FastAPI is not installed here: make build/benchmarks/.ready")
    server = Server(
        command, folder=folder, ready="/docs", settings=environment, python=str(SEED_PYTHON), log=folder / "log"
    )
    return Deployment(name, database, server)


Maker = Callable[[Surroundings, Path], Deployment]
MAKERS: Mapping[str, Maker] = {"ours": ours, "embedded": embedded, "async": seed_async, "threads": seed_threads}


@contextmanager
def deployed(around: Surroundings, makers: Sequence[Maker]) -> Iterator[list[Deployment]]:
    """Start a fresh deployment by each maker."""
    with ExitStack() as stack:
        found = []
        for make in makers:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            deployment = make(around, folder)
            stack.callback(deployment.stop)
            deployment.start()
            found.append(deployment)
        yield found
