"""Sections that a deployment has withheld as a whole: what stands below their headings never leaves.

Such a section is a category of personal data by its name: it is told by its headings, in whichever language, and its
lines go with its placeholder in their place, before any parser sees the text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from cvparser.domain.cv.headings import OWN_HEADINGS
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.lexicon import add_words
from cvparser.domain.own_fields import is_told, require_name, require_phrases, taken_names
from cvparser.domain.privacy.categories import Traits, add_category

_LAW = "KVKK art. 4, GDPR art. 5(1)(c)"
#: Sections that one deployment has withheld.
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSection:
    """A section that a deployment has withheld.

    Attributes:
        name: Lower case with underscores; the placeholder is it in capitals: `salary_history`, `[SALARY_HISTORY]`.
        headings: Lines above it, in any language. It ends where the next heading is.
        what: What stands there, for people.

    Raises:
        ConfigurationError: one of these is missing or has another form.

    >>> OwnSection(name="salary_history", headings=("Salary history", "Maaş geçmişi"), what="Former salaries").name
    'salary_history'
    """

    name: str
    headings: tuple[str, ...]
    what: str

    def __post_init__(self) -> None:
        """Refuse what would find nothing."""
        require_name(self.name, what="A section of your own")
        if self.name in taken_names():
            raise ConfigurationError(f"{self.name} is a field of every profile. Choose another name.")
        if not self.headings or not is_told(self.what):
            raise ConfigurationError(f"The section {self.name} needs `headings`, and `what` stands below them.")
        require_phrases(self.headings, whose=f"the section {self.name}")


def of_table(table: Mapping[str, object]) -> tuple[OwnSection, ...]:
    """Return the sections of a table: by their names `headings` and `what`.

    Raises:
        ConfigurationError: the table has another form, or a section that cannot be withheld.
    """
    return tuple(_of(name, told) for name, told in table.items())


def _of(name: str, told: object) -> OwnSection:
    headings = told.get("headings", []) if isinstance(told, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(headings, list) or not told.keys() <= {"headings", "what"}:
        raise ConfigurationError(f"The section {name} is a table of headings, which is a list of strings, and what.")
    what = told.get("what", name.replace("_", " ").capitalize())
    return OwnSection(name=name, headings=tuple(headings), what=what)


def require_apart(sections: Sequence[OwnSection]) -> None:
    """Return where sections can be withheld together.

    Raises:
        ConfigurationError: there are too many, or two have the same name.
    """
    if len(sections) > _MOST or len({each.name for each in sections}) < len(sections):
        raise ConfigurationError(f"At most {_MOST} sections can be withheld, each with a name of its own.")


def make_known(sections: Sequence[OwnSection]) -> None:
    """Let findings of these be made and sent in this process; nothing is looked for yet."""
    for each in sections:
        add_category(each.name, Traits(each.what, _LAW))


def as_text(sections: Sequence[OwnSection]) -> str:
    """Return sections as they are sent to a child: `use` takes them."""
    return json.dumps([asdict(each) for each in sections], sort_keys=True)


def use(text: str) -> None:
    """Withhold sections in this process from now on, before any word of the lexicon is read."""
    withhold([OwnSection(**{**each, "headings": tuple(each["headings"])}) for each in json.loads(text)])


def withhold(sections: Sequence[OwnSection]) -> None:
    """As `use`.

    Raises:
        ConfigurationError: words of the lexicon were read before.
    """
    add_words({f"headings.{OWN_HEADINGS}{each.name}": each.headings for each in sections})
    make_known(sections)
