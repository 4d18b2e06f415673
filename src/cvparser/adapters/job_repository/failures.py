"""SQLAlchemy's errors as ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from cvparser.domain.errors import StorageUnavailableError


class CommitUncertainError(Exception):
    """The connection was lost during a commit: only reading back tells whether it took place. Stays in this package."""


@contextmanager
def mapped() -> Iterator[None]:
    """Turn every error of the database into StorageUnavailableError, without its cause: that can quote a row."""
    try:
        yield
    except (SQLAlchemyError, OSError):
        raise StorageUnavailableError from None
