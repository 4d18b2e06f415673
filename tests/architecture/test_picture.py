from __future__ import annotations

import re
from pathlib import Path

import grimp

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
PACKAGE = "cvparser"


def rooms_imported() -> dict[str, set[str]]:
    """Give what each room imports, by the imports of its modules."""
    graph = grimp.build_graph(PACKAGE)
    imported: dict[str, set[str]] = {}
    for module in graph.modules:
        room = room_of(module)
        others = {room_of(each) for each in graph.find_modules_directly_imported_by(module)}
        imported.setdefault(room, set()).update(others - {room})
    # The package's face and `python -m cvparser` hand on what is there; they are no rooms.
    return {room: others for room, others in imported.items() if room not in {PACKAGE, "__main__"}}


def room_of(module: str) -> str:
    return [*module.split("."), PACKAGE][1]


def reached(room: str, imported: dict[str, set[str]]) -> set[str]:
    return imported[room].union(*(reached(each, imported) for each in imported[room]))


def picture() -> str:
    """Draw an arrow from each room to those that it imports, but for what an arrow's end imports itself."""
    imported = rooms_imported()
    lines = [
        f"  {room} --> {other}"
        for room in sorted(imported)
        for other in sorted(imported[room])
        if not any(other in reached(each, imported) for each in imported[room] - {other})
    ]
    return "\n".join(["graph LR", *lines])


def test_the_picture_is_drawn_from_the_imports() -> None:
    found = re.search(r"```mermaid\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    assert found is not None
    assert found[1] == picture()


def test_no_room_imports_itself_by_way_of_others() -> None:
    imported = rooms_imported()

    assert not {room for room in imported if room in reached(room, imported)}
