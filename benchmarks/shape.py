"""Counts what the rooms that read CVs are made of: lines of code and words of the lexicon, patterns, constants.

usage: python -m benchmarks.shape [ROOT]...

Each ROOT is a checkout; without one, this project.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("domain/privacy", "domain/text", "domain/cv", "domain/lexicon", "adapters/profile_parser/offline")


def main() -> None:
    """Print a line a figure, a column a checkout."""
    roots = [Path(argument) for argument in sys.argv[1:]] or [Path(__file__).parents[1]]
    columns = [dict(figures(root / "src/cvparser")) for root in roots]
    for name in columns[0]:
        print(f"{name:32}", *(f"{column[name]:>8}" for column in columns))


def figures(package: Path) -> Iterator[tuple[str, int]]:
    """Yield the name and value of each figure of a package."""
    files = [path for room in ROOMS for path in sorted((package / room).rglob("*.py"))]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    yield "files of code", len(files)
    yield "lines of code, without blank ones", sum(_filled(path.read_text(encoding="utf-8")) for path in files)
    yield "words and phrases in data files", sum(map(_words, _data(package)))
    yield "compiled patterns in code", sum(map(_patterns, trees))
    yield "numeric constants", sum(map(_numbers, trees))


def _data(package: Path) -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((package / room).rglob("*.txt"))
        yield from sorted((package / room).rglob("*.toml"))


def _filled(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())


def _words(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return _leaves(tomllib.loads(text))
    return sum(bool(line.strip()) and not line.startswith("[") for line in text.splitlines()[1:])


def _leaves(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    if isinstance(value, list):
        return sum(map(_leaves, value))
    return len(str(value).splitlines())


def _patterns(tree: ast.Module) -> int:
    return sum(isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile" for node in ast.walk(tree))


def _numbers(tree: ast.Module) -> int:
    values = (node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    return sum(isinstance(value, ast.Constant) and type(value.value) in {int, float} for value in values)


if __name__ == "__main__":
    main()
