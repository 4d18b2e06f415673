"""The words that rules look for, of all languages together: one CV often mixes two.

A language is a file in `domain.lexicon`; adding one touches no code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import is_normalized

from cvparser.domain.cv.dates.notation import month_numbers
from cvparser.domain.cv.headings import listed_headings
from cvparser.domain.lexicon import lexicon
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.known_values import KnownValues
from cvparser.domain.privacy.templates import Naming, Templates
from cvparser.domain.text.folding import fold
from cvparser.domain.text.normalisation import normalise
from cvparser.domain.text.words import Phrases, Words, first_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything folded.

    Attributes:
        inline_headings: Headings as phrases, for text that lost its line ends.
        label_words: First words of labels.
        labels: Label before a value -> a category's value, or name, person, file.
        work_labels: Label before a value that a profile has -> what that is, such as company.
        keys: Words of keys and commands in source that are labels nowhere else, to kinds of labels.
        registers: Words of the registers of professions, before a number.
        values: What a value alone looks like, such as `married`, by category.
        facts: What a value looks like beside other personal ones, such as `22 ans` after a name, by category.
        titles: Words before a name.
        titles_ambiguous: Titles that are other words, too, unless a dot ends them.
        titles_after: Words after a name.
        given: Given names, frequent ones: a hint where something else hints at a person, too.
        short_forms: Given name -> its short forms.
        kin: Words for a relative of the candidate's, whose given name may follow.
        possessives: Words before somebody who is the candidate's: `my`, `former`.
        companies: Names of people that mostly mean a company, a school, a book.
        particles: Words inside names that are none themselves.
        generic: Words of local parts, file names and titles of documents that are nobody's name.
        at: Words before an employer.
        number_cues: Words before a number that identifies, by category.
        statements: Phrases with gaps that are personal wherever they stand, by category.
        phone_cues: Words before a telephone number.
        trigger_phrases: Phrases that announce something: introduction, sign_off, person, person_after, relation, weak,
            birth_before, birth_after, residence, residence_after.
        ages: What stands before and after the years in statements of age.
        residence_fillers: Small words between a place and a verb such as `oturuyorum`.
        towns: Towns and districts that are names and other words, too: places only beside contacts.
        town_labels: Labels of towns that are personal only beside contacts.
        street_before: Words that a street's name follows.
        street_after: Words that follow a street's name.
        street_particles: Small words within addresses.
        states: American states before a postal code.
        street_glued: Endings of street names.
        street_units: Words for a door, a floor, a flat.
        street_words: All that may begin a mark of an address.
        street_sure: Those after a street's name that mean nothing else, so that they need no capital.
        standards: Words before the number of a standard.
        numbered: Words before the number of an order, a contract, a part.
        professional: Words that no name is made of.
        degrees: Words of degrees and of the fields in which they are taken.
        organisations: Words that make the words before them an organisation, a prize, a place.
        institutions: Words before the name of an institution, a prize, a place.
        homonyms: Words that are names, too.
        trades: Words of work that are surnames, too.
        suffixes: Endings that names take.
        months: Names of months.
        languages: Names of languages.
        levels: Words for how well a language is spoken.
        places: Names of towns and countries.
        digits: Numbers spelt out.
        ats: Words for @.
        dots: Words for the dot.
    """

    inline_headings: Phrases
    labels: Mapping[str, str]
    work_labels: Mapping[str, str]
    label_words: frozenset[str]
    keys: Mapping[str, str]
    registers: Words
    values: tuple[tuple[Category, KnownValues], ...]
    facts: tuple[tuple[Category, KnownValues], ...]
    titles: frozenset[str]
    titles_ambiguous: frozenset[str]
    titles_after: frozenset[str]
    given: frozenset[str]
    kin: frozenset[str]
    short_forms: Mapping[str, frozenset[str]]
    possessives: frozenset[str]
    companies: frozenset[str]
    particles: frozenset[str]
    generic: frozenset[str]
    at: frozenset[str]
    number_cues: Phrases
    statements: Templates
    phone_cues: frozenset[str]
    trigger_phrases: Phrases
    ages: tuple[tuple[str, str], ...]
    residence_fillers: frozenset[str]
    towns: frozenset[str]
    town_labels: frozenset[str]
    street_before: frozenset[str]
    street_after: frozenset[str]
    street_particles: frozenset[str]
    states: frozenset[str]
    street_glued: tuple[str, ...]
    street_units: frozenset[str]
    street_words: frozenset[str]
    street_sure: frozenset[str]
    standards: frozenset[str]
    numbered: frozenset[str]
    professional: Words
    degrees: frozenset[str]
    organisations: Words
    institutions: frozenset[str]
    homonyms: frozenset[str]
    trades: Words
    suffixes: frozenset[str]
    months: frozenset[str]
    languages: frozenset[str]
    levels: frozenset[str]
    places: frozenset[str]
    digits: frozenset[str]
    ats: frozenset[str]
    dots: frozenset[str]


#: Kinds of labels whose values are professional.
_PROFESSIONAL_LABELS = frozenset(
    {"company", "dates", "degree", "description", "field", "grade", "institution", "place", "profession", "title"}
)
#: Headings that are labels here.
_NO_HEADINGS = frozenset({"military"})


@cache
def vocabulary() -> Vocabulary:
    """Return the words of all languages, read once."""
    return _build(_read())


Tables = Mapping[str, Mapping[str, list[str]]]


def _read() -> Tables:
    together: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for sections in lexicon().values():
        for section, listed in sections.items():
            table, _, name = section.rpartition(".")
            # As texts are: `nº` is read as `no` there.
            together[table][name].extend(
                word if is_normalized("NFKC", word) else normalise(word).text for word in listed
            )
    return together


