"""Jobs that are handed back for later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment before which a job is not taken again; that of every job so far is now."""
    op.add_column("parsed_cv", sa.Column("not_before", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop it: jobs that wait may be taken at once."""
    op.drop_column("parsed_cv", "not_before")
