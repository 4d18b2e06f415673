from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pytest
from pydantic import SecretStr

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.tracer.memory import MemoryTracer
from cvparser.composition import Composition
from cvparser.container import service_of
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import ParseMode
from cvparser.settings import Settings

KEY = SecretStr("sk-invented")
KEYS = SecretStr("first:" + "A" * 43 + "=")
NOW = datetime(2026, 1, 15, tzinfo=UTC)
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
    {"access": "proxy"},
    {"access": "keys"},
    {"access": "oidc", "oidc_issuer": "https://id.example", "oidc_audience": "cvparser"},
    {"traces_endpoint": "http://127.0.0.1:4318/v1/traces"},
    {"s3_bucket": "cvs", "s3_prefix": "incoming", "s3_endpoint": "http://127.0.0.1:9000"},
    {"s3_bucket": "cvs", "s3_whole_bucket": True, "s3_endpoint": "http://127.0.0.1:9000"},
    {"encryption": "local", "encryption_keys": KEYS},
    {"encryption": "off", "encryption_keys": KEYS},
    {"encryption": "aws_kms", "encryption_kms_key": "alias/cvs", "encryption_kms_endpoint": "http://127.0.0.1:9000"},
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_everything_can_be_built_under_every_choice(choice: dict[str, object], tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/jobs.db", file_dir=tmp_path / "files").model_copy(
        update=choice
    )
    core = Composition(settings)

    parts = [name for name, each in vars(Composition).items() if isinstance(each, cached_property)]
    # Whether anything is encrypted or recorded is a choice as well.
    parts = [name for name in parts if name not in {"key_management", "record_audit"}]

    assert "process_job" in parts
    assert all(getattr(core, name) is not None for name in parts)
    assert core.use_cases_of(LOCAL).submit_job is not None
    assert service_of(core).authenticator is core.authenticator


def test_an_adapter_that_is_passed_in_is_used_and_left_to_its_maker_to_open() -> None:
    parser, clock = MemoryProfileParser(), FrozenClock(NOW)

    core = Composition(Settings(openai_api_key=KEY), parser=parser, clock=clock)

    assert list(core.parsers.values()) == [parser, parser]
    assert core.clock is clock
    tracer = MemoryTracer()
    assert Composition(Settings(), tracer=tracer).opening(tracer) is not tracer


def test_jobs_of_ones_own_serve_every_use_case() -> None:
    jobs = MemoryJobRepository(clock=FrozenClock(NOW))

    core = Composition(Settings(), jobs=jobs)

    assert core.jobs is jobs
    assert all((core.process_job, core.recover_jobs, core.read_any_job, core.use_cases_of(LOCAL)))


def test_a_bucket_is_not_taken_for_ones_own_without_being_told() -> None:
    with pytest.raises(ConfigurationError, match=r"CVPARSER_S3_PREFIX.*CVPARSER_S3_WHOLE_BUCKET"):
        _ = Composition(Settings(s3_bucket="cvs")).files


def test_advanced_asks_the_model_as_soon_as_there_is_a_key_and_basic_never_does() -> None:
    without = Composition(Settings()).parsers
    with_key = Composition(Settings(openai_api_key=KEY)).parsers

    assert {mode: parser.name for mode, parser in without.items()} == dict.fromkeys(ParseMode, "Offline")
    assert with_key[ParseMode.ADVANCED].name == "OpenAI"
    assert with_key[ParseMode.BASIC].name == "Offline"


def test_a_key_that_cannot_be_one_stops_the_start_without_showing_it() -> None:
    with pytest.raises(ConfigurationError) as caught:
        _ = Composition(Settings(openai_api_key=SecretStr("sk-bad\nkey"))).parsers

    assert "OPENAI_API_KEY" in caught.value.message
    assert "bad" not in caught.value.message


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"encryption": "local"}, "CVPARSER_ENCRYPTION_KEYS: there is no key"),
        ({"encryption": "local", "encryption_keys": SecretStr("first:c2hvcnQ=")}, "key 1 must be NAME:KEY"),
        ({"encryption": "local", "encryption_keys": SecretStr(f"a b:{'A' * 43}=")}, "key 1 must be NAME:KEY"),
        ({"encryption": "local", "encryption_keys": SecretStr(f"a:{'A' * 43}=,a:{'A' * 43}=")}, "key 2 comes twice"),
        ({"encryption": "aws_kms"}, "CVPARSER_ENCRYPTION_KMS_KEY"),
    ],
    ids=str,
)
def test_keys_that_cannot_be_used_stop_the_start_and_are_not_shown(chosen: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _ = Composition(Settings().model_copy(update=chosen)).keys

    assert said in caught.value.message
    assert "AAAA" not in caught.value.message
    assert "c2hvcnQ" not in caught.value.message


def test_jobs_of_ones_own_that_have_no_data_keys_are_not_taken_for_encrypted() -> None:
    settings = Settings(encryption="local", encryption_keys=KEYS)

    with pytest.raises(ConfigurationError, match="CVPARSER_ENCRYPTION needs jobs with data keys"):
        _ = Composition(settings, jobs=MemoryJobRepository(clock=FrozenClock(NOW))).files
