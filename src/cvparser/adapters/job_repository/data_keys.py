"""Data keys of jobs, stored wrapped beside them, and what they seal in a row."""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository.database import Database
from cvparser.adapters.job_repository.tables import data_key, parsed_cv
from cvparser.domain.errors import CVParserError
from cvparser.domain.job import JobId
from cvparser.ports.key_management import (
    DataKeys,
    KeyManagement,
    KeyMissingError,
    StoredDataTamperedError,
    WrappedKey,
)
from cvparser.sealing import Purpose, new_data_key, seal, unseal

_log = logging.getLogger(__name__)

#: Data keys that are remembered, so that the steps of one job ask for its key once.
MAX_REMEMBERED: Final = 1_024

#: Before a checkpoint that is sealed, and the one field of a result that is: neither begins a plain one.
_SEALED: Final = "sealed:"
_FIELD: Final = "sealed"

_INSERT = {
    "sqlite": sqlite.insert(data_key).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(data_key).on_conflict_do_nothing(),
}
_SELECT = select(data_key.c.key_id, data_key.c.wrapped).where(data_key.c.job_id == bindparam("of_job"))
_IS_STORED = select(literal(1)).where(parsed_cv.c.id == bindparam("of_job"))
_SOME = data_key.c.job_id.in_(bindparam("job_ids", expanding=True))
_FORGET = delete(data_key).where(_SOME)
_FORGET_UNSTORED = _FORGET.where(~select(parsed_cv.c.id).where(parsed_cv.c.id == data_key.c.job_id).exists())
_REWRAP = (
    update(data_key)
    .where(data_key.c.job_id == bindparam("of_job"), data_key.c.wrapped == bindparam("earlier"))
    .values(key_id=bindparam("under"), wrapped=bindparam("later"))
)
_COUNT = select(data_key.c.key_id, func.count()).group_by(data_key.c.key_id)


def forget(connection: Connection, job_ids: Sequence[JobId]) -> None:
    """Remove the data keys of jobs that are erased: whatever was sealed under them is unreadable from then on."""
    connection.execute(_FORGET, {"job_ids": list(job_ids)})


def forget_unstored(connection: Connection, job_ids: Sequence[JobId]) -> None:
    """Remove the data keys of those jobs that have not come."""
    connection.execute(_FORGET_UNSTORED, {"job_ids": list(job_ids)})


def put(connection: Connection, job_id: JobId, wrapped: WrappedKey) -> WrappedKey:
    """Store a data key unless there is one, and return the one that there is."""
    values = {"job_id": job_id, "key_id": wrapped.key_id, "wrapped": wrapped.wrapped}
    connection.execute(_INSERT[connection.dialect.name], values)
    return _stored(connection, job_id) or wrapped


