"""Our tables under a prefix: each name of ours in a statement gets it on the statement's way to the driver.

Statements and migrations name tables as the contract does. Values are bound or literals, and stay what they are;
so do the names of a host, which are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

#: Tables of the newest migration, and of those before.
TABLES = frozenset(
    {
        "access_key", "access_ticket", "audit_chain", "audit_line", "batch", "batch_item", "data_key", "erased_job",
        "expected_file", "heartbeat", "idempotency_key", "objection", "parsed_cv", "steady_clock", "webhook",
        "webhook_delivery", "webhook_secret",
    }
)  # fmt: skip
_FORMER_TABLES = frozenset({"model_answer"})
#: What has a name of its own beside tables: indexes, triggers, functions. Constraints and policies have their table's.
_OF_TABLES = frozenset(
    {
        "access_ticket_expires_at", "audit_chain_forward", "audit_chain_kept", "audit_chain_single",
        "audit_chain_whole", "audit_line_kept", "audit_line_unchanged", "audit_line_whole",
        "audit_line_written_behind", "batch_expires_at", "batch_item_job_id", "batch_opened_at",
        "cvparser_refuse_audit", "cvparser_refuse_audit_line_kept", "cvparser_refuse_audit_line_written_behind",
        "data_key_key_id", "expected_file_kept", "idempotency_key_expires_at", "model_answer_expires_at",
        "model_answer_key", "parsed_cv_crashed", "parsed_cv_created_at", "parsed_cv_deadline", "parsed_cv_expires_at",
        "parsed_cv_failed", "parsed_cv_failed_code", "parsed_cv_final", "parsed_cv_kept_from", "parsed_cv_owner",
        "parsed_cv_owner_failed", "parsed_cv_owner_failed_code", "parsed_cv_owner_turn",
        "parsed_cv_owner_unfinished", "parsed_cv_refuse", "parsed_cv_stored_file_path",
        "parsed_cv_turn", "parsed_cv_unfinished", "parsed_cv_user", "webhook_delivery_due", "webhook_delivery_host",
        "webhook_delivery_job", "webhook_delivery_webhook", "webhook_owner", "webhook_secret_webhook",
    }
)  # fmt: skip
NAMES = TABLES | _FORMER_TABLES | _OF_TABLES
#: In the same order in every process: a pattern that differs from run to run would be judged anew by each.
_ALTERNATIVES = "|".join(sorted(NAMES))
#: Whole words, and no parameters: `:batch`, `%(batch)s`; or a literal, which stays what it is.
_NAME = re.compile(rf"'[^']*'|(?<![\w:.$])(?<!%\()(?:{_ALTERNATIVES})(?!\w)")
#: Statements whose names are remembered: there are fewer.
_MOST_STATEMENTS = 500


def prefix_names(engine: Engine, prefix: str) -> None:
    """Have every statement of an engine mean the tables whose names begin with `prefix`."""
    if prefix:
        event.listen(engine, "before_cursor_execute", _listener(prefix), retval=True)


@contextmanager
def prefixed(connection: Connection, prefix: str) -> Iterator[None]:
    """Have the statements of a connection mean those tables until the block ends."""
    if not prefix:
        yield
        return
    listener = _listener(prefix)
    event.listen(connection, "before_cursor_execute", listener, retval=True)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", listener)


@lru_cache(_MOST_STATEMENTS)
def with_prefix(statement: str, prefix: str) -> str:
    """Return a statement with each name of ours below `prefix`.

    >>> with_prefix("SELECT batch.id FROM batch WHERE batch.id = :batch", "cv_")
    'SELECT cv_batch.id FROM cv_batch WHERE cv_batch.id = :batch'
    >>> with_prefix("SELECT 'batch' FROM batch WHERE what ->> 'webhook' = 'it''s a batch'", "cv_")
    "SELECT 'batch' FROM cv_batch WHERE what ->> 'webhook' = 'it''s a batch'"
    """
    return _NAME.sub(lambda found: found[0] if found[0][0] == "'" else f"{prefix}{found[0]}", statement)


def _listener(prefix: str) -> Callable[..., tuple[str, Any]]:
    def renamed(_: Connection, __: object, statement: str, parameters: object, *___: object) -> tuple[str, Any]:
        return with_prefix(statement, prefix), parameters

    return renamed
