"""One parser for a whole program: what it takes, from whom, for how long, and what it leaves behind."""

from __future__ import annotations

import asyncio
import gc
import io
import pickle
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import psutil
import pytest

from cvparser import CVParser
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import FileEmptyError, TypeMismatchError, UnavailableError
from cvparser.domain.job import ParseMode
from cvparser.ports.profile_parser import ParserAnswer
from cvparser.settings import Settings

CVS = Path(__file__).parents[2] / "examples" / "cvs"
PDF = CVS / "ozgecmis.pdf"
COMPANY = "Poyraz Lojistik A.Ş."
PROSE = "I have worked as a Data Engineer at Kestrel Analytics since March 2019."
#: At what a test is over that should have ended long ago.
LATE_S = 60


@pytest.fixture(scope="module")
def parser() -> Iterator[CVParser]:
    with CVParser() as parser:
        yield parser


class WaitingParser:
    """Has the methods of the port; answers once it is free, else waits for ever; notes where it was asked."""

    name = "Waiting"

    def __init__(self) -> None:
        self.loops: list[asyncio.AbstractEventLoop] = []
        self.asked = threading.Event()
        self.was_cancelled = threading.Event()
        self.is_free = False

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        self.loops.append(asyncio.get_running_loop())
        self.asked.set()
        try:
            if not self.is_free:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.was_cancelled.set()
            raise
        return ParserAnswer(profile={"basics": {"profession": "Data Engineer"}})


@pytest.mark.parametrize(
    "source",
    [
        lambda: PDF,
        lambda: str(PDF),
        PDF.read_bytes,
        lambda: bytearray(PDF.read_bytes()),
        lambda: memoryview(PDF.read_bytes()),
        lambda: io.BytesIO(PDF.read_bytes()),
    ],
    ids=["path", "name of a path", "bytes", "bytearray", "memoryview", "file in memory"],
)
async def test_a_document_is_a_path_bytes_or_a_binary_file(parser: CVParser, source: Callable[[], object]) -> None:
    blocking = await asyncio.to_thread(parser.parse, source())  # type: ignore[arg-type]
    awaited = await parser.parse_async(source())  # type: ignore[arg-type]

    assert blocking.profile.professional_experiences[0].company == COMPANY
    assert awaited == blocking


def test_an_open_file_is_read_from_where_it_stands_and_names_itself(parser: CVParser) -> None:
    with (CVS / "resume.docx").open("rb") as file:
        parsed = parser.parse(file)
        with pytest.raises(FileEmptyError):
            parser.parse(file)

    assert parsed.profile.basics.profession == "Product Manager"


def test_the_ending_of_a_name_that_was_given_must_agree_with_the_bytes(parser: CVParser) -> None:
    with pytest.raises(TypeMismatchError):
        parser.parse(PDF.read_bytes(), name="cv.docx")


def test_what_is_no_document_is_a_type_error_that_says_what_is_one(parser: CVParser) -> None:
    with pytest.raises(TypeError, match="a path, bytes or a binary file"):
        parser.parse(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="open it as binary"):
        parser.parse(io.StringIO(PROSE))  # type: ignore[arg-type]


def test_a_mode_is_a_word_or_the_member_of_the_enumeration(parser: CVParser) -> None:
    assert parser.parse_text(PROSE, mode="basic") == parser.parse_text(PROSE, mode=ParseMode.BASIC)


def test_one_parser_serves_threads_and_event_loops_at_once(parser: CVParser) -> None:
    def in_a_loop(_: int) -> str | None:
        return asyncio.run(parser.parse_async(PDF)).profile.professional_experiences[0].company

    def without(_: int) -> str | None:
        return parser.parse(PDF).profile.professional_experiences[0].company

    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(in_a_loop, range(6)), *threads.map(without, range(6))]

    assert found == [COMPANY] * 12


def test_cvs_are_worked_on_in_as_many_processes_as_the_settings_say() -> None:
    others = set(psutil.Process().children())
    with CVParser(settings=Settings(cpu_processes=3, extraction_processes=3)) as parser:
        parser.parse(PDF)
        with ThreadPoolExecutor(12) as threads:
            list(threads.map(lambda _: parser.parse(PDF), range(36)))
        (warm,) = set(psutil.Process().children()) - others

        # Those that parse, beside those that look at what comes.
        assert 3 <= len(warm.children()) <= 3 + 2 + 1


async def test_an_adapter_of_ones_own_is_called_in_the_loop_of_who_awaits() -> None:
    own = WaitingParser()
    own.is_free = True

    async with CVParser(parser=own) as parser:
        parsed = await parser.parse_text_async(PROSE)
        await asyncio.to_thread(parser.parse_text, PROSE)

    assert parsed.meta.parser == "Waiting"
    assert own.loops[0] is asyncio.get_running_loop()
    assert own.loops[1] is not asyncio.get_running_loop()


