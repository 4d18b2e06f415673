"""Types of documents that a deployment adds: how one is told, and what reads it, in the children that read all others.

A type is known to a process from `make_known` on. It is told and read where `use` was run: in the children.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from typing import Any

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import DocumentType, add_type
from cvparser.domain.errors import ConfigurationError, TypeMismatchError

_NAME = re.compile(r"[a-z][a-z0-9]{0,7}")
_ENDING = re.compile(r"[a-z0-9]{1,10}")
_FUNCTION = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")
#: Types that one deployment adds.
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDocumentType:
    """A type of document that a deployment adds. Its functions are named, and imported in children alone.

    Attributes:
        name: Up to 8 small letters and digits: it is stored with a job, and ends the name of its stored file.
        endings: What names of such files end in, without the dot; none that cvparser reads already.
        tells: `module:function` that takes the bytes of a file and returns whether it is one.
        reads: `module:function` that takes them and returns a `CVDocument`, or a text that is read as a text file is.
            It raises `DocumentError`s of `cvparser.domain.errors`; all else is told as `extraction_crashed`.

    Raises:
        ConfigurationError: one of these has another form, and which.
    """

    name: str
    endings: tuple[str, ...]
    tells: str
    reads: str

    def __post_init__(self) -> None:
        """Refuse what would fail at the first document."""
        if not _NAME.fullmatch(self.name) or self.name in DocumentType.__members__.values():
            raise ConfigurationError(f"{self.name!r} is no name for a type of document of your own: acmexml.")
        if not self.endings or not all(_ENDING.fullmatch(each) for each in self.endings):
            raise ConfigurationError(f"The type {self.name} has endings of small letters and digits, without a dot.")
        if not _FUNCTION.fullmatch(self.tells) or not _FUNCTION.fullmatch(self.reads):
            raise ConfigurationError(f"The type {self.name} names its functions as module:function.")


def make_known(types: Sequence[OwnDocumentType]) -> None:
    """Let documents of these types be named in this process.

    Raises:
        ConfigurationError: there are too many, or two have a name or an ending in common.
    """
    names = [each.name for each in types]
    endings = [ending for each in types for ending in each.endings]
    if len(types) > _MOST or len(set(names)) < len(names) or len(set(endings)) < len(endings):
        raise ConfigurationError(f"At most {_MOST} types of documents can be added, each with names of its own.")
    for each in types:
        add_type(each.name)
    _endings.update(endings)


def is_own_ending(ending: str) -> bool:
    """Return whether files of an added type end so."""
    return ending in _endings


def as_text(types: Sequence[OwnDocumentType]) -> str:
    """Return types as they are sent to a child: `use` takes them."""
    return json.dumps([asdict(each) for each in types], sort_keys=True)


def use(text: str) -> None:
    """Tell and read documents of these types in this process from now on. Run in a child, before any document."""
    types = [OwnDocumentType(**{**each, "endings": tuple(each["endings"])}) for each in json.loads(text)]
    make_known(types)
    _used.update((DocumentType(each.name), each) for each in types)


def load_tellers() -> None:
    """Import what tells the types: a child cannot, once it has begun."""
    for each in _used.values():
        _function(each.tells)


def told(content: bytes, ending: str) -> DocumentType | None:
    """Return the added type that `content` is; None where its name ends otherwise, or has no ending and is none.

    Raises:
        TypeMismatchError: its name says that it is one, and it is none.
    """
    for kind, each in _used.items():
        if ending in each.endings or not ending:
            if _function(each.tells)(content):
                return kind
            if ending:
                raise TypeMismatchError
    return None


def reader_of(document_type: DocumentType) -> Callable[[bytes], str | CVDocument] | None:
    """Return what reads an added type; None for one of cvparser's own.

    Raises:
        ModuleNotFoundError: its module, or one that it needs, is not installed.
    """
    own = _used.get(document_type)
    if own is None:
        return None
    return _function(own.reads)


@cache
def _function(name: str) -> Callable[[bytes], Any]:
    module, _, function = name.partition(":")
    found: Callable[[bytes], Any] = getattr(import_module(module), function)
    return found


_used: dict[DocumentType, OwnDocumentType] = {}
_endings: set[str] = set()
