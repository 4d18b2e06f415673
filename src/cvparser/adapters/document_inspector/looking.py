"""What an inspecting child does: bytes in, a line of JSON out. Named by `SandboxDocumentInspector`, not imported."""

from __future__ import annotations

import json
from collections.abc import Callable

from cvparser.children.zygote import load_codecs
from cvparser.domain import own_types, sniffing
from cvparser.domain.errors import InputError
from cvparser.domain.plain_text import check_text as check
from cvparser.domain.submission import submitted_fields


def warm_up() -> None:
    """Load what the first look would load."""
    load_codecs()
    own_types.load_tellers()
    identify(b"Data Engineer, 2019 - 2024", "cv.txt")
    fields(b"{}")


def identify(content: bytes, file_name: str) -> bytes:
    """Answer with the type of `content`."""
    return _answer(lambda: {"type": sniffing.identify(content, file_name).value})


def check_text(content: bytes) -> bytes:
    """Answer whether `content`, in UTF-8, can be used as text."""
    return _answer(lambda: check(content.decode()))


def fields(body: bytes) -> bytes:
    """Answer with the fields of a submission."""
    return _answer(lambda: submitted_fields(body))


def _answer(look: Callable[[], object]) -> bytes:
    try:
        found = {"found": look()}
    except InputError as error:
        return json.dumps({"error": error.code}).encode()
    return json.dumps(found, ensure_ascii=False).encode()
