"""A stranger's first ten minutes: what README and tutorial say, typed as it stands there, where nothing is set up.

    python -m benchmarks.first_minutes

A copy of the repository's files stands in an empty folder, HOME is empty, and of the environment is left what leads
to the index of packages. Each block is a command in the order of the page; it must succeed, and print what the page
shows. What is not typed is said: `make test`, which may take longer, and what needs a PostgreSQL of the reader's
own. A stranger types an id for `JOB_ID`, and asks again until the job has ended; so does this.
"""

from __future__ import annotations

import contextlib
import doctest
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MARK = "-- that was it --"
KEPT = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS", "TMPDIR", "TERM"}
#: Seconds that a phase may take.
PATIENCE_S = 900
#: In a block: what is left out, and why.
LEFT_OUT = {"make test": "the suite", "CVPARSER_DATABASE_URL=": "needs PostgreSQL and Redis"}

_READY = "until curl -s -f http://127.0.0.1:8000/health/ready > /dev/null; do sleep 0.2; done"


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed, and what is printed where the page shows it."""

    language: str
    code: str
    shown: str | None = None

    def script(self, folder: Path, number: int) -> str:
        """Return it as a line of the shell: Python is typed into an interpreter of its own."""
        if self.language == "python":
            path = folder / f"typed-{number}.py"
            path.write_text(self.code, encoding="utf-8")
            return f"python {path}"
        if self.code.rstrip().endswith("cvparser serve"):
            return f"{self.code.rstrip()} > {folder}/service.log 2>&1 &\n{_READY}"
        if "JOB_ID" in self.code:
            first, *others = _lines(self.code)
            answer = folder / "answer.json"
            asked = [line.replace("JOB_ID", "$JOB_ID") for line in others]
            wait = f"until {asked[0]} | grep -q '\"success\"'; do sleep 0.2; done"
            take = f'JOB_ID=$(sed -n \'s/.*"job_id":"\\([^"]*\\)".*/\\1/p\' {answer})'
            return "\n".join([f"{first} | tee {answer}", take, asked[0], wait, *asked[1:]])
        return self.code


def _lines(code: str) -> list[str]:
    return code.replace("\\\n", "").strip().splitlines()


def commands(text: str) -> Iterator[Command]:
    """Yield what a page, or a part of it, has its reader type."""
    found = BLOCK.findall(text)
    for (language, code), (after, shown) in zip(found, [*found[1:], ("", "")], strict=True):
        if language in {"bash", "python"}:
            yield Command(language, code, shown if after == "text" else None)


def section(page: str, heading: str) -> str:
    """Return one section of a page."""
    return (ROOT / page).read_text(encoding="utf-8").partition(f"\n{heading}\n")[2].partition("\n## ")[0]


def together(found: Sequence[Command]) -> list[Command]:
    """Return the commands with the Python of a page in one piece, as one interpreter takes it; it prints in order."""
    typed = [each for each in found if each.language == "python"]
    if len(typed) < 2:
        return list(found)
    shown = "".join(each.shown or "" for each in typed)
    return [Command("python", "".join(each.code for each in typed), shown), *(e for e in found if e.language == "bash")]


def copied(folder: Path) -> Path:
    """Make the copy that a clone gives, of what is there now."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def environment(home: Path, port: int) -> dict[str, str]:
    """Return a stranger's: no environment of ours on the path."""
    ours = str(Path(sys.executable).parent)
    path = os.pathsep.join(each for each in os.environ["PATH"].split(os.pathsep) if each != ours)
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    return kept | {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "CVPARSER_PORT": str(port)}


def run(name: str, found: Sequence[Command], *, clone: Path, home: Path, before: str = "") -> bool:
    """Type all into one shell, print what each took, and return whether all was as the page says."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    typed = [each for each in found if not any(word in each.code for word in LEFT_OUT)]
    parts = (f"{each.script(home, number)}\necho; echo '{MARK}' $EPOCHREALTIME\n" for number, each in enumerate(typed))
    script = f"exec 2> {home}/said-beside\n{before}\necho '{MARK}' $EPOCHREALTIME\n{''.join(parts)}".replace(
        ":8000", f":{port}"
    )
    print(f"\n{name}")
    shell = subprocess.Popen(
        ["/bin/bash", "-eu", "-c", script],
        cwd=clone,
        env=environment(home, port),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        printed, _ = shell.communicate(timeout=PATIENCE_S)
    finally:
        # The service that a page starts runs on.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGTERM)
    is_right = told(typed, printed, shell.returncode)
    if not is_right:
        print((home / "said-beside").read_text(encoding="utf-8"))
    return is_right


def told(typed: Sequence[Command], printed: str, status: int) -> bool:
    """Print a line for each command, and return whether all are as they should be."""
    first, *parts = re.split(rf"{MARK} (\S+)\n", printed)
    times, outputs = [float(each) for each in parts[::2]], [first, *parts[1::2]]
    right = True
    for number, each in enumerate(typed):
        words = _lines(each.code)[0] if each.language == "bash" else "python: " + each.code.split("\n")[0]
        if number + 1 >= len(times):
            print(f"  FAILED (status {status})  {words}\n{outputs[-1]}")
            return False
        output = outputs[number + 1]
        is_shown = each.shown is None or _matches(each.shown, output)
        right &= is_shown
        print(f"  {times[number + 1] - times[number]:7.1f} s  {words[:96]}")
        if not is_shown:
            print(f"    shown:\n{each.shown}\n    printed:\n{output}")
    return right and status == 0


def _matches(shown: str, printed: str) -> bool:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return doctest.OutputChecker().check_output(shown.strip(), printed.strip(), flags)


def _one_by_one(found: Sequence[Command]) -> list[Command]:
    return [Command("bash", line.partition("#")[0].strip()) for each in found for line in _lines(each.code)]


def main() -> int:
    """Type everything, and return the exit status: 0 when each command worked as printed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="first-minutes-") as folder:
        clone, home = Path(folder, "cvparser"), Path(folder, "home")
        clone.mkdir()
        home.mkdir()
        copied(clone)
        demo = _one_by_one(list(commands(section("README.md", "## Two commands"))))
        right = run("README: two commands", demo, clone=clone, home=home)
        shutil.copy(clone / "examples" / "cvs" / "ozgecmis.pdf", clone / "cv.pdf")
        fresh = f"python3 -m venv {home}/venv\n. {home}/venv/bin/activate"
        library = list(commands(section("README.md", "## The library")))
        right &= run("README: the library", library, clone=clone, home=home, before=fresh)
        service = list(commands(section("README.md", "## The service")))
        right &= run("README: the service", service, clone=clone, home=home, before=f". {home}/venv/bin/activate")
        tutorial = together(list(commands((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))))
        right &= run(
            "Tutorial", tutorial, clone=clone, home=home, before="make setup > /dev/null\n. .venv/bin/activate"
        )
        # Before the folder is removed, which takes a slow disk a while.
        for words, why in LEFT_OUT.items():
            print(f"\nnot typed: {words} ({why})", end="")
        print(f"\n{(time.monotonic() - began) / 60:.1f} minutes in all; {'as printed' if right else 'NOT as printed'}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
