"""The bodies of a redaction on the wire."""

from __future__ import annotations

from collections import Counter
from typing import Self

from pydantic import Field

from cvparser.application.redact_document import RedactedText
from cvparser.domain.privacy.drawing import Drawing
from cvparser.entrypoints.http.schemas import FILE_TYPES, Body


class TextToRedact(Body):
    """A text to redact."""

    is_answer = False

    text: str = Field(description="1 to 200,000 characters.", examples=["Ada Quill\nSoftware Engineer"])


class FileToRedact(Body):
    """A file to redact, sent as multipart/form-data."""

    is_answer = False

    file: bytes = Field(description=FILE_TYPES, json_schema_extra={"format": "binary"})


class WithheldBody(Body):
    """A place where something was taken out; never what it was."""

    category: str = Field(description="As in `withheld` of a result.", examples=["name"])
    start: int = Field(description="Where its placeholder stands in `text`, in Unicode code points.", examples=[0])
    end: int = Field(description="Where its placeholder ends.", examples=[6])


class DrawnPageBody(Body):
    """A page, in points (1/72 inch)."""

    width: float = Field(examples=[595.3])
    height: float = Field(examples=[841.9])


class DrawnWordBody(Body):
    """A word or a placeholder, in points from the head of its page, left and downwards."""

    start: int = Field(description="Where it stands in `text`, in Unicode code points.", examples=[7])
    end: int = Field(description="Where it ends.", examples=[15])
    page: int = Field(ge=0, description="Counted from 0.", examples=[0])
    left: float = Field(examples=[56.7])
    top: float = Field(examples=[69.0])
    width: float = Field(examples=[44.8])
    height: float = Field(examples=[12.5])


class DrawingBody(Body):
    """How to draw the pages from the text alone; no width or gap tells what was taken out."""

    pages: list[DrawnPageBody]
    words: list[DrawnWordBody]

    @classmethod
    def of(cls, drawing: Drawing) -> Self:
        """Return a drawing, to tenths of a point."""
        return cls(
            pages=[DrawnPageBody(width=round(each.width, 1), height=round(each.height, 1)) for each in drawing.pages],
            words=[
                DrawnWordBody(
                    start=each.start,
                    end=each.end,
                    page=each.page,
                    left=round(each.left, 1),
                    top=round(each.top, 1),
                    width=round(each.width, 1),
                    height=round(each.height, 1),
                )
                for each in drawing.words
            ],
        )


class RedactionBody(Body):
    """A text without its personal data: what a parser is given."""

    text: str = Field(description="With a placeholder for what was taken out.", examples=["[NAME]\nSoftware Engineer"])
    categories: dict[str, int] = Field(description="How often each category was taken out.", examples=[{"name": 1}])
    withheld: list[WithheldBody] = Field(description="Where, in order.")
    warnings: list[str] = Field(description="As in `meta.warnings` of a result.", examples=[["hidden_text"]])
    drawing: DrawingBody | None = Field(
        None, description="How its pages are drawn; null where that was not asked for, or there is no layout."
    )

    @classmethod
    def of(cls, redacted: RedactedText) -> Self:
        """Return the answer that says what was taken out where."""
        return cls(
            text=redacted.text,
            categories=dict(sorted(Counter(each.category for each in redacted.withheld).items())),
            withheld=[
                WithheldBody(category=each.category, start=each.start, end=each.end) for each in redacted.withheld
            ],
            warnings=list(redacted.warnings),
            drawing=None if redacted.drawing is None else DrawingBody.of(redacted.drawing),
        )
