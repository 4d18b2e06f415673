"""Names of uploaded files as clients write them."""

from __future__ import annotations

import httpx
import pytest
from tests.http.forms import FORM, IDS, UPLOAD, form

TEXT = b"Data Engineer\nSkills\nPython"
STARRED = "filename*=utf-8''%C3%B6zge%C3%A7mi%C5%9F.txt"
WORD = '"=?utf-8?B?w7Z6Z2XDp21pxZ8udHh0?="'


def upload(client: httpx.Client, disposition: str, content: bytes = TEXT) -> httpx.Response:
    header = f"Content-Disposition: form-data; {disposition}"
    return client.post(UPLOAD, content=form(*IDS, (header, content)), headers={"Content-Type": FORM})


@pytest.mark.parametrize(
    "disposition",
    [
        f"name=file; filename={WORD}; {STARRED}",
        f'name="file"; {STARRED}; filename="x.exe"',
        f'name="file"; {STARRED}',
        f"name=file; {STARRED.replace('utf-8', 'UTF-8')}",
        "name=\"file\"; filename*=iso-8859-1'tr'%F6zgecmis.txt",
        f'name="file"; filename={WORD}',
        'name="file"; filename="=?iso-8859-1?Q?=F6zgecmis.txt?="',
        'name="file"; filename="özgeçmiş.txt"',
        'name="file"; filename="özgeçmiş.txt"; filename*=nonsense',
        'name="file"; filename="özgeçmiş.txt"; filename*=utf-8\'\'%FF.exe',
    ],
)
def test_a_name_that_is_not_ascii_is_read_however_it_is_written(client: httpx.Client, disposition: str) -> None:
    response = upload(client, disposition)

    assert response.status_code == 202
    shown = client.get(response.headers["location"]).json()["file_name"]
    assert shown in {"özgeçmiş.txt", "özgecmis.txt"}


@pytest.mark.parametrize(
    "word",
    [
        "=?\xe9?Q?cv?=.txt",
        "=?zlib?B?eJw=?=.txt",
        "=?no-such-charset?Q?cv?=.txt",
        "=?utf-8?B?A?=.txt",
        "=?utf-7?Q?+2AA-?=.txt",
        "=?utf-8?Q?=FF?=.txt",
        "=?" * 1_000 + ".txt",
    ],
)
def test_an_encoded_word_that_is_none_is_a_name_like_another(client: httpx.Client, word: str) -> None:
    response = upload(client, f'name="file"; filename="{word}"')

    assert response.status_code == 202
    assert client.get(response.headers["location"]).json()["file_name"].endswith(".txt")


@pytest.mark.parametrize(
    "disposition",
    [
        "name=file; filename*=utf-8''cv.exe",
        'name="file"; filename="cv.txt"; filename*=utf-8\'\'cv.exe',
        'name="file"; filename="=?utf-8?Q?cv.exe?="',
    ],
)
def test_the_name_that_counts_decides_about_the_type(client: httpx.Client, disposition: str) -> None:
    response = upload(client, disposition)

    assert (response.status_code, response.json()["code"]) == (415, "type_not_allowed")


def test_what_looks_like_a_parameter_within_a_name_is_part_of_the_name(client: httpx.Client) -> None:
    response = upload(client, """name="file"; filename="a; filename*=utf-8''x.exe; b.txt" """.strip())

    assert response.status_code == 202


@pytest.mark.parametrize("disposition", ['name="file"', 'name="file"; filename=""', 'name="file"; filename="cv.txt"'])
def test_a_document_in_another_format_is_not_parsed_as_words(client: httpx.Client, disposition: str) -> None:
    response = upload(client, disposition, b"<?xml version='1.0'?><Resume><Name>Zeynep Karamanlar</Name></Resume>")

    assert response.status_code in {415, 422}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Quill 0532 111 22 33 CV.txt", "CV.txt"),
        ("AdaQuillCV2024.txt", "CV2024.txt"),
        ("resume-adaquill.txt", "resume.txt"),
        ("ada.quill@example.com.txt", "cv.txt"),
        ("CV_19900312.txt", "CV.txt"),
        ("Ada Quill, Canal Street 12.txt", "cv.txt"),
        ("Zübeyde Toprakçı Özgeçmiş.txt", "Özgeçmiş.txt"),
        ("Koch_Lebenslauf.txt", "Lebenslauf.txt"),
        ("Data-Engineer_Resume-2024.txt", "Data-Engineer_Resume-2024.txt"),
        ("CV (final) v2.txt", "CV (final) v2.txt"),
    ],
)
def test_of_a_name_that_may_be_somebodys_only_words_of_documents_and_work_are_shown(
    client: httpx.Client, name: str, shown: str
) -> None:
    response = upload(client, f'name="file"; filename="{name}"')
    assert client.get(response.headers["location"]).json()["file_name"] == shown
