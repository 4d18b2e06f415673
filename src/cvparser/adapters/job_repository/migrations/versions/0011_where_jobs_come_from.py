"""A job may name the span of whoever submitted it, and the ended job that it tries again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there has neither."""
    op.add_column("parsed_cv", sa.Column("traceparent", sa.String(55)))
    op.add_column("parsed_cv", sa.Column("retry_of", sa.Uuid))


def downgrade() -> None:
    """Remove the columns."""
    op.drop_column("parsed_cv", "retry_of")
    op.drop_column("parsed_cv", "traceparent")
