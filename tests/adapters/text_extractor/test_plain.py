from __future__ import annotations

import pytest

from cvparser.adapters.text_extractor.plain import read_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*03/2018 – today* — Leeds", "03/2018 – today — Leeds"),
        ("_Staff Nurse_, **Kestrel Hospital**", "Staff Nurse, Kestrel Hospital"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("* First aid\n* Forklift", "• First aid\n• Forklift"),
    ],
)
def test_markdown_is_unwrapped_and_what_only_looks_like_it_stays(written: str, read: str) -> None:
    assert read_text(written.encode()).text == read
