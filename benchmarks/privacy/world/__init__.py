"""A world of invented CVs that have never been seen: each seed is a fresh hand, labelled by character.

Written without looking at the rules, and meant to be unlike the documents of `generate.py`: names of forty origins,
half of them coined and so on no list, in any place, form and order; contact data of many countries; nine languages; and
much that looks personal and is professional: firms, schools and tools named after people, versions, codes, standards.

Seeds below `TRAINED` are for training and fits; any other is fresh once.
"""

from __future__ import annotations

from benchmarks.privacy.world.composing import world
from benchmarks.privacy.world.seeds import TRAINED, is_fresh

__all__ = ["TRAINED", "is_fresh", "world"]
