"""PNG, JPEG, WebP, HEIC and TIFF to text: each picture, or each page of a TIFF, is a page.

Nothing of a picture is kept but the words in it: not where or when it was taken, not with what.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from cvparser.adapters.text_extractor.ocr_pages import OcrPages
from cvparser.adapters.text_extractor.ocr_straight import Straight
from cvparser.adapters.text_extractor.strokes import has_strokes
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import DecompressionLimitError, DocumentCorruptError, TooManyPagesError
from cvparser.ports.ocr import Picture

#: Pixels of a picture; cameras of telephones give 12 to 50 millions, a page at 600 dots an inch has 35.
MOST_PIXELS = 60_000_000
#: Pixels of the longer side that are read: a page of A4 at 200 dots an inch.
MOST_SIDE = 2_400
#: What word processors put into documents, and pixels of the longer side that are looked at for letters.
_EMBEDDED, _LOOKED_AT = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF"), 1_300
#: Points of the longer side of a page: a picture tells none that could be believed.
_SIDE = 842.0
_FORMATS = {
    DocumentType.PNG: "PNG",
    DocumentType.JPEG: "JPEG",
    DocumentType.WEBP: "WEBP",
    DocumentType.HEIC: "HEIF",
    DocumentType.TIFF: "TIFF",
}
#: What readers of pictures raise of damaged ones.
_DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError,
    struct.error, zlib.error,
)  # fmt: skip

# Ours is the bound: a warning is none.
Image.MAX_IMAGE_PIXELS = None


def read_picture(content: bytes, document_type: DocumentType, *, pages: OcrPages) -> CVDocument:
    """Return the text of a picture. Raises as `TextExtractor.extract`."""
    for number, picture in enumerate(_pictures(content, document_type)):
        if number == pages.most:
            raise TooManyPagesError
        read = pages.read(picture)
        scale = _SIDE / max(read.width, read.height)
        page = Page(width=read.width * scale, height=read.height * scale)
        pages.add(read, page, partial(_place, read, scale))
    return pages.document()


def embedded(content: bytes) -> Picture | None:
    """Return a picture that stands in a document; None where no letters stand in it or it cannot be shown."""
    try:
        with Image.open(BytesIO(content), formats=list(_EMBEDDED)) as image:
            shown = _picture(image)
    except (DecompressionLimitError, *_DAMAGED):
        return None
    looked_at = Image.frombytes("RGB", (shown.width, shown.height), shown.pixels).convert("L")
    looked_at.thumbnail((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BOX)
    return shown if has_strokes(np.asarray(looked_at, dtype=np.int16)) else None


def _place(read: Straight, scale: float, x: float, y: float) -> tuple[float, float]:
    return x * scale, (read.height - y) * scale


def _pictures(content: bytes, document_type: DocumentType) -> Iterator[Picture]:
    if document_type is DocumentType.HEIC:
        _with_heic()
    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[document_type]]) as image:
            number = 0
            while _has(image, number):
                yield _picture(image)
                number += 1
                if document_type is not DocumentType.TIFF:
                    return
    except DecompressionLimitError:
        raise
    except _DAMAGED:
        raise DocumentCorruptError from None


def _has(image: Image.Image, number: int) -> bool:
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _picture(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PIXELS:
        raise DecompressionLimitError
    if image.format == "JPEG":
        # Decoded at half or a quarter of its size where that is enough.
        image.draft("RGB", (MOST_SIDE, MOST_SIDE))
    shown = _opaque(image)
    shown.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(_with_orientation_of(shown, image)).convert("RGB")
    return Picture(width=upright.width, height=upright.height, pixels=upright.tobytes())


def _opaque(image: Image.Image) -> Image.Image:
    """Return a picture in eight bits a colour, on white where it can be seen through."""
    if image.mode.startswith("I") or image.mode == "F":
        deep = image.convert("F")
        least, most = deep.getextrema()
        scale = 255.0 / max(float(most) - float(least), 1.0)  # type: ignore[arg-type]
        return deep.point(lambda value: value * scale - float(least) * scale).convert("L")  # type: ignore[arg-type]
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        ground.alpha_composite(clear)
        return ground.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _with_orientation_of(shown: Image.Image, image: Image.Image) -> Image.Image:
    """Give what was made of a picture the side that is up, which is all that is looked at of what came with it."""
    side = image.getexif().get(_ORIENTATION)
    exif = Image.Exif()
    if side is not None:
        exif[_ORIENTATION] = side
    shown.info = {"exif": exif.tobytes()} if side is not None else {}
    return shown


#: The tag that says which side is up (EXIF 2.3, 4.6.4).
_ORIENTATION = 0x0112


def _with_heic() -> None:
    import pillow_heif  # noqa: PLC0415 - few have it

    # A child may start no thread.
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
