"""Fields and withheld sections of a deployment's own: declared in a file or a package, through every stage of a CV."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.library.packages import installed

import cvparser
from cvparser.adapter_choice import own_fields
from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.adapters.profile_parser.openai.completion import read_answer
from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, AnswerShape, messages
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.grounding import ground
from cvparser.domain.own_fields import OwnField, of_table, using
from cvparser.domain.privacy import filter_answer, redact
from cvparser.domain.privacy.own_sections import OwnSection
from cvparser.domain.profile import Profile, WarningCode, YearMonth
from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.openapi_document import finished
from cvparser.entrypoints.parse_formats import Answer, as_csv, as_markdown
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser

FILE = """
[fields.security_clearance]
type = "text"
headings = ["Security clearance", "Güvenlik belgesi", "Verschlusssachenermächtigung"]
why = "Posts ask for it by law"
reviewed_by = "Data protection officer, 2026-03-02"

[fields.publications_count]
type = "number"
labels = ["Papers published", "Yayın sayısı"]
why = "Measures scientific work"
reviewed_by = "Data protection officer, 2026-03-02"

[fields.cleared_on]
type = "date"
labels = ["Cleared on"]
why = "A clearance lapses after ten years"
reviewed_by = "Data protection officer, 2026-03-02"

[fields.wind_tunnels]
type = "list"
headings = ["Wind tunnels"]
why = "Our engineers are hired by the tunnels that they know"
reviewed_by = "Data protection officer, 2026-03-02"

[sections.salary_history]
headings = ["Salary history", "Maaş geçmişi"]
what = "Former salaries"
"""
CV = """Elif Karahan
elif@karahan.example

Work experience
Aerodynamicist, Kestrel Analytics, 2019 - 2022

Wind tunnels
• DNW, Marknesse
• Ankara Wind Tunnel

SALARY HISTORY
Kestrel Analytics: 120,000 a year
Poyraz: 90,000 a year

Güvenlik belgesi
Gizli, NATO Secret

