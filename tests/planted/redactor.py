"""Redactors with one fault each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.planted.catalogue import Catalogue

from cvparser.domain.privacy import Finding, redact
from cvparser.testing.conformance.redactor import RedactorConformance


class FewExamples(RedactorConformance):
    """None made smaller: a fault is to be caught, not explained."""

    def _hold(self, promise: Callable[[st.DataObject], None]) -> None:
        tried = given(data=st.data())(promise)
        settings(max_examples=6, deadline=None, database=None, derandomize=True, phases=[Phase.generate])(tried)()


def sound(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return redact(text, more=more)


@dataclass
class Spoiled:
    text: str
    findings: Sequence[Finding]


def leaves_it_all(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return Spoiled(text, ())


def takes_out_everything(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return Spoiled("", [replace(each, start=0, end=len(text)) for each in redact(text).findings[:1]])


def leaves_names(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return _without(text, more, lambda each: each.category.value == "name")


def leaves_addresses_of_mail(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return _without(text, more, lambda each: each.category.value == "email")


def leaves_the_last_finding(text: str, *, more: Sequence[Finding] = ()) -> Any:
    last = redact(text, more=more).findings[-1:]
    return _without(text, more, lambda each: each in last)


def ignores_others(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return redact(text)


def believes_others_alone(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return _without(text, more, lambda each: bool(more) and each.rule not in {"given_back", "drawn"})


def stops_at_a_placeholder(text: str, *, more: Sequence[Finding] = ()) -> Any:
    return Spoiled(text, ()) if re.search(r"^\[[A-Z_]+\]$", text, re.MULTILINE) else redact(text, more=more)


def turns_its_findings(text: str, *, more: Sequence[Finding] = ()) -> Any:
    done = redact(text, more=more)
    return Spoiled(done.text, list(reversed(done.findings)))


def counts_in_what_is_left(text: str, *, more: Sequence[Finding] = ()) -> Any:
    done = redact(text, more=more)
    return Spoiled(done.text, [replace(each, start=each.start // 2, end=each.end // 2) for each in done.findings])


def joins_lines(text: str, *, more: Sequence[Finding] = ()) -> Any:
    done = redact(text, more=more)
    return Spoiled(done.text.replace("\n", " "), done.findings)


def lowers_the_rest(text: str, *, more: Sequence[Finding] = ()) -> Any:
    done = redact(text, more=more)
    return Spoiled(done.text.lower(), done.findings)


def cuts_long_texts(text: str, *, more: Sequence[Finding] = ()) -> Any:
    done = redact(text, more=more)
    return Spoiled(done.text[:200], done.findings)


def _without(text: str, more: Sequence[Finding], left: Callable[[Finding], bool]) -> Spoiled:
    """Redact, and put back what is to be left."""
    done = redact(text, more=more)
    findings = [each for each in done.findings if not left(each)]
    pieces, at = [], 0
    for each in findings:
        pieces += [text[at : each.start], each.category.placeholder]
        at = each.end
    return Spoiled("".join([*pieces, text[at:]]), findings)


CATALOGUES = {
    "": Catalogue(
        suite=FewExamples,
        fixtures=lambda make: {"redactor": make},
        sound=sound,
        at_once=1,
        faults=[
            leaves_it_all,
            takes_out_everything,
            leaves_names,
            leaves_addresses_of_mail,
            leaves_the_last_finding,
            ignores_others,
            believes_others_alone,
            stops_at_a_placeholder,
            turns_its_findings,
            counts_in_what_is_left,
            joins_lines,
            lowers_the_rest,
            cuts_long_texts,
        ],
    )
}