async def test_cancelling_the_task_ends_the_work_and_the_parser_goes_on() -> None:
    own = WaitingParser()
    async with CVParser(parser=own) as parser:
        task = asyncio.create_task(parser.parse_text_async(PROSE))
        await asyncio.to_thread(own.asked.wait, LATE_S)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert await asyncio.to_thread(own.was_cancelled.wait, LATE_S)
        own.is_free = True
        assert (await parser.parse_text_async(PROSE)).profile.basics.profession == "Data Engineer"


def test_past_its_time_limit_a_call_ends_and_its_work_too() -> None:
    own = WaitingParser()
    with CVParser(parser=own) as parser:
        with pytest.raises(TimeoutError):
            parser.parse_text(PROSE, timeout=0.01)
        with pytest.raises(TimeoutError):
            asyncio.run(parser.parse_text_async(PROSE, timeout=0.01))
        own.is_free = True
        assert parser.parse_text(PROSE, timeout=LATE_S).meta.parser == "Waiting"


def test_who_waits_when_the_parser_is_closed_is_told_so_and_it_can_be_used_again() -> None:
    own = WaitingParser()
    parser = CVParser(parser=own)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(parser.parse_text, PROSE)
        assert own.asked.wait(LATE_S)
        parser.close()
        with pytest.raises(UnavailableError, match="closed"):
            waiting.result(LATE_S)

    own.is_free = True
    assert parser.parse_text(PROSE).meta.parser == "Waiting"
    parser.close()
    parser.close()


def test_a_parser_sent_to_another_process_is_made_again_there() -> None:
    sent = pickle.dumps(CVParser(settings=Settings(pdf_engine="pdfplumber")))

    with pickle.loads(sent) as parser:  # noqa: S301 - our own
        assert parser.parse(PDF).profile.professional_experiences[0].company == COMPANY


@contextmanager
def no_more_than_before() -> Iterator[None]:
    """Check that the process has no thread, child or open file more at the end."""

    def held() -> tuple[int, int, int]:
        gc.collect()
        process = psutil.Process()
        return threading.active_count(), len(process.children(recursive=True)), process.num_fds()

    before = held()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    assert held() <= before


def test_a_closed_parser_and_one_that_was_let_go_leave_nothing_behind() -> None:
    def use(*, closes: bool) -> None:
        parser = CVParser()
        parser.parse(PDF)
        if closes:
            parser.close()

    use(closes=True)
    with no_more_than_before():
        use(closes=True)
        use(closes=False)


def test_a_call_that_ends_while_children_are_started_leaves_none_behind() -> None:
    CVParser().close()
    with no_more_than_before():
        for seconds in (0.0, 0.01, 0.05, 0.2):
            with CVParser() as parser:
                with suppress(TimeoutError):
                    parser.parse(PDF, timeout=seconds)
                if seconds:
                    parser.parse(PDF)


def test_parsing_on_and_on_holds_no_more_than_parsing_once(parser: CVParser) -> None:
    for _ in range(3):
        parser.parse(PDF)
    with no_more_than_before():
        for _ in range(30):
            parser.parse(PDF)


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


USES = f"""
import multiprocessing, os, threading, cvparser
parser = cvparser.CVParser()
def parse(_=None):
    return parser.parse_text({PROSE!r}).profile.professional_experiences[0].title
"""


def test_a_program_that_never_closes_its_parser_ends_without_a_word() -> None:
    ended = run(f"{USES}\nprint(parse())")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "Data Engineer\n", "")


def test_a_fork_while_another_thread_parses_parses_too_and_both_end_without_a_word() -> None:
    script = f"""{USES}
parse()
threads = [threading.Thread(target=parse) for _ in range(4)]
for each in threads: each.start()
child = os.fork()
if child == 0:
    print(parse(), flush=True)
    raise SystemExit(0)
print(os.waitpid(child, 0)[1])
for each in threads: each.join()
print(parse())
"""
    ended = run(script)

    assert (ended.stdout.splitlines(), ended.stderr) == (["Data Engineer", "0", "Data Engineer"], "")


def test_an_idle_parser_has_no_thread_while_the_program_forks() -> None:
    script = f"""{USES}
parse()
names = []
def look():
    names.extend(each.name for each in threading.enumerate())
# What is registered last is called first: forks of this one are looked at from within.
os.register_at_fork(after_in_parent=look)
child = os.fork()
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
print([name for name in names if name.startswith("cvparser")], parse())
"""
    assert run(script).stdout == "[] Data Engineer\n"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_of_multiprocessing_parse_after_their_parent_did(method: str, tmp_path: Path) -> None:
    script = tmp_path / "pool.py"
    script.write_text(
        f"{USES}\nif __name__ == '__main__':\n    parse()\n"
        f"    with multiprocessing.get_context({method!r}).Pool(2) as pool: print(*pool.map(parse, range(2)))\n"
    )

    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=100, check=False)

    assert (ended.stdout, ended.stderr) == ("Data Engineer Data Engineer\n", "")
