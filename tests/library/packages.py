"""Packages of somebody else, as an installer leaves them: metadata, names of entry points and a module."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def installed(folder: Path, module: str, entry_points: str, source: str, *, version: str = "0.3") -> Iterator[None]:
    """Have a package found in `folder` and imported from there; `source` is what its module says.

    A name that is there already, as a folder with data of its own, gets `source` as its `__init__.py`.
    """
    name = module.replace("_", "-")
    info = folder / f"{module}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(entry_points)
    code = folder / module
    (code / "__init__.py" if code.is_dir() else folder / f"{module}.py").write_text(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield
    for imported in [each for each in sys.modules if each.partition(".")[0] == module]:
        del sys.modules[imported]
