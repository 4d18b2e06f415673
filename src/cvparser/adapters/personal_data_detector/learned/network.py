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
        scaled = self.rows.take(rows, axis=0).astype(np.float32)
        scaled *= self.scales.take(rows)[:, None]
        return _sums(scaled, np.fromiter(map(len, listed), dtype=np.int64, count=len(listed)))

    def _classes(self, hidden: Numbers) -> Numbers:
        # Whole blocks, and before and behind them as many rows as a layer reaches: what stands for no token stays zero.
        count, width = hidden.shape
        whole, reach = count + -count % _ROWS_AT_ONCE, max(DILATIONS)
        padded = np.zeros((whole + 2 * reach, width), dtype=np.float32)
        own = padded[reach : reach + count]
        own[:] = hidden
        beside = np.empty((whole, 3, width), dtype=np.float32)
        for dilation, (weight, bias) in zip(DILATIONS, self.layers, strict=True):
            for place, start in enumerate((reach - dilation, reach, reach + dilation)):
                beside[:, place] = padded[start : start + whole]
            added = _product(beside.reshape(whole, 3 * width), weight)[:count]
            added += bias
            np.maximum(added, 0, out=added)
            own += added
        # Classes by tokens: numpy goes along a long axis faster than along many short ones.
        logits = np.ascontiguousarray(_product(padded[reach : reach + whole], self.output[0])[:count].T)
        logits += self.output[1][:, None]
        powers = np.exp(logits - logits.max(axis=0))
        powers /= powers.sum(axis=0)
        shares: Numbers = powers.T
        return shares


def _sums(rows: Numbers, counts: npt.NDArray[np.int64]) -> Numbers:
    """Return the sums of so many rows each: the second of all are added to the first, then the third, and so on."""
    order = np.argsort(-counts, kind="stable")
    falling, starts = counts[order], (np.cumsum(counts) - counts)[order]
    summed: Numbers = rows[starts]
    for place in range(1, int(falling[0])):
        more = int(np.searchsorted(-falling, -place))
        summed[:more] += rows[starts[:more] + place]
    unsorted = np.empty_like(summed)
    unsorted[order] = summed
    return unsorted


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
