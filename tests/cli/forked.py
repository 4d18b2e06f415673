"""The command line in a process of its own, as quick as `tests.forks` makes one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.forks import forks


def cvparser(
    *arguments: object, environment: Mapping[str, str] | None = None, timeout: float = 100
) -> subprocess.CompletedProcess[str]:
    """Run `cvparser` with these arguments and nothing on standard input; `environment` is all of it."""
    given = [str(each) for each in arguments]
    with tempfile.TemporaryDirectory() as folder:
        process = forks.Process(target=_run, args=(given, dict(environment or os.environ), folder))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(given, timeout)
        output, errors = (Path(folder, name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))
        return subprocess.CompletedProcess(given, process.exitcode, output, errors)


def _run(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    from cvparser.entrypoints.cli import main

    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    os.environ.update(environment)
    for stream, path in enumerate((Path(os.devnull), Path(folder, "stdout"), Path(folder, "stderr"))):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), stream)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
    sys.argv = ["cvparser", *arguments]
    main(prog_name="cvparser")
