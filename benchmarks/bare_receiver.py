"""The least that a Litestar service can do with an upload: receive it, the usual way, under the service's own server.

usage: python -m benchmarks.bare_receiver PORT [FOLDER]     with FOLDER each upload is kept there, flushed to the disk
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import uvicorn
from litestar import Litestar, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body

FOLDER = Path(sys.argv[2]) if len(sys.argv) > 2 else None


@dataclass
class Upload:
    """The fields of the form."""

    user_id: str
    session_id: str
    parse_mode: str
    file: UploadFile


@post("/api/v1/parser/parse-file-async", status_code=202)
async def receive(data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]) -> dict[str, int]:
    """Receive an upload and say how long it is."""
    content = await data.file.read()
    if FOLDER:
        await asyncio.to_thread(keep, FOLDER, content)
    return {"size": len(content)}


def keep(folder: Path, content: bytes) -> None:
    """Write a file that outlives a loss of power."""
    with (folder / uuid4().hex).open("xb", buffering=0) as file:
        file.write(content)
        os.fsync(file.fileno())
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


@get("/ready")
async def ready() -> str:
    """Answer."""
    return "ready"


if __name__ == "__main__":
    uvicorn.run(
        Litestar([receive, ready], logging_config=None, openapi_config=None),
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_keep_alive=10,
        backlog=2048,
        http="httptools",
        loop="uvloop",
    )
