"""The redactors that are compared, one file each, by the name of what they are.

A module gives `DISTRIBUTION`, `NOTE` and `CONFIGURATIONS`: name -> a function without arguments that gives a `Find`.
It is imported only by the interpreter that has the distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: Finds personal data in a text whose file had a name, or None; gives (start, end) offsets in that text.
Find = Callable[[str, str | None], Iterable[tuple[int, int]]]
#: Makes a `Find`, models loaded.
Configuration = Callable[[], Find]
