"""Every pattern of the package, with the place that compiles it and the way it is used.

Modules are read as text, so that no call escapes; patterns made from data come from running what makes them.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

_spec = importlib.util.find_spec("cvparser")
assert _spec is not None
assert _spec.origin is not None
ROOT = Path(_spec.origin).parent
_METHODS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
_CALLS = {"compile"} | _METHODS


@dataclass
class Use:
    """A pattern, its flags, the calls that compile it (`file:line`), and the methods that it is used with."""

    pattern: str | bytes
    flags: int
    places: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Call:
    """A call of the module `re` in the package's source; `name` is what its pattern is known by."""

    path: Path
    first: int
    last: int
    method: str
    name: str | None

    @property
    def place(self) -> str:
        """Return where it stands."""
        return f"{self.path.relative_to(ROOT)}:{self.first}"


def modules() -> Iterator[ModuleType]:
    """Yield every module of the package."""
    for found in pkgutil.walk_packages([str(ROOT)], "cvparser."):
        if not found.name.endswith((".__main__", ".migrations.env")):
            yield importlib.import_module(found.name)


def calls() -> list[Call]:
    """Return each call of the module `re`, whoever may run it."""
    return [call for path in _sources() for call in _calls_of(path)]


def _calls_of(path: Path) -> Iterator[Call]:
    tree = _tree(path)
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            returned = [
                each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None
            ]
            names |= {id(inner): node.name for value in returned for inner in ast.walk(value)}
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
            name = (
                target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
            )
            names |= {id(inner): name for inner in ast.walk(node.value) if name}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _CALLS
        ):
            yield Call(path, node.lineno, node.end_lineno or node.lineno, node.func.attr, names.get(id(node)))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def strangers() -> list[str]:
    """Return imports that hide patterns from `calls`: names of `re`, `re` under a name of its own, other engines."""
    found = []
    for path in _sources():
        for node in ast.walk(_tree(path)):
            is_from = isinstance(node, ast.ImportFrom) and node.module in {"re", "regex", "re2"}
            is_other = isinstance(node, ast.Import) and any(
                each.name in {"regex", "re2"} or (each.name == "re" and each.asname) for each in node.names
            )
            if is_from or is_other:
                found.append(f"{path.relative_to(ROOT)}:{ast.unparse(node)}")
    return found


class _Recorder:
    """Stands in for the engine's own function while modules are imported and factories run."""

    def __init__(self) -> None:
        self.original: Any = vars(re)["_compile"]
        self.seen: dict[tuple[str | bytes, int], set[tuple[str, int]]] = {}

    def __call__(self, pattern: Any, flags: Any) -> Any:
        compiled = self.original(pattern, flags)
        frame = inspect.currentframe()
        while frame is not None and frame.f_globals.get("__name__") in {__name__, "re"}:
            frame = frame.f_back
        if frame is not None and frame.f_code.co_filename.startswith(str(ROOT)):
            place = (frame.f_code.co_filename, frame.f_lineno)
            self.seen.setdefault((compiled.pattern, compiled.flags), set()).add(place)
        return compiled


def collect(exercise: Any = None) -> tuple[list[Use], list[Call]]:
    """Return the patterns that were compiled, and the calls that compiled none.

    Args:
        exercise: What to run besides every function without parameters that keeps its answer.
    """
    if "cvparser.domain" in sys.modules:
        raise RuntimeError("the package has been imported: its patterns are recorded while they are compiled")
    recorder = _Recorder()
    vars(re)["_compile"] = recorder
    try:
        for module in list(modules()):
            for made in vars(module).values():
                if _is_factory(made) and made.__module__ == module.__name__:
                    made.cache_clear()
                    made()
        if exercise is not None:
            exercise()
    finally:
        vars(re)["_compile"] = recorder.original
    return _joined(recorder.seen)


def _is_factory(made: Any) -> bool:
    return hasattr(made, "cache_clear") and callable(made) and not inspect.signature(made).parameters


def _joined(seen: dict[tuple[str | bytes, int], set[tuple[str, int]]]) -> tuple[list[Use], list[Call]]:
    known = calls()
    left = set(known)
    uses: list[Use] = []
    for (pattern, flags), places in seen.items():
        use = Use(pattern, flags)
        for filename, line in places:
            for call in known:
                if str(call.path) == filename and call.first <= line <= call.last:
                    left.discard(call)
                    use.places.add(call.place)
                    use.methods |= _methods(call)
        if use.places:
            uses.append(use)
    for call in sorted(left, key=lambda call: call.place):
        literal = _literal(call)
        if literal is not None:
            left.discard(call)
            uses.append(Use(literal[0], literal[1], {call.place}, set(_methods(call))))
    return uses, sorted(left, key=lambda call: call.place)


def _literal(call: Call) -> tuple[str | bytes, int] | None:
    """The pattern of a call whose argument is written out, with the flags that are."""
    for node in ast.walk(_tree(call.path)):
        if isinstance(node, ast.Call) and node.lineno == call.first and ast.unparse(node.func) == f"re.{call.method}":
            argument = node.args[0]
            named = [ast.unparse(each) for each in node.args[1:]] + [ast.unparse(each.value) for each in node.keywords]
            flags = sum(int(getattr(re, found)) for each in named for found in re.findall(r"\bre\.([A-Z]+)", each))
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str | bytes):
                return argument.value, flags
    return None


@cache
def _methods(call: Call) -> frozenset[str]:
    """How the pattern of a call is used: what stands behind its name, or `search` where that cannot be read."""
    if call.method != "compile":
        return frozenset({call.method})
    if call.name is None:
        return frozenset({"search"})
    methods: set[str] = set()
    for path in _sources() if not call.name.startswith("_") else [call.path]:
        methods |= _methods_of_names(path).get(call.name, set())
    return frozenset(methods & _METHODS or {"search"})


@cache
def _sources() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


@cache
def _methods_of_names(path: Path) -> dict[str, set[str]]:
    """The methods called on each name that a module mentions: `NAME.match`, `self.name.match`, `name().match`."""
    methods: dict[str, set[str]] = {}
    tree = _tree(path)
    above = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
        if name is not None and isinstance(getattr(node, "ctx", None), ast.Load):
            inner, outer = node, above.get(id(node))
            while isinstance(outer, ast.Call) and inner is outer.func:
                inner, outer = outer, above.get(id(outer))
            methods.setdefault(name, set()).add(outer.attr if isinstance(outer, ast.Attribute) else "search")
    return methods
