"""Files that are noted before they are put, so that what no job keeps of them is found again without a look around."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Texts that are worked on: their documents are to go when they end.
_NOTE_TEXTS = """
INSERT INTO expected_file (job_id, location, noted_at, is_disowned)
SELECT id, stored_file_path, created_at, false FROM parsed_cv WHERE file_name IS NULL AND status = 'processing'
"""


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


def downgrade() -> None:
    """Drop it: a version before looks at every file that is there."""
    op.create_index("parsed_cv_stored_file_path", "parsed_cv", ["stored_file_path"])
    op.drop_table("expected_file")
