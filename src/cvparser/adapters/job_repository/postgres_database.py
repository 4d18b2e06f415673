"""PostgreSQL, a pool of connections and as many threads.

Submissions that wait at the same moment share one transaction; every other step has one of its own, so that a row that
somebody else holds makes nobody wait but who wants that row.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, func, make_url, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.schema import CreateSchema

from cvparser.adapters.job_repository.database import CLOSE_S, Database, Step, T, run_each
from cvparser.adapters.job_repository.failures import CommitUncertainError, mapped
from cvparser.adapters.job_repository.prefixed_names import prefix_names
from cvparser.deadline import DeadlineThreads, within
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import ConfigurationError, CVParserError, StorageUnavailableError
from cvparser.group_commit import GroupCommit

#: Steps that one transaction takes at most: bounds how long the first of them waits for the last.
MAX_STEPS = 200
#: Connections of one process.
CONNECTIONS = 8
#: Tasks that one process is alone with at once, or would like to be.
GUARDS = 4
#: Seconds that a step waits for a row that another holds.
LOCK_S = 5.0
#: Seconds that bringing the schema up to date may take, and waiting for another process that does.
MIGRATION_S = 3600.0

#: Of the advisory lock under which one process migrates; any number, the same in every version.
_MIGRATION_LOCK = 2**32 + 4_277_006_698

#: The setting of a session, by which the policies of migration 0008 tell whose rows it is shown; this shows all.
OWNER_SETTING, ALL_OWNERS = "cvparser.owner", "*"
_ABOVE_POLICIES = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
_HAS_SCHEMA = text("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = :schema)")
_SETTING = text("SELECT current_setting(:name, true)")
_SET = text("SELECT set_config(:name, :value, true)")
_BIND = select(func.set_config(OWNER_SETTING, bindparam("owner"), True))  # noqa: FBT003 - of PostgreSQL's own function


class PostgresDatabase(Database):
    """Runs steps in transactions of a pool's connections, each in `timeout_s` seconds.

    With `is_read_only` the server lets them write nothing. Tables are those of `schema`, or of the connection's own;
    their names begin with `prefix`.
    """

    def __init__(
        self, url: str, *, timeout_s: float, is_read_only: bool = False, schema: str | None = None, prefix: str = ""
    ) -> None:
        #: What tells our advisory locks from those of others in the database.
        self._place = ".".join(filter(None, (schema, prefix)))
        self._engine = postgres_engine(
            url, size=CONNECTIONS, timeout_s=timeout_s, is_read_only=is_read_only, schema=schema
        )
        prefix_names(self._engine, prefix)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._guarding = postgres_engine(url, size=GUARDS, timeout_s=timeout_s).execution_options(
            isolation_level="AUTOCOMMIT"
        )
        # One connection is the writer's: nobody waits for one.
        self._threads = DeadlineThreads(CONNECTIONS - 1, name="jobs", seconds=timeout_s)
        self._guards = DeadlineThreads(GUARDS, name="jobs-guard", seconds=timeout_s)
        self._writer: GroupCommit[Step[None]] = GroupCommit(
            self._commit, most=MAX_STEPS, name="jobs-add", seconds=timeout_s
        )

    def open(self) -> None:
        self._writer.open()

    async def close(self) -> None:
        await asyncio.gather(self._writer.close(), self._threads.close(CLOSE_S), self._guards.close(CLOSE_S))
        self._engine.dispose()
        self._guarding.dispose()

    async def read(self, step: Step[T], *, owner: Owner | None = None) -> T:
        return await self._in_thread(self._read if owner is None else partial(self._read_as, owner), step)

    async def write(self, step: Step[T]) -> T:
        return await self._in_thread(self._write, step)

    async def write_perhaps_twice(self, step: Step[T], *, owner: Owner | None = None) -> T:
        return await self._in_thread(self._write_perhaps_twice, step if owner is None else _as(owner, step))

    async def write_with_others(self, step: Step[None]) -> None:
        await self._writer.add(step)

    async def scrub(self, *, has_erased: bool) -> None:
        """Do nothing: how dead rows leave the server's files is in docs/how-to/deploy.md."""

    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        # The lock is its connection's: where that ends, so does the lock.
        with mapped():
            is_ours, connection = await self._guards.run(self._lock, task)
        try:
            yield is_ours
        finally:
            try:
                await asyncio.shield(self._guards.run(_free, connection))
            except TimeoutError:
                connection.close()

    def _lock(self, task: str) -> tuple[bool, Connection]:
        with mapped(), ExitStack() as stack:
            connection = stack.enter_context(self._guarding.connect())
            # Not given back to the pool: whoever took it from there would hold the lock.
            connection.detach()
            is_ours = bool(
                connection.execute(select(func.pg_try_advisory_lock(_number_of(task, self._place)))).scalar_one()
            )
            stack.pop_all()
            return is_ours, connection

    async def _in_thread(self, run: Callable[[Step[T]], T], step: Step[T]) -> T:
        with mapped():
            return await self._threads.run(run, step)

    def _read(self, step: Step[T]) -> T:
        with mapped(), self._reading.connect() as connection:
            return step(connection)

    def _read_as(self, owner: Owner, step: Step[T]) -> T:
        # In a transaction, with whose end the connection is nobody's again.
        with mapped(), self._engine.connect() as connection:
            return _as(owner, step)(connection)

    def _write(self, step: Step[T]) -> T:
        with mapped(), self._engine.connect() as connection:
            result = step(connection)
            try:
                connection.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise CommitUncertainError from None
                raise
            return result

    def _write_perhaps_twice(self, step: Step[T]) -> T:
        with suppress(CommitUncertainError):
            return self._write(step)
        try:
            return self._write(step)
        except CommitUncertainError:
            raise StorageUnavailableError from None

    def _commit(self, steps: Sequence[Step[None]]) -> Sequence[CVParserError | None]:
        return self._write_perhaps_twice(partial(run_each, steps))


