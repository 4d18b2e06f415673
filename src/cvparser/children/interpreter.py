"""Which Python runs the warm process: hosts such as uWSGI run ours without being one."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cvparser.domain.errors import ConfigurationError

_PYTHON = re.compile(r"(python|pypy)[0-9.]*t?d?(\.exe)?", re.IGNORECASE)


def interpreter() -> str:
    """Return the path of a Python with the same libraries as this one.

    Raises:
        ConfigurationError: there is none.
    """
    if getattr(sys, "frozen", False):
        raise ConfigurationError(
            "This program is frozen: it has no Python that could read documents in child processes. "
            "Run cvparser from an installed Python, as a service or a command, and ask it from here."
        )
    names = (sys.executable or "", f"{sys.exec_prefix}/bin/python{sys.version_info[0]}.{sys.version_info[1]}")
    for name in (*names, f"{sys.exec_prefix}/bin/python3"):
        if _PYTHON.fullmatch(Path(name).name) and Path(name).exists():
            return name
    raise ConfigurationError(
        f"No Python is found in {sys.exec_prefix}/bin, which the program that runs this one names as its home: "
        "set its home to the virtual environment in which cvparser is installed."
    )
