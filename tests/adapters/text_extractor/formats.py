# ruff: noqa: E501 - nobody changes them; documents as they are written
"""What tests of several formats share: a document of each, of invented people."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from cvparser.adapters.text_extractor.by_type import reader_of
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.sniffing import identify

#: One CV as LibreOffice writes it in each format, with text that is hidden, white and tiny.
PLANNER = Path(__file__).parent / "planner"

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{name}="{ODF}{place}"'
    for name, place in {
        "office": "office:1.0", "text": "text:1.0", "style": "style:1.0", "table": "table:1.0", "draw": "drawing:1.0",
        "fo": "xsl-fo-compatible:1.0", "svg": "svg-compatible:1.0", "meta": "meta:1.0",
    }.items()
)  # fmt: skip
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def read(content: bytes, name: str) -> CVDocument:
    """Return what a file of that name says, as a submission of it is read."""
    return reader_of(identify(content, name), pdf_engine="pdfium")(content)


def fodt(body: str, *, styles: str = "", more: str = "") -> bytes:
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    return (
        f'<?xml version="1.0"?>\n<office:document {_SPACES}>{more}{automatic}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def odt(body: str, *, styles: str = "", **parts: str) -> bytes:
    content = fodt(body, styles=styles).replace(b"office:document ", b"office:document-content ")
    content = content.replace(b"</office:document>", b"</office:document-content>")
    return archive({"mimetype": ODT_TYPE, "content.xml": content, **parts})


def archive(parts: dict[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return packed.getvalue()


def compound(streams: dict[str, bytes], storages: dict[str, dict[str, bytes]] | None = None) -> bytes:
    """Return a compound file (MS-CFB) with streams at its root and in storages, each in sectors of its own."""
    end, free, no = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
    entries: list[tuple[str, int, int, bytes]] = [("Root Entry", 5, no, b"")]
    siblings: list[int] = [no]

    def add(held: dict[str, bytes]) -> int:
        first = no
        for name, data in held.items():
            entries.append((name, 2, no, data.ljust(4096, b"\0")))
            siblings.append(first)
            first = len(entries) - 1
        return first

    first = add(streams)
    for name, held in (storages or {}).items():
        child = add(held)
        entries.append((name, 1, child, b""))
        siblings.append(first)
        first = len(entries) - 1
    entries[0] = ("Root Entry", 5, first, b"")
    sectors: list[bytes] = []
    table: list[int] = []
    directory = b""
    for (name, kind, child, data), sibling in zip(entries, siblings, strict=True):
        start, count = (len(sectors), -(-len(data) // 512)) if data else (end, 0)
        sectors += [data[at * 512 : at * 512 + 512].ljust(512, b"\0") for at in range(count)]
        table += [*range(start + 1, start + count), end] if count else []
        encoded = name.encode("utf-16-le")
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded) + 2, kind, 1, no, sibling, child)
        directory += bytes(36) + struct.pack("<III", start, len(data), 0)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    of_directory = len(sectors)
    count = len(directory) // 512
    sectors += [directory[at * 512 : at * 512 + 512] for at in range(count)]
    table += [*range(of_directory + 1, of_directory + count), end]
    of_table = -(-(len(table) + 2) // 127)
    places = [len(sectors) + at for at in range(of_table)]
    table = [*table, *[0xFFFFFFFD] * of_table]
    table += [free] * (of_table * 128 - len(table))
    packed = struct.pack(f"<{len(table)}I", *table)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", of_table, of_directory, 0, 4096, end, 0, end, 0, places[0])
    head += struct.pack("<I", free) * 0 + b"".join(struct.pack("<I", each) for each in places[1:])
    return head.ljust(512, b"\xff") + b"".join(sectors) + packed


def message(body: str, attached: Mapping[str, bytes] = {}, properties: Mapping[str, str] = {}) -> bytes:
    """Return a message as Outlook keeps it."""
    streams = {"__properties_version1.0": bytes(32), "__substg1.0_1000001F": body.encode("utf-16-le")}
    streams |= {f"__substg1.0_{tag}": value.encode("utf-16-le") for tag, value in properties.items()}
    storages = {
        f"__attach_version1.0_#{number:08X}": {
            "__substg1.0_37010102": data,
            "__substg1.0_3707001F": name.encode("utf-16-le"),
        }
        for number, (name, data) in enumerate(attached.items())
    }
    return compound(streams, storages)


RESUME = {
    "basics": {
        "name": "Wilma Ackerbusch",
        "label": "Logistics Planner",
        "email": "wilma@ackerbusch.example",
        "phone": "+49 30 901820",
        "summary": "Wilma Ackerbusch plans departures. Write to wilma@ackerbusch.example.",
        "location": {"address": "Deichweg 7", "city": "Emden"},
        "profiles": [{"network": "X", "username": "wilma-ackerbusch"}],
    },
    "work": [
        {"name": "Brookfield and Sons", "position": "Planner", "startDate": "2015-01", "endDate": "2019-02"},
        {
            "name": "Hafenkontor GmbH",
            "position": "Senior Planner",
            "startDate": "2019-03-01",
            "summary": "Wilma led a team.",
            "highlights": ["Cut the time of ships in the roads"],
        },
    ],
    "education": [{"institution": "Hochschule Bremen", "area": "Logistics", "studyType": "BSc", "endDate": "2011"}],
    "skills": [{"name": "Planning", "keywords": ["Incoterms", "Excel"]}],
    "languages": [{"language": "German", "fluency": "Native speaker"}, {"language": "English", "fluency": "C1"}],
    "certificates": [{"name": "ADR", "issuer": "IHK", "date": "2020-05-01"}],
    "references": [{"name": "Berta Roe", "reference": "A pleasure."}],
}


def resume() -> bytes:
    return json.dumps(RESUME).encode()


LINKEDIN = {
    "Profile.csv": (
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Zip Code,Twitter Handles\n"
        'Wilma,Ackerbusch,,"Deichweg 7, Emden",Jun 14,Logistics Planner,"Plans, and wilma@ackerbusch.example",26721,\n'
    ),
    "Positions.csv": (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        'Hafenkontor GmbH,Senior Planner,"Led a team\nof nine",Hamburg,Mar 2019,\n'
        "Brookfield and Sons,Planner,,London,Jan 2015,Feb 2019\n"
    ),
    "Education.csv": 'School Name,Start Date,End Date,Notes,Degree Name\nHochschule Bremen,2008,2011,,"BSc, Logistics"\n',
    "Skills.csv": "Name\nIncoterms\nExcel\n",
    "Languages.csv": "Name,Proficiency\nGerman,Native or bilingual proficiency\nEnglish,Full professional proficiency\n",
    "Certifications.csv": "Name,Url,Authority,Started On,License Number\nADR,https://ihk.example,IHK,May 2020,AB-5512\n",
    "Email Addresses.csv": "Email Address\nwilma@ackerbusch.example\n",
    "messages.csv": "FROM,CONTENT\nBerta Roe,Hello\n",
}

PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="de"><LearnerInfo>
<Identification><PersonName><FirstName>Wilma</FirstName><Surname>Ackerbusch</Surname></PersonName><ContactInfo><Email>
<Contact>wilma@ackerbusch.example</Contact></Email></ContactInfo><Demographics><Birthdate year="1986" month="--06"/>
</Demographics></Identification>
<Headline><Type><Code>position</Code></Type><Description><Label>Logistics Planner</Label></Description></Headline>
<WorkExperienceList><WorkExperience><Period><From year="2019" month="--03"/><Current>true</Current></Period>
<Position><Label>Senior Planner</Label></Position><Activities>&lt;p&gt;Wilma &lt;b&gt;led&lt;/b&gt; a team&lt;/p&gt;
</Activities><Employer><Name>Hafenkontor GmbH</Name></Employer></WorkExperience></WorkExperienceList>
<EducationList><Education><Period><From year="2008"/><To year="2011"/></Period><Title>BSc Logistics</Title>
<Organisation><Name>Hochschule Bremen</Name></Organisation></Education></EducationList>
<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Code>de</Code></Description></MotherTongue>
</MotherTongueList><ForeignLanguageList><ForeignLanguage><Description><Code>en</Code></Description><ProficiencyLevel>
<Listening>C2</Listening><Writing>C1</Writing></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic>
</Skills></LearnerInfo><ReferenceTo><Name>Berta Roe</Name></ReferenceTo></SkillsPassport>"""

