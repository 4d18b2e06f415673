"""What is on the page that a viewer shows is read, however the page is noted."""

from __future__ import annotations

import pytest
from tests.adapters.text_extractor.raw_pdf import raw_pdf, words

from cvparser.adapters.text_extractor.pdfium import read_pdf

LINES = ("Ada Quill", "Data Engineer", "Kestrel Analytics")
UPRIGHT = words(*LINES)


@pytest.mark.parametrize(
    ("page", "pages"),
    [
        pytest.param("", "/MediaBox[0 0 595 842]", id="inherited"),
        pytest.param("/CropBox[595 842 0 0]", "/MediaBox[0 0 595 842]", id="inherited with corners swapped"),
        pytest.param("", "/MediaBox[0 0 595 842]/CropBox[595 0 0 842]", id="both inherited"),
        pytest.param("/MediaBox[595 0 0 842]", "", id="left and right swapped"),
        pytest.param("/MediaBox[0 842 595 0]", "", id="top and bottom swapped"),
        pytest.param("/MediaBox[0 0 595 842]/CropBox[-300 -300 900 1200]", "", id="crop larger than the medium"),
        pytest.param("/MediaBox[0 0 595 842]/CropBox[2000 2000 2600 2800]", "", id="crop beside the medium"),
        pytest.param("/MediaBox[0 0 595 842]/CropBox[10 10 10 10]", "", id="crop of no size"),
    ],
)
def test_the_corners_and_the_place_of_a_box_do_not_matter(page: str, pages: str) -> None:
    found = read_pdf(raw_pdf(UPRIGHT, page=page, pages=pages))

    assert (found.text.splitlines(), found.warnings) == (list(LINES), ())
    assert [(page.width, page.height) for page in found.pages] == [(595, 842)]


def test_text_on_the_far_half_of_an_inherited_landscape_page_is_read() -> None:
    found = read_pdf(raw_pdf(words(*LINES, at=(900, 700)), page="", pages="/MediaBox[0 0 1191 842]"))

    assert (found.text.splitlines(), found.warnings) == (list(LINES), ())


@pytest.mark.parametrize("rotation", ["", "/Rotate 90", "/Rotate 180", "/Rotate 270"])
@pytest.mark.parametrize(
    ("matrix", "at", "step"),
    [
        pytest.param("0 1 -1 0", (100, 72), (20, 0), id="upwards"),
        pytest.param("-1 0 0 -1", (500, 100), (0, 20), id="upside down"),
        pytest.param("0 -1 1 0", (500, 700), (-20, 0), id="downwards"),
    ],
)
def test_text_is_read_the_way_it_runs(matrix: str, at: tuple[int, int], step: tuple[int, int], rotation: str) -> None:
    found = read_pdf(raw_pdf(words(*LINES, matrix=matrix, at=at, step=step), page=f"/MediaBox[0 0 595 842]{rotation}"))

    assert (found.text.splitlines(), found.warnings) == (list(LINES), ())


def test_a_few_words_that_run_upwards_beside_the_text_turn_nothing() -> None:
    beside = words("aside", matrix="0 1 -1 0", at=(30, 72))

    found = read_pdf(raw_pdf(UPRIGHT + b"\n" + beside))

    assert [line for line in found.text.splitlines() if line][:3] == list(LINES)
    assert found.pages[0].text_angle == 0
