from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from cvparser.container import Container
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import ParseMode
from cvparser.settings import Settings

KEY = SecretStr("sk-invented")
CHOICES: list[dict[str, object]] = [
    {"pdf_engine": "pdfium"},
    {"pdf_engine": "pdfplumber"},
    {"openai_api_key": KEY},
    {"openai_api_key": KEY, "offline_fallback": True},
    {"openai_api_key": KEY, "redis_url": SecretStr("redis://127.0.0.1:6379/0")},
    {"openai_api_key": KEY, "model_answer_form": "json_schema"},
    {"openai_api_key": KEY, "model_answer_form": "json_object"},
    {"openai_api_key": KEY, "model_answer_form": "text"},
    {"database_url": "postgresql://somebody@127.0.0.1/jobs"},
    {"redis_url": SecretStr("redis://127.0.0.1:6379/0")},
    {"traces_endpoint": "http://127.0.0.1:4318/v1/traces"},
    {"s3_bucket": "cvs", "s3_prefix": "incoming", "s3_endpoint": "http://127.0.0.1:9000"},
    {"s3_bucket": "cvs", "s3_whole_bucket": True, "s3_endpoint": "http://127.0.0.1:9000"},
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_every_provider_can_be_built_under_every_choice(choice: dict[str, object], tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/jobs.db", file_dir=tmp_path / "files").model_copy(
        update=choice
    )
    container = Container(settings=settings)

    built = {name: provider() for name, provider in container.providers.items()}

    assert all(each is not None for each in built.values())


def test_a_bucket_is_not_taken_for_ones_own_without_being_told() -> None:
    with pytest.raises(ConfigurationError, match=r"CVPARSER_S3_PREFIX.*CVPARSER_S3_WHOLE_BUCKET"):
        Container(settings=Settings(s3_bucket="cvs")).files()


def test_advanced_asks_the_model_as_soon_as_there_is_a_key_and_basic_never_does() -> None:
    without = Container(settings=Settings()).parsers()
    with_key = Container(settings=Settings(openai_api_key=SecretStr("sk-invented"))).parsers()

    assert {mode: parser.name for mode, parser in without.items()} == dict.fromkeys(ParseMode, "Offline")
    assert with_key[ParseMode.ADVANCED].name == "OpenAI"
    assert with_key[ParseMode.BASIC].name == "Offline"


def test_a_key_that_cannot_be_one_stops_the_start_without_showing_it() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Container(settings=Settings(openai_api_key=SecretStr("sk-bad\nkey"))).parsers()

    assert "OPENAI_API_KEY" in caught.value.message
    assert "bad" not in caught.value.message
