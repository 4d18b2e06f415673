"""The network: a sum of rows for each word, and convolutions over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cvparser.adapters.personal_data_detector.learned.features import Features, Indices, row_of, word_hashes

Numbers: TypeAlias = npt.NDArray[np.float32]

#: What a token can be; of each a first token and those that follow it, after the class of what is not personal.
LABELS = ("name", "email", "phone", "address", "birth", "web")
CLASSES = 1 + 2 * len(LABELS)
#: How far apart the three tokens are that each layer looks at.
DILATIONS = (1, 3, 9, 27)
WEIGHTS = "weights.npz"
#: Tokens that a class depends on, on either side.
_REACH = sum(DILATIONS)
#: Tokens that are worked on at once, so that memory stays bounded.
_CHUNK = 4096
_ROWS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Network:
    """Weights, and what they say of a text."""

    #: A row for each hash of a word's feature, as small integers, and what each row is multiplied by.
    rows: npt.NDArray[np.int8]
    scales: Numbers
    places: Numbers
    layers: Sequence[tuple[Numbers, Numbers]]
    output: tuple[Numbers, Numbers]

    def probabilities(self, read: Features) -> Numbers:
        """Return the probability of each class for each token."""
        words = self._words(read.words)
        pieces = []
        for start in range(0, len(read.which), _CHUNK):
            first, end = max(0, start - _REACH), start + _CHUNK + _REACH
            hidden = words[read.which[first:end]] + self._places(read.places[first:end])
            pieces.append(self._classes(hidden)[start - first : start - first + _CHUNK])
        return np.concatenate(pieces)

    def _places(self, said: Indices) -> Numbers:
        """Return the sum of the rows of what is said of each place."""
        summed: Numbers = self.places[said[:, 0]]
        for column in said.T[1:]:
            summed += self.places[column]
        return summed

    def _words(self, words: Sequence[str]) -> Numbers:
        """Return the sum of the rows of each word."""
        listed = word_hashes(words)
        rows = row_of(np.fromiter(chain.from_iterable(listed), dtype=np.int64))
        starts = np.cumsum([0, *map(len, listed[:-1])])
        summed: Numbers = np.add.reduceat(self.rows.take(rows, axis=0) * self.scales[rows, None], starts, axis=0)
        return summed

    def _classes(self, hidden: Numbers) -> Numbers:
        # Whole blocks: their last rows stand for no token, and stay zero beside others.
        count, width = hidden.shape
        beside = np.zeros((count + -count % _ROWS_AT_ONCE, 3 * width), dtype=np.float32)
        own = beside[:count, width : 2 * width]
        own[:] = hidden
        for dilation, (weight, bias) in zip(DILATIONS, self.layers, strict=True):
            near = min(dilation, count)
            beside[:near, :width] = 0
            beside[near:count, :width] = own[: count - near]
            beside[count - near : count, 2 * width :] = 0
            beside[: count - near, 2 * width :] = own[near:]
            added = _product(beside, weight)[:count]
            added += bias
            np.maximum(added, 0, out=added)
            own += added
        logits = _product(np.ascontiguousarray(beside[:, width : 2 * width]), self.output[0])[:count] + self.output[1]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: Numbers = powers / powers.sum(axis=1, keepdims=True)
        return shares


def _product(left: Numbers, right: Numbers) -> Numbers:
    """Return the matrix product, a block of rows at a time: for more BLAS takes threads that wait longer than work."""
    product: Numbers = left.reshape(-1, _ROWS_AT_ONCE, left.shape[1]) @ right
    return product.reshape(-1, right.shape[1])


def load() -> Network:
    """Return the network with the weights that are shipped."""
    stored = np.load(BytesIO((files(__package__) / WEIGHTS).read_bytes()), allow_pickle=False)

    def numbers(name: str) -> Numbers:
        array: Numbers = stored[name].astype(np.float32)
        return array

    return Network(
        rows=stored["rows"],
        scales=numbers("scales"),
        places=numbers("places"),
        layers=[(numbers(f"weight{at}"), numbers(f"bias{at}")) for at in range(len(DILATIONS))],
        output=(numbers("output"), numbers("output_bias")),
    )
