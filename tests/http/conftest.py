from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from tests.e2e.deployment import Deployment, deployed


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    limits = {"CVPARSER_MAX_FILE_BYTES": "1048576"}
    with deployed(Deployment(folder=tmp_path_factory.mktemp("http"), settings=limits)) as running:
        yield running


@pytest.fixture
def client(deployment: Deployment) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=deployment.address, timeout=30) as client:
        yield client
