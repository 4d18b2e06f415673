"""A second opinion on what is personal."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from cvparser.domain.privacy import Finding


class PersonalDataDetector(Protocol):
    """Finds personal data beside the core's own rules: a model, a register, a rule of one company.

    What it finds is united with what the core finds; it can add, never take away. Safe for concurrent tasks.
    Suite: `cvparser.testing.conformance.personal_data_detector`.
    """

    @abstractmethod
    async def detect(self, text: str) -> Sequence[Finding]:
        """Give what is personal in `text` (0 to 200,000 characters), in any order; overlaps are joined by the caller.

        `start` and `end` are character positions in `text`, 0 <= start < end <= len(text); `rule` names the
        detector and its rule, in lower case, without a word of the text. The same text gives the same findings.
        Keeps nothing of the text, writes it nowhere, sends it nowhere.

        Raises:
            UnavailableError: cannot look now. The job is tried again later: a CV that was not looked at in full is
                not parsed.
        """
