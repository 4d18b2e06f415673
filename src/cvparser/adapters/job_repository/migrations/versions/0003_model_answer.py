"""Answers of language models, kept until their jobs end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "model_answer",
        sa.Column("job_id", sa.Uuid, primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("model_answer_key", "model_answer", ["key"])
    op.create_index("model_answer_expires_at", "model_answer", ["expires_at"])


def downgrade() -> None:
    """Drop it, and what was paid for."""
    op.drop_table("model_answer")
