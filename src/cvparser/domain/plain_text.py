"""Bytes that are text."""

from __future__ import annotations


def decode(content: bytes) -> str:
    """Give the text of `content`."""
    raise NotImplementedError


def is_blank(text: str) -> bool:
    """Tell whether `text` has no visible character."""
    raise NotImplementedError
