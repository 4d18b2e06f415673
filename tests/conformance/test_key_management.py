from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import boto3
import pytest
from tests.servers.s3 import S3Server

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.key_management.aws_kms import AwsKmsKeyManagement
from cvparser.adapters.key_management.local import LocalKeyManagement
from cvparser.adapters.key_management.memory import MemoryDataKeys, MemoryKey, MemoryKeyManagement
from cvparser.ports.key_management import DataKeys, KeyManagement
from cvparser.testing.conformance.job_repository import START
from cvparser.testing.conformance.key_management import (
    DataKeysConformance,
    KeyManagementConformance,
    Knowing,
    Storing,
)


def local(*names: str) -> LocalKeyManagement:
    return LocalKeyManagement({name.rstrip("'"): name.encode().ljust(32, b".") for name in names})


async def knowing_local(*names: str) -> KeyManagement:
    return local(*names)


class TestMemoryKeyManagement(KeyManagementConformance):
    @pytest.fixture
    def knowing(self) -> Knowing:
        made: dict[str, MemoryKey] = {}

        async def knowing(*names: str) -> MemoryKeyManagement:
            return MemoryKeyManagement({name.rstrip("'"): made.setdefault(name, MemoryKey()) for name in names})

        return knowing


class TestLocalKeyManagement(KeyManagementConformance):
    @pytest.fixture
    def knowing(self) -> Knowing:
        return knowing_local


class TestAwsKmsKeyManagement(KeyManagementConformance):
    tells_wrong_keys = False

    @pytest.fixture
    async def knowing(self, s3: S3Server) -> AsyncIterator[Knowing]:
        client = boto3.client("kms", endpoint_url=s3.endpoint)
        made: dict[str, str] = {}
        async with AsyncExitStack() as stack:

            async def knowing(*names: str) -> AwsKmsKeyManagement:
                for name in names:
                    if name not in made:
                        made[name] = client.create_key()["KeyMetadata"]["KeyId"]
                keys = AwsKmsKeyManagement(made[names[0]], endpoint=s3.endpoint)
                return await stack.enter_async_context(keys)

            yield knowing
        client.close()


class TestMemoryDataKeys(DataKeysConformance):
    @pytest.fixture
    def knowing(self) -> Knowing:
        return knowing_local

    @pytest.fixture
    def storing(self) -> Storing:
        first = MemoryDataKeys(None)

        async def storing(keys: KeyManagement | None) -> DataKeys:
            return MemoryDataKeys(keys, beside=first)

        return storing


class OnDatabase(DataKeysConformance):
    __test__ = False

    @pytest.fixture
    def knowing(self) -> Knowing:
        return knowing_local

    @pytest.fixture
    async def storing(self, url: str) -> AsyncIterator[Storing]:
        async with AsyncExitStack() as stack:

            async def storing(keys: KeyManagement | None) -> DataKeys:
                jobs = SqlAlchemyJobRepository(url, clock=FrozenClock(START), keys=keys, seals=keys is not None)
                return (await stack.enter_async_context(jobs)).data_keys

            yield storing


class TestStoredDataKeysOnSqlite(OnDatabase):
    __test__ = True

    @pytest.fixture
    def url(self, sqlite_url: str) -> str:
        return sqlite_url


class TestStoredDataKeysOnPostgres(OnDatabase):
    __test__ = True

    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
