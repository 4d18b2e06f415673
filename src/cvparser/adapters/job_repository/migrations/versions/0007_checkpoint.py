"""What a claim keeps for the next one stands on the job's row; answers of language models have no table of their own.

Nothing is moved: answers that were kept for unfinished jobs are dropped, and those jobs may ask their model once more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_IS_GONE_AT_THE_END = "status = 'processing' OR checkpoint IS NULL"
#: As 0006 had it.
_VACUUMED = {"autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 0}


def upgrade() -> None:
    """Add the column, which no ended job has, and drop the table."""
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("parsed_cv", sa.Column("checkpoint", sa.Text))
        op.create_check_constraint("final_has_no_checkpoint", "parsed_cv", _IS_GONE_AT_THE_END)
        op.execute("ALTER TABLE parsed_cv ALTER COLUMN checkpoint SET STATISTICS 0")
    else:
        # With its column: SQLite adds no constraint to a table that is there.
        op.execute(
            "ALTER TABLE parsed_cv ADD COLUMN checkpoint TEXT"
            f" CONSTRAINT final_has_no_checkpoint CHECK ({_IS_GONE_AT_THE_END})"
        )
    op.drop_table("model_answer")


def downgrade() -> None:
    """Make the table again, empty: jobs that are under way may ask once more."""
    op.create_table(
        "model_answer",
        sa.Column("job_id", sa.Uuid, primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("model_answer_key", "model_answer", ["key"])
    op.create_index("model_answer_expires_at", "model_answer", ["expires_at"])
    op.drop_column("parsed_cv", "checkpoint")
    if op.get_bind().dialect.name == "postgresql":
        vacuumed = ", ".join(
            f"{place}{name} = {value}" for place in ("", "toast.") for name, value in _VACUUMED.items()
        )
        op.execute(f"ALTER TABLE model_answer SET ({vacuumed})")
        op.execute("ALTER TABLE model_answer ALTER COLUMN answer SET STATISTICS 0")
