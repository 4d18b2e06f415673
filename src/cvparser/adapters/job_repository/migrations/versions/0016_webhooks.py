"""Who is called when jobs end, with which secrets, and what they are to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

#: As 0008 has it.
_SEES = "current_setting('cvparser.owner', true) IN (owner, '*')"
#: Of a data key, which has no owner of its own: the job's, or, of one that is a secret, the webhook's.
_SEES_JOB = (
    "current_setting('cvparser.owner', true) = '*' OR EXISTS (SELECT FROM parsed_cv WHERE parsed_cv.id = job_id)"
)
_SEES_SECRET = f"{_SEES_JOB} OR EXISTS (SELECT FROM webhook_secret WHERE webhook_secret.id = job_id)"
_WALLED = ("webhook", "webhook_secret", "webhook_delivery")


def upgrade() -> None:
    """Add the column and make the tables."""
    moment = sa.DateTime(timezone=True)
    op.add_column("parsed_cv", sa.Column("callback_url", sa.Text))
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("events", sa.String(128), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("ended_at", moment),
    )
    op.create_index("webhook_owner", "webhook", ["owner", "created_at", "id"])
    op.create_table(
        "webhook_secret",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("webhook_id", sa.Uuid, nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("ends_at", moment),
        sa.Column("plain", sa.LargeBinary),
    )
    op.create_index("webhook_secret_webhook", "webhook_secret", ["webhook_id"])
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("webhook_id", sa.Uuid, nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("job_id", sa.Uuid, nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("error_code", sa.String(64)),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("host", sa.String(264), nullable=False),
        sa.Column("happened_at", moment, nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(32)),
        sa.Column("tried_at", moment),
    )
    op.create_index("webhook_delivery_job", "webhook_delivery", ["job_id"])
    op.create_index("webhook_delivery_webhook", "webhook_delivery", ["webhook_id", "happened_at", "id"])
    is_pending = sa.text("state = 'pending'")
    # What is due at all, and what is due of a host: few rows, whatever the table has grown to.
    for name, columns in (("due", ["due_at"]), ("host", ["host", "due_at"])):
        op.create_index(
            f"webhook_delivery_{name}",
            "webhook_delivery",
            columns,
            sqlite_where=is_pending,
            postgresql_where=is_pending,
        )
    if op.get_bind().dialect.name == "postgresql":
        # As what else may be personal: no samples in the server's statistics.
        op.execute("ALTER TABLE parsed_cv ALTER COLUMN callback_url SET STATISTICS 0")
        op.execute("ALTER TABLE webhook ALTER COLUMN url SET STATISTICS 0")
        op.execute("ALTER TABLE webhook_delivery ALTER COLUMN url SET STATISTICS 0")
        for table in _WALLED:
            op.execute(f"CREATE POLICY owners ON {table} USING ({_SEES})")
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        _let_see_data_keys(_SEES_SECRET)


def downgrade() -> None:
    """Drop them: what was not delivered is lost."""
    if op.get_bind().dialect.name == "postgresql":
        _let_see_data_keys(_SEES_JOB)
    for table in reversed(_WALLED):
        op.drop_table(table)
    op.drop_column("parsed_cv", "callback_url")


def _let_see_data_keys(condition: str) -> None:
    # It says something where data keys are walled.
    op.execute("DROP POLICY IF EXISTS owners ON data_key")
    op.execute(f"CREATE POLICY owners ON data_key USING ({condition})")
