"""Walls around every table that tells of an owner; and ids of clients and names of documents may be sealed.

A version before would show what is sealed as it is stored.
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_SETTING = "current_setting('cvparser.owner', true)"
#: As 0008 has it.
_SEES = f"{_SETTING} IN (owner, '*')"
#: Of a table without an owner of its own: the job's, of which the session sees its own alone.
_SEES_JOB = f"{_SETTING} = '*' OR EXISTS (SELECT FROM parsed_cv WHERE parsed_cv.id = job_id)"
_WALLED = {"access_key": _SEES, "access_ticket": _SEES, "expected_file": _SEES_JOB, "data_key": _SEES_JOB}
#: Longer, sealed. SQLite bounds no text.
_SEALED = ("user_id", "session_id", "file_name")


def upgrade() -> None:
    """Make them. Who looks for a key before it is known whose it is names all owners, as each session does at first."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for column in _SEALED:
        op.execute(f"ALTER TABLE parsed_cv ALTER COLUMN {column} TYPE text")
    for table, sees in _WALLED.items():
        op.execute(f"CREATE POLICY owners ON {table} USING ({sees})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Take the walls down; the columns stay as long as they are."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _WALLED:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY owners ON {table}")
