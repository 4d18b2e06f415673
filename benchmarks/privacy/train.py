"""Trains the learned recognizer on generated CVs, and writes its weights.

usage: python -m benchmarks.privacy.train OUT.npz [--documents N] [--steps S]

Needs torch (`requirements/training.txt`), in an environment of its own. It learns from seeds below 1000 of
`benchmarks.privacy.world` only, and from no document that anybody wrote. Prints its losses and the hash of the weights.
"""

from __future__ import annotations

import argparse
import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from benchmarks.privacy.document import Document
from benchmarks.privacy.world import TRAINED, world
from torch import Tensor, nn

from cvparser.adapters.personal_data_detector.learned.features import PLACE_ROWS, ROWS, features, tokens, word_rows
from cvparser.adapters.personal_data_detector.learned.network import CLASSES, DILATIONS, LABELS

SEED = 20_261_127
WIDTH = 64
#: Documents of one seed, and tokens of one document that are learned from.
_OF_A_SEED = 40
_LONGEST = 700
_BATCH = 24
#: Batches among which documents are sorted by length.
_POOL = 20
_RATE = 3e-3
#: How often a feature is hidden: the word itself, so that its letters must do; any other.
_HIDDEN_WORD, _HIDDEN_ELSE = 0.35, 0.05
_LABEL_OF = {"third_person": "name", "url": "web", "handle": "web"}


@dataclass(frozen=True, slots=True)
class Example:
    """A document as the network reads it, and the right classes."""

    which: Tensor
    places: Tensor
    classes: Tensor


class Words:
    """All words of the examples, each with its rows."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.rows: list[Tensor] = []

    def number(self, word: str) -> int:
        """Return the number of a word."""
        if word not in self.numbers:
            self.numbers[word] = len(self.rows)
            self.rows.append(torch.tensor(word_rows(word)))
        return self.numbers[word]


def example(document: Document, words: Words) -> Example:
    """Return a document as an example."""
    found = tokens(document.text)
    read = features(document.text, found)
    numbers = np.array([words.number(word) for word in read.words])
    classes = np.zeros(len(found.words), dtype=np.int64)
    for span in document.spans:
        label = LABELS.index(_LABEL_OF.get(span["category"], span["category"]))
        first, end = bisect_left(found.ends, span["start"] + 1), bisect_left(found.starts, span["end"])
        classes[first:end] = 2 + 2 * label
        classes[first : min(first + 1, end)] = 1 + 2 * label
    return Example(
        which=torch.from_numpy(numbers[read.which][:_LONGEST]),
        places=torch.from_numpy(read.places[:_LONGEST].astype(np.int64)),
        classes=torch.from_numpy(classes[:_LONGEST]),
    )


class Tagger(nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
    """The same network as `learned.network`, as torch trains it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = nn.EmbeddingBag(ROWS, WIDTH, mode="sum", padding_idx=0)
        self.places = nn.Embedding(PLACE_ROWS, WIDTH)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS)
        self.output = nn.Linear(WIDTH, CLASSES)
        self.dropout = nn.Dropout(0.1)
        nn.init.normal_(self.rows.weight, std=0.05)
        nn.init.normal_(self.places.weight, std=0.05)
        with torch.no_grad():
            self.rows.weight[0] = 0

    def forward(self, flat: Tensor, starts: Tensor, which: Tensor, places: Tensor, mask: Tensor) -> Tensor:
        """Return the classes' logits of a batch."""
        hidden = (self.rows(flat, starts)[which] + self.places(places).sum(dim=2)) * mask
        hidden = self.dropout(hidden)
        for dilation, layer in zip(DILATIONS, self.layers, strict=True):
            padded = nn.functional.pad(hidden, (0, 0, dilation, dilation))
            beside = torch.cat([padded[:, : -2 * dilation], hidden, padded[:, 2 * dilation :]], dim=2)
            hidden = (hidden + torch.relu(layer(beside))) * mask
        logits: Tensor = self.output(self.dropout(hidden))
        return logits


