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
from cvparser.testing.strategies import LANGUAGES, Curriculum, curricula, findings, noisy


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


#: Gives a strategy of CVs in a language, or in any.
CVs = Callable[[str | None], st.SearchStrategy[Curriculum]]


class RedactorConformance(Conformance):
    """Subclass and give your redactor in the fixture `redactor`; it takes the findings of others in `more`.

    Attributes:
        supports_more: False for a redactor that takes a text alone.
        max_examples: How many CVs each property is tried on.
    """

    # As Hypothesis marks what it runs.
    pytestmark = pytest.mark.hypothesis

    supports_more: ClassVar[bool] = True
    max_examples: ClassVar[int] = 30

    @pytest.fixture
    def redactor(self) -> Redactor:
        message = "Give your redactor, a function of a text, in a fixture named 'redactor'."
        raise NotImplementedError(message)

    @pytest.fixture
    def cvs(self) -> CVs:
        """CVs to try it on; give a strategy of your own for other people's, and for other languages."""
        return curricula

    @pytest.fixture
    def joining(self, redactor: Redactor) -> JoiningRedactor:
        if not self.supports_more:
            pytest.skip(f"{type(self).__name__} declares supports_more = False")
        return cast("JoiningRedactor", redactor)

    def _hold(self, promise: Callable[[st.DataObject], None]) -> None:
        """Try a promise on `max_examples` draws."""
        tried = given(data=st.data())(promise)
        settings(max_examples=self.max_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])(tried)()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_personal_string_survives(self, redactor: Redactor, cvs: CVs, language: str) -> None:
        def promise(data: st.DataObject) -> None:
            curriculum = data.draw(cvs(language))

            assert curriculum.survivors(redactor(curriculum.text).text) == []

        self._hold(promise)

    def test_none_survives_noise(self, redactor: Redactor, cvs: CVs) -> None:
        def promise(data: st.DataObject) -> None:
            curriculum = data.draw(cvs(None))

            assert curriculum.survivors(redactor(data.draw(noisy(curriculum.text))).text) == []

        self._hold(promise)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_professional_strings_survive(self, redactor: Redactor, cvs: CVs, language: str) -> None:
        def promise(data: st.DataObject) -> None:
            curriculum = data.draw(cvs(language))

            redacted = redactor(curriculum.text).text

            assert [string for string in curriculum.professional if string not in redacted] == []

        self._hold(promise)

    def test_what_was_found_given_back_changes_nothing(self, joining: JoiningRedactor, cvs: CVs) -> None:
        def promise(data: st.DataObject) -> None:
            text = data.draw(cvs(None)).text
            once = joining(text, more=())
            found = [
                Finding(category=Category.PERSONAL, start=each.start, end=each.end, rule="given_back")
                for each in once.findings
            ]

            assert _withheld(joining(text, more=found)) == _withheld(once)

        self._hold(promise)

    def test_what_others_find_only_adds(self, joining: JoiningRedactor, cvs: CVs) -> None:
        def promise(data: st.DataObject) -> None:
            text = data.draw(cvs(None)).text
            more = data.draw(findings(len(text)))

            told = _withheld(joining(text, more=more))

            assert told >= _withheld(joining(text, more=()))
            assert told >= {at for each in more for at in range(each.start, each.end)}

        self._hold(promise)

    def test_a_placeholder_in_the_text_switches_nothing_off(self, redactor: Redactor, cvs: CVs) -> None:
        def promise(data: st.DataObject) -> None:
            curriculum = data.draw(cvs(None))
            placeholder = data.draw(st.sampled_from(Category)).placeholder
            lines = curriculum.text.split("\n")
            at = data.draw(st.integers(0, len(lines)))

            text = "\n".join([*lines[:at], placeholder, *lines[at:]])

            assert curriculum.survivors(redactor(text).text) == []

        self._hold(promise)

    def test_findings_map_back_to_the_original(self, redactor: Redactor, cvs: CVs) -> None:
        def promise(data: st.DataObject) -> None:
            text = data.draw(cvs(None)).text

            findings = redactor(text).findings

            edges = [edge for finding in findings for edge in (finding.start, finding.end)]
            assert edges == sorted(edges)
            assert all(text[finding.start : finding.end].strip() for finding in findings)

        self._hold(promise)

    def test_text_outside_findings_is_untouched(self, redactor: Redactor, cvs: CVs) -> None:
        def promise(data: st.DataObject) -> None:
            text = data.draw(cvs(None)).text

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

        self._hold(promise)


def _withheld(redacted: Redacted) -> set[int]:
    return {at for each in redacted.findings for at in range(each.start, each.end)}
