"""Files in an S3-compatible service: what workers on other machines need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cvparser.deadline import DeadlineThreads, left
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.ports.file_store import FileStore, NameTakenError

T = TypeVar("T")

#: Requests under way at once.
CONNECTIONS = 16
#: Tries of one request: a connection that the service closed meanwhile is no outage.
TRIES = 2
#: Seconds that a request may take where nobody says otherwise.
TIMEOUT_S = 8.0
#: Share of that time for a connection, and for each part of an answer: a second try must find some left.
CONNECT_SHARE, READ_SHARE = 0.25, 0.4
#: Seconds in which requests under way must end at the close.
CLOSE_S = 1.5
#: Bytes of an answer that are read before the time is looked at again.
PART = 2**18

_SCHEME = "s3://"
#: What a name that is taken is answered with, when it was to be taken only if it is free (RFC 9110 13.1.2).
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
_ABSENT = frozenset({"NoSuchKey", "404"})


class S3FileStore(FileStore):
    """Keeps files as objects `prefix/name` of a bucket; they are at `s3://bucket/prefix/name`.

    The service checks what it received by its SHA-256, and never overwrites an object. Keys and region come from where
    every S3 client finds them: `AWS_ACCESS_KEY_ID` and the like, a profile, the machine's role.

    Args:
        bucket: An existing bucket.
        prefix: Folder within it, without slashes at its ends; empty for none.
        endpoint: Of the service, such as `https://minio.example:9000`; None for Amazon's.
        timeout_s: Seconds that a file may take, all tries included.

    Raises:
        ConfigurationError: on entering, when the bucket does not exist or its keys are refused.
    """

    def __init__(
        self, bucket: str, *, prefix: str = "", endpoint: str | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._timeout_s = timeout_s
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._endpoint = endpoint
        self._threads = DeadlineThreads(CONNECTIONS, name="files", seconds=timeout_s)
        self._client: Any = None

    async def __aenter__(self) -> Self:
        self._client = await self._in_thread(self._connect)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        client, self._client = self._client, None
        await self._threads.close(CLOSE_S)
        client.close()

    def locate(self, name: str) -> FileLocation:
        if not name or "/" in name or name in {".", ".."}:
            raise StorageUnavailableError
        return FileLocation(f"{_SCHEME}{self._bucket}/{self._prefix}{name}")

    async def put(self, name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        location = self.locate(name)
        await self._in_thread(self._put, self._prefix + name, content)
        return location

    async def get(self, location: FileLocation, *, job_id: JobId) -> bytes | None:
        return await self._in_thread(self._get, self._key(location))

    async def delete(self, location: FileLocation) -> None:
        await self._in_thread(partial(self._call, "delete_object", Key=self._key(location)))

    async def check(self) -> None:
        await self._in_thread(partial(self._call, "head_bucket"))

    def _connect(self) -> Any:  # noqa: ANN401 - boto3 makes its clients' classes as it runs
        try:
            client = boto3.client(
                "s3",
                endpoint_url=self._endpoint,
                config=Config(
                    connect_timeout=self._timeout_s * CONNECT_SHARE,
                    read_timeout=self._timeout_s * READ_SHARE,
                    retries={"mode": "standard", "total_max_attempts": TRIES},
                    max_pool_connections=CONNECTIONS,
                ),
            )
            client.head_bucket(Bucket=self._bucket)
        except (BotoCoreError, ClientError, ValueError) as error:
            reason = _reason(error) if isinstance(error, ClientError) else type(error).__name__
            raise ConfigurationError(f"CVPARSER_S3_BUCKET: the bucket cannot be used: {reason}.") from None
        return client

    def _put(self, key: str, content: bytes) -> None:
        put = self._call(
            "put_object", unless=_TAKEN, Key=key, Body=content, ChecksumAlgorithm="SHA256", IfNoneMatch="*"
        )
        if put is None and self._get(key) != content:
            raise NameTakenError

    def _get(self, key: str) -> bytes | None:
        found = self._call("get_object", unless=_ABSENT, Key=key, ChecksumMode="ENABLED")
        if found is None:
            return None
        with _mapped():
            return b"".join(_in_time(found["Body"]))

    def _call(self, operation: str, *, unless: frozenset[str] = frozenset(), **parameters: object) -> Any:  # noqa: ANN401 - as boto3 answers
        """Return the service's answer; None when it refuses for a reason in `unless`."""
        if self._client is None or not left():
            raise StorageUnavailableError
        with _mapped():
            try:
                return getattr(self._client, operation)(Bucket=self._bucket, **parameters)
            except ClientError as error:
                if _reason(error) in unless:
                    return None
                raise

    async def _in_thread(self, function: Callable[..., T], *arguments: object) -> T:
        with _mapped():
            return await self._threads.run(function, *arguments)

    def _key(self, location: FileLocation) -> str:
        ours = f"{_SCHEME}{self._bucket}/"
        key = location.removeprefix(ours)
        if not location.startswith(ours + self._prefix) or "/" in key.removeprefix(self._prefix):
            raise StorageUnavailableError
        return key


def _in_time(body: Any) -> Iterator[bytes]:  # noqa: ANN401 - as boto3 answers
    """Yield an answer part by part, as long as there is time: one that drips has an end."""
    for part in body.iter_chunks(PART):
        if not left():
            body.close()
            raise TimeoutError
        yield part


@contextmanager
def _mapped() -> Iterator[None]:
    """Turn every error of the service into ours, without its cause: the key of a file can be the name of a person."""
    try:
        yield
    except (BotoCoreError, ClientError, OSError):
        raise StorageUnavailableError from None


def _reason(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))
