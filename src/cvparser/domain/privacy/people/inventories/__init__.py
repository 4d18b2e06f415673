"""Lists of words that are names, or look like names and are none: they speak for or against, and decide nothing.

A file has a remark that says where it comes from and under which licence, an empty line, and one word a line.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from cvparser.domain.privacy.vocabulary import vocabulary


@cache
def given_names() -> frozenset[str]:
    """Return given names, folded; many are other words, too."""
    return _read("given.txt")


@cache
def surnames() -> frozenset[str]:
    """Return surnames, folded; many are other words, too."""
    return _read("surnames.txt")


@cache
def products() -> frozenset[str]:
    """Return names of tools, products, methods and large firms, folded; some are names of people, too."""
    return _read("products.txt")


def is_given(folded: str) -> bool:
    """Return whether any list has a folded word as a given name."""
    return folded in vocabulary().given or folded in given_names()


def is_listed(folded: str) -> bool:
    """Return whether an inventory has a folded word as a name, whichever of the two."""
    return folded in surnames() or folded in given_names()


def _read(name: str) -> frozenset[str]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return frozenset(text.rpartition("\n\n")[2].split())
