"""Which engine reads pictures in a child, named so that who has it read need not import it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Self, cast

from cvparser.domain.errors import ConfigurationError
from cvparser.ports.ocr import OcrEngine

if TYPE_CHECKING:
    from cvparser.adapters.text_extractor.ocr_pages import OcrPages


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrChoice:
    """An engine for OCR, as a child is told of it.

    Attributes:
        place: `module:name` of what makes it.
        options: What that is made with, as a JSON object.
        most_pages: Pages of a document that are read so.
    """

    place: str
    options: str = "{}"
    most_pages: int = 10

    @property
    def arguments(self) -> tuple[str, ...]:
        """What says the same in words."""
        return (self.place, self.options, str(self.most_pages))

    @classmethod
    def of(cls, arguments: tuple[str, ...]) -> Self | None:
        """Return the choice that the words say; None for no words."""
        if not arguments:
            return None
        place, options, most_pages = arguments
        return cls(place=place, options=options, most_pages=int(most_pages))

    def pages(self) -> OcrPages:
        """Return what reads the pages of one document.

        Raises:
            ConfigurationError: the engine cannot be made.
        """
        from cvparser.adapters.text_extractor.ocr_pages import OcrPages  # noqa: PLC0415 - loads numpy

        return OcrPages(_engine(self.place, self.options), self.most_pages)


@cache
def _engine(place: str, options: str) -> OcrEngine:
    """Return the engine, made once in a process: in the warm one, of which every child has a copy."""
    module, _, name = place.partition(":")
    try:
        made = getattr(import_module(module), name)(**json.loads(options))
    except ConfigurationError:
        raise
    except ModuleNotFoundError:
        raise ConfigurationError("CVPARSER_OCR needs more: pip install 'cvparser[ocr]'") from None
    except Exception as error:
        message = f"CVPARSER_OCR cannot be made: {type(error).__name__} in {module}."
        raise ConfigurationError(message) from error
    return cast("OcrEngine", made)
