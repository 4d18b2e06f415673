"""CVs that a seed draws: the same each time, whole in every layout, and right when everything is found."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from benchmarks.cvs.layouts.designs import LAYOUTS, Draft
from benchmarks.cvs.layouts.entries import drawn_notation
from benchmarks.cvs.layouts.page import Sheet, Typography
from benchmarks.cvs.layouts.person import LANGUAGES, Person, drawn_person, words_of
from benchmarks.cvs.layouts.tools import plain_text
from benchmarks.cvs.scoring import score

LOOK = Typography(font="DejaVu Sans", size=10, bullet="-", has_rules=False, is_centred=False)


def drawn(seed: int, language: str, layout: str) -> tuple[Person, str]:
    """Return somebody, and the CV in plain text."""
    rng = Random(seed)
    person = drawn_person(rng, language)
    draft = Draft(person, drawn_notation(rng, words_of(language)), rng)
    return person, plain_text.set_page(Sheet(LAYOUTS[layout](draft), LOOK)).decode()


def perfect(person: Person) -> dict[str, object]:
    """Return the result that has everything and nothing else."""

    def date(month: int | None) -> dict[str, int] | None:
        return None if month is None else {"year": month // 12, "month": month % 12 + 1}

    return {
        "cv_language": person.language,
        "profile": {
            "basics": {"profession": person.profession, "skills": list(person.skills)},
            "professional_experiences": [
                {
                    "title": job.title,
                    "company": job.employer,
                    "start_date": date(job.start),
                    "end_date": date(job.end),
                    "is_current": job.end is None,
                }
                for job in person.jobs
            ],
            "education": [
                {"issuing_organization": each.name, "field_of_study": each.field, "end_date": {"year": each.end}}
                for each in person.schools
            ],
            "languages": [{"iso_code": code} for _, code, _ in person.languages],
            "trainings_and_certifications": [{"description": name} for name, _ in person.certificates],
        },
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_says_all_that_is_labelled(layout: str, language: str) -> None:
    person, text = drawn(3, language, layout)

    words = set(text.replace("|", " ").replace(",", " ").split())
    wanted = [*person.skills, *(job.employer for job in person.jobs), *(job.title for job in person.jobs)]
    assert {word for each in wanted for word in each.replace(",", " ").split()} <= words


def test_the_same_seed_draws_the_same_cv_and_another_draws_another() -> None:
    assert drawn(3, "tr", "cards") == drawn(3, "tr", "cards")
    assert drawn(3, "tr", "cards") != drawn(4, "tr", "cards")


def test_a_result_that_has_everything_and_nothing_else_scores_one() -> None:
    person = drawn_person(Random(5), "fr")

    scored = score(person.label(has_months=True), perfect(person), person.personal)

    assert scored.macro == 1
    assert scored.misses == []
    assert scored.leaks == []


def test_each_thing_that_is_missing_wrong_or_too_much_costs_its_field() -> None:
    person = drawn_person(Random(5), "fr")
    first, *others = person.jobs
    wrong = replace(
        person,
        profession="Plombier zingueur",
        jobs=[replace(first, start=first.start - 12), *others],
        skills=[*person.skills[1:], "Alpinisme", "Voile"],
        certificates=person.certificates[1:],
    )

    fields = score(person.label(has_months=True), perfect(wrong)).fields

    assert fields["profession"].f1 == 0
    assert fields["experience"].f1 == 1
    assert fields["experience dates"].f1 == 1 - 1 / len(person.jobs)
    assert fields["skills"].right == len(person.skills) - 1
    assert fields["certifications"].f1 == 2 / 3


def test_a_name_in_a_result_is_a_leak() -> None:
    person = drawn_person(Random(5), "fr")
    result = perfect(replace(person, profession=f"Mme {person.name}"))

    assert score(person.label(has_months=True), result, person.personal).leaks == list(person.personal[:2])
