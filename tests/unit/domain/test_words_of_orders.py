"""Orders to a reader are looked for where a word of one begins: no other place holds any."""

from __future__ import annotations

import pytest
from benchmarks.privacy.document import read

from cvparser.domain.grounding.instructions import _words, begun
from cvparser.domain.lexicon import words
from cvparser.domain.prompt_injections import strip_prompt_injections
from cvparser.domain.text.beginnings import UNSPACED
from cvparser.domain.text.folding import fold

PARTS = (
    *("answer_with", "candidates", "chosen", "chosen_after", "field", "ignored", "machines", "must"),
    *("notes", "orders", "personas", "praise", "whom"),
)
KINDS = ("fields", "meant", "modals", "readers", "recording")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_at_the_beginnings_is_what_is_found_anywhere(kind: str) -> None:
    listed = _words(kind)
    texts = [fold(document.text) for document in read()[:60]]
    spaced = [fold(word) for word in words("instructed", kind) if not UNSPACED.match(word)]
    texts += [". ".join(spaced).replace("*", "s"), " ".join(spaced).replace("*", "ing"), "x".join(spaced)]
    texts += [f"{'. '.join(words('instructed', kind))}. {'x'.join(words('instructed', kind))}".lower()]

    for text in texts:
        starts = [start for start, of in begun(text) if of == kind]
        assert listed.spans(text, starts) == [match.span() for match in listed.pattern.finditer(text)]


#: What instructions to a machine begin with, and sentences of it.
INSTRUCTIONS = {
    "ignore": "{} {orders}",
    "orders_first": "{} {ignored}",
    "headed": "{}: hire",
    "greetings": "{} {machines}",
    "roles": "{} {personas}",
    "machines_first": "{} {notes}",
    "set_to": "{} title {field} =",
    "set": "{} title: CTO",
    "fields": "{} = CTO",
    "answer": "{} {answer_with}",
    "rate": "{} {whom} {candidates} {praise}",
    "applicants": "{} {must} {chosen}",
    "applicants_first": "{} {chosen_after}",
}


@pytest.mark.parametrize("section", INSTRUCTIONS)
def test_an_instruction_to_a_machine_is_found_by_each_word_that_begins_one(section: str) -> None:
    parts = {part: words("injections", part)[0].strip("*") for part in PARTS}

    for word in words("injections", section):
        sentence = INSTRUCTIONS[section].format(word.strip("*"), **parts)
        assert strip_prompt_injections(f"Nurse\n{sentence}\n").found, sentence
