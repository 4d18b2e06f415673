"""A problem as a page, for who opened an address in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from litestar import Response

from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.schemas import API, ProblemBody

#: Nothing of the page runs, and its style comes from the service alone.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title} – cvparser</title>
  <link rel="icon" href="{favicon}">
  <link rel="stylesheet" href="{style}">
</head>
<body>
  <main>
    <h1>{title}</h1>
    <p>{detail}</p>
    <table><tbody>
      <tr><td>code</td><td><code>{code}</code></td></tr>
      <tr><td>status</td><td>{status}</td></tr>
    </tbody></table>
    <p><a href="{start}">Hand in a CV</a> · <a href="{docs}">The API and its answers</a></p>
  </main>
</body>
</html>
"""


def prefers_page(request: HTTPRequest) -> bool:
    """Return whether HTML stands in the header Accept, and before any JSON: what browsers send, and few others."""
    kinds = [each.partition(";")[0].strip().lower() for each in request.headers.get("accept", "").split(",")]
    if "text/html" not in kinds:
        return False
    return not any(kind.endswith(("/json", "+json")) for kind in kinds[: kinds.index("text/html")])


def is_page_wanted(request: HTTPRequest) -> bool:
    """Return whether a problem is answered as a page. Below the API it never is: some libraries say they want HTML."""
    is_read = request.method in {"GET", "HEAD"}
    return is_read and not request.scope["path"].startswith(f"{API}/") and prefers_page(request)


def problem_page(problem: ProblemBody, *, headers: Mapping[str, str], status: int | None = None) -> Response[bytes]:
    """Return the page of a problem, with its status where no other is given."""
    page = _PAGE.format(
        title=escape(problem.title),
        detail=escape(problem.detail),
        code=escape(problem.code),
        status=problem.status,
        favicon=escape(location("/favicon.ico")),
        style=escape(location("/docs/page.css")),
        start=escape(location("/")),
        docs=escape(location("/docs")),
    )
    return Response(
        page.encode(),
        status_code=problem.status if status is None else status,
        media_type="text/html",
        headers={"Content-Security-Policy": _POLICY, "Vary": "Accept", **headers},
    )
