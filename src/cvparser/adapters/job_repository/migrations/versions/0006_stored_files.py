"""Files that are noted before they are put; and what is deleted leaves PostgreSQL sooner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: Texts that are worked on: their documents are to go when they end.
_NOTE_TEXTS = """
INSERT INTO expected_file (job_id, location, noted_at, is_disowned)
SELECT id, stored_file_path, created_at, false FROM parsed_cv WHERE file_name IS NULL AND status = 'processing'
"""
#: What is personal or was in a CV: PostgreSQL keeps samples of other columns in its statistics.
_NOT_SAMPLED = {
    "parsed_cv": ("user_id", "session_id", "stored_file_path", "file_name", "parsed_data", "error_message"),
    "model_answer": ("answer",),
    "expected_file": ("location",),
}
#: Whatever is dead is taken at the server's next round, a minute by default, however large the table.
_VACUUMED = {"autovacuum_vacuum_scale_factor": 0, "autovacuum_vacuum_threshold": 0}


def upgrade() -> None:
    """Make the table; nothing looks for a job by the place of its file any more."""
    op.create_table(
        "expected_file",
        sa.Column("job_id", sa.Uuid, primary_key=True),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_disowned", sa.Boolean, nullable=False),
    )
    op.execute(_NOTE_TEXTS)
    op.drop_index("parsed_cv_stored_file_path", "parsed_cv")
    if op.get_bind().dialect.name == "postgresql":
        vacuumed = ", ".join(
            f"{place}{name} = {value}" for place in ("", "toast.") for name, value in _VACUUMED.items()
        )
        for table, columns in _NOT_SAMPLED.items():
            op.execute(f"ALTER TABLE {table} SET ({vacuumed})")
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    """Drop it: a version before looks at every file that is there."""
    op.create_index("parsed_cv_stored_file_path", "parsed_cv", ["stored_file_path"])
    op.drop_table("expected_file")
    if op.get_bind().dialect.name == "postgresql":
        reset = ", ".join(f"{place}{name}" for place in ("", "toast.") for name in _VACUUMED)
        for table in ("parsed_cv", "model_answer"):
            op.execute(f"ALTER TABLE {table} RESET ({reset})")
            for column in _NOT_SAMPLED[table]:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1")
