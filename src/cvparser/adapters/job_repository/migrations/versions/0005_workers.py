"""Who holds a lease, when workers were heard, and a clock that no step of the machine's disturbs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; whoever holds a lease so far was never heard, and is judged by what is heard from now on."""
    moment = sa.DateTime(timezone=True)
    op.add_column("parsed_cv", sa.Column("worker_id", sa.Uuid))
    op.create_table(
        "heartbeat",
        sa.Column("worker_id", sa.Uuid, primary_key=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("next_before", moment, nullable=False),
        sa.Column("judged_from", moment, nullable=False),
    )
    op.create_table(
        "steady_clock",
        sa.Column("boot", sa.String(64), primary_key=True),
        sa.Column("booted_at", moment, nullable=False),
    )


def downgrade() -> None:
    """Drop them: a lease that runs out is a crash again, and times are the machine's."""
    op.drop_table("steady_clock")
    op.drop_table("heartbeat")
    op.drop_column("parsed_cv", "worker_id")
