"""What a page's styles say of what is shown: its style sheet by simple selectors, and what elements say themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cvparser.adapters.text_extractor.colors import RGB, WHITE, can_be_read, color_of

#: Characters of style sheets that are looked at, and rules that are kept.
_MOST_SHEET, _MOST_RULES = 500_000, 5_000
#: Rules within each other, and characters of one, that are looked at.
_MOST_NESTED, _LONGEST = 10, 5_000
_SHEET = re.compile(r"<style\b([^<>]{0,1000})>", re.IGNORECASE)
_BRACE = re.compile(r"([{}])")
_SELECTOR = re.compile(r"([a-z][a-z0-9-]{0,30})?(?:([.#])([\w-]{1,80}))?", re.IGNORECASE)
#: Media in which a page is read on a screen, whatever its size.
_ON_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$|@supports\b|@layer\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([a-z][a-z-]{0,30})\s{0,9}=\s{0,9}(?:\"([^\"]{0,3000})\"|'([^']{0,3000})'|([^\s\"'>]{1,300}))", re.IGNORECASE
)
_HIDDEN_ATTRIBUTE = re.compile(r"(?:\s|^)hidden(?:[\s=/]|$)", re.IGNORECASE)
#: Values, in which a word says nothing of the element.
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_ZERO = re.compile(
    r"0*(?:\.0+)?(?:px|pt|em|rem|%|mm|cm|in)?|0?\.[0-4]\d{0,5}(?:px|pt|em|rem)?|1(?:\.[0-4]\d{0,5})?(?:px|pt)"
)
_FAR = re.compile(r"-\d{4,6}(?:\.\d{1,4})?(?:px|pt|em|rem|%)?")
_SMALL_BOX = re.compile(r"[01](?:px|pt)?")
_CLIPPED = re.compile(r"rect\((?:[\s,]*[01](?:px)?){4}\s*\)|inset\((?:50|100)%\)|circle\(0")


@dataclass(frozen=True, slots=True)
class Look:
    """How text is seen; `ground` is None for what is of no one colour."""

    is_hidden: bool = False
    color: RGB | None = None
    ground: RGB | None = WHITE
    #: Whether a reader sees it: it is not hidden, and in a colour that shows on its ground.
    is_seen: bool = True


class Styles:
    """The rules of a page's own style sheets, of selectors that name an element, a class or an id and nothing else."""

    def __init__(self, source: str) -> None:
        self._rules: dict[tuple[str, str, str], dict[str, str]] = {}
        for sheet in _sheets(source):
            for selector, declarations in _rules(sheet):
                for each in selector.split(",")[:50]:
                    self._add(each.strip(), declarations)

    def look(self, outer: Look, name: str, more: str) -> Look:
        """Return how text is seen in an element with these attributes, which stands in one of another look."""
        if not more and not self._rules:
            return outer
        attributes = _attributes(more)
        declared: dict[str, str] = {}
        classes = attributes.get("class", "").split()[:20]
        keys = [(name, "", ""), *((tag, ".", each) for tag in ("", name) for each in classes)]
        keys += [(tag, "#", attributes.get("id", "")) for tag in ("", name)]
        for key in keys if self._rules else ():
            declared.update(self._rules.get(key, {}))
        if "bgcolor" in attributes:
            declared.setdefault("background-color", attributes["bgcolor"])
        if name == "font" and "color" in attributes:
            declared.setdefault("color", attributes["color"])
        declared.update(_declarations(attributes.get("style", "")))
        return _seen(outer, declared, is_hidden=_HIDDEN_ATTRIBUTE.search(_QUOTED.sub("", more)) is not None)

    def _add(self, selector: str, declarations: dict[str, str]) -> None:
        found = _SELECTOR.fullmatch(selector)
        if found is None or not selector or len(self._rules) >= _MOST_RULES:
            return
        key = ((found[1] or "").lower(), found[2] or "", found[3] or "")
        self._rules.setdefault(key, {}).update(declarations)


