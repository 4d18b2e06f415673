from __future__ import annotations

from pathlib import Path

import pytest

from cvparser.container import Container
from cvparser.settings import Settings

CHOICES = [{"pdf_engine": engine} for engine in ("pdfium", "pdfplumber")]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_every_provider_can_be_built_under_every_choice(choice: dict[str, str], tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/jobs.db", file_dir=tmp_path / "files").model_copy(
        update=choice
    )
    container = Container(settings=settings)

    built = {name: provider() for name, provider in container.providers.items()}

    assert all(each is not None for each in built.values())
