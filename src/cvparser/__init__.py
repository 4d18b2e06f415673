"""Turns a CV into a structured professional profile. Personal data never comes out.

>>> import cvparser
>>> parsed = cvparser.parse_text("I work as a Data Engineer at Kestrel Analytics since March 2019.")
>>> parsed.profile.professional_experiences[0].company
'Kestrel Analytics'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
    from cvparser.domain.errors import CVParserError
    from cvparser.domain.job import ParseMode
    from cvparser.domain.privacy import Category, DocumentHints, Finding, Redaction
    from cvparser.domain.profile import ParsedCV, Profile
    from cvparser.embedded import (
        CVParser,
        parse_file,
        parse_file_async,
        parse_text,
        parse_text_async,
    )
    from cvparser.entrypoints.http.litestar_host import CVParserPlugin, litestar_router
    from cvparser.entrypoints.http.mounted import MountedService, asgi
    from cvparser.redacting import redact
    from cvparser.settings import Settings

__all__ = [
    "CVParser",
    "CVParserError",
    "CVParserPlugin",
    "Category",
    "DocumentHints",
    "Finding",
    "MountedService",
    "ParseMode",
    "ParsedCV",
    "Profile",
    "Redaction",
    "Settings",
    "__version__",
    "asgi",
    "litestar_router",
    "parse_file",
    "parse_file_async",
    "parse_text",
    "parse_text_async",
    "redact",
]

#: Public name -> its room. Loaded at first use: `import cvparser` costs no more than starting Python.
_ROOMS = {
    "CVParser": "cvparser.embedded",
    "CVParserError": "cvparser.domain.errors",
    "CVParserPlugin": "cvparser.entrypoints.http.litestar_host",
    "Category": "cvparser.domain.privacy",
    "DocumentHints": "cvparser.domain.privacy",
    "Finding": "cvparser.domain.privacy",
    "MountedService": "cvparser.entrypoints.http.mounted",
    "ParseMode": "cvparser.domain.job",
    "ParsedCV": "cvparser.domain.profile",
    "Profile": "cvparser.domain.profile",
    "Redaction": "cvparser.domain.privacy",
    "Settings": "cvparser.settings",
    "asgi": "cvparser.entrypoints.http.mounted",
    "litestar_router": "cvparser.entrypoints.http.litestar_host",
    "parse_file": "cvparser.embedded",
    "parse_file_async": "cvparser.embedded",
    "parse_text": "cvparser.embedded",
    "parse_text_async": "cvparser.embedded",
    "redact": "cvparser.redacting",
}


if not TYPE_CHECKING:  # a checker that sees __getattr__ believes in every name

    def __getattr__(name: str) -> object:
        if name == "__version__":
            return import_module("importlib.metadata").version(__name__)
        if name not in _ROOMS:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        try:
            value = getattr(import_module(_ROOMS[name]), name)
        except ModuleNotFoundError as error:
            if not _ROOMS[name].startswith("cvparser.entrypoints."):
                raise
            message = f"cvparser.{name} needs its extra: pip install 'cvparser[server]'"
            raise ModuleNotFoundError(message, name=error.name) from None
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
