"""The connection to Redis, and the names of what is kept there."""

from __future__ import annotations

import redis
from dramatiq.brokers.redis import RedisBroker
from redis.backoff import NoBackoff
from redis.retry import Retry

from cvparser.domain.errors import ConfigurationError

NAMESPACE, QUEUE, ACTOR = "cvparser", "jobs", "process_job"
#: A list of Dramatiq's, oldest first: the messages that nobody has fetched.
WAITING = f"{NAMESPACE}:{QUEUE}"
#: A hash of Dramatiq's: the messages themselves.
MESSAGES = f"{WAITING}.msgs"
#: A sorted set of ours: ids that were notified and not yet received, by when.
NOTIFIED = f"{NAMESPACE}:notified"
#: Seconds that Redis may take for a connection and for an answer.
PATIENCE_S = 1.0
#: Seconds that a call may take, its second try and its wait for others of ours included.
CALL_S = 3.0
#: A notification, an acknowledgement, a look at the depth, a fetch.
CONNECTIONS = 16


def broker_at(url: str) -> RedisBroker:
    """Return Dramatiq's broker at `url`, not connected.

    Raises:
        ConfigurationError: `url` is none of Redis's.
    """
    try:
        pool = redis.ConnectionPool.from_url(
            url,
            max_connections=CONNECTIONS,
            socket_timeout=PATIENCE_S,
            socket_connect_timeout=PATIENCE_S,
            # Once more for a connection that Redis closed meanwhile; who waits for an answer must not wait for more.
            retry=Retry(NoBackoff(), 1),
        )
    except ValueError:
        # Without its cause: it can quote the URL, and that the password.
        raise ConfigurationError("CVPARSER_REDIS_URL must have the form redis://host:6379/0.") from None
    return RedisBroker(  # type: ignore[no-untyped-call]  # the library types its other methods
        client=redis.Redis(connection_pool=pool), namespace=NAMESPACE, middleware=[]
    )
