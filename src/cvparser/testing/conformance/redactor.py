"""What any redactor of CVs should promise: properties over invented CVs in five languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvparser.testing.conformance import Conformance
from cvparser.testing.strategies import LANGUAGES, curricula, noisy


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

_some = settings(
    max_examples=30,
    deadline=None,
    # The suite is run by one subclass a redactor, and its redactor keeps nothing between examples.
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.differing_executors,
    ],
)  # fmt: skip


class RedactorConformance(Conformance):
    """Subclass and give your redactor in the fixture `redactor`."""

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

    @given(data=st.data())
    @_some
    def test_redacting_twice_changes_nothing(self, redactor: Redactor, data: st.DataObject) -> None:
        once = redactor(data.draw(curricula()).text).text

        assert redactor(once).text == once

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
