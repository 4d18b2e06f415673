"""The jobs of one user are found by an index, and a user who objected is known by a digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: As 0008 has it.
_SEES = "current_setting('cvparser.owner', true) IN (owner, '*')"


def upgrade() -> None:
    """Make the index and the table."""
    op.create_index("parsed_cv_user", "parsed_cv", ["owner", "user_id", "id"])
    op.create_table(
        "objection",
        sa.Column("owner", sa.String(128), primary_key=True),
        sa.Column("user_digest", sa.LargeBinary, primary_key=True),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE POLICY owners ON objection USING ({_SEES})")
        op.execute("ALTER TABLE objection ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE objection FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Drop them: a version before takes in what was objected to."""
    op.drop_table("objection")
    op.drop_index("parsed_cv_user", "parsed_cv")