def _build(tables: Tables) -> Vocabulary:
    labels, names, words = tables["labels"], tables["names"], tables["words"]
    birth, address = tables["birth"], tables["address"]
    personal = [kind for kind in labels if kind not in _PROFESSIONAL_LABELS]
    return Vocabulary(
        inline_headings=Phrases(_inline_headings()),
        label_words=first_words(label for kind in personal for label in labels[kind]),
        labels={fold(label).strip(" ."): kind for kind in personal for label in labels[kind]},
        work_labels={fold(label).strip(" ."): kind for kind in _PROFESSIONAL_LABELS for label in labels[kind]},
        keys={fold(word): kind for kind, words in tables["keys"].items() for word in words},
        registers=Words(words["registers"]),
        values=tuple((Category(kind), KnownValues(phrases)) for kind, phrases in tables["values"].items()),
        facts=tuple((Category(kind), _facts(kind, tables)) for kind in _FACTS),
        titles=_bare(names["titles"]),
        titles_ambiguous=_bare(names["titles_ambiguous"]),
        titles_after=_bare(names["titles_after"]),
        given=_folded(names["given"]),
        kin=_folded(names["kin"]),
        short_forms=_short_forms(names["short_forms"]),
        possessives=_folded(names["possessives"]),
        companies=_folded(names["companies"]),
        particles=_folded(names["particles"]),
        generic=_folded(names["generic"]),
        at=_folded(names["at"]),
        number_cues=Phrases(
            {
                kind: [label for label in labels[kind] + tables["numbers"][kind] if len(label) > 2]
                for kind in Category
                if kind.traits.is_numbered
            }
        ),
        statements=_statements(tables),
        phone_cues=_bare(labels["phone"] + tables["phone"]["cues"]),
        trigger_phrases=Phrases(
            {
                "introduction": names["introductions"],
                "sign_off": names["sign_offs"],
                "person": names["cues"],
                "relation": names["relations"],
                "weak": names["weak"],
                "person_after": names["after"],
                "birth_before": birth["before"],
                "birth_after": birth["after"],
                "residence": address["cues"],
                "residence_after": address["cues_after"],
            }
        ),
        ages=_ages(birth["age"]),
        residence_fillers=_folded(address["fillers"]),
        towns=_folded(address["towns"]),
        town_labels=_folded(address["town_labels"]),
        street_before=_bare(address["before"]),
        street_after=_bare(address["after"]),
        street_particles=_folded(address["particles"]),
        states=_folded(address["states"]),
        street_glued=tuple(sorted(_bare(address["glued"]))),
        street_units=_bare(address["units"]),
        street_words=_bare(address["after"] + address["units"] + [phrase.split()[0] for phrase in address["before"]]),
        street_sure=_bare(address["sure"]),
        standards=_folded(words["standards"]),
        numbered=_folded(words["numbered"]),
        professional=Words(words["professional"]),
        degrees=_words_of(tables["education"]["degrees"] + tables["education"]["fields"]),
        organisations=Words(words["organisations"]),
        institutions=_folded(words["institutions"]),
        homonyms=_folded(words["homonyms"]),
        trades=Words(words["trades"]),
        suffixes=_folded(words["suffixes"]),
        months=frozenset(month_numbers()),
        languages=_folded([name for names_of in tables["languages.names"].values() for name in names_of]),
        levels=_folded(words["levels"]),
        places=_folded(tables["places"]["names"]),
        digits=_folded(words["digits"]),
        ats=_folded(words["ats"]),
        dots=_folded(words["dots"]),
    )


def _inline_headings() -> Mapping[str, list[str]]:
    """Return the headings by whether they announce references, which are told apart in text without line ends."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for phrase, kind in listed_headings():
        if kind not in _NO_HEADINGS:
            kinds[kind if kind == "references" else "other"].append(phrase)
    return kinds


def _short_forms(entries: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Read entries such as `bartholomew: bart, barty`."""
    halves = (fold(entry).partition(":") for entry in entries)
    return {long: frozenset(forms.replace(",", " ").split()) for long, _, forms in halves}


def _statements(tables: Tables) -> Templates:
    associations = Words(tables["words"]["associations"])
    particles = _folded(tables["address"]["particles"] + tables["words"]["joiners"])
    return Templates(tables["statements"], tables["classes"], Naming(associations.__contains__, particles))


def _words_of(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in re.findall(r"[^\W\d_]+", fold(phrase)))


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _bare(words: list[str]) -> frozenset[str]:
    return frozenset(fold(word).rstrip(".") for word in words)


#: Category -> classes of words that are its values.
_FACTS: Mapping[str, tuple[str, ...]] = {
    "sexual_life": ("orientation",),
    "ethnicity": ("ethnic",),
    "marital_status": ("marital",), "nationality": ("demonym",), "religion": ("religion",), "health": ("disability",),
    "age": (), "family": (), "gender": (),
}  # fmt: skip


def _facts(kind: str, tables: Tables) -> KnownValues:
    classes = tables["classes"]
    forms = []
    if kind == "age":
        forms = [r"\d\d", *(rf"\d\d[ ]?{re.escape(fold(word))}" for word in tables["birth"]["years"])]
    if kind == "family":
        count, child = ("|".join(re.escape(fold(word)) for word in classes[name]) for name in ("count", "child"))
        forms = [rf"(?:{count}|\d)[ ](?:{child})(?:[ ]a cargo|[ ]\(.{{1,20}}\))?"]
    return KnownValues(tables["values"][kind], (word for name in _FACTS[kind] for word in classes[name]), forms)


def _ages(phrases: list[str]) -> tuple[tuple[str, str], ...]:
    # "#" stands for the years.
    halves = (fold(phrase).partition("#") for phrase in phrases)
    return tuple((before, after) for before, _, after in halves)
