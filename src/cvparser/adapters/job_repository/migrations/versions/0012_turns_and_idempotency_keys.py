"""Turns of waiting jobs among owners, and the keys by which submissions are known again.

Jobs that wait at the upgrade are taken first, in the order of their coming.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

#: As 0008 has it for jobs.
_SEES = "current_setting('cvparser.owner', true) IN (owner, '*')"
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
    op.create_table(
        "idempotency_key",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("job_id", sa.Uuid, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("idempotency_key_expires_at", "idempotency_key", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        # As what else may be personal: no samples in the server's statistics.
        for column in ("digest", "owner", "fingerprint"):
            op.execute(f"ALTER TABLE idempotency_key ALTER COLUMN {column} SET STATISTICS 0")
        op.execute(f"CREATE POLICY owners ON idempotency_key USING ({_SEES})")
        op.execute("ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Remove them: jobs are taken as workers are notified of them, and what is sent again is another submission."""
    op.drop_table("idempotency_key")
    op.drop_index("parsed_cv_owner_turn", "parsed_cv")
    op.drop_index("parsed_cv_turn", "parsed_cv")
    op.drop_column("parsed_cv", "waits")
    op.drop_column("parsed_cv", "turn")
