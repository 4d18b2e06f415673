"""Says at the start which variables are named as ours and are none."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from cvparser.settings import unknown_variables

_log = logging.getLogger(__name__)


def warn_of_unknown_variables() -> None:
    """Log a line for each variable that looks like a setting and is ignored. Never what it holds."""
    for line in unknown_lines():
        _log.warning("[SETTINGS] %s", line)


def unknown_lines() -> Sequence[str]:
    """Return a sentence for each such variable, with the setting that was perhaps meant."""
    return [
        f"{name} is no setting and is ignored" + (f"; perhaps {nearest} is meant" if nearest else "")
        for name, nearest in unknown_variables()
    ]
