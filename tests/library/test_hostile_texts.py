"""Lines of the table of hostile inputs that are words like others."""

from __future__ import annotations

import cvparser

#: What every virus scanner knows, in two pieces: no file of ours is to be taken for it.
SCANNED = r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def test_line_26_a_text_that_scanners_know_is_a_text_like_another() -> None:
    parsed = cvparser.parse_text(f"Data Engineer\n\nSkills\nPython, SQL\n\n{SCANNED}")

    assert parsed.profile.basics.profession == "Data Engineer"
    assert "Python" in parsed.profile.basics.skills
