"""A CV of nobody with a bit of everything: what a process reads before its first real one, to load what that needs."""

from __future__ import annotations

from importlib.resources import files


def specimen() -> str:
    """Return its text."""
    return (files(__package__) / "specimen.txt").read_text(encoding="utf-8")
