"""The browsable API page and what problems' types lead to. Nothing is loaded from elsewhere."""

from __future__ import annotations

from importlib.resources import files

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.problems import MEDIA_TYPE, explanation

_PAGE = files("cvparser.entrypoints.http") / "page"
_TYPES = {"page.html": "text/html", "page.css": "text/css", "page.js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
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


@get("/problems/{code:str}", include_in_schema=False, **OPEN)
async def problem(code: FromPath[str]) -> Response[bytes]:
    """Explain the type of a problem."""
    found = explanation(code)
    if found is None:
        raise NotFoundException
    return Response(found.model_dump_json(exclude_none=True).encode(), media_type=MEDIA_TYPE)


def _file(name: str) -> Response[bytes]:
    content = (_PAGE / name).read_bytes()
    if name == "page.html":
        content = content.replace(_OURS, f'="{location("/")}'.encode())
    return Response(content, media_type=f"{_TYPES[name]}; charset=utf-8", headers=_HEADERS)


PAGES = [docs, docs_file, problem]
