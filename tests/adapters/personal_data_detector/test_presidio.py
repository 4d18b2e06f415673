from __future__ import annotations

import socket

import pytest

from cvparser.domain.errors import ConfigurationError
from cvparser.domain.privacy import Category
from cvparser.ports.personal_data_detector import PersonalDataDetector

TEXT = "Write to ada@quill.example, see https://quill.example/ada, pay to GB82WEST12345698765432."


def presidio(*model: str) -> PersonalDataDetector:
    # Takes seconds to import, which every worker that collects these tests would pay.
    from cvparser.adapters.personal_data_detector.presidio import PresidioPersonalDataDetector

    return PresidioPersonalDataDetector(*model)


async def test_no_connection_is_opened_and_no_name_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the detector reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)

    findings = await presidio().detect(TEXT)

    assert [finding.category for finding in findings] == [Category.IBAN]


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(ConfigurationError, match="en_core_web_xl"):
        presidio("en_core_web_xl")
