"""The page for people and the dashboard for operators: static files of the package, nothing from elsewhere."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, cast

from litestar import Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from cvparser.adapter_choice import name_of
from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.entity_tags import is_known, tag_of
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
async def page(request: HTTPRequest, state: State) -> Response[bytes]:
    """Return the page on which people have CVs parsed."""
    return _page("index.html", request, state)


@get("/dashboard", include_in_schema=False, **OPEN)
async def dashboard(request: HTTPRequest, state: State) -> Response[bytes]:
    """Return the page on which operators watch; it asks for the figures with a key of theirs."""
    return _page("dashboard.html", request, state)


@get("/app/{name:str}", include_in_schema=False, **OPEN)
async def page_file(name: FromPath[str], request: HTTPRequest) -> Response[bytes]:
    """Return what the pages are made of."""
    if name not in _served():
        raise NotFoundException
    return _unless_known(request, _content(name), _TYPES[name.rpartition(".")[2]])


@cache
def _served() -> frozenset[str]:
    return frozenset(each.name for each in _FILES.iterdir() if each.name.rpartition(".")[2] in _TYPES)


@cache
def _content(name: str) -> bytes:
    return (_FILES / name).read_bytes()


def _page(name: str, request: HTTPRequest, state: State) -> Response[bytes]:
    content = _content(name).replace(_OURS, f'="{location("/")}'.encode())
    content = content.replace(b"{service}", _told(cast("Settings", state.settings)))
    return _unless_known(request, content, "text/html")


def _unless_known(request: HTTPRequest, content: bytes, media_type: str) -> Response[bytes]:
    tag = tag_of(content)
    headers = _HEADERS | {"ETag": tag}
    if is_known(request, tag):
        # Any: a 304 has no body, whatever the handler promises for 200.
        unchanged: Response[Any] = Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers)
        return unchanged
    return Response(content, media_type=media_type, headers=headers)


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
