"""Data keys of jobs, wrapped. What was stored before stays as it is and is read so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: As 0006 has it for the jobs.
_VACUUMED = {"autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 0}


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "data_key",
        sa.Column("job_id", sa.Uuid, primary_key=True),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_index("data_key_key_id", "data_key", ["key_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE data_key SET ({', '.join(f'{name} = {value}' for name, value in _VACUUMED.items())})")
        op.execute("ALTER TABLE data_key ALTER COLUMN wrapped SET STATISTICS 0")


def downgrade() -> None:
    """Drop it: what is sealed is unreadable from then on."""
    op.drop_table("data_key")
