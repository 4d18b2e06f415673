from __future__ import annotations

import re
from pathlib import Path

import pytest

from cvparser.domain.errors import ConfigurationError
from cvparser.settings import Settings, load_settings, variable

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"


def documented() -> list[tuple[str, str, str]]:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [(name, default.strip("`"), meaning) for name, default, meaning in rows]


def test_the_table_in_the_docs_is_the_settings_in_the_code() -> None:
    declared = [
        (
            variable(name),
            "computed" if field.default_factory else str(field.default),
            field.description,
        )
        for name, field in Settings.model_fields.items()
    ]

    assert documented() == sorted(declared)


def test_every_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVPARSER_WORKERS", "7")

    assert load_settings().workers == 7


def test_the_key_is_read_from_the_variable_of_every_client_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")

    settings = load_settings()

    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "sk-invented"
    assert settings.openai_base_url == "http://127.0.0.1:9/v1"
    assert "sk-invented" not in repr(settings)


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVPARSER_WORKERS", "")

    assert load_settings().workers == Settings.model_fields["workers"].default


def test_a_wrong_value_names_its_variable_and_not_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVPARSER_PORT", "s3cret")

    with pytest.raises(ConfigurationError) as caught:
        load_settings()

    assert "CVPARSER_PORT" in caught.value.message
    assert "s3cret" not in caught.value.message
