"""A budget that all processes share, in Redis: numbers only, nothing of a CV."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import TypeVar

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from cvparser.adapters.profile_parser.openai.budget import Budget, LocalBudget, Turn
from cvparser.adapters.profile_parser.openai.headers import ServerLimits
from cvparser.domain.errors import ConfigurationError
from cvparser.ports.clock import Clock

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

#: Seconds that Redis may take to answer.
PATIENCE_S = 1.0
#: Seconds that one of ours may wait for an answer in all, with a connection that others of ours use meanwhile.
QUEUE_S = 5.0
#: Seconds without asking a Redis that did not answer.
AWAY_S = 5.0
_CONNECTIONS = 16

#: The buckets of `LocalBudget`, by the clock of Redis. The hash goes when nobody asked for a day and a bit: a server
#: asks for a pause of a day at most.
_BUCKETS = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000

local function read(field)
  local value = redis.call('HGET', KEYS[1], field)
  return value and tonumber(value)
end

local function write(field, value)
  redis.call('HSET', KEYS[1], field, string.format('%.6f', value))
  redis.call('EXPIRE', KEYS[1], 90000)
end

local function bucket(name, configured)
  local per_minute = read(name .. ':per_minute') or tonumber(configured)
  if not per_minute then
    return nil
  end
  local level, at = read(name .. ':level') or per_minute, read(name .. ':at') or now
  return {per_minute = per_minute, level = math.min(per_minute, level + (now - at) / 60 * per_minute)}
end

local function save(name, bucket)
  write(name .. ':per_minute', bucket.per_minute)
  write(name .. ':level', bucket.level)
  write(name .. ':at', now)
end
"""
#: Arguments: tokens, requests a minute, tokens a minute; empty where there is no limit.
_TAKE = """
local amounts = {requests = 1, tokens = tonumber(ARGV[1])}
local buckets = {requests = bucket('requests', ARGV[2]), tokens = bucket('tokens', ARGV[3])}
local pause = (read('paused_until') or 0) - now
local wait = math.max(pause, 0)
for name, bucket in pairs(buckets) do
  local missing = math.min(amounts[name], bucket.per_minute) - bucket.level
  if missing > 0 then
    wait = math.max(wait, missing / bucket.per_minute * 60 + 0.001)
  end
end
if wait > 0 then
  return {string.format('%.6f', wait), pause > 0 and 1 or 0}
end
for name, bucket in pairs(buckets) do
  bucket.level = bucket.level - amounts[name]
  save(name, bucket)
end
return {'0', 0}
"""
#: Arguments: tokens, tokens a minute.
_GIVE_BACK = """
local tokens = bucket('tokens', ARGV[2])
if tokens then
  tokens.level = math.min(tokens.per_minute, tokens.level + tonumber(ARGV[1]))
  save('tokens', tokens)
end
"""
#: Arguments: seconds.
_PAUSE = """
write('paused_until', math.max(read('paused_until') or 0, now + tonumber(ARGV[1])))
"""
#: Arguments: of requests, then of tokens: the limit that the server names, what it says is left, the limit configured.
_LEARN = """
for index, name in ipairs({'requests', 'tokens'}) do
  local limit, remaining = tonumber(ARGV[3 * index - 2]), tonumber(ARGV[3 * index - 1])
  local most = tonumber(ARGV[3 * index])
  local known = bucket(name, most)
  if limit and limit > 0 then
    limit = math.min(limit, most or limit)
    known = {per_minute = limit, level = math.min(known and known.level or limit, limit)}
  end
  if known and (limit or remaining) then
    known.level = math.min(known.level, remaining or known.level)
    save(name, known)
  end
end
"""


class RedisBudget(Budget):
    """The budget of all processes that name the same account; it begins full.

    While Redis is away each process keeps to a budget of its own, as large as all of it: the server's own limits are
    then what holds. That is logged once an outage.

    Args:
        url: Of Redis.
        account: What the limits are of, such as an address and a model; kept as a digest.
        clock: The time while Redis is away.
        requests_per_minute: As for `LocalBudget`, for all processes together.
        tokens_per_minute: As for `LocalBudget`, for all processes together.

    Raises:
        ConfigurationError: `url` is none of Redis's.
    """

    def __init__(
        self,
        url: str,
        *,
        account: Sequence[str],
        clock: Clock,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
    ) -> None:
        try:
            pool = BlockingConnectionPool.from_url(
                url,
                max_connections=_CONNECTIONS,
                timeout=QUEUE_S,
                socket_timeout=PATIENCE_S,
                socket_connect_timeout=PATIENCE_S,
                # Once: of a server that was started anew every kept connection is broken.
                retry=Retry(NoBackoff(), 1),
            )
        except ValueError:
            # Without its cause: it can quote the URL, and that the password.
            raise ConfigurationError("CVPARSER_REDIS_URL must have the form redis://host:6379/0.") from None
        self._redis = Redis(connection_pool=pool)
        self._clock = clock
        self._limits = ["" if each is None else str(each) for each in (requests_per_minute, tokens_per_minute)]
        # With the limits in it: whoever is configured otherwise begins anew.
        digest = sha256("\n".join([*account, *self._limits]).encode()).hexdigest()[:16]
        self._keys = [f"cvparser:model:{digest}"]
        self._take, self._give_back, self._pause, self._learn = (
            self._redis.register_script(_BUCKETS + script) for script in (_TAKE, _GIVE_BACK, _PAUSE, _LEARN)
        )
        self._own = LocalBudget(
            clock=clock, requests_per_minute=requests_per_minute, tokens_per_minute=tokens_per_minute
        )
        self._away_until: float | None = None

    async def take(self, tokens: int) -> Turn:
        found = await self._asked(lambda: self._take(self._keys, [tokens, *self._limits]))
        if found is None:
            return await self._own.take(tokens)
        return Turn(wait_s=float(found[0]), is_paused=bool(found[1]))

    async def give_back(self, tokens: int) -> None:
        await self._own.give_back(tokens)
        await self._asked(lambda: self._give_back(self._keys, [tokens, self._limits[1]]))

    async def pause(self, seconds: float) -> None:
        await self._own.pause(seconds)
        await self._asked(lambda: self._pause(self._keys, [seconds]))

    async def learn(self, limits: ServerLimits) -> None:
        await self._own.learn(limits)
        said = [
            "" if each is None else each
            for allowance, own in zip((limits.requests, limits.tokens), self._limits, strict=True)
            for each in (allowance.limit, allowance.remaining, own)
        ]
        if limits.say_something:
            await self._asked(lambda: self._learn(self._keys, said))

    async def aclose(self) -> None:
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._redis.aclose()
                await self._redis.connection_pool.disconnect()

    async def _asked(self, ask: Callable[[], Awaitable[Answer]]) -> Answer | None:
        """Return what Redis answers, or None while it is away."""
        if self._away_until is not None and self._clock.monotonic() < self._away_until:
            return None
        try:
            async with asyncio.timeout(QUEUE_S):
                answer = await ask()
        except (RedisError, OSError) as error:
            if self._away_until is None:
                _log.warning("Limits of the language model are not shared: Redis is away (%s)", type(error).__name__)
            self._away_until = self._clock.monotonic() + AWAY_S
            return None
        if self._away_until is not None:
            _log.info("Limits of the language model are shared again")
            self._away_until = None
        return answer