Publications
Papers published: 1,204
Cleared on: May 2021
"""
PROFILE = {
    "security_clearance": "Gizli, NATO Secret",
    "publications_count": 1204,
    "cleared_on": {"year": 2021, "month": 5},
    "wind_tunnels": ["DNW", "Marknesse", "Ankara Wind Tunnel"],
}
DECLARED: dict[str, object] = {
    "type": "text",
    "headings": ["Clearance"],
    "why": "Posts ask for it",
    "reviewed_by": "The officer",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fields.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def fields(file: Path) -> tuple[OwnField, ...]:
    return own_fields(cvparser.Settings(own_fields=file))[0]


class Careless(ProfileParser):
    """Keeps what it was given, and says more than the CV says, in fields that nobody declared as well."""

    def __init__(self) -> None:
        self.given = ""

    @property
    def name(self) -> str:
        return "Careless"

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        self.given = document.text
        own = {
            "security_clearance": "Gizli",
            "publications_count": "1,204",
            "cleared_on": "2021-05",
            "wind_tunnels": ["DNW", "Göttingen"],
            "favourite_colour": "blue",
        }
        jobs = [{"title": "Aerodynamicist", "company": "Kestrel Analytics"}]
        return ParserAnswer(profile={"professional_experiences": jobs, "own_fields": own})


def test_the_library_reads_fields_and_withholds_sections_below_headings_in_any_language(file: Path) -> None:
    settings = cvparser.Settings(own_fields=file, learned=False, cpu_processes=1, extraction_processes=1)

    with cvparser.CVParser(settings=settings) as parser:
        parsed = parser.parse_text(CV)

    assert parsed.model_dump(mode="json")["profile"]["own_fields"] == PROFILE
    assert parsed.meta.withheld["salary_history"] == 1
    assert "120,000" not in parsed.model_dump_json()
    assert [each.company for each in parsed.profile.professional_experiences] == ["Kestrel Analytics"]
    assert pickle.loads(pickle.dumps(parsed)) == parsed  # noqa: S301 - our own
    assert hash(parsed.profile) == hash(parsed.profile.model_copy())


def test_a_parser_of_any_package_is_believed_what_was_declared_and_the_text_says(file: Path) -> None:
    careless = Careless()
    settings = cvparser.Settings(own_fields=file, learned=False, cpu_processes=1, extraction_processes=1)

    with cvparser.CVParser(settings=settings, parser=careless) as parser:
        parsed = parser.parse_text(CV)

    assert parsed.profile.own_fields == {
        "security_clearance": "Gizli",
        "publications_count": 1204,
        "cleared_on": YearMonth(year=2021, month=5),
        "wind_tunnels": ("DNW",),
    }
    assert WarningCode.UNGROUNDED_DROPPED in parsed.meta.warnings
    assert "SALARY HISTORY\n[SALARY_HISTORY]\n" in careless.given


def test_without_a_declaration_a_profile_has_no_place_for_them() -> None:
    answer = {"profile": {"own_fields": PROFILE}}

    filtered = filter_answer(answer, redact(CV))

    assert filtered.profile == Profile()
    assert filtered.warnings == (WarningCode.ANSWER_TRIMMED,)
    assert "own_fields" not in filtered.profile.model_dump()
    assert "own_fields" not in ground(answer["profile"], CV).profile
    assert "own_fields" not in read_profile(CVDocument(text=CV)).profile


def test_what_is_personal_is_cut_out_of_them(fields: tuple[OwnField, ...]) -> None:
    told = {
        "security_clearance": "Secret, held by Elif Karahan, 0532 555 01 47",
        "publications_count": 12,
        "wind_tunnels": ["elif@karahan.example", "DNW"],
    }
    with using(fields):
        own = filter_answer({"profile": {"own_fields": told}}, redact(CV)).profile.own_fields

    assert own == {"security_clearance": "Secret, held by", "publications_count": 12, "wind_tunnels": ("DNW",)}


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Mehmet Yılmaz", None),
        ("NATO Secret\nHans Gruber, Gizli", "NATO Secret\nGizli"),
        (["Ayşe Demir", "DNW", "Maria da Silva"], ("DNW",)),
        (["0532", "111", "22 33", "DNW"], ("DNW",)),
        (["Martin Fowler Patterns", "Max Planck Institute", "Ankara Wind Tunnel"], "all"),
    ],
)
def test_people_and_parts_of_numbers_do_not_come_out_of_them_though_nothing_says_what_they_are(
    fields: tuple[OwnField, ...], told: str | list[str], left: object
) -> None:
    name = "security_clearance" if isinstance(told, str) else "wind_tunnels"
    with using(fields):
        once = filter_answer({"profile": {"own_fields": {name: told}}}, redact(CV))
        again = filter_answer({"profile": once.profile.model_dump(mode="json")}, redact(CV))

    assert once.profile.own_fields.get(name) == (tuple(told) if left == "all" else left)
    assert again.profile == once.profile


def test_filtering_again_changes_nothing(fields: tuple[OwnField, ...]) -> None:
    with using(fields):
        once = filter_answer({"profile": {"own_fields": PROFILE}}, redact(CV))
        again = filter_answer({"profile": once.profile.model_dump(mode="json")}, redact(CV))

    assert json.loads(once.profile.model_dump_json())["own_fields"] == PROFILE
    assert again.profile == once.profile


@pytest.mark.parametrize("shape", list(AnswerShape))
def test_a_model_is_asked_for_them_in_a_closed_schema(fields: tuple[OwnField, ...], shape: AnswerShape) -> None:
    asked = shape.schema(fields)
    [rules, _] = messages("x", marker="==", form=AnswerForm.JSON_SCHEMA, shape=shape, own_fields=fields)

    assert asked["properties"]["own_fields"] == {
        "type": "object",
        "properties": {
            "security_clearance": {"type": ["string", "null"]},
            "publications_count": {"type": ["number", "null"]},
            "cleared_on": {"type": ["string", "null"]},
            "wind_tunnels": {"type": ["array", "null"], "items": {"type": "string"}},
        },
        "required": ["security_clearance", "publications_count", "cleared_on", "wind_tunnels"],
        "additionalProperties": False,
    }
    assert asked["required"][-1] == "own_fields"
    assert "own_fields" not in shape.schema()["properties"]
    assert "security_clearance: Security clearance / Güvenlik belgesi" in rules["content"]


@pytest.mark.parametrize("lines_of", [None, CV])
def test_a_models_answer_has_them_whatever_its_shape(lines_of: str | None) -> None:
    read = read_answer(json.dumps({"skills": [], "own_fields": PROFILE}), lines_of=lines_of)

    assert read.answer.to_profile()["own_fields"] == PROFILE
    assert not read.is_trimmed


def test_the_services_document_describes_what_it_declares_and_nothing_else(file: Path) -> None:
    [none, some] = [
        finished(create_app(settings).openapi_schema.to_schema(), own_fields(settings)[0])["components"]["schemas"]
        for settings in (cvparser.Settings(), cvparser.Settings(own_fields=file))
    ]

    own = some["Profile"]["properties"]["own_fields"]
    assert own["additionalProperties"] is False
    assert list(own["properties"]) == list(PROFILE)
    assert own["properties"]["cleared_on"] == {"$ref": "#/components/schemas/YearMonth"}
    assert "own_fields" not in none["Profile"]["properties"]
    assert "own_fields" not in some["Profile"]["required"]


def test_pages_and_spreadsheets_show_them() -> None:
    parsed = cvparser.ParsedCV.model_validate({"profile": {"own_fields": PROFILE}, "meta": {"parser": "none"}})

    [head, row] = as_csv([Answer(shown="cv", parsed=parsed)]).splitlines()

    assert head.endswith(",security_clearance,publications_count,cleared_on,wind_tunnels,error")
    assert row.endswith(',"Gizli, NATO Secret",1204,2021-05,DNW; Marknesse; Ankara Wind Tunnel,')
    assert "- cleared\\_on: 2021-05" in as_markdown([Answer(shown="cv", parsed=parsed)])


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("religion", {}, "religion is a category of personal data"),
        ("has_driving_license", {}, "is a field of every profile"),
        ("skills", {}, "is a field of every profile"),
        ("own_fields", {}, "is a field of every profile"),
        ("Clearance", {}, "small letters"),
        ("kan_grubu", {}, "'kan grubu' introduces health"),
        ("class", {"headings": ["Driving licence class"]}, "introduces licence in CVs"),
        ("born", {"labels": ["Doğum tarihi"]}, "introduces birth"),
        ("status", {"labels": ["Familienstand"]}, "introduces marital_status"),
        ("clearance", {"type": "object"}, "one of the types text, number, date, list"),
        ("clearance", {"type": ["text"]}, "one of the types text, number, date, list"),
        ("clearance", {"why": ""}, "needs `why`"),
        ("clearance", {"reviewed_by": " - "}, "and `reviewed_by`"),
        ("clearance", {"headings": []}, "needs `headings` or `labels`"),
        ("clearance", {"headings": "Clearance"}, "are lists of strings"),
        ("clearance", {"headings": ["two\nlines"]}, "at most 50 lines of at most 8 words"),
        ("clearance", {"pattern": "x"}, "is a table of headings, labels, reviewed_by, type, why"),
    ],
)
def test_what_was_not_reviewed_or_is_personal_is_refused(name: str, changed: Mapping[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        of_table({name: DECLARED | dict(changed)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[fields", "is no TOML"),
        ("[field.x]\n", "has tables such as"),
        ("[fields]\nx = 1\n", "The field x is a table"),
        ("[sections.x]\nheadings = []\n", "needs `headings`"),
        ("[sections.name]\nheadings = ['x']\n", "name is a category"),
        ("[sections.skills]\nheadings = ['x']\n", "is a field of every profile"),
        (
            FILE + FILE.partition("[sections")[0].replace("fields.", "fields.other_"),
            "have a heading or a label in common",
        ),
        (FILE + "[sections.cleared_on]\nheadings = ['x']\n", "have the same name"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused_when_the_parser_is_made(
    tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "wrong.toml").write_text(content, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=said):
        cvparser.CVParser(settings=cvparser.Settings(own_fields=tmp_path / "wrong.toml"))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CVPARSER_OWN_FIELDS cannot be read: FileNotFoundError"):
        create_app(cvparser.Settings(own_fields=tmp_path / "none.toml"))


@pytest.fixture
def package(tmp_path: Path) -> Iterator[None]:
    names = "[cvparser.own_field]\nfacts = own_facts:FACTS\nnothing = own_facts:NOTHING\n"
    source = (
        "from cvparser.domain.own_fields import OwnField\n"
        "from cvparser.domain.privacy.own_sections import OwnSection\n"
        "FACTS = [OwnField(name='grants', type='list', headings=('Grants',), why='Science', reviewed_by='Officer'),\n"
        "         OwnSection(name='notes', headings=('Private notes',), what='Notes')]\nNOTHING = 7\n"
    )
    with installed(tmp_path, "own_facts", names, source):
        yield


@pytest.mark.usefixtures("package")
def test_a_package_declares_them_by_the_name_of_its_entry_point(file: Path) -> None:
    fields, sections = own_fields(cvparser.Settings(own_fields=file, own_fields_from="facts"))

    assert [each.name for each in fields] == [*PROFILE, "grants"]
    assert sections[-1] == OwnSection(name="notes", headings=("Private notes",), what="Notes")
    with pytest.raises(ConfigurationError, match="names no OwnField"):
        own_fields(cvparser.Settings(own_fields_from="nothing"))
