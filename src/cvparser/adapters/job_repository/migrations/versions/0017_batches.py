"""Batches: which submissions came together, and what became of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

#: As 0008 has it.
_SEES = "current_setting('cvparser.owner', true) IN (owner, '*')"
_WALLED = ("batch", "batch_item")


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("closed_at", moment),
        sa.Column("is_whole", sa.Boolean, nullable=False),
        sa.Column("kept_for_seconds", sa.Float),
        sa.Column("expires_at", moment),
        sa.Column("erased_at", moment),
    )
    op.create_index("batch_expires_at", "batch", ["expires_at"])
    op.create_index("batch_opened_at", "batch", ["opened_at"])
    op.create_table(
        "batch_item",
        sa.Column("batch_id", sa.Uuid, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("label", sa.String(128)),
        sa.Column("fingerprint", sa.LargeBinary),
        sa.Column("job_id", sa.Uuid),
        sa.Column("refused", sa.String(64)),
    )
    op.create_index("batch_item_job_id", "batch_item", ["job_id"])
    if op.get_bind().dialect.name == "postgresql":
        # As what else may be personal: no samples in the server's statistics.
        for column in ("owner", "label", "fingerprint"):
            op.execute(f"ALTER TABLE batch_item ALTER COLUMN {column} SET STATISTICS 0")
        op.execute("ALTER TABLE batch ALTER COLUMN owner SET STATISTICS 0")
        for table in _WALLED:
            op.execute(f"CREATE POLICY owners ON {table} USING ({_SEES})")
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Drop them: the jobs stay, and which came together is forgotten."""
    op.drop_table("batch_item")
    op.drop_table("batch")
