"""A model in a folder: what it says of each token of a text, however long."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Encoding, Tokenizer

from cvparser.adapters.personal_data_detector.onnx.labels import categories_of
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.privacy import Category

#: Tokens of a window at most, and how many two windows share.
_MOST_TOKENS, _SHARED = 512, 64
#: Windows that are worked on at once, so that memory stays bounded.
_WINDOWS_AT_ONCE = 4
_MODEL, _TOKENIZER, _CONFIG, _OWN_CATEGORIES = "model.onnx", "tokenizer.json", "config.json", "categories.json"
#: Errors alone: what a library logs can quote the text.
_LOG_ERRORS = 3
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Said:
    """What the model says of a token: its most probable label, by place in the model's list."""

    start: int
    end: int
    label: int
    probability: float


@dataclass(frozen=True, slots=True)
class Model:
    """A tokenizer, a network, and what its labels mean."""

    tokenizer: Tokenizer
    session: InferenceSession
    labels: Sequence[str]
    #: Of each label; None where it is nothing personal.
    categories: Sequence[Category | None]

    def read(self, text: str) -> Sequence[Said]:
        """Return what is said of each token that stands for characters of the text, in order.

        Of two windows that share a token the one counts in which it stands further from the edge.
        """
        known: dict[tuple[int, int], tuple[int, Said]] = {}
        encoded = self.tokenizer.encode(_SURROGATE.sub("?", text))
        windows = iter([encoded, *encoded.overflowing])
        while batch := list(islice(windows, _WINDOWS_AT_ONCE)):
            for window, shares in zip(batch, self._shares(batch), strict=True):
                for depth, said in _of_window(window, shares, len(text)):
                    place = (said.start, said.end)
                    if place not in known or known[place][0] < depth:
                        known[place] = (depth, said)
        return [known[place][1] for place in sorted(known)]

    def _shares(self, windows: Sequence[Encoding]) -> np.ndarray[Any, np.dtype[np.float32]]:
        longest = max(len(window.ids) for window in windows)
        told = {
            "input_ids": _padded([window.ids for window in windows], longest),
            "attention_mask": _padded([window.attention_mask for window in windows], longest),
            "token_type_ids": _padded([window.type_ids for window in windows], longest),
        }
        asked = {each.name for each in self.session.get_inputs()}
        (logits, *_) = self.session.run(None, {name: each for name, each in told.items() if name in asked})
        powers = np.exp(logits - logits.max(axis=2, keepdims=True))
        shares: np.ndarray[Any, np.dtype[np.float32]] = powers / powers.sum(axis=2, keepdims=True)
        return shares


def load(folder: Path) -> Model:
    """Return the model in `folder`: `model.onnx`, `tokenizer.json`, `config.json` and, at will, `categories.json`.

    Raises:
        ConfigurationError: something is missing, cannot be read, or says nothing personal; the message names it.
    """
    for name in (_MODEL, _TOKENIZER, _CONFIG):
        if not (folder / name).is_file():
            raise ConfigurationError(f"CVPARSER_ONNX_MODEL names a folder without {name}.")
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _LOG_ERRORS
    try:
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
        labels = [config["id2label"][str(number)] for number in range(len(config["id2label"]))]
        tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        most = min(_MOST_TOKENS, int(config.get("max_position_embeddings", _MOST_TOKENS)))
        tokenizer.no_padding()
        tokenizer.enable_truncation(most, stride=min(_SHARED, most // 4))
        session = InferenceSession(str(folder / _MODEL), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - the libraries raise errors of no common kind
        raise ConfigurationError(
            f"The model of CVPARSER_ONNX_MODEL cannot be loaded: {type(error).__name__}."
        ) from None
    categories = categories_of(labels, _own_categories(folder))
    if not any(categories):
        message = f"No label of the model of CVPARSER_ONNX_MODEL is known: say in {_OWN_CATEGORIES} what they mean."
        raise ConfigurationError(message)
    return Model(tokenizer, session, labels, categories)


def _own_categories(folder: Path) -> Mapping[str, Category]:
    file = folder / _OWN_CATEGORIES
    if not file.is_file():
        return {}
    try:
        return {str(label): Category(name) for label, name in json.loads(file.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError):
        known = ", ".join(sorted(category.value for category in Category))
        raise ConfigurationError(f"{_OWN_CATEGORIES} maps labels to categories, which are: {known}.") from None


def _of_window(
    window: Encoding, shares: np.ndarray[Any, np.dtype[np.float32]], length: int
) -> Iterator[tuple[int, Said]]:
    """Yield what is said of each token of a window, and how far it stands from the window's edges within the text."""
    last = len(window.ids) - 1
    filled = [offset for offset, special in zip(window.offsets, window.special_tokens_mask, strict=True) if not special]
    at_start = not filled or filled[0][0] == 0
    at_end = not filled or filled[-1][1] >= length
    labels = shares.argmax(axis=1)
    for at, ((start, end), special) in enumerate(zip(window.offsets, window.special_tokens_mask, strict=True)):
        if not special and start < end:
            depth = min(last if at_start else at, last if at_end else last - at)
            yield depth, Said(start, end, int(labels[at]), float(shares[at, labels[at]]))


def _padded(rows: Sequence[Sequence[int]], length: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    padded = np.zeros((len(rows), length), dtype=np.int64)
    for at, row in enumerate(rows):
        padded[at, : len(row)] = row
    return padded
