"""The page for people and the dashboard for operators: static files of the package, nothing from elsewhere."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import cast

from litestar import Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from cvparser.adapter_choice import name_of
from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.locations import location
from cvparser.settings import Settings

_FILES = files("cvparser.entrypoints.http") / "web"
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: A file is asked for again each time, and sent only where it has changed with a new version.
_HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
#: How the addresses begin that the pages name.
_OURS = b'="/'


@get("/", include_in_schema=False, **OPEN)
async def page(state: State) -> Response[bytes]:
    """Return the page on which people have CVs parsed."""
    return _page("index.html", state)


@get("/dashboard", include_in_schema=False, **OPEN)
async def dashboard(state: State) -> Response[bytes]:
    """Return the page on which operators watch; it asks for the figures with a key of theirs."""
    return _page("dashboard.html", state)


@get("/app/{name:str}", include_in_schema=False, **OPEN)
async def page_file(name: FromPath[str]) -> Response[bytes]:
    """Return what the pages are made of."""
    if name not in _served():
        raise NotFoundException
    return Response(_content(name), media_type=f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8", headers=_HEADERS)


@cache
def _served() -> frozenset[str]:
    return frozenset(each.name for each in _FILES.iterdir() if each.name.rpartition(".")[2] in _TYPES)


@cache
def _content(name: str) -> bytes:
    return (_FILES / name).read_bytes()


def _page(name: str, state: State) -> Response[bytes]:
    content = _content(name).replace(_OURS, f'="{location("/")}'.encode())
    content = content.replace(b"{service}", _told(cast("Settings", state.settings)))
    return Response(content, media_type="text/html; charset=utf-8", headers=_HEADERS)


def _told(settings: Settings) -> bytes:
    """Return what the page must know of the service, as an attribute's value."""
    told = {
        "asksForKeys": settings.access in {"keys", "oidc"},
        "keepSeconds": settings.keep_results_s,
        "maxBytes": settings.max_file_bytes,
        "parser": name_of(settings, "profile_parser"),
    }
    return json.dumps(told).replace("&", "&amp;").replace('"', "&quot;").encode()


WEB_APP = [page, dashboard, page_file]
