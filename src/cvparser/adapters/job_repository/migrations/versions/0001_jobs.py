"""Jobs, and the ids of erased ones.

Spelt out instead of taken from the tables of today: a migration says what was, whatever the tables become.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


_REFUSE = "CREATE FUNCTION parsed_cv_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$".format(
    "RAISE EXCEPTION 'an ended job never changes';"
)
_BEFORE_CHANGE = "CREATE TRIGGER parsed_cv_final BEFORE UPDATE ON parsed_cv {} WHEN (OLD.status <> 'processing') {}"
#: What keeps ended jobs as they are, whoever tries to change them.
_ENDED_JOBS_STAY = {
    "sqlite": (_BEFORE_CHANGE.format("", "BEGIN SELECT RAISE(ABORT, 'an ended job never changes'); END"),),
    "postgresql": (_REFUSE, _BEFORE_CHANGE.format("FOR EACH ROW", "EXECUTE FUNCTION parsed_cv_refuse()")),
}


def upgrade() -> None:
    """Make both tables; ended jobs can no longer be changed, whoever tries."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "parsed_cv",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.String(128), nullable=False),
        sa.Column("session_id", sa.String(128), nullable=False),
        sa.Column("parse_mode", sa.String(16), nullable=False),
        sa.Column("document_type", sa.String(8), nullable=False),
        sa.Column("stored_file_path", sa.Text, nullable=False),
        sa.Column("file_name", sa.String(128)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("lease_until", moment),
        sa.Column("crashes", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("deadline_at", moment, nullable=False),
        sa.Column("started_at", moment),
        sa.Column("processing_time_seconds", sa.Float),
        sa.Column("cv_language", sa.String(2)),
        sa.Column("parsed_data", sa.JSON(none_as_null=True)),
        sa.Column("error_code", sa.String(64)),
        sa.Column("error_message", sa.Text),
        sa.CheckConstraint("status IN ('processing', 'success', 'failed')", name="status_known"),
        sa.CheckConstraint("(status = 'success') = (parsed_data IS NOT NULL)", name="result_iff_success"),
        sa.CheckConstraint("(status = 'failed') = (error_code IS NOT NULL)", name="error_iff_failed"),
        sa.CheckConstraint("status = 'processing' OR lease_until IS NULL", name="final_has_no_lease"),
    )
    op.create_index("parsed_cv_created_at", "parsed_cv", ["created_at"])
    op.create_index("parsed_cv_stored_file_path", "parsed_cv", ["stored_file_path"])
    unfinished = sa.text("status = 'processing'")
    op.create_index(
        "parsed_cv_unfinished", "parsed_cv", ["created_at"], sqlite_where=unfinished, postgresql_where=unfinished
    )
    op.create_table(
        "erased_job",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("erased_at", moment, nullable=False),
    )
    for statement in _ENDED_JOBS_STAY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    op.drop_table("erased_job")
    op.drop_table("parsed_cv")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION parsed_cv_refuse()")
