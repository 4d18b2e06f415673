"""A second opinion on what is personal."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from cvparser.domain.privacy import Finding


class PersonalDataDetector(Protocol):
    """Finds personal data beside the core's own rules: a model, a register, a rule of one company.

    What it finds is united with what the core finds on its own; it can add, never take away. Safe for concurrent tasks.
    Suite: `cvparser.testing.conformance.personal_data_detector`.
    """

    @abstractmethod
    async def detect(self, text: str) -> Sequence[Finding]:
        """Return what is personal in `text` (0 to 200,000 characters), in any order.

        `start` and `end` are character positions in `text`, 0 <= start < end <= len(text); `rule` names the
        detector and its rule, in lower case, without a word of the text. The same text gives the same findings.
        Keeps nothing of the text, writes it nowhere, sends it nowhere.

        The caller joins what overlaps: the longest finding gives the category, of two as long what the core found, of
        detectors the later one. Names go wherever they stand again: of the candidate in pieces, of others as a whole.
        It does not trust the positions: ends that are exchanged are turned, what reaches beyond the text is clamped to
        it, a category that there is not counts as `PERSONAL`, and a finding without a character is left out. None of
        that makes less be withheld than without the detector.

        Raises:
            UnavailableError: cannot look now. The job is tried again later: a CV that was not looked at in full is
                not parsed. Any other error ends the job.
        """


@runtime_checkable
class PureDetector(Protocol):
    """A `PersonalDataDetector` of which one function does it all: it may run where the text is redacted."""

    @property
    @abstractmethod
    def pure_detect(self) -> Callable[[str], Sequence[Finding]]:
        """What finds what `detect` finds: pure, of the top of a module; it can be pickled."""