def _as(owner: Owner, step: Step[T]) -> Step[T]:
    """Return the step as it is run for an owner: policies show it no other's rows until its transaction ends."""

    def bound(connection: Connection) -> T:
        connection.execute(_BIND, {"owner": owner}).close()
        return step(connection)

    return bound


def postgres_engine(
    url: str, *, size: int, timeout_s: float, is_read_only: bool = False, schema: str | None = None
) -> Engine:
    """Return an engine of at most `size` connections, each looked at before it is used again.

    What nobody waits for any more, after `timeout_s`, the server ends as well.

    Raises:
        ConfigurationError: `url` is none of PostgreSQL's, or its driver is not installed.
    """
    session = _session(timeout_s) | ({"default_transaction_read_only": "on"} if is_read_only else {})
    if schema is not None:
        # Whatever names a table, a policy or a function means ours, and none of somebody else's.
        session["search_path"] = schema
    options = " ".join(f"-c {name}={value}" for name, value in session.items())
    try:
        engine = create_engine(
            _with_driver(url),
            hide_parameters=True,
            pool_size=size,
            max_overflow=0,
            pool_timeout=timeout_s,
            pool_pre_ping=True,
            pool_use_lifo=True,
            connect_args={"application_name": "cvparser", "options": options},
        )
        from cvparser.adapters.job_repository.postgres_connection import (  # noqa: PLC0415 - its driver is an extra
            connect,
        )
    except ModuleNotFoundError:
        raise ConfigurationError('CVPARSER_DATABASE_URL needs more: pip install "cvparser[postgres]"') from None
    event.listen(engine, "do_connect", connect)
    return engine


def _session(timeout_s: float) -> dict[str, int | str]:
    """Return the session's own settings: bounds in milliseconds, and that it is shown the rows of all owners.

    Who connects without the last is shown none.
    """
    step_ms = int(timeout_s * 1000)
    return {
        OWNER_SETTING: ALL_OWNERS,
        "statement_timeout": step_ms,
        "lock_timeout": min(int(LOCK_S * 1000), step_ms),
        "idle_in_transaction_session_timeout": step_ms,
    }


def is_above_policies(connection: Connection) -> bool:
    """Return whether who connects is shown the rows of all owners, whatever a step is run for."""
    return bool(connection.execute(_ABOVE_POLICIES).scalar_one())


@contextmanager
def migrating(url: str, schema: str | None = None) -> Iterator[Connection]:
    """Yield a connection in a transaction that no other process migrates in; `schema` is made where there is none."""
    engine = postgres_engine(url, size=1, timeout_s=MIGRATION_S, schema=schema)
    try:
        # A table of millions of rows takes its time to change, and so does the process that was here first.
        with within(MIGRATION_S), engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            if schema is not None:
                make_schema(connection, schema)
            yield connection
    finally:
        engine.dispose()


def make_schema(connection: Connection, schema: str) -> None:
    """Make a schema where there is none, which takes the right to; one that is there needs none."""
    if not connection.execute(_HAS_SCHEMA, {"schema": schema}).scalar_one():
        connection.execute(CreateSchema(schema))


@contextmanager
def as_ours(connection: Connection, schema: str | None) -> Iterator[None]:
    """Have a connection of somebody else's mean our tables and see all rows, until the block ends."""
    names = ("search_path", OWNER_SETTING)
    before = {name: connection.execute(_SETTING, {"name": name}).scalar_one() for name in names}
    chosen = before | {OWNER_SETTING: ALL_OWNERS} | ({} if schema is None else {"search_path": schema})
    for name, value in chosen.items():
        connection.execute(_SET, {"name": name, "value": value})
    yield
    # Where it failed the transaction is over, and what was set in it with it.
    for name, value in before.items():
        connection.execute(_SET, {"name": name, "value": value or ""})


def shown(url: str) -> str:
    """Return the address without what only the server may know."""
    parsed = _with_driver(url).set(drivername="postgresql")
    query = {name: value for name, value in parsed.query.items() if name in {"host", "port", "dbname", "user"}}
    return parsed.set(query=query).render_as_string(hide_password=True)


def _free(connection: Connection) -> None:
    """Give up the locks of a connection, and close it: the server takes a moment to notice that one is gone."""
    with connection, suppress(DBAPIError):
        connection.execute(select(func.pg_advisory_unlock_all()))


def _number_of(task: str, place: str) -> int:
    """Return the number of the advisory lock of a task; the lock of migrations is beyond what this gives."""
    return zlib.crc32((f"{place}.{task}" if place else task).encode())


def _with_driver(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Without its cause: it quotes the URL, and that the password.
        raise ConfigurationError(
            "CVPARSER_DATABASE_URL must have the form postgresql://user:password@host/name."
        ) from None
    return parsed.set(drivername="postgresql+psycopg")
