"""The promises of `cvparser.ports.ocr`."""

from __future__ import annotations

from functools import cache

import pytest

from cvparser.ports.ocr import OcrEngine, OcrWord, Picture, Point
from cvparser.testing.conformance import Conformance

_LINES = ("Work experience", "Data Engineer at Kestrel", "Nurse from 2016 to 2019")
_SIZE = (900, 420)


@cache
def picture(turns: int = 0, degrees: float = 0.0) -> Picture:
    """Return three lines of text, turned by quarters counter-clockwise, and askew by so many degrees."""
    drawing = pytest.importorskip("PIL.ImageDraw", reason="Pillow, of the extra ocr, is not installed")
    image = pytest.importorskip("PIL.Image").new("RGB", _SIZE, "white")
    font = pytest.importorskip("PIL.ImageFont").load_default(size=48)
    for number, line in enumerate(_LINES):
        drawing.Draw(image).text((60, 50 + 120 * number), line, fill="black", font=font)
    turned = image.rotate(90 * turns + degrees, expand=True, fillcolor="white", resample=3 if degrees else 0)
    return Picture(width=turned.width, height=turned.height, pixels=turned.tobytes())


def in_order(engine: OcrEngine, shown: Picture) -> list[str]:
    """Return the lines that are read, from the first to the last as they stand in the picture that is not turned."""
    lines = [line for line in engine.read(shown) if line]
    return [" ".join(word.text for word in line) for line in sorted(lines, key=lambda line: line[0].corners[0].y)]


class OcrConformance(Conformance):
    """Subclass, and give your engine in the fixture `engine`."""

    @pytest.fixture
    def engine(self) -> OcrEngine:
        message = "Give your adapter in a fixture named 'engine'."
        raise NotImplementedError(message)

    def test_lines_are_read_word_by_word(self, engine: OcrEngine) -> None:
        assert in_order(engine, picture()) == list(_LINES)

    def test_words_stand_where_they_are_in_the_picture(self, engine: OcrEngine) -> None:
        words = {word.text: word for line in engine.read(picture()) for word in line}

        left, right = _box(words["Work"]), _box(words["experience"])
        assert 40 < left[0] < 80
        assert left[2] <= right[0] + 10
        assert 40 < left[1] < left[3] < 150
        assert _box(words["Nurse"])[1] > 250

    def test_how_sure_it_is_is_between_0_and_1(self, engine: OcrEngine) -> None:
        assert all(0 <= word.confidence <= 1 for line in engine.read(picture()) for word in line)

    @pytest.mark.parametrize(
        ("turns", "first"), [(1, Point(0, 1)), (2, Point(1, 1)), (3, Point(1, 0))], ids=["left", "over", "right"]
    )
    def test_a_picture_on_its_side_or_head_is_read_and_its_words_say_how_they_run(
        self, engine: OcrEngine, turns: int, first: Point
    ) -> None:
        shown = picture(turns)
        words = [word for line in engine.read(shown) for word in line]

        assert {"Engineer", "experience", "2019"} <= {word.text for word in words}
        # The upper left corner of the first word as it reads.
        corner = next(word for word in words if word.text == "Work").corners[0]
        assert (corner.x > shown.width / 2, corner.y > shown.height / 2) == (bool(first.x), bool(first.y))

    def test_lines_askew_are_read(self, engine: OcrEngine) -> None:
        words = {word.text for line in engine.read(picture(degrees=2.0)) for word in line}

        assert {"Engineer", "Kestrel", "2016"} <= words

    def test_a_picture_without_text_has_no_words(self, engine: OcrEngine) -> None:
        blank = Picture(width=300, height=200, pixels=b"\xff" * (300 * 200 * 3))

        assert [word for line in engine.read(blank) for word in line] == []


def _box(word: OcrWord) -> tuple[float, float, float, float]:
    across, down = [each.x for each in word.corners], [each.y for each in word.corners]
    return min(across), min(down), max(across), max(down)
