"""The browsable API page. Nothing is loaded from elsewhere."""

from __future__ import annotations

from importlib.resources import files

from litestar import Response, get
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.locations import location

_PAGE = files("cvparser.entrypoints.http") / "page"
_TYPES = {"page.html": "text/html", "page.css": "text/css", "page.js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY}
#: How the addresses begin that the page names.
_OURS = b'="/'


@get("/docs", include_in_schema=False, **OPEN)
async def docs() -> Response[bytes]:
    """Return the browsable API page."""
    return _file("page.html")


@get("/docs/{name:str}", include_in_schema=False, **OPEN)
async def docs_file(name: FromPath[str]) -> Response[bytes]:
    """Return what the page is made of."""
    if name not in _TYPES:
        raise NotFoundException
    return _file(name)


@get("/favicon.ico", include_in_schema=False, cache_control=CacheControlHeader(public=True, max_age=86_400), **OPEN)
async def favicon() -> Response[bytes]:
    """Return the sign that browsers show beside a page's name, and ask for whether it is named or not."""
    return Response((_PAGE / "favicon.ico").read_bytes(), media_type="image/x-icon")


def _file(name: str) -> Response[bytes]:
    content = (_PAGE / name).read_bytes()
    if name == "page.html":
        content = content.replace(_OURS, f'="{location("/")}'.encode())
    return Response(content, media_type=_TYPES[name], headers=_HEADERS)


PAGES = [docs, docs_file, favicon]
