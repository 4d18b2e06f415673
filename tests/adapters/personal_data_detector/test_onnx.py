from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

import cvparser
from cvparser.adapters.personal_data_detector.onnx.detector import OnnxPersonalDataDetector
from cvparser.adapters.personal_data_detector.onnx.labels import categories_of
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.privacy import Category

#: It knows a few words; `make.py` beside it says which.
MODEL = Path(__file__).with_name("tiny_model")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


async def found(text: str, *, folder: Path = MODEL, vetoes: bool = True) -> Sequence[tuple[Category, str]]:
    findings = await OnnxPersonalDataDetector(folder, vetoes=vetoes).detect(text)
    return [(each.category, text[each.start : each.end]) for each in findings]


async def test_tokens_of_one_name_are_one_finding_and_a_new_beginning_is_another() -> None:
    text = "Ask Zervanka Ombolik, Ottilia Ombolik or Zervanka\nOmbolik at Halden."

    assert [words for _, words in await found(text)] == ["Zervanka Ombolik", "Ottilia Ombolik", "Zervanka", "Ombolik"]


@pytest.mark.parametrize("before", ["", "é😀 İß ", "a\u0301 字 \u200b", "\ud800 ", "x " * 500, "y\n" * 61])
async def test_offsets_are_exact_after_any_characters_and_beyond_the_first_window(before: str) -> None:
    text = f"{before}Zervanka Ombolik, 555 0143"

    assert await found(text) == [(Category.NAME, "Zervanka Ombolik"), (Category.PHONE, "555 0143")]


async def test_a_name_on_the_edge_of_two_windows_is_found_once_and_whole() -> None:
    for length in range(20, 70):
        text = "x " * length + "Zervanka Ombolik" + " y" * 40
        assert await found(text) == [(Category.NAME, "Zervanka Ombolik")]


async def test_words_of_work_are_vetoed_unless_that_is_switched_off() -> None:
    assert await found("Used Kafka daily") == []
    assert await found("Used Kafka daily", vetoes=False) == [(Category.NAME, "Kafka")]


async def test_what_has_not_the_form_of_its_label_is_vetoed() -> None:
    assert await found("Building 555") == []


async def test_a_file_of_ones_own_says_what_labels_mean(folder: Path) -> None:
    (folder / "categories.json").write_text(json.dumps({"ORG": "personal"}), encoding="utf-8")

    assert await found("At Halden", folder=folder) == [(Category.PERSONAL, "Halden")]


def test_labels_of_any_spelling_are_known() -> None:
    labels = ["O", "B-PER", "I-person", "GIVENNAME", "B-private_phone", "Email Address", "S-date-of-birth", "B-ORG"]

    assert list(categories_of(labels, {})) == [
        None, Category.NAME, Category.NAME, Category.NAME, Category.PHONE, Category.EMAIL, Category.BIRTH, None,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_file_that_is_missing_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()

    with pytest.raises(ConfigurationError, match=f"CVPARSER_ONNX_MODEL.*{name}"):
        OnnxPersonalDataDetector(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_file_that_is_none_of_its_kind_is_refused_without_a_word_of_it(name: str, folder: Path) -> None:
    (folder / name).write_text("{Zervanka", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="CVPARSER_ONNX_MODEL cannot be loaded") as caught:
        OnnxPersonalDataDetector(folder)

    assert "Zervanka" not in caught.value.message


def test_a_model_that_says_nothing_personal_and_a_category_that_there_is_not_are_refused(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"id2label": {"0": "O", "1": "B-ORG"}}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"categories\.json"):
        OnnxPersonalDataDetector(folder)

    (folder / "categories.json").write_text(json.dumps({"ORG": "banana"}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="phone"):
        OnnxPersonalDataDetector(folder)


def test_the_library_asks_it_when_a_setting_names_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cv = tmp_path / "cv.txt"
    cv.write_text(
        "Senior planner for harbours.\n\nThe crane called Ottilia Ombolik was built in 2020.\n", encoding="utf-8"
    )
    monkeypatch.setenv("CVPARSER_LEARNED", "false")
    with cvparser.CVParser() as parser:
        without = parser.redact_file(cv).text
    monkeypatch.setenv("CVPARSER_ONNX_MODEL", str(MODEL))
    with cvparser.CVParser() as parser:
        told = parser.redact_file(cv).text

    assert "Ottilia Ombolik" in without
    assert "Ombolik" not in told
