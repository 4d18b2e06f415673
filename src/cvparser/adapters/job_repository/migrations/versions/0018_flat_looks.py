"""Indexes by which what is looked for costs the same however many jobs there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_PROCESSING, _FAILED = "status = 'processing'", "status = 'failed'"
_INDEXES = (
    ("parsed_cv_unfinished", ["created_at", "id"], _PROCESSING),
    ("parsed_cv_owner_unfinished", ["owner", "created_at"], _PROCESSING),
    ("parsed_cv_deadline", ["deadline_at"], _PROCESSING),
    ("parsed_cv_crashed", ["crashes"], f"{_PROCESSING} AND crashes > 0"),
    ("parsed_cv_failed", ["created_at", "id"], _FAILED),
    ("parsed_cv_failed_code", ["error_code", "created_at", "id"], _FAILED),
    ("parsed_cv_owner_failed", ["owner", "created_at", "id"], _FAILED),
    ("parsed_cv_owner_failed_code", ["owner", "error_code", "created_at", "id"], _FAILED),
)


def upgrade() -> None:
    """Make them; that of unfinished jobs tells those of one moment apart as well."""
    op.drop_index("parsed_cv_unfinished", "parsed_cv")
    for name, columns, condition in _INDEXES:
        _create(name, columns, condition)


def downgrade() -> None:
    """Drop them."""
    for name, _, _ in _INDEXES:
        op.drop_index(name, "parsed_cv")
    _create("parsed_cv_unfinished", ["created_at"], _PROCESSING)


def _create(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "parsed_cv", columns, sqlite_where=where, postgresql_where=where)
