"""Whose jobs are whose."""

from __future__ import annotations

import re
from typing import Final, NewType

from cvparser.domain.errors import FieldError

#: The name of whoever has jobs, keys and figures of its own. Never empty.
Owner = NewType("Owner", str)

#: Whose everything is where nobody is told apart.
LOCAL: Final = Owner("local")

#: The signs of what identity providers give out, as of a client's ids. No `*`, which stands for all owners elsewhere.
_OWNER = re.compile(r"[A-Za-z0-9_.:@+|=/~-]{1,128}")


def owner_of(text: str) -> Owner:
    """Return the owner of this name.

    Raises:
        FieldError: it is none.
    """
    if not _OWNER.fullmatch(text):
        raise FieldError("owner must be 1 to 128 letters, digits or any of _ . : @ + | = / ~ -", field="owner")
    return Owner(text)
