"""What a slow text does; in a module of its own, so that a child finds it by its name."""

from __future__ import annotations


def never_ending() -> None:
    """Use the processor for ever."""
    while True:
        pass
