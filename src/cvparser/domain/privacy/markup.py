"""Labels in CVs that are source: keys of JSON, commands of LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.privacy.labels import Labelled, label_kind
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.sections import heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold

_JSON_KEY = re.compile(r"[{,\[]\s{0,40}\"[\w $-]{1,40}\"\s{0,4}:")
#: Fewer keys are quotations in prose.
_MIN_KEYS = 3
_JSON_TOKEN = re.compile(
    r"\"(?P<string>(?:[^\"\\\n]|\\.){0,1000})\"(?P<key>\s{0,4}:)?|(?P<open>[{\[])|(?P<close>[}\]])|-?\d[\d.]*"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]")
_MAX_DEPTH = 20
_COMMAND = re.compile(
    r"\\(?P<command>[a-zA-Z]{2,20})\*?(?:\[(?P<option>[^\]\n]{0,60})\])?(?P<arguments>(?:\s?\{[^{}\n]{0,300}\}){1,5})"
)
_ARGUMENT = re.compile(r"\{(?P<text>[^{}\n]*)\}")
#: Commands that set a label beside its value.
_ITEMS = frozenset({"cvitem", "cvline", "cvdoubleitem", "cvpersonal", "infoitem", "entry", "personalitem"})


def marked_up_values(prepared: PreparedText) -> tuple[Labelled, ...]:
    """Find the values that keys and commands declare."""
    return (*_in_json(prepared), *_in_latex(prepared))


def _words(identifier: str) -> str:
    """`birthDate` and `birth_date` as a label has it."""
    return fold(_CAMEL.sub(" ", identifier)).strip()


def _in_json(prepared: PreparedText) -> Iterator[Labelled]:
    if '"' not in prepared.text:
        return
    keys = _JSON_KEY.finditer(prepared.text)
    if sum(1 for _, _ in zip(range(_MIN_KEYS), keys, strict=False)) < _MIN_KEYS:
        return
    around: list[str] = []
    name = ""
    for token in _JSON_TOKEN.finditer(prepared.text):
        if token["open"]:
            around = [*around[-_MAX_DEPTH:], name or (around[-1] if around else "")]
            name = ""
        elif token["close"]:
            around = around[:-1]
        elif token["key"]:
            name = _words(token["string"])
        else:
            start, end = token.span("string") if token["string"] is not None else token.span()
            kind = _json_kind(name, around[-1] if around else "")
            if kind is not None and end > start:
                yield Labelled(kind, Span(start, end))


def _json_kind(name: str, around: str) -> str | None:
    """Return the kind of a key by its own words and those of the key around it: an employer has a name, too."""
    kinds = vocabulary().keys
    section = heading_kind(around) if around else None
    label = kinds.get(name) or label_kind(name)
    if section == "references":
        return "person" if label == "name" else label
    if kinds.get(around) == "address" or label_kind(around) == "address":
        return "address"
    if label == "name" and around and kinds.get(around) != "container":
        return None
    if section in {"other", "membership"} and label in {"name", "address", "url", "file"}:
        return None
    return label


def _in_latex(prepared: PreparedText) -> Iterator[Labelled]:
    for command in _COMMAND.finditer(prepared.text) if "\\" in prepared.text else ():
        arguments = [
            Span(*match.span("text")) for match in _ARGUMENT.finditer(prepared.text, *command.span("arguments"))
        ]
        if command["command"] in _ITEMS and len(arguments) > 1:
            kind = label_kind(prepared.folded[arguments[0].start : arguments[0].end])
            arguments = arguments[1:]
        else:
            name = _words(command["command"])
            kind = vocabulary().keys.get(name) or label_kind(name)
        if kind is not None:
            yield from (Labelled(kind, argument) for argument in arguments if argument.end > argument.start)