CANDIDATE = """<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
<CandidatePerson><PersonName><oa:GivenName>Wilma</oa:GivenName><hr:FamilyName>Ackerbusch</hr:FamilyName></PersonName>
<hr:BirthDate>1986-06-14</hr:BirthDate><PrimaryLanguageCode name="NORMAL">deu</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile languageCode="en"><EmploymentHistory><EmployerHistory>
<hr:OrganizationName>Hafenkontor GmbH</hr:OrganizationName><PositionHistory><PositionTitle>Senior Planner</PositionTitle>
<eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2019-03-01</hr:FormattedDateTime></eures:StartDate>
<hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod><oa:Description>&lt;ul&gt;&lt;li&gt;Led a team
&lt;/li&gt;&lt;/ul&gt;</oa:Description></PositionHistory></EmployerHistory></EmploymentHistory><EducationHistory>
<EducationOrganizationAttendance><hr:OrganizationName>Hochschule Bremen</hr:OrganizationName><AttendancePeriod><EndDate>
<hr:FormattedDateTime>2011</hr:FormattedDateTime></EndDate></AttendancePeriod><EducationDegree>
<hr:DegreeName>BSc Logistics</hr:DegreeName></EducationDegree></EducationOrganizationAttendance></EducationHistory>
<PersonQualifications><PersonCompetency><CompetencyID schemeName="NORMAL">eng</CompetencyID>
<hr:TaxonomyID>language</hr:TaxonomyID><eures:CompetencyDimension><eures:Score><hr:ScoreText>C1</hr:ScoreText>
</eures:Score></eures:CompetencyDimension></PersonCompetency></PersonQualifications></CandidateProfile></Candidate>"""
