"""What the type of a problem leads to: a page for who reads, the problem itself for programs."""

from __future__ import annotations

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.bodies import HTTPRequest
from cvparser.entrypoints.http.problem_page import prefers_page, problem_page
from cvparser.entrypoints.http.problems import MEDIA_TYPE, explanation


@get("/problems/{code:str}", include_in_schema=False, **OPEN)
async def problem_type(code: FromPath[str], request: HTTPRequest) -> Response[bytes]:
    """Explain the type of a problem."""
    found = explanation(code)
    if found is None:
        raise NotFoundException
    if prefers_page(request):
        return problem_page(found, headers={"Vary": "Accept"}, status=200)
    body = found.model_dump_json(exclude_none=True).encode()
    return Response(body, media_type=MEDIA_TYPE, headers={"Vary": "Accept"})


PROBLEM_TYPES = [problem_type]
