"""Which version answers."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Final

from litestar import get

from cvparser.entrypoints.http.access import OPEN
from cvparser.entrypoints.http.documented import Documented, problems
from cvparser.entrypoints.http.schemas import VersionBody

PROGRAM_VERSION: Final = version_of("cvparser")


@get(
    "/version",
    summary="Which version answers",
    response_description="The versions of the program and of the API.",
    operation_id="getVersion",
    operation_class=Documented,
    responses=problems(),
    tags=["health"],
    **OPEN,
)
async def version() -> VersionBody:
    """For the report of a problem, and to see that an update has come through."""
    return VersionBody(name="cvparser", version=PROGRAM_VERSION, api="v1")


VERSION = [version]
