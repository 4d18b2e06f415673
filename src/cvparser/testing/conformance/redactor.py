"""What any redactor of CVs should promise: properties over invented CVs in five languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import ClassVar, Protocol, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvparser.domain.privacy import Category, Finding
from cvparser.testing.conformance import Conformance
from cvparser.testing.strategies import LANGUAGES, curricula, findings, noisy


class Found(Protocol):
    """A stretch that was taken out, in offsets of the original; `end` is one past its last character."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Redacted(Protocol):
    """A text without its personal data: something stands in the place of each finding, the rest is untouched."""

    @property
    def text(self) -> str: ...
    @property
    def findings(self) -> Sequence[Found]: ...


Redactor = Callable[[str], Redacted]


class JoiningRedactor(Protocol):
    """A redactor that takes what other detectors found."""

    def __call__(self, text: str, *, more: Sequence[Finding]) -> Redacted: ...


_some = settings(
    max_examples=30,
    deadline=None,
    # The suite is run by one subclass a redactor, and its redactor keeps nothing between examples.
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.differing_executors,
    ],
)  # fmt: skip


class RedactorConformance(Conformance):
    """Subclass and give your redactor in the fixture `redactor`; it takes the findings of others in `more`.

    Attributes:
        supports_more: False for a redactor that takes a text alone.
    """

    supports_more: ClassVar[bool] = True

    @pytest.fixture
    def redactor(self) -> Redactor:
        message = "Give your redactor, a function of a text, in a fixture named 'redactor'."
        raise NotImplementedError(message)

    @pytest.mark.parametrize("language", LANGUAGES)
    @given(data=st.data())
    @_some
    def test_no_personal_string_survives(self, redactor: Redactor, language: str, data: st.DataObject) -> None:
        curriculum = data.draw(curricula(language))

        assert curriculum.survivors(redactor(curriculum.text).text) == []

    @given(data=st.data())
    @_some
    def test_none_survives_noise(self, redactor: Redactor, data: st.DataObject) -> None:
        curriculum = data.draw(curricula())

        assert curriculum.survivors(redactor(data.draw(noisy(curriculum.text))).text) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    @given(data=st.data())
    @_some
    def test_professional_strings_survive(self, redactor: Redactor, language: str, data: st.DataObject) -> None:
        curriculum = data.draw(curricula(language))

        redacted = redactor(curriculum.text).text

        assert [string for string in curriculum.professional if string not in redacted] == []

    @pytest.fixture
    def joining(self, redactor: Redactor) -> JoiningRedactor:
        if not self.supports_more:
            pytest.skip("supports_more = False")
        return cast("JoiningRedactor", redactor)

    @given(data=st.data())
    @_some
    def test_what_was_found_given_back_changes_nothing(self, joining: JoiningRedactor, data: st.DataObject) -> None:
        text = data.draw(curricula()).text
        once = joining(text, more=())
        found = [
            Finding(category=Category.PERSONAL, start=each.start, end=each.end, rule="given_back")
            for each in once.findings
        ]

        assert _withheld(joining(text, more=found)) == _withheld(once)

    @given(data=st.data())
    @_some
    def test_what_others_find_only_adds(self, joining: JoiningRedactor, data: st.DataObject) -> None:
        text = data.draw(curricula()).text
        more = data.draw(findings(len(text)))

        told = _withheld(joining(text, more=more))

        assert told >= _withheld(joining(text, more=()))
        assert told >= {at for each in more for at in range(each.start, each.end)}

    @given(data=st.data())
    @_some
    def test_a_placeholder_in_the_text_switches_nothing_off(self, redactor: Redactor, data: st.DataObject) -> None:
        curriculum = data.draw(curricula())
        placeholder = data.draw(st.sampled_from(Category)).placeholder
        lines = curriculum.text.split("\n")
        at = data.draw(st.integers(0, len(lines)))

        text = "\n".join([*lines[:at], placeholder, *lines[at:]])

        assert curriculum.survivors(redactor(text).text) == []

    @given(data=st.data())
    @_some
    def test_findings_map_back_to_the_original(self, redactor: Redactor, data: st.DataObject) -> None:
        text = data.draw(curricula()).text

        findings = redactor(text).findings

        edges = [edge for finding in findings for edge in (finding.start, finding.end)]
        assert edges == sorted(edges)
        assert all(text[finding.start : finding.end].strip() for finding in findings)

    @given(data=st.data())
    @_some
    def test_text_outside_findings_is_untouched(self, redactor: Redactor, data: st.DataObject) -> None:
        text = data.draw(curricula()).text

        redacted = redactor(text)

        edges = [0, *(edge for finding in redacted.findings for edge in (finding.start, finding.end)), len(text)]
        kept = [text[start:end] for start, end in list(pairwise(edges))[::2]]
        assert redacted.text.startswith(kept[0])
        assert redacted.text.endswith(kept[-1])
        position = 0
        for piece in kept:
            position = redacted.text.find(piece, position)
            assert position >= 0
            position += len(piece)


def _withheld(redacted: Redacted) -> set[int]:
    return {at for each in redacted.findings for at in range(each.start, each.end)}
