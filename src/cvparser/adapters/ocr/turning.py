"""Words of a picture that was turned to be read, back where they stood before."""

from __future__ import annotations

from cvparser.ports.ocr import OcrWord, Picture, Point


def turned_back(word: OcrWord, turns: int, picture: Picture) -> OcrWord:
    """Return a word of `picture`, read when that was turned by so many quarters counter-clockwise, where it stands."""
    if not turns:
        return word
    first, second, third, fourth = (_point_back(point, turns, picture) for point in word.corners)
    return OcrWord(text=word.text, corners=(first, second, third, fourth), confidence=word.confidence)


def _point_back(point: Point, turns: int, picture: Picture) -> Point:
    if turns == 1:
        return Point(picture.width - point.y, point.x)
    if turns == 2:
        return Point(picture.width - point.x, picture.height - point.y)
    return Point(point.y, picture.height - point.x)
