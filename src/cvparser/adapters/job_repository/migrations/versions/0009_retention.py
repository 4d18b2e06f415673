"""How long jobs are kept, and why those that are gone went; files keep their notes as long as they are there.

Rows that are there count from now on, so that nothing goes at the upgrade itself: its operator has the whole of
`CVPARSER_KEEP_FILES_S` and `CVPARSER_KEEP_RESULTS_S` to set them otherwise. No row is written for it, ended ones could
not be: the moment is the column's default.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Files of jobs that are there, which had no notes.
_NOTE_FILES = """
INSERT INTO expected_file (job_id, location, noted_at, is_disowned, is_kept)
SELECT id, stored_file_path, kept_from, false, true FROM parsed_cv
WHERE file_name IS NOT NULL AND id NOT IN (SELECT job_id FROM expected_file)
"""


def upgrade() -> None:
    """Add the columns and notes."""
    is_postgres = op.get_bind().dialect.name == "postgresql"
    moment = sa.DateTime(timezone=True)
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}{'+00' if is_postgres else ''}"
    no = sa.false()
    op.add_column("parsed_cv", sa.Column("kept_from", moment, nullable=False, server_default=sa.text(f"'{now}'")))
    op.add_column("parsed_cv", sa.Column("expires_at", moment))
    op.add_column("parsed_cv", sa.Column("delete_after_read", sa.Boolean, nullable=False, server_default=no))
    op.create_index("parsed_cv_kept_from", "parsed_cv", ["kept_from"])
    op.create_index("parsed_cv_expires_at", "parsed_cv", ["expires_at"])
    op.add_column("erased_job", sa.Column("reason", sa.String(16)))
    op.add_column("expected_file", sa.Column("is_kept", sa.Boolean, nullable=False, server_default=no))
    if is_postgres:
        # The policies on the table show a session that names no owner no rows.
        op.execute("SELECT set_config('cvparser.owner', '*', true)")
    op.execute(_NOTE_FILES)
    op.create_index("expected_file_kept", "expected_file", ["is_kept", "noted_at"])


def downgrade() -> None:
    """Drop them: everything is kept for good again."""
    op.execute("DELETE FROM expected_file WHERE is_kept")
    op.drop_index("expected_file_kept", "expected_file")
    op.drop_column("expected_file", "is_kept")
    op.drop_column("erased_job", "reason")
    op.drop_index("parsed_cv_expires_at", "parsed_cv")
    op.drop_index("parsed_cv_kept_from", "parsed_cv")
    for name in ("delete_after_read", "expires_at", "kept_from"):
        op.drop_column("parsed_cv", name)
