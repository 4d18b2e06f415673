"""Whose a job is, a wall between owners, and keys and tickets that let them in. What was there is `local`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: As `domain.access.owner.LOCAL` is spelt; also what a version before writes while both run.
_LOCAL = "local"

#: A session sees the rows of the owner that it names, all where it names `*`, and none where it names nobody. Whoever
#: owns the tables is held to it as well; superusers and roles with BYPASSRLS are not.
_SEES = "current_setting('cvparser.owner', true) IN (owner, '*')"
_WALLED = ("parsed_cv", "erased_job")


def upgrade() -> None:
    """Add the columns and tables. Of an id that was refused before its job came nobody is the owner."""
    op.add_column("parsed_cv", sa.Column("owner", sa.String(128), nullable=False, server_default=_LOCAL))
    op.create_index("parsed_cv_owner", "parsed_cv", ["owner", "created_at"])
    op.add_column("erased_job", sa.Column("owner", sa.String(128)))
    op.execute(f"UPDATE erased_job SET owner = '{_LOCAL}'")  # noqa: S608 - a literal of ours
    if op.get_bind().dialect.name == "postgresql":
        # As what else may be personal: no samples in the server's statistics.
        op.execute("ALTER TABLE parsed_cv ALTER COLUMN owner SET STATISTICS 0")
        for table in _WALLED:
            op.execute(f"CREATE POLICY owners ON {table} USING ({_SEES})")
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.create_table(
        "access_key",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("scopes", sa.String(256), nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("limits", sa.JSON, nullable=False),
    )
    op.create_table(
        "access_ticket",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("key_id", sa.String(256)),
        sa.Column("scopes", sa.String(256), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("access_ticket_expires_at", "access_ticket", ["expires_at"])


def downgrade() -> None:
    """Drop them: a version before knows no owners, and shows everybody all."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _WALLED:
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
            op.execute(f"DROP POLICY owners ON {table}")
    op.drop_table("access_ticket")
    op.drop_table("access_key")
    op.drop_column("erased_job", "owner")
    op.drop_index("parsed_cv_owner", "parsed_cv")
    op.drop_column("parsed_cv", "owner")
