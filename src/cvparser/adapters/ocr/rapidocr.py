"""RapidOCR: the models of PP-OCR that come in its wheel, run by ONNX Runtime in this thread, without a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr

from cvparser.adapters.ocr.turning import turned_back
from cvparser.ports.ocr import OcrEngine, OcrWord, Picture, Point

#: Pixels of the longer side at which lines are looked for: enough for small print on a page, and a third of the time
#: and of the memory that twice as many take. What is found is read at full size.
_DETECTION_SIDE = 1280
#: Lines by which the side that is up is told, and pixels of width from which on one tells it.
_MOST_TELLING, _LEAST_WIDTH = 12, 40
#: Height, in widths, from which on a line is taken for one that runs up or down.
_UPRIGHT = 1.5
#: Confidence below which a line is none.
_LEAST = 0.5
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}


class RapidOcr(OcrEngine):
    """Latin letters with all their signs, and Chinese ones. One picture at a time.

    Raises:
        FileNotFoundError: the models are not there; none is ever fetched.
    """

    def __init__(self) -> None:
        # A process with threads is not to be forked, and a child may start none.
        cv2.setNumThreads(0)
        folder = Path(rapidocr.__file__).parent / "models"
        models = {f"{step}.model_path": str((folder / name).resolve(strict=True)) for step, name in _MODELS.items()}
        self._engine: Any = rapidocr.RapidOCR(
            params={
                **models,
                "Global.log_level": "critical",
                "Global.max_side_len": 10_000,
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_SIDE,
            }
        )
        # Models are loaded when they are first used: then no file can be opened any more.
        self._found(np.full((64, 64, 3), 255, np.uint8))
        self._engine.cls_and_rotate([np.full((48, 192, 3), 255, np.uint8)])
        self._engine.recognize_txt([np.full((48, 320, 3), 255, np.uint8)])

    def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
        rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)
        image = np.ascontiguousarray(rows[:, :, ::-1])
        boxes, crops = self._found(image)
        turns = self._turns(boxes, crops)
        if turns:
            boxes, crops = self._found(np.ascontiguousarray(np.rot90(image, turns)))
        return [[turned_back(word, turns, picture) for word in line] for line in self._lines(boxes, crops) if line]

    def _found(self, image: Any) -> tuple[Any, list[Any]]:  # noqa: ANN401 - arrays
        """Return the boxes of lines, and the picture of each, turned so that it is wider than high."""
        found = self._engine(image, use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None or not len(found.boxes):
            return [], []
        return found.boxes, self._engine.crop_text_regions(image, found.boxes)

    def _turns(self, boxes: Any, crops: Sequence[Any]) -> int:  # noqa: ANN401 - arrays
        """Return by how many quarters, counter-clockwise, the picture must be turned for its text to run right."""
        telling = sorted(range(len(crops)), key=lambda at: -crops[at].shape[1])[:_MOST_TELLING]
        telling = [at for at in telling if crops[at].shape[1] >= _LEAST_WIDTH]
        if not telling:
            return 0
        _, told = self._engine.cls_and_rotate([crops[at] for at in telling])
        upside_down = sum(score if "180" in label else -score for label, score in told.cls_res) > 0
        upright = 2 * sum(_is_upright(boxes[at]) for at in telling) > len(telling)
        return (2 if upside_down else 0) if not upright else (3 if upside_down else 1)

    def _lines(self, boxes: Any, crops: list[Any]) -> Iterator[list[OcrWord]]:  # noqa: ANN401 - arrays
        if not crops:
            return
        read = self._engine.recognize_txt(crops)
        for box, text, confidence, told in zip(boxes, read.txts, read.scores, read.word_results, strict=True):
            if text.strip() and confidence >= _LEAST:
                yield _line(box, text, float(confidence), told)


def _line(box: Any, text: str, confidence: float, told: Any) -> list[OcrWord]:  # noqa: ANN401 - arrays, and theirs
    """Return the words of a line where they stand on it, which its letters tell, each by its place in the line."""
    if _is_upright(box):
        # What is higher than wide was turned to be read, as text that runs downwards.
        box = np.roll(box, -1, axis=0)
    places = [column + 0.5 for columns in told.word_cols for column in columns]
    words = text.split()
    if len(places) != sum(map(len, words)):
        return [_word(text, 0.0, 1.0, box, confidence)]
    whole = told.line_txt_len
    half = (places[-1] - places[0]) / (len(places) - 1) / 2 if len(places) > 1 else whole / 2
    line, at = [], 0
    for word in words:
        first, last = places[at] - half, places[at + len(word) - 1] + half
        line.append(_word(word, max(first / whole, 0.0), min(last / whole, 1.0), box, confidence))
        at += len(word)
    return line


def _word(text: str, first: float, last: float, box: Any, confidence: float) -> OcrWord:  # noqa: ANN401 - an array
    """Return a word that goes from one share of the length of a line's box to another."""
    top, foot = box[1] - box[0], box[2] - box[3]
    corners = (box[0] + first * top, box[0] + last * top, box[3] + last * foot, box[3] + first * foot)
    one, two, three, four = (Point(float(x), float(y)) for x, y in corners)
    return OcrWord(text=text, corners=(one, two, three, four), confidence=confidence)


def _is_upright(box: Any) -> bool:  # noqa: ANN401 - an array
    across, down = np.linalg.norm(box[1] - box[0]), np.linalg.norm(box[3] - box[0])
    return bool(down >= _UPRIGHT * across)
