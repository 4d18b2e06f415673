from __future__ import annotations

import os

#: Whether mutmut runs the tests, once for every mutant: it sets this variable.
IS_MUTATED = "MUTANT_UNDER_TEST" in os.environ
#: Examples of a property for a mutant.
_FEW = 3


def examples(wanted: int) -> int:
    """Give how many examples a property tries: `wanted`, and few for a mutant."""
    return min(wanted, _FEW) if IS_MUTATED else wanted


def gathers_statistics() -> bool:
    """Tell whether mutmut notes at this moment which tests reach which function."""
    return os.environ.get("MUTANT_UNDER_TEST") == "stats"
