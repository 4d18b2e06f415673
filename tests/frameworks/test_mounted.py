"""The service below a prefix of another application: FastAPI, Starlette, Litestar, each with its own lifespan."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar, get

import cvparser

API = "/api/v1/parser"
FORM = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer at Kestrel Analytics since 2019."}
Host = Callable[[cvparser.MountedService], tuple[Any, AbstractAsyncContextManager[Any]]]


def fastapi(service: cvparser.MountedService) -> tuple[Any, AbstractAsyncContextManager[Any]]:
    from fastapi import FastAPI

    app = FastAPI(lifespan=service.lifespan)
    app.get("/own")(lambda: {"own": True})
    app.mount("/cv", service)
    return app, app.router.lifespan_context(app)


def starlette(service: cvparser.MountedService) -> tuple[Any, AbstractAsyncContextManager[Any]]:
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse
    from starlette.routing import Mount, Route

    async def own(_: object) -> JSONResponse:
        return JSONResponse({"own": True})

    app = Starlette(routes=[Route("/own", own), Mount("/cv", service)], lifespan=service.lifespan)
    return app, app.router.lifespan_context(app)


def litestar(service: cvparser.MountedService) -> tuple[Any, AbstractAsyncContextManager[Any]]:
    @get("/own")
    async def own() -> dict[str, bool]:
        return {"own": True}

    app = Litestar([own, cvparser.litestar_router(service, path="/cv")], lifespan=[service.lifespan])
    return app, app.lifespan()


def bare(service: cvparser.MountedService) -> tuple[Any, AbstractAsyncContextManager[Any]]:
    """As a server has it whose proxy adds a root that it does not take off."""

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] == "/own":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b'{"own":true}'})
            return
        await service({**scope, "root_path": "/cv"}, receive, send)

    return app, service.lifespan()


HOSTS = [
    pytest.param(
        host,
        id=host.__name__,
        marks=pytest.mark.skipif(
            host.__name__ != "bare" and importlib.util.find_spec(host.__name__) is None,
            reason=f"{host.__name__} is not installed",
        ),
    )
    for host in (fastapi, starlette, litestar, bare)
]


def settings(folder: Path, **chosen: object) -> cvparser.Settings:
    stores: dict[str, object] = {
        "database_url": f"sqlite:///{folder / 'jobs.db'}",
        "file_dir": folder / "files",
        "workers": 0,
        "max_redactions": 0,
    }
    return cvparser.Settings(**stores | chosen)


@asynccontextmanager
async def asked(app: Any, *, peer: str = "127.0.0.1", host: str = "localhost") -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, client=(peer, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        yield client


@pytest.mark.parametrize("host", HOSTS)
async def test_below_a_prefix_every_address_that_is_told_leads_somewhere(host: Host, tmp_path: Path) -> None:
    app, lifespan = host(cvparser.asgi(settings(tmp_path)))

    async with lifespan, asked(app) as client:
        assert (await client.get("/own")).json() == {"own": True}
        submitted = await client.post(f"/cv{API}/parse-text-async", json=FORM)
        assert submitted.status_code == 202
        location = submitted.headers["location"]
        assert location.startswith(f"/cv{API}/job/")
        assert (await client.get(location)).json()["status"] == "processing"
        assert (await client.head(location)).status_code == 200

        document = (await client.get("/cv/openapi.json")).json()
        assert document["servers"] == [{"url": "/cv"}]
        for page in ("/cv/", "/cv/docs", "/cv/dashboard"):
            told = await client.get(page, headers={"Accept": "text/html"})
            assert told.status_code == 200
            links = [part.partition('"')[0] for part in told.text.split('="/')[1:]]
            assert links
            assert all(link.startswith("cv/") for link in links)
        assert (await client.get("/cv/docs/page.css")).status_code == 200

        problem = (await client.get(f"/cv{API}/job/nothing/status")).json()
        assert problem["type"].startswith("/cv/problems/")
        assert (await client.get(problem["type"])).status_code == 200

        # A slash of an id is told from one between the parts of a path.
        assert (await client.post(f"/cv{API}/users/a%2Fb/objection")).is_success
        refused = await client.post(f"/cv{API}/parse-text-async", json=FORM | {"user_id": "a/b"})
        assert refused.json()["code"] == "processing_objected"


async def test_a_host_that_does_not_open_it_is_told_so_and_a_second_opening_is_refused(tmp_path: Path) -> None:
    service = cvparser.asgi(settings(tmp_path))

    async with asked(service) as client:
        before = await client.get("/health")
        async with service.lifespan():
            assert (await client.get("/health/ready")).status_code in {200, 503}
            assert (await client.get("/version")).status_code == 200
            with pytest.raises(cvparser.CVParserError, match="runs already"):
                await service.lifespan().__aenter__()
        after = await client.get("/health")

    assert [(each.status_code, each.json()["code"]) for each in (before, after)] == [(503, "not_started")] * 2


async def test_with_access_off_a_mounted_service_answers_this_machine_alone(tmp_path: Path) -> None:
    service = cvparser.asgi(settings(tmp_path))

    async with service.lifespan():
        async with asked(service, peer="203.0.113.9") as client:
            elsewhere = await client.get("/version")
        async with asked(service, host="198.51.100.7") as client:
            outside = await client.get("/version", headers={"Host": "localhost"})
        async with asked(service) as client:
            here = await client.get("/version")

    assert [elsewhere.status_code, outside.status_code, here.status_code] == [403, 403, 200]
    assert elsewhere.json()["code"] == "this_machine_only"


async def test_where_the_host_lets_people_in_others_are_answered(tmp_path: Path) -> None:
    service = cvparser.asgi(settings(tmp_path, access="proxy", allowed_hosts="cv.example"))

    async with service.lifespan(), asked(service, peer="203.0.113.9", host="cv.example") as client:
        assert (await client.get("/version")).status_code == 200


async def test_a_proxy_before_the_host_and_the_hosts_prefix_are_told_together(tmp_path: Path) -> None:
    app, lifespan = bare(cvparser.asgi(settings(tmp_path, trusted_proxies="127.0.0.1")))

    async with lifespan, asked(app) as client:
        prefixed = await client.get("/cv/openapi.json", headers={"X-Forwarded-Prefix": "/outer"})

    assert prefixed.json()["servers"] == [{"url": "/outer/cv"}]


async def test_what_asgi_lets_a_server_leave_out_is_done_without(tmp_path: Path) -> None:
    service = cvparser.asgi(settings(tmp_path))
    body = json.dumps(FORM).encode()
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": f"{API}/parse-text-async",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async with service.lifespan():
        await service(scope, receive, send)

    assert sent[0]["status"] == 202


async def test_a_plugin_mounts_the_service_and_opens_it_with_the_application(tmp_path: Path) -> None:
    app = Litestar([], plugins=[cvparser.CVParserPlugin(settings(tmp_path), path="/people/cv")])

    async with app.lifespan(), asked(app) as client:
        submitted = await client.post(f"/people/cv{API}/parse-text-async", json=FORM)
        beside = await client.get("/people/cvs")

    assert submitted.headers["location"].startswith(f"/people/cv{API}/job/")
    assert beside.status_code == 404
