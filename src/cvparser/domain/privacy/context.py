"""What recognizers look at: a text, its structure, and what was found in it so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from cvparser.domain.cv.lines import Setting
from cvparser.domain.privacy.changed_lines import changed_lines, lines_with_digits, lines_with_five_digits
from cvparser.domain.privacy.finding import DocumentHints
from cvparser.domain.privacy.labels import Labelled, labelled_values
from cvparser.domain.privacy.markup import marked_up_values
from cvparser.domain.privacy.parted_numbers import PartedNumber, parted_numbers
from cvparser.domain.privacy.people.candidate import Names, discover
from cvparser.domain.privacy.people.told_names import NOBODY, ToldNames
from cvparser.domain.privacy.personal_places import personal_places
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import Match, Recognizer, Stage
from cvparser.domain.privacy.sections import Section, sections

#: Lines of the head in which a full name is the candidate, whatever follows it.
_HEADER_LINES = 8
_NOWHERE = Span(0, 0)
_NO_HINTS = DocumentHints()


class Context:
    """A text as recognizers see it. What several of them ask for is worked out once, when it is asked for first.

    Attributes:
        prepared: The text.
        hints: What is known of the document beside it.
        whole_cv: Whether it is a CV, and not a string of an answer, in which no place and no head is personal.
        is_named: Whether a name was found, or the head withheld, in this text before.
        told: Names that are known beforehand: what other detectors found, of an answer those of its CV.
        before: What `prepared.text` was in the round before; None in the first.
        settings: How each line of the text is set; empty where there is no layout.
    """

    def __init__(
        self,
        prepared: PreparedText,
        *,
        hints: DocumentHints | None = None,
        whole_cv: bool = True,
        is_named: bool = False,
        told: ToldNames = NOBODY,
        before: str | None = None,
        settings: Sequence[Setting | None] = (),
    ) -> None:
        self.prepared = prepared
        self.hints = hints or _NO_HINTS
        self.whole_cv = whole_cv
        self.is_named = is_named
        self.told = told
        self._before = before
        self.settings = settings
        self._matches: dict[Stage, list[Match]] = {}

    def may_find(self, recognizer: Recognizer) -> bool:
        """Return whether a recognizer may find anything here, as far as it says what it needs."""
        return (self.whole_cv or not recognizer.needs_whole_cv) and (
            not recognizer.needs_digit or self.prepared.has_digits
        )

    def add(self, recognizer: Recognizer, matches: Iterable[Match]) -> None:
        """Let later recognizers see what one has found."""
        self._matches.setdefault(recognizer.stage, []).extend(matches)

    @property
    def matches(self) -> list[Match]:
        """What was found so far, in the order of stages."""
        return [match for matches in self._matches.values() for match in matches] if self._matches else []

    def matches_of(self, stage: Stage) -> Sequence[Match]:
        """Return what recognizers of one stage have found so far."""
        return self._matches.get(stage, ())

    @cached_property
    def changed(self) -> tuple[Span, ...]:
        """Where something can be found that was not before: everywhere, later in changed lines and beside them.

        For recognizers that look no farther than from one line to the next; what else they ask for stays as it was.
        """
        text = self.prepared.text
        return (Span(0, len(text)),) if self._before is None else changed_lines(self._before, text)

    @cached_property
    def changed_with_digits(self) -> tuple[Span, ...]:
        """The lines of `changed` that hold a digit: for patterns that need one and end with their line."""
        return lines_with_digits(self.prepared.text, self.changed)

    @cached_property
    def changed_with_five_digits(self) -> tuple[Span, ...]:
        """Those of them with five digits of which at most one blank, dot or hyphen parts two, as in most numbers."""
        return lines_with_five_digits(self.prepared.text, self.changed_with_digits)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in order, the first without a heading."""
        return sections(self.prepared)

    @cached_property
    def labelled(self) -> tuple[Labelled, ...]:
        """Labels with their values: in lines, tables, JSON and LaTeX."""
        return (*labelled_values(self.prepared, self.changed), *marked_up_values(self.prepared))

    @cached_property
    def parted_numbers(self) -> tuple[PartedNumber, ...]:
        """What may be numbers whose groups an unusual sign parts."""
        return parted_numbers(self.prepared, self.changed_with_digits)

    @cached_property
    def contact_places(self) -> list[Span]:
        """The lines of the head, of contact and of personal details."""
        return personal_places(self.prepared, self.sections) if self.whole_cv else []

    @cached_property
    def own_places(self) -> list[Span]:
        """The `contact_places` in which a date, a street or a town alone is the candidate's.

        A text that speaks of nobody has no head: a list of sites and companies, say.
        """
        if not self.whole_cv or self.names or self.labelled or self.matches_of(Stage.IDENTIFIERS) or self.is_named:
            return self.contact_places
        return personal_places(self.prepared, self.sections[1:])

    @cached_property
    def candidate(self) -> Names:
        """What is known of the candidate's name once identifiers have been found."""
        if not self.whole_cv:
            return Names(keys=set(self.told.keys))
        found = discover(
            self.prepared,
            parts=self.sections,
            labelled=self.labelled,
            found=self.matches_of(Stage.IDENTIFIERS),
            hints=self.hints,
            settings=self.settings,
            is_named=self.is_named,
        )
        found.keys |= self.told.keys
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of the candidate's names."""
        return frozenset(self.candidate.keys) if self.whole_cv else self.told.keys

    @property
    def head(self) -> Span:
        """The head's first lines; empty in a string of an answer."""
        lines = self.sections[0].lines[:_HEADER_LINES] if self.whole_cv else ()
        return Span(lines[0].start, lines[-1].end) if lines else _NOWHERE
