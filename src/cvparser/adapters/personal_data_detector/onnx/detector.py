"""A token-classification model behind the port."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from cvparser.adapters.personal_data_detector.learned.forms import has_form
from cvparser.adapters.personal_data_detector.onnx.labels import begins
from cvparser.adapters.personal_data_detector.onnx.model import Model, Said, load
from cvparser.domain.privacy import Category, Finding
from cvparser.ports.personal_data_detector import PersonalDataDetector

#: Below this mean probability what the model says is not counted.
LEAST = 0.5
#: Characters between two tokens of one name, number or address.
_LONGEST_GAP = 2
#: Tokens of one finding at most.
_MOST_TOKENS = 100
_FORM_OF: Mapping[Category, str] = MappingProxyType(
    {
        Category.NAME: "name",
        Category.EMAIL: "email",
        Category.PHONE: "phone",
        Category.ADDRESS: "address",
        Category.BIRTH: "birth",
        Category.URL: "web",
        Category.HANDLE: "web",
    }
)


class OnnxPersonalDataDetector(PersonalDataDetector):
    """What a token-classification model in ONNX says of a text, in windows, on the processor, in one thread.

    It works in a thread beside the event loop, one text at a time for each of `detect`'s callers; its time grows with
    the text's length and with nothing else.

    Args:
        folder: With the model's files, as `onnx.model.load` says.
        vetoes: Whether what it finds must have the form of its category, and whether tools, firms and professions of
            the vocabulary are no names and no addresses.

    Raises:
        ConfigurationError: the model cannot be loaded.
    """

    def __init__(self, folder: Path, *, vetoes: bool = True) -> None:
        self._model = load(folder)
        self._vetoes = vetoes

    async def detect(self, text: str) -> Sequence[Finding]:
        return await asyncio.to_thread(self._detect, text)

    def _detect(self, text: str) -> Sequence[Finding]:
        found = _findings(text, self._model)
        return [each for each in found if not self._vetoes or _has_form(text, each)]


def _findings(text: str, model: Model) -> Iterator[Finding]:
    run: list[Said] = []
    for said in model.read(text):
        if run and not _goes_on(text, model, run, said):
            yield from _finding(text, model, run)
            run = []
        if model.categories[said.label] is not None:
            run.append(said)
    yield from _finding(text, model, run)


def _goes_on(text: str, model: Model, run: Sequence[Said], said: Said) -> bool:
    last = run[-1]
    is_same = model.categories[said.label] is model.categories[last.label]
    is_piece_of_word = said.start == last.end and text[last.end - 1 : said.start + 1].isalnum()
    is_near = said.start - last.end <= _LONGEST_GAP and "\n" not in text[last.end : said.start]
    return (
        is_same and len(run) < _MOST_TOKENS and is_near and (is_piece_of_word or not begins(model.labels[said.label]))
    )


def _finding(text: str, model: Model, run: Sequence[Said]) -> Iterator[Finding]:
    category = model.categories[run[0].label] if run else None
    if category is None or sum(said.probability for said in run) / len(run) < LEAST:
        return
    # Some tokenizers count the blank before a word as a part of it.
    start, end = run[0].start, run[-1].end
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    if start < end:
        yield Finding(category=category, start=start, end=end, rule=f"onnx_{category.value}")


def _has_form(text: str, finding: Finding) -> bool:
    form = _FORM_OF.get(finding.category)
    return form is None or has_form(form, text[finding.start : finding.end])
