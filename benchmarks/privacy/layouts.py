"""How the parts of a CV stand on the page: each layout turns a head and a body of marked text into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.privacy.marking import marked_lines, visible_length

Layout = Callable[[str, Sequence[str], Random], str]

_LABELLED = re.compile(r"^(?P<label>[^<>\n:]{2,34}?)\s*[:\t]\s*(?P<value><.*)$", re.MULTILINE)


def _plain(head: str, body: Sequence[str], _: Random) -> str:
    return "\n".join((head, *body))


def _tight(head: str, body: Sequence[str], _: Random) -> str:
    return "\n".join(line for line in "\n".join((head, *body)).split("\n") if line.strip())


def _contact_last(head: str, body: Sequence[str], _: Random) -> str:
    return "\n".join((*body, head))


def _table(head: str, body: Sequence[str], _: Random) -> str:
    rows = _LABELLED.sub(lambda match: f"| {match['label']} | {match['value']} |", head)
    return "\n".join((rows, *body))


def _markdown(head: str, body: Sequence[str], _: Random) -> str:
    first, *rest = head.split("\n")
    bold = _LABELLED.sub(lambda match: f"- **{match['label']}:** {match['value']}", "\n".join(rest))
    sections = (re.sub(r"^([^\n]+)\n", r"## \1\n", section, count=1) for section in body)
    return "\n".join((f"# {first}", bold, *sections))


def _label_above(head: str, body: Sequence[str], _: Random) -> str:
    return "\n".join((_LABELLED.sub(r"\g<label>\n\g<value>", head), *body))


def _leaders(head: str, body: Sequence[str], rng: Random) -> str:
    filler = rng.choice((" ........ ", "\t\t", " : ", " = ", "    ", " -> "))
    return "\n".join((_LABELLED.sub(lambda match: f"{match['label']}{filler}{match['value']}", head), *body))


def _form(head: str, body: Sequence[str], _: Random) -> str:
    lines = [line for line in head.split("\n") if line.strip()]
    return "\n".join((*(f"{number}. {line}" for number, line in enumerate(lines, 1)), "", *body))


def _one_line_head(head: str, body: Sequence[str], rng: Random) -> str:
    separator = rng.choice(("  ", " | ", " · ", "; ", " / ", "   "))
    return "\n".join((separator.join(line for line in head.split("\n") if line.strip()), "", *body))


def _flat(head: str, body: Sequence[str], _: Random) -> str:
    return " ".join(line.strip() for line in "\n".join((head, *body)).split("\n") if line.strip())


def _columns(head: str, body: Sequence[str], _: Random) -> str:
    left = marked_lines(head)
    right = marked_lines("\n".join(body))
    left += [""] * (len(right) - len(left))
    right += [""] * (len(left) - len(right))
    width = max(visible_length(line) for line in left) + 4
    rows = (f"{a}{' ' * (width - visible_length(a))}{b}".rstrip() for a, b in zip(left, right, strict=True))
    return "\n".join(rows)


def _bulleted(head: str, body: Sequence[str], rng: Random) -> str:
    sign = rng.choice(("• ", "- ", "▪ ", "➢ ", "* ", "☎ "))
    return "\n".join((*(sign + line if line.strip() else line for line in head.split("\n")), *body))


def _second_page(head: str, body: Sequence[str], _: Random) -> str:
    names = re.search(r"<name:[^<>]+>", head)
    footer = f"\n{names[0] if names else ''}   2/2\n"
    middle = len(body) // 2
    return "\n".join((head, *body[:middle], footer, *body[middle:]))


#: Name -> layout.
LAYOUTS: dict[str, Layout] = {
    "plain": _plain,
    "one_line_head": _one_line_head,
    "columns": _columns,
    "tight": _tight,
    "table": _table,
    "label_above": _label_above,
    "contact_last": _contact_last,
    "markdown": _markdown,
    "second_page": _second_page,
    "leaders": _leaders,
    "flat": _flat,
    "form": _form,
    "bulleted": _bulleted,
}
