"""What is locked holds all that the package names: a clone and an image that lack a library do not start."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")


def names(requirements: list[str]) -> set[str]:
    """Give the distributions that are named, ours apart, with what its extras name."""
    found = set()
    for requirement in requirements:
        name, extras = re.fullmatch(r"([\w.-]+)(?:\[([\w,-]+)\])?[^\[]*", requirement).groups()  # type: ignore[union-attr]
        if name != PROJECT["name"]:
            found.add(name.lower().replace("_", "-"))
        else:
            found |= {each for extra in extras.split(",") for each in names(EXTRAS[extra])}
    return found


@pytest.mark.parametrize("lock", ["dev", "service"])
def test_a_lock_holds_all_that_its_extras_name(lock: str) -> None:
    (command,) = re.findall(rf"pip compile (.*) -o requirements/{lock}\.txt", MAKEFILE)
    extras = re.findall(r"--extra (\w+)", command)
    wanted = names([*PROJECT["dependencies"], *(each for extra in extras for each in EXTRAS[extra])])

    locked = set(
        re.findall(r"^([\w.-]+)==", (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )

    assert extras
    assert wanted - locked == set(), "Run make lock."
