from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest
from benchmarks.privacy.document import Document
from benchmarks.privacy.world import world

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector, network
from cvparser.adapters.personal_data_detector.learned.features import features, tokens
from cvparser.domain.privacy import Category, Finding, redact

CV = """SKILLS
Jenkins, Maya, Kafka
Python 3.11

{name}
Data Engineer
{email}
+44 7700 900017

EXPERIENCE
Data Engineer, Morgan Stanley, 2019 - 2023
"""


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return world(31, 40)


async def found(text: str) -> Sequence[tuple[Category, str]]:
    return [
        (each.category, text[each.start : each.end])
        for each in await LearnedPersonalDataDetector(ThreadCpuPool()).detect(text)
    ]


@pytest.mark.parametrize(
    "name", ["Delfina Quorrest", "DELFINA QUORREST", "QUORREST Delfina", "Delfina van der Quorrest"]
)
async def test_a_name_on_no_list_is_found_below_a_sidebar_in_capitals_and_any_order(name: str) -> None:
    pairs = await found(CV.format(name=name, email="d.quorrest@post.example"))

    assert (Category.NAME, name) in pairs


async def test_tools_and_firms_named_after_people_are_no_names() -> None:
    text = CV.format(name="Delfina Quorrest", email="d.quorrest@post.example")

    words = " ".join(text for _, text in await found(text))

    assert not {"Jenkins", "Maya", "Kafka", "Morgan", "Python"} & set(words.split())


@pytest.mark.parametrize(
    "line",
    [
        "Balon pilotu ile birlikte çalıştım.",
        "Kâhya ile birlikte çalıştım.",
        "En lien avec le barman du site.",
        "En lien avec le charpentier bois du site.",
        "The project ran in Argentina.",
        "Used CSS+Django/Jinja in the project.",
        "Graduated in 10th standard.",
        "Abschluss in dipl.-wirtsch.-ing..",
        "Handlebars",
        "STM32F4, FreeRTOS 10.4",
        "RESPONSABLE DE MAGASIN",
        "Responsable de Magasin, Lyon 2015-2019",
    ],
)
async def test_a_word_of_a_sentence_a_country_a_tool_alone_in_its_line_and_a_version_are_nothing_personal(
    line: str,
) -> None:
    text = f"Ulla Brandt\nulla.brandt@example.com | +44 20 7946 0417\n\nEXPERIENCE\n{line}\n"

    assert [pair for pair in await found(text) if pair[1] in line] == []


@pytest.mark.parametrize("line", ["Reported to 清水健一.", "Worked closely with Tamsin Orrefell, the plant's manager."])
async def test_a_person_in_a_sentence_is_found_in_any_script(line: str) -> None:
    text = CV.format(name="Mirko Vantelli", email="m.v@post.example") + f"{line}\n\nSKILLS\nPython\n"

    assert (await found(text))[-1] in [(Category.NAME, "清水健一"), (Category.NAME, "Tamsin Orrefell")]


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b \ud83d", "²²²²", "²³¹² ①②③④", "\x00", "\u0301", "İ" * 30])
async def test_characters_that_no_text_should_hold_are_read_like_others(text: str) -> None:
    assert all(pair[1] in text for pair in await found(text))


async def test_what_it_finds_has_the_form_of_its_category(documents: list[Document]) -> None:
    for document in documents:
        for category, text in await found(document.text):
            digits = sum(map(str.isdigit, text))
            assert text == text.strip()
            assert category is not Category.PHONE or digits >= 6
            assert category is not Category.EMAIL or {"@", "＠"} & set(text)
            assert category is not Category.NAME or (not digits and any(map(str.isalpha, text)))
            assert category is not Category.BIRTH or digits


@pytest.mark.parametrize(
    "line", ["Tel: 555 01", "Mobile: 07700", "Date of birth: 12", "Born: March", "Date of birth: 2012 - 2014"]
)
async def test_what_stands_where_a_number_or_a_day_does_and_has_not_its_form_is_none(line: str) -> None:
    text = f"Ada Quill\nada.quill@post.example\n{line}\n\nEXPERIENCE\nData Engineer, Halden Group, 2019 - 2023\n"

    assert [category for category, _ in await found(text)] == [Category.NAME, Category.EMAIL]


async def test_it_adds_to_what_the_rules_find_on_the_original_text(documents: list[Document]) -> None:
    detector = LearnedPersonalDataDetector(ThreadCpuPool())
    added = 0
    for document in documents:
        rules = _covered(redact(document.text).findings)
        united = _covered(redact(document.text, more=await detector.detect(document.text)).findings)
        assert united >= rules
        added += len(united - rules)

    assert added


def test_a_text_of_many_chunks_is_read_as_one_of_one_chunk(
    documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(document.text for document in documents[:5])
    read = features(text, tokens(text))
    whole = network.load().probabilities(read)

    monkeypatch.setattr(network, "_CHUNK", 50)

    assert np.allclose(network.load().probabilities(read), whole, atol=1e-4)


@pytest.mark.parametrize("piece", ["a.", "\n", "1 ", "Aa ", "a@b.c ", "x\u0301", "字"])
async def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    detector = LearnedPersonalDataDetector(ThreadCpuPool())

    async def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.process_time()
        await detector.detect(text)
        return time.process_time() - started

    await seconds(1_000)

    # Eight times the text; a quadratic part would take sixty-four times.
    assert await seconds(120_000) < 32 * max(await seconds(15_000), 0.05)


def _covered(findings: Sequence[Finding]) -> set[int]:
    return {at for each in findings for at in range(each.start, each.end)}
