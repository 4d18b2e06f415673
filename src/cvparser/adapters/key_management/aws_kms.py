"""A key of AWS KMS: it never leaves the service, and every use of it is in the service's own log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Final, Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cvparser.deadline import DeadlineThreads, left
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.domain.job import JobId
from cvparser.ports.key_management import (
    KeyManagement,
    KeyMissingError,
    KeyWrongError,
    StoredDataTamperedError,
    WrappedKey,
)

#: Requests under way at once.
CONNECTIONS = 8
#: Tries of one request.
TRIES = 2
#: Seconds that a request may take where nobody says otherwise.
TIMEOUT_S = 8.0
#: Share of that time for a connection, and for an answer: a second try must find some left.
CONNECT_SHARE, READ_SHARE = 0.25, 0.4
#: Seconds in which requests under way must end at the close.
CLOSE_S = 1.5

#: What a wrapped key is bound to, as the service's log shows it.
_CONTEXT = "cvparser:job"
_MISSING: Final = frozenset(
    {"NotFoundException", "DisabledException", "KMSInvalidStateException", "AccessDeniedException"}
)
_WRONG: Final = frozenset({"IncorrectKeyException", "InvalidKeyUsageException"})
_TAMPERED: Final = frozenset({"InvalidCiphertextException"})


class AwsKmsKeyManagement(KeyManagement):
    """Wraps under `key`; what other keys of the service wrapped is read as long as they may be used.

    Credentials and region come from where every AWS client finds them. The key needs `kms:Encrypt`, `kms:Decrypt` and
    `kms:DescribeKey`.

    Args:
        key: Id, ARN or alias of a symmetric key; an alias is resolved on entering.
        endpoint: Of the service; None for Amazon's.
        timeout_s: Seconds that a request may take, all tries included.

    Raises:
        ConfigurationError: on entering, when there is no such key or it may not be used.
    """

    def __init__(self, key: str, *, endpoint: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        self._key = key
        self._endpoint = endpoint
        self._timeout_s = timeout_s
        self._threads = DeadlineThreads(CONNECTIONS, name="keys", seconds=timeout_s)
        self._client: Any = None

    async def __aenter__(self) -> Self:
        with _mapped():
            self._client, self._key = await self._threads.run(self._connect)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        client, self._client = self._client, None
        await self._threads.close(CLOSE_S)
        client.close()

    @property
    def writing_key_id(self) -> str:
        return self._key

    async def wrap(self, data_key: bytes, *, job_id: JobId) -> WrappedKey:
        answer = await self._call("encrypt", KeyId=self._key, Plaintext=data_key, EncryptionContext=_bound_to(job_id))
        return WrappedKey(key_id=answer["KeyId"], wrapped=answer["CiphertextBlob"])

    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        answer = await self._call(
            "decrypt", KeyId=wrapped.key_id, CiphertextBlob=wrapped.wrapped, EncryptionContext=_bound_to(job_id)
        )
        return bytes(answer["Plaintext"])

    def _connect(self) -> tuple[Any, str]:
        try:
            client = boto3.client(
                "kms",
                endpoint_url=self._endpoint,
                config=Config(
                    connect_timeout=self._timeout_s * CONNECT_SHARE,
                    read_timeout=self._timeout_s * READ_SHARE,
                    retries={"mode": "standard", "total_max_attempts": TRIES},
                    max_pool_connections=CONNECTIONS,
                ),
            )
            found = client.describe_key(KeyId=self._key)["KeyMetadata"]
        except (BotoCoreError, ClientError, ValueError) as error:
            reason = _reason(error) if isinstance(error, ClientError) else type(error).__name__
            raise ConfigurationError(f"CVPARSER_ENCRYPTION_KMS_KEY: the key cannot be used: {reason}.") from None
        return client, found["Arn"]

    async def _call(self, operation: str, **parameters: object) -> Any:  # noqa: ANN401 - as boto3 answers
        with _mapped():
            return await self._threads.run(partial(self._request, operation, **parameters))

    def _request(self, operation: str, **parameters: object) -> Any:  # noqa: ANN401 - as boto3 answers
        if self._client is None or not left():
            raise StorageUnavailableError
        with _mapped():
            return getattr(self._client, operation)(**parameters)


@contextmanager
def _mapped() -> Iterator[None]:
    """Turn every error of the service into ours, without its cause."""
    try:
        yield
    except ClientError as error:
        reason = _reason(error)
        if reason in _TAMPERED:
            raise StoredDataTamperedError from None
        if reason in _WRONG:
            raise KeyWrongError from None
        raise (KeyMissingError if reason in _MISSING else StorageUnavailableError) from None
    except (BotoCoreError, OSError):
        raise StorageUnavailableError from None


def _reason(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _bound_to(job_id: JobId) -> dict[str, str]:
    return {_CONTEXT: str(job_id)}
