"""Turns of waiting jobs among owners. Those that wait at the upgrade are taken first, in the order of their coming."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PROCESSING, _WAITING = "status = 'processing'", "status = 'processing' AND waits = 1"


def upgrade() -> None:
    """Add columns and indexes. What a version before inserts meanwhile waits at the first turn."""
    op.add_column("parsed_cv", sa.Column("turn", sa.Float, nullable=False, server_default="0"))
    op.add_column("parsed_cv", sa.Column("waits", sa.Integer, nullable=False, server_default="1"))
    is_waiting = "lease_until IS NULL AND not_before IS NULL AND crashes = 0"
    op.execute(f"UPDATE parsed_cv SET waits = 0 WHERE {_PROCESSING} AND NOT ({is_waiting})")  # noqa: S608 - literals of ours
    for name, columns, condition in (
        ("parsed_cv_turn", ["turn", "created_at", "id"], _WAITING),
        ("parsed_cv_owner_turn", ["owner", "turn"], _PROCESSING),
    ):
        op.create_index(
            name, "parsed_cv", columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition)
        )


def downgrade() -> None:
    """Remove them: jobs are taken as workers are notified of them."""
    op.drop_index("parsed_cv_owner_turn", "parsed_cv")
    op.drop_index("parsed_cv_turn", "parsed_cv")
    op.drop_column("parsed_cv", "waits")
    op.drop_column("parsed_cv", "turn")
