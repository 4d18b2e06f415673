from __future__ import annotations

import os

#: Whether mutmut runs the tests, once for every mutant: it sets this variable.
IS_MUTATED = "MUTANT_UNDER_TEST" in os.environ
#: Whether `make fuzz` runs the tests: it looks for examples that nobody has seen, and takes its time.
IS_FUZZED = "FUZZ" in os.environ
#: Examples of a property for a mutant.
_FEW = 3


def examples(wanted: int, *, fuzzed: int | None = None) -> int:
    """Give how many examples a property tries: `wanted`, few for a mutant, and `fuzzed` where `make fuzz` runs it."""
    if IS_FUZZED and fuzzed is not None:
        return fuzzed
    return min(wanted, _FEW) if IS_MUTATED else wanted


def gathers_statistics() -> bool:
    """Tell whether mutmut notes at this moment which tests reach which function."""
    return os.environ.get("MUTANT_UNDER_TEST") == "stats"