class StoredDataKeys(DataKeys):
    """Data keys in the database of the jobs, wrapped by `keys`.

    Args:
        database: Where the jobs are.
        keys: Wraps and unwraps; None where there are none, and what is sealed cannot be read.
        is_writing: Whether what is stored from now on is sealed.
    """

    def __init__(self, database: Database, keys: KeyManagement | None, *, is_writing: bool) -> None:
        self._database = database
        self._keys = keys
        self._is_writing = is_writing
        self._remembered: OrderedDict[JobId, bytes] = OrderedDict()

    @property
    def is_writing(self) -> bool:
        """Whether what is stored from now on is sealed."""
        return self._keys is not None and self._is_writing

    async def new(self, job_id: JobId) -> NewDataKey | None:
        """Return a key for a job whose file is about to be noted, not stored; None where nothing is sealed."""
        if self._keys is None or not self._is_writing:
            return None
        plain = new_data_key()
        return NewDataKey(job_id, plain, await self._keys.wrap(plain, job_id=job_id))

    def remember(self, new: NewDataKey | None) -> None:
        """Keep a key at hand, once it is stored."""
        if new is not None and new.is_stored:
            self._remember(new.job_id, new.plain)

    def drop(self, job_ids: Sequence[JobId]) -> None:
        """Forget keys of jobs that are erased."""
        for job_id in job_ids:
            self._remembered.pop(job_id, None)

    async def made(self, job_id: JobId, *, is_stored: bool = False) -> bytes | None:
        """As the port says; with `is_stored` only for a job that is there."""
        if self._keys is None:
            return None
        known = await self.kept(job_id)
        if known is not None:
            return known
        new = await self.new(job_id)
        if new is None:
            return None

        def step(connection: Connection) -> None:
            if not is_stored or connection.execute(_IS_STORED, {"of_job": job_id}).first() is not None:
                new.store(connection)

        await self._database.write_perhaps_twice(step)
        self.remember(new)
        return await self.kept(job_id)

    async def kept(self, job_id: JobId) -> bytes | None:
        if job_id in self._remembered:
            self._remembered.move_to_end(job_id)
            return self._remembered[job_id]
        wrapped = await self._database.read(lambda connection: _stored(connection, job_id))
        if wrapped is None:
            return None
        if self._keys is None:
            raise KeyMissingError
        return self._remember(job_id, await self._keys.unwrap(wrapped, job_id=job_id))

    async def key_ids(self) -> Mapping[str, int]:
        found = await self._database.read(lambda connection: connection.execute(_COUNT).all())
        return {key_id: count for key_id, count in found}  # noqa: C416 - rows are no pairs to a type checker

    async def wrapped_otherwise(
        self, key_id: str, limit: int, *, after: JobId | None = None
    ) -> Sequence[tuple[JobId, WrappedKey]]:
        wanted = select(data_key).where(data_key.c.key_id != key_id).order_by(data_key.c.job_id).limit(limit)
        if after is not None:
            wanted = wanted.where(data_key.c.job_id > after)
        found = await self._database.read(lambda connection: connection.execute(wanted).all())
        return [(JobId(row.job_id), WrappedKey(key_id=row.key_id, wrapped=row.wrapped)) for row in found]

    async def rewrapped(self, changed: Sequence[tuple[JobId, WrappedKey, WrappedKey]]) -> None:
        values = [
            {"of_job": job_id, "earlier": earlier.wrapped, "under": later.key_id, "later": later.wrapped}
            for job_id, earlier, later in changed
        ]
        if values:
            await self._database.write_perhaps_twice(lambda connection: connection.execute(_REWRAP, values).close())
            await self._database.scrub(has_erased=True)

    async def sealed_result(self, job_id: JobId, parsed: dict[str, Any]) -> dict[str, Any]:
        """Return a result as it is stored."""
        key = await self.made(job_id, is_stored=True)
        if key is None:
            return parsed
        content = json.dumps(parsed, ensure_ascii=False, separators=(",", ":")).encode()
        return {_FIELD: _text(seal(key, content, job_id=job_id, purpose=Purpose.RESULT))}

    async def plain_result(self, job_id: JobId, stored: dict[str, Any]) -> dict[str, Any]:
        """Return a result as it was.

        Raises:
            KeyMissingError, KeyWrongError, StoredDataTamperedError: as `DataKeys.kept`.
        """
        if stored.keys() != {_FIELD}:
            # A job has its key before it has a result: a plain one beside a key was put there by somebody else.
            await self._require_no_key(job_id)
            return stored
        plain: dict[str, Any] = json.loads(await self._unsealed(job_id, str(stored[_FIELD]), Purpose.RESULT))
        return plain

    async def sealed_checkpoint(self, job_id: JobId, checkpoint: str) -> str:
        """Return a checkpoint as it is stored."""
        key = await self.made(job_id, is_stored=True)
        if key is None:
            return checkpoint
        return _SEALED + _text(seal(key, checkpoint.encode(), job_id=job_id, purpose=Purpose.CHECKPOINT))

    async def plain_checkpoint(self, job_id: JobId, stored: str | None) -> str | None:
        """Return a checkpoint as it was; None, and logged, where it cannot be read: its job goes on without it.

        It stays in the row meanwhile, and the document of the job needs the same key.
        """
        if stored is None or not stored.startswith(_SEALED):
            return stored
        try:
            return (await self._unsealed(job_id, stored.removeprefix(_SEALED), Purpose.CHECKPOINT)).decode()
        except CVParserError as error:
            _log.error("Checkpoint cannot be read: %s, job: %.8s...", error.code, job_id, extra={"job_id": str(job_id)})
            return None

    async def _unsealed(self, job_id: JobId, text: str, purpose: Purpose) -> bytes:
        key = await self.kept(job_id)
        try:
            sealed = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise StoredDataTamperedError from None
        if key is None:
            raise StoredDataTamperedError
        return unseal(key, sealed, job_id=job_id, purpose=purpose)

    async def _require_no_key(self, job_id: JobId) -> None:
        if self._is_writing and await self.kept(job_id) is not None:
            raise StoredDataTamperedError

    def _remember(self, job_id: JobId, plain: bytes) -> bytes:
        self._remembered[job_id] = plain
        while len(self._remembered) > MAX_REMEMBERED:
            self._remembered.popitem(last=False)
        return plain


class NewDataKey:
    """A data key on its way into the database."""

    def __init__(self, job_id: JobId, plain: bytes, wrapped: WrappedKey) -> None:
        self.job_id = job_id
        self.plain = plain
        self._wrapped = wrapped
        #: Whether it is the one that is stored: of two that are made at once, one is.
        self.is_stored = False

    def store(self, connection: Connection) -> None:
        """Store it, in a step that may run twice."""
        self.is_stored = put(connection, self.job_id, self._wrapped) == self._wrapped


def _stored(connection: Connection, job_id: JobId) -> WrappedKey | None:
    row = connection.execute(_SELECT, {"of_job": job_id}).one_or_none()
    return None if row is None else WrappedKey(key_id=row.key_id, wrapped=row.wrapped)


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()
