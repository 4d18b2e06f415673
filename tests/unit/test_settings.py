"""Secrets that stand in files, and variables that are no settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cvparser.domain.errors import ConfigurationError
from cvparser.settings import load_settings, secret_variables, unknown_variables

URL = "redis://:hunter2@127.0.0.1:6379/0"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("CVPARSER_", "OPENAI_")):
            monkeypatch.delenv(name)


def test_every_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"OPENAI_API_KEY", "CVPARSER_REDIS_URL", "CVPARSER_DATABASE_URL"} <= set(secret_variables())
    for name in ("OPENAI_API_KEY", "CVPARSER_REDIS_URL", "CVPARSER_DATABASE_URL"):
        (tmp_path / name).write_text(f"secret of {name}\n")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))

    settings = load_settings()

    assert settings.openai_api_key is not None
    assert settings.redis_url is not None
    assert settings.openai_api_key.get_secret_value() == "secret of OPENAI_API_KEY"
    assert settings.redis_url.get_secret_value() == "secret of CVPARSER_REDIS_URL"
    assert settings.database_url == "secret of CVPARSER_DATABASE_URL"
    assert unknown_variables() == []


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_end_of_the_line_is_no_part_of_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    (tmp_path / "redis").write_bytes(f"{URL}{end}".encode())
    monkeypatch.setenv("CVPARSER_REDIS_URL_FILE", str(tmp_path / "redis"))

    redis = load_settings().redis_url

    assert redis is not None
    assert redis.get_secret_value() == URL


def make_nothing(path: Path) -> None:
    """Leave the path free."""


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (make_nothing, "is not there"),
        (lambda path: path.mkdir(), "names no file"),
        (os.mkfifo, "names no file"),
        (lambda path: path.write_bytes(b""), "holds no secret"),
        (lambda path: path.write_bytes(b" \n"), "holds no secret"),
        (lambda path: path.write_bytes(b"hunter2\0"), "holds no secret"),
        (lambda path: path.write_bytes(b"hunter2" * 20_000), "holds no secret"),
        (lambda path: path.write_bytes(b"hunter2\xff"), "not text in UTF-8"),
        (lambda path: path.symlink_to(path), "cannot be read"),
    ],
)
def test_a_file_without_a_secret_is_said_without_its_path_and_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object], said: str
) -> None:
    path = tmp_path / "quill"
    make(path)
    monkeypatch.setenv("CVPARSER_REDIS_URL_FILE", str(path))

    with pytest.raises(ConfigurationError, match="CVPARSER_REDIS_URL_FILE") as caught:
        load_settings()

    assert said in caught.value.message
    assert "hunter2" not in caught.value.message
    assert "quill" not in caught.value.message


def test_a_secret_that_is_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "redis").write_text(URL)
    monkeypatch.setenv("CVPARSER_REDIS_URL_FILE", str(tmp_path / "redis"))
    monkeypatch.setenv("CVPARSER_REDIS_URL", URL)

    with pytest.raises(ConfigurationError, match="CVPARSER_REDIS_URL and CVPARSER_REDIS_URL_FILE are both set"):
        load_settings()
    monkeypatch.setenv("CVPARSER_REDIS_URL", "")
    assert load_settings().redis_url is not None


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("CVPARSER_WORKER", "CVPARSER_WORKERS"),
        ("CVPARSER_REDIS_URI", "CVPARSER_REDIS_URL"),
        ("CVPARSER_OPENAI_API_KEY", "OPENAI_API_KEY"),
        ("cvparser_worker", "CVPARSER_WORKERS"),
        ("CVPARSER_ZZZ_QQQ_XXX", None),
    ],
)
def test_a_variable_that_is_no_setting_is_named_with_the_nearest_that_is(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str | None
) -> None:
    monkeypatch.setenv(name, "hunter2")
    monkeypatch.setenv("CVPARSER_PORT", "8001")
    monkeypatch.setenv("OTHERS_SETTING", "x")

    assert unknown_variables() == [(name, nearest)]
