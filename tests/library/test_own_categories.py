"""A deployment's own categories of personal data: by settings or a package, through every stage of a CV."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.library.packages import installed

import cvparser
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.privacy import Category, Finding, OwnCategory, filter_answer, find_leaks, redact
from cvparser.domain.privacy.own_categories import of_table, using
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser, QuotingProfileParser

TABLE = {"employee_number": r"ACME-\d{6}", "badge": {"pattern": r"\bB\d{2}:\d{4}\b", "what": "Badges"}}
CV = "Experience\nData Engineer at Kestrel Analytics since 2019, ACME-004211, badge B07:1234\n"


def test_it_is_taken_out_counted_and_named_in_the_place_of_what_was_found() -> None:
    with using(of_table(TABLE)):
        redaction = redact(CV)

    assert "[EMPLOYEE_NUMBER], badge [BADGE]" in redaction.text
    assert redaction.withheld == {"employee_number": 1, "badge": 1}
    assert pickle.loads(pickle.dumps(redaction)) == redaction  # noqa: S301 - our own
    assert [each.category for each in redaction.findings] == [Category("employee_number"), Category("badge")]


def test_it_is_cut_out_of_an_answer_whether_the_cv_has_it_or_not() -> None:
    with using(of_table(TABLE)):
        filtered = filter_answer(
            {"profile": {"basics": {"summary": "Knows acme-999999 and ACME-004211 from B99:9999 well"}}}, redact(CV)
        )

    assert filtered.profile.basics.summary == "Knows and from well"


def test_a_second_look_finds_it_in_a_text_that_still_has_it() -> None:
    with using(of_table(TABLE)):
        leaks = find_leaks(cvparser.Redaction(text="Engineer, acme-004211", original="Engineer, acme-004211"))

    assert [(each.category.value, each.start, each.end) for each in leaks] == [("employee_number", 10, 21)]


def test_nobody_else_looks_for_it() -> None:
    with using(of_table(TABLE)):
        redact(CV)

    assert "B07:1234" in redact(CV).text


def test_a_placeholder_that_a_document_holds_is_text_and_ours_is_one() -> None:
    with using(of_table(TABLE)):
        redaction = redact("Engineer [EMPLOYEE_NUMBER] ACME-004211").defused()

    assert redaction.text == "Engineer (EMPLOYEE_NUMBER) [EMPLOYEE_NUMBER]"


def test_it_names_what_others_take_for_something_else_and_longer() -> None:
    with using(of_table(TABLE)):
        phone = Finding(category=Category.PHONE, start=CV.index("ACME") - 2, end=CV.index("ACME") + 11, rule="other")
        redaction = redact(CV, more=[phone])

    assert redaction.withheld == {"employee_number": 1, "badge": 1}
    assert redaction.findings[0].start == phone.start


class Inventing(ProfileParser, QuotingProfileParser):
    """Says what it was given, and an employee number that nobody gave it."""

    @property
    def name(self) -> str:
        return "Inventing"

    @property
    def only_quotes(self) -> bool:
        return True

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        said = f"{document.text} ACME-777777"
        return ParserAnswer(profile={"basics": {"summary": said, "profession": "Data Engineer"}})


def test_the_library_looks_for_it_in_its_children_and_gives_findings_of_it() -> None:
    settings = cvparser.Settings(own_categories=TABLE, learned=False, cpu_processes=1, extraction_processes=1)

    with cvparser.CVParser(settings=settings, parser=Inventing()) as parser:
        parsed = parser.parse_text(CV)

    assert parsed.meta.withheld == {"badge": 1, "employee_number": 1}
    assert "ACME" not in parsed.model_dump_json()


def test_redact_looks_for_what_the_environment_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVPARSER_OWN_CATEGORIES", '{"employee_number": "ACME-[0-9]{6}"}')

    assert "[EMPLOYEE_NUMBER]" in cvparser.redact(CV).text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"email": "x"}, "category of cvparser's own"),
        ({"Employee": "x"}, "small letters"),
        ({"number": ""}, "each a string"),
        ({"number": 7}, "is a pattern, or an object"),
        ({"number": {"regex": "x"}}, "is a pattern, or an object"),
        ({"number": "("}, "no regular expression"),
        ({"number": r"\d*"}, "finds an empty stretch"),
        ({"number": r"A\d+"}, "Give each repetition an end"),
        ({"number": r"(a?){30}a{30}"}, "in more than 10000 ways"),
        ({"number": r"(\d{1,9}-?){1,9}"}, "in more than 10000 ways"),
        ({"number": r"(\d{3})-\1"}, "in more than 10000 ways"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_when_the_parser_is_made(table: Mapping[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        cvparser.CVParser(settings=cvparser.Settings(own_categories=dict(table)))


@pytest.fixture
def package(tmp_path: Path) -> Iterator[None]:
    names = "[cvparser.own_category]\none = own_kinds:ONE\ntable = own_kinds:TABLE\nnothing = own_kinds:NOTHING\n"
    source = (
        "from cvparser.domain.privacy import OwnCategory\n"
        "ONE = OwnCategory(name='locker', pattern=r'L-\\d{4}', what='Lockers')\n"
        "TABLE = {'desk': r'D-\\d{4}'}\nNOTHING = 7\n"
    )
    with installed(tmp_path, "own_kinds", names, source):
        yield


@pytest.mark.usefixtures("package")
def test_a_package_adds_categories_by_the_names_of_its_entry_points() -> None:
    from cvparser.adapter_choice import own_categories
    from cvparser.entry_points import installed

    found = own_categories(cvparser.Settings(own_categories_from="one, table", own_categories=TABLE))

    assert [each.name for each in found] == ["employee_number", "badge", "locker", "desk"]
    assert isinstance(found[2], OwnCategory)
    assert ("own_category", "table", "own-kinds") in {(each.port, each.name, each.package) for each in installed()}


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"own_categories_from": "nothing"}, "names no OwnCategory"),
        ({"own_categories_from": "acne"}, "Known are: nothing, one, table"),
        ({"own_categories_from": "one", "own_categories": {"locker": "L"}}, "locker is there twice"),
    ],
)
def test_a_wrong_name_says_what_is_there(chosen: dict[str, object], said: str) -> None:
    from cvparser.adapter_choice import own_categories

    with pytest.raises(ConfigurationError, match=said):
        own_categories(cvparser.Settings.model_validate(chosen))
