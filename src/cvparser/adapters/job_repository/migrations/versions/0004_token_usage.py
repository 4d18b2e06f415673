"""What each job used of a language model."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COLUMNS = ("model_calls", "prompt_tokens", "answer_tokens")


def upgrade() -> None:
    """Add the counts; of jobs so far nothing is known."""
    for name in _COLUMNS:
        op.add_column("parsed_cv", sa.Column(name, sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop them."""
    for name in _COLUMNS:
        op.drop_column("parsed_cv", name)