def batch(examples: Sequence[Example], words: Words) -> tuple[Tensor, ...]:
    """Return padded tensors, each word of the batch once, some of its features hidden."""
    longest = max(len(each.which) for each in examples)
    size = (len(examples), longest)
    which = torch.zeros(size, dtype=torch.long)
    places = torch.zeros((*size, examples[0].places.shape[1]), dtype=torch.long)
    classes = torch.full(size, -100)
    for at, each in enumerate(examples):
        count = len(each.which)
        which[at, :count], places[at, :count], classes[at, :count] = each.which, each.places, each.classes
    used, inverse = torch.unique(which, return_inverse=True)
    listed = [words.rows[number] for number in used.tolist()]
    lengths = torch.tensor([len(rows) for rows in listed])
    starts = torch.cumsum(lengths, 0) - lengths
    flat = torch.cat(listed)
    hidden = torch.full(flat.shape, _HIDDEN_ELSE)
    hidden[starts] = _HIDDEN_WORD
    flat = torch.where(torch.rand(flat.shape) < hidden, torch.zeros_like(flat), flat)
    return flat, starts, inverse, places, (classes != -100).unsqueeze(2).float(), classes


def batches(examples: Sequence[Example], rng: Random) -> Iterator[Sequence[Example]]:
    """Yield batches of documents of like length, each document once before any comes again."""
    order = list(examples)
    while True:
        rng.shuffle(order)
        pools = (order[at : at + _POOL * _BATCH] for at in range(0, len(order), _POOL * _BATCH))
        for pool in pools:
            pool.sort(key=lambda each: len(each.which))
            cut = [pool[at : at + _BATCH] for at in range(0, len(pool), _BATCH)]
            rng.shuffle(cut)
            yield from cut


def train(examples: Sequence[Example], words: Words, steps: int) -> Tagger:
    """Return what was learned in so many batches."""
    model = Tagger()
    optimizer = torch.optim.Adam(model.parameters(), lr=_RATE)
    losses = 0.0
    endless = batches(examples, Random(SEED))  # noqa: S311 (no secret)
    for step in range(1, steps + 1):
        chosen = next(endless)
        for group in optimizer.param_groups:
            group["lr"] = _RATE * (1.02 - step / steps)
        *inputs, classes = batch(chosen, words)
        loss = nn.functional.cross_entropy(model(*inputs).flatten(0, 1), classes.flatten(), ignore_index=-100)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses += loss.item()
        if step % 100 == 0:
            print(f"{step * _BATCH} documents, loss {losses / 100:.4f}", flush=True)
            losses = 0.0
    return model


def stored(model: Tagger) -> dict[str, Any]:
    """Return the weights as they are shipped: the table in eight bits, the rest in sixteen."""
    rows = model.rows.weight.detach().numpy()
    scales = np.abs(rows).max(axis=1).clip(1e-6).astype(np.float32) / 127
    arrays = {
        "rows": np.round(rows / scales[:, None]).astype(np.int8),
        "scales": scales,
        "places": model.places.weight,
        "output": model.output.weight.T,
        "output_bias": model.output.bias,
    }
    for at, layer in enumerate(model.layers):
        arrays |= {f"weight{at}": layer.weight.T, f"bias{at}": layer.bias}
    return {
        name: array.detach().numpy().astype(np.float16) if isinstance(array, Tensor) else array
        for name, array in arrays.items()
    }


def main() -> None:
    """Compose, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--steps", type=int, default=2_200)
    chosen = parser.parse_args()
    # One thread: the same seed gives the same weights, and on shared cores it is the fastest.
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    words = Words()
    seeds = range(min(TRAINED - 100, chosen.documents // _OF_A_SEED))
    examples = [example(document, words) for seed in seeds for document in world(seed, _OF_A_SEED)]
    print(f"{len(examples)} documents, {len(words.rows)} words", flush=True)
    model = train(examples, words, chosen.steps)
    np.savez_compressed(chosen.out, **stored(model))
    written = chosen.out.read_bytes()
    print(f"{len(written) / 1e6:.2f} MB, sha256 {hashlib.sha256(written).hexdigest()}")


if __name__ == "__main__":
    main()
