"""Who did what: lines that the database lets nobody change, and removes up to an anchor alone.

The triggers keep from mistakes and from whoever has no more than the service's own rights to rows. Who may drop them is
found out by the chain (`cvparser audit verify`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

#: As 0008 has it.
_SEES = "current_setting('cvparser.owner', true) IN (owner, '*')"
_NOT_FORWARD = "NEW.number < OLD.number OR NEW.anchor_number < OLD.anchor_number OR NEW.anchor_number > NEW.number"
_CHAIN = "(SELECT {} FROM audit_chain)"

#: Name, when, and under which condition it is refused. An insert that replaces is one that is not behind the head.
_REFUSED = (
    ("audit_line_written_behind", "BEFORE INSERT ON audit_line", f"NEW.number <= {_CHAIN.format('number')}"),
    ("audit_line_unchanged", "BEFORE UPDATE ON audit_line", "true"),
    ("audit_line_kept", "BEFORE DELETE ON audit_line", f"OLD.number > {_CHAIN.format('anchor_number')}"),
    ("audit_chain_single", "BEFORE INSERT ON audit_chain", "true"),
    ("audit_chain_forward", "BEFORE UPDATE ON audit_chain", _NOT_FORWARD),
    ("audit_chain_kept", "BEFORE DELETE ON audit_chain", "true"),
)


def upgrade() -> None:
    """Make the tables, the one row of the chain, and then what keeps both."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "audit_line",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Uuid, nullable=False, unique=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("door", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(128)),
        sa.Column("key_id", sa.String(256)),
        sa.Column("job_id", sa.Uuid),
        sa.Column("about_key", sa.String(64)),
        sa.Column("user_hash", sa.String(64)),
        sa.Column("address", sa.String(64)),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
    )
    chain = op.create_table(
        "audit_chain",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("anchor_number", sa.BigInteger, nullable=False),
        sa.Column("anchor_digest", sa.LargeBinary, nullable=False),
    )
    nothing = bytes(32)
    first = {"id": 1, "number": 0, "digest": nothing, "anchor_number": 0, "anchor_digest": nothing}
    op.bulk_insert(chain, [first])
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgres()
    else:
        for name, when, refused in _REFUSED:
            message = "SELECT RAISE(ABORT, 'the audit log is append-only')"
            op.execute(f"CREATE TRIGGER {name} {when} WHEN {refused} BEGIN {message}; END")


def _keep_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION cvparser_refuse_audit() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    )
    for name, when, refused in _REFUSED:
        condition = "" if "(" in refused else f"WHEN ({refused}) "
        function = f"cvparser_refuse_{name}" if "(" in refused else "cvparser_refuse_audit"
        if "(" in refused:
            # A condition with a look-up stands in a function of its own. It sees all lines, whoever asks.
            row = "NEW" if "INSERT" in when else "OLD"
            op.execute(
                f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
                f"RAISE EXCEPTION 'the audit log is append-only'; END IF; RETURN {row}; END $$"
            )
        op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW {condition}EXECUTE FUNCTION {function}()")
    for table in ("audit_line", "audit_chain"):
        op.execute(f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION cvparser_refuse_audit()")
    op.execute(f"CREATE POLICY owners ON audit_line USING ({_SEES})")
    op.execute("ALTER TABLE audit_line ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE audit_line FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Drop them with all that they tell: export them before."""
    op.drop_table("audit_line")
    op.drop_table("audit_chain")
    if op.get_bind().dialect.name == "postgresql":
        functions = ["audit", *(name for name, _, refused in _REFUSED if "(" in refused)]
        for name in functions:
            op.execute(f"DROP FUNCTION cvparser_refuse_{name}()")
