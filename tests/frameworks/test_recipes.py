"""The recipes of `docs/how-to/use-it-in-a-framework.md`, as they are printed."""

from __future__ import annotations

import asyncio
import importlib.util
import io
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "use-it-in-a-framework.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
CV = ROOT / "examples" / "cvs" / "ozgecmis.pdf"
EMPLOYER = "Poyraz Lojistik A.Ş."
API = "/api/v1/parser"


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    chosen = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'jobs.db'}",
        "FILE_DIR": str(tmp_path / "files"),
        "WORKERS": "0",
        "MAX_REDACTIONS": "0",
        "CPU_PROCESSES": "1",
        "EXTRACTION_PROCESSES": "1",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(f"CVPARSER_{name}", value)


def blocks(section: str) -> list[str]:
    [found] = re.findall(rf"^## {section}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return BLOCK.findall(found)


def recipe(section: str, *, needs: str) -> dict[str, Any]:
    """Give the names of a section's blocks once they have run, each after what is printed before it."""
    if importlib.util.find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed")
    module = types.ModuleType(f"recipe_{needs}")
    sys.modules[module.__name__] = module
    for block in blocks(section):
        exec(compile(block, section, "exec"), vars(module))  # noqa: S102 - our own page
    return vars(module)


@pytest.fixture
def closing() -> Iterator[list[Any]]:
    parsers: list[Any] = []
    yield parsers
    for parser in parsers:
        parser.close()


def employer(profile: dict[str, Any]) -> str:
    company: str = profile["professional_experiences"][0]["company"]
    return company


async def asked(app: Any, path: str, **sent: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        method = "POST" if sent else "GET"
        return await client.request(method, path, **sent)


def upload(content: bytes | None = None) -> dict[str, Any]:
    return {"files": {"cv": ("ozgecmis.pdf", CV.read_bytes() if content is None else content)}}


async def test_fastapi(closing: list[Any]) -> None:
    names = recipe("FastAPI", needs="fastapi")
    app = names["app"]
    closing.append(names["parser"])

    async with app.router.lifespan_context(app):
        parsed, wrong = await asked(app, "/profiles", **upload()), await asked(app, "/profiles", **upload(b""))
        mounted = await asked(app, "/cv/openapi.json")

    assert employer(parsed.json()) == EMPLOYER
    assert (wrong.status_code, wrong.json()["code"]) == (422, "file_empty")
    assert mounted.json()["servers"] == [{"url": "/cv"}]


async def test_starlette() -> None:
    app = recipe("Starlette", needs="starlette")["app"]

    async with app.router.lifespan_context(app):
        assert (await asked(app, "/cv/version")).status_code == 200


async def test_litestar() -> None:
    app = recipe("Litestar", needs="litestar")["app"]

    async with app.lifespan():
        assert (await asked(app, "/cv/version")).status_code == 200


async def test_django(closing: list[Any]) -> None:
    pytest.importorskip("django", reason="django is not installed")
    import django
    from django.conf import settings
    from django.urls import path

    urls = types.ModuleType("recipe_urls")
    vars(urls)["urlpatterns"] = []
    sys.modules[urls.__name__] = urls
    settings.configure(ROOT_URLCONF=urls.__name__, ALLOWED_HOSTS=["localhost"], SECRET_KEY="invented")
    django.setup()
    names = recipe("Django", needs="django")
    closing.append(names["parser"])
    vars(urls)["urlpatterns"].append(path("profiles", names["profile_of"]))

    async with names["service"].lifespan():
        parsed = await asked(names["application"], "/profiles", **upload())
        wrong = await asked(names["application"], "/profiles", **upload(b"%PDF"))
        mounted = await asked(names["application"], "/cv/openapi.json")

    assert employer(parsed.json()) == EMPLOYER
    assert wrong.status_code == 422
    assert mounted.json()["servers"] == [{"url": "/cv"}]


def test_flask(closing: list[Any]) -> None:
    names = recipe("Flask", needs="flask")
    closing.append(names["parser"])
    client = names["app"].test_client()

    with CV.open("rb") as file:
        parsed = client.post("/profiles", data={"cv": (file, "ozgecmis.pdf")})
    wrong = client.post("/profiles", data={"cv": (io.BytesIO(b""), "cv.pdf")})

    assert employer(parsed.get_json()) == EMPLOYER
    assert (wrong.status_code, wrong.get_json()["code"]) == (422, "file_empty")


@pytest.mark.filterwarnings("ignore")
def test_celery(closing: list[Any]) -> None:
    names = recipe("Celery", needs="celery")
    closing.append(names["parser"])
    from celery.contrib.testing.worker import start_worker

    with start_worker(names["app"], pool="solo", perform_ping_check=False, shutdown_timeout=30):
        profile = names["profile_of"].delay(str(CV)).get(timeout=90)

    assert employer(profile) == EMPLOYER


@pytest.mark.filterwarnings("ignore")
def test_rq(closing: list[Any]) -> None:
    pytest.importorskip("fakeredis", reason="fakeredis is not installed")
    names = recipe("RQ", needs="rq")
    closing.append(names["parser"])
    import rq
    from fakeredis import FakeStrictRedis

    queue = rq.Queue(connection=FakeStrictRedis())
    job = queue.enqueue(names["profile_of"], str(CV))
    rq.SimpleWorker([queue], connection=queue.connection).work(burst=True)

    profile: Any = job.return_value()
    assert employer(profile) == EMPLOYER


@pytest.mark.filterwarnings("ignore")
def test_a_notebook() -> None:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    nbformat: Any = pytest.importorskip("nbformat", reason="nbformat is not installed")
    [cell] = blocks("A notebook")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    asyncio.run(nbclient.NotebookClient(notebook, timeout=90, kernel_name="python3").async_execute(cwd=str(ROOT)))

    assert EMPLOYER in str(notebook.cells[0].outputs)


def test_a_container_of_ones_own() -> None:
    names = recipe("Your own container", needs="dependency_injector")

    assert names["parsed"].profile.professional_experiences[0].company == EMPLOYER
