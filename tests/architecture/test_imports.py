from __future__ import annotations

import subprocess
import sys

import pytest

import cvparser

HEAVY = {"aiosqlite", "alembic", "click", "dependency_injector", "docx", "dramatiq", "httpx", "litestar", "lxml"} | {
    "openai", "opentelemetry", "pdfplumber", "psycopg", "pydantic_settings", "pypdfium2", "redis", "sqlalchemy",
    "uvicorn",
}  # fmt: skip


def modules_after(statement: str) -> set[str]:
    script = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_cvparser_loads_nothing_but_itself() -> None:
    before = modules_after("pass")

    assert modules_after("import cvparser") - before <= {"cvparser", "__future__", "typing", "importlib"} | STDLIB


@pytest.mark.parametrize("name", ["Profile", "CVParserError", "redact"])
def test_the_pure_part_of_the_public_face_loads_pydantic_and_look_ups_at_most(name: str) -> None:
    loaded = modules_after(f"import cvparser; cvparser.{name}")

    assert not loaded & HEAVY


def test_parsing_a_text_loads_no_server_library() -> None:
    text = "I work as a Data Engineer at Kestrel Analytics since 2019."

    loaded = modules_after(f"import cvparser; cvparser.parse_text({text!r})")

    assert not loaded & (HEAVY - {"pydantic_settings"})


def test_a_parser_of_ones_own_loads_no_container_and_no_server_library() -> None:
    loaded = modules_after(
        "import cvparser; from cvparser.adapters.profile_parser.memory import MemoryProfileParser\n"
        "with cvparser.CVParser(parser=MemoryProfileParser()) as parser: parser.parse_text('A nurse since 2019.')"
    )

    assert not loaded & (HEAVY - {"pydantic_settings"})


def test_the_public_face_is_sorted_and_real() -> None:
    assert list(cvparser.__all__) == sorted(cvparser.__all__)
    assert all(getattr(cvparser, name).__name__ == name for name in cvparser.__all__ if name != "__version__")


def test_an_unknown_name_of_the_public_face_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="parse_everything"):
        _ = cvparser.parse_everything  # type: ignore[attr-defined]


STDLIB = set(sys.stdlib_module_names)
