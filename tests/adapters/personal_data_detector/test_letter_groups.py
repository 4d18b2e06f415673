"""The features that weights were trained with: a group of letters is known by its CRC, in words of any script."""

from __future__ import annotations

from zlib import crc32

import pytest

from cvparser.adapters.personal_data_detector.learned.features import row_of, word_rows
from cvparser.adapters.personal_data_detector.learned.letter_groups import group_hashes


@pytest.mark.parametrize("words", [["<ada>"], ["<ab>", "<quill>", "<o>"], ["<ada>", "<çağrı>", "<日本>"], []])
def test_groups_of_letters_have_the_hashes_of_zlib_however_many_words_are_hashed_at_once(words: list[str]) -> None:
    expected = [
        [
            crc32(word[at : at + length].encode(), crc32(str(length).encode()))
            for length in (3, 4)
            for at in range(len(word) - length + 1)
        ]
        for word in words
    ]

    assert list(group_hashes(words)) == expected


def test_a_word_in_other_letters_has_the_rows_that_it_was_trained_with() -> None:
    assert word_rows("ÇAĞ")[0] == row_of(crc32("çağ".encode(), crc32(b"w")))
