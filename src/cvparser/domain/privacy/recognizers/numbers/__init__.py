"""Numbers whose form and check digits say what they are: one file a country, `international` for what all share.

A number is added by adding a `NumberPattern` to the `PATTERNS` of one file, or such a file.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from cvparser.domain.privacy.recognizer import Recognizer

#: Of all files, in the order of their names.
NUMBERS: tuple[Recognizer, ...] = tuple(
    pattern
    for module in sorted(found.name for found in iter_modules(__path__))
    for pattern in import_module(f"{__name__}.{module}").PATTERNS
)