def _seen(outer: Look, declared: dict[str, str], *, is_hidden: bool) -> Look:
    if not declared and not is_hidden:
        return outer
    color = outer.color
    if (named := declared.get("color")) is not None:
        color = color_of(named) or (None if named not in ("transparent", "inherit") else color)
    ground = _ground(outer.ground, declared)
    is_clear = declared.get("color") == "transparent" and "text" not in declared.get("background-clip", "")
    hidden = outer.is_hidden or is_hidden or _is_hidden(declared) or is_clear
    return Look(hidden, color, ground, is_seen=not hidden and can_be_read(color, ground))


def _ground(ground: RGB | None, declared: dict[str, str]) -> RGB | None:
    for name in ("background", "background-color"):
        value = declared.get(name, "")
        if "url(" in value or "gradient(" in value:
            return None
        color = color_of(value) or color_of(value.split(" ")[0])
        if color is not None:
            ground = color
        elif value and value.split(" ")[0] not in ("none", "transparent", "inherit", "initial", "unset", "windowtext"):
            # A colour by a name, or a variable, that is not known here.
            ground = None
    return None if "url(" in declared.get("background-image", "") else ground


def _is_hidden(declared: dict[str, str]) -> bool:
    values = declared.get
    is_small = _SMALL_BOX.fullmatch(values("height", "x")) or _SMALL_BOX.fullmatch(values("width", "x"))
    is_cut = values("overflow", "").startswith(("hidden", "clip")) and is_small
    is_away = any(_FAR.fullmatch(values(name, "")) for name in ("left", "top", "right", "text-indent", "margin-left"))
    return bool(
        values("display") == "none"
        or values("visibility") in ("hidden", "collapse")
        or values("mso-hide") == "all"
        or _is_zero(values("font-size"))
        or _is_zero(values("opacity"))
        or is_cut
        or is_away
        or _CLIPPED.match(values("clip", values("clip-path", "")))
        or values("transform", "").startswith("scale(0)")
    )


def _is_zero(value: str | None) -> bool:
    return bool(value) and _ZERO.fullmatch(value or "") is not None


def _attributes(more: str) -> dict[str, str]:
    if "=" not in more:
        return {}
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(more):
        found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
    return found


def _declarations(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in text.split(";")[:100]:
        name, _, value = each.partition(":")
        found[name.strip().lower()] = value.lower().replace("!important", "").strip().strip("'\"")
    found.pop("", None)
    return found


def _sheets(source: str) -> Iterator[str]:
    left = _MOST_SHEET
    for start in _SHEET.finditer(source):
        end = source.find("<", start.end())
        media = _attributes(start[1]).get("media", "screen")
        if left > 0 and re.search(r"\bscreen\b|\ball\b", media):
            sheet = source[start.end() : min(end if end >= 0 else len(source), start.end() + left)]
            left -= len(sheet)
            yield _without_comments(sheet)


def _without_comments(sheet: str) -> str:
    """Return a sheet without its comments; one that is not closed goes up to the end."""
    pieces, at = [], 0
    while (start := sheet.find("/*", at)) >= 0:
        pieces.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        at = end + 2 if end >= 0 else len(sheet)
    return " ".join([*pieces, sheet[at:]])


def _rules(sheet: str) -> Iterable[tuple[str, dict[str, str]]]:
    """Yield the rules that hold on a screen; those for a medium or a size of it are left out."""
    outer: list[str] = []
    pieces = _BRACE.split(sheet.replace("<!--", "").replace("-->", ""))
    for before, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if brace == "{":
            if len(outer) < _MOST_NESTED:
                # An `@import` or the like may stand before a rule.
                outer.append(before[-_LONGEST:].rpartition(";")[2].strip())
        elif outer:
            selector = outer.pop()
            if not selector.startswith("@") and all(_ON_SCREEN.match(each) for each in outer):
                yield selector, _declarations(before[:_LONGEST])
