"""What opens and closes: adapters with the port's methods alone, and adapters that hold something open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.library.packages import installed

import cvparser
from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.document_inspector.in_process import InProcessDocumentInspector
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.adapters.job_queue.in_process import InProcessJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.tracer.memory import MemoryTracer
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document
from cvparser.domain.job import JobStatus, ParseMode
from cvparser.domain.submission import Submitter
from cvparser.entry_points import PORTS
from cvparser.ports.clock import Clock
from cvparser.ports.cpu_pool import CpuPool
from cvparser.ports.document_inspector import DocumentInspector
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_queue import JobQueue
from cvparser.ports.job_repository import JobRepository
from cvparser.ports.metrics import Metrics
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.ports.text_extractor import TextExtractor
from cvparser.ports.tracer import Tracer
from cvparser.service import running
from cvparser.settings import Settings

TEXT = "I have worked as a Data Engineer at Kestrel Analytics since 2019."


def exactly(port: type, adapter: object) -> Any:
    """Give what has the methods of `port` and nothing more, served by `adapter`."""
    methods: frozenset[str] = getattr(port, "__abstractmethods__")  # noqa: B009 - protocols are not typed to have it
    return type("Exactly", (), {"__slots__": (), **{name: Handed(adapter, name) for name in methods}})()


class Handed:
    """One method or property of another object."""

    def __init__(self, adapter: object, name: str) -> None:
        self._adapter = adapter
        self._name = name

    def __get__(self, instance: object, owner: type) -> object:
        return getattr(self._adapter, self._name)


class DecodingExtractor:
    async def extract(self, document: Document) -> CVDocument:
        return CVDocument(text=document.content.decode())


class NothingFound:
    async def detect(self, text: str) -> tuple[()]:
        return ()


async def test_a_job_is_served_by_adapters_that_have_the_methods_of_their_ports_and_nothing_more() -> None:
    clock = SystemClock()
    parser = MemoryProfileParser()
    async with running(
        Settings(recovery_interval_s=0.1),
        clock=exactly(Clock, clock),
        cpu=exactly(CpuPool, ThreadCpuPool()),
        detectors=[exactly(PersonalDataDetector, NothingFound())],
        events=exactly(JobEvents, InProcessJobEvents()),
        extractor=exactly(TextExtractor, DecodingExtractor()),
        files=exactly(FileStore, MemoryFileStore()),
        inspector=exactly(DocumentInspector, InProcessDocumentInspector()),
        jobs=exactly(JobRepository, MemoryJobRepository(clock=clock)),
        metrics=exactly(Metrics, MemoryMetrics()),
        parser=exactly(ProfileParser, parser),
        queue=exactly(JobQueue, InProcessJobQueue()),
        tracer=exactly(Tracer, MemoryTracer()),
    ) as service:
        submitter = Submitter(user_id="user123", session_id="session456")
        job = await service.of(LOCAL).submit_job.text(TEXT, submitter=submitter, mode=ParseMode.BASIC)
        async with asyncio.timeout(60):
            while (job := await service.of(LOCAL).read_job.status(job.id)).status is JobStatus.PROCESSING:  # noqa: ASYNC110 - polls, as a client does
                await asyncio.sleep(0.01)

    assert (job.status, job.error_code) == (JobStatus.SUCCESS, None)


CODE = """
LIVES = []
class {name}:
    def __init__(self):
        {build}
    def __getattr__(self, name):
        return getattr(self.inner, name)
    async def __aenter__(self):
        LIVES.append('opened')
        enter = getattr(self.inner, '__aenter__', None)
        if enter: await enter()
        return self
    async def __aexit__(self, *raised):
        leave = getattr(self.inner, '__aexit__', None)
        if leave: await leave(*raised)
        LIVES.append('closed')
"""
BUILDS = {
    "file_store": "from cvparser.adapters.file_store.memory import MemoryFileStore as Inner; self.inner = Inner()",
    "job_events": "from cvparser.adapters.job_events.in_process import InProcessJobEvents as I; self.inner = I()",
    "job_queue": "from cvparser.adapters.job_queue.in_process import InProcessJobQueue as I; self.inner = I()",
    "job_repository": (
        "from cvparser.adapters.clock.system import SystemClock as C; "
        "from cvparser.adapters.job_repository.memory import MemoryJobRepository as I; self.inner = I(clock=C())"
    ),
    "metrics": "from cvparser.adapters.metrics.memory import MemoryMetrics as I; self.inner = I()",
    "personal_data_detector": "from tests.library.test_life_of_adapters import NothingFound as I; self.inner = I()",
    "profile_parser": "from cvparser.adapters.profile_parser.memory import MemoryProfileParser as I; self.inner = I()",
    "text_extractor": "from tests.library.test_life_of_adapters import DecodingExtractor as I; self.inner = I()",
    "tracer": "from cvparser.adapters.tracer.memory import MemoryTracer as I; self.inner = I()",
}


@pytest.fixture
def lives(tmp_path: Path) -> Iterator[dict[str, list[str]]]:
    """A package with an adapter of every port that notes when it is opened and closed."""
    code = tmp_path / "living"
    code.mkdir()
    for port, build in BUILDS.items():
        (code / f"{port}.py").write_text(CODE.format(name="Living", build=build))
    names = "".join(f"[cvparser.{port}]\nliving = living.{port}:Living\n" for port in BUILDS)
    with installed(tmp_path, "living", names, "", version="1.0"):
        yield {port: import_module(f"living.{port}").LIVES for port in BUILDS}


def test_there_is_one_of_every_port_that_a_setting_can_choose() -> None:
    # What reads pictures is made in a child, and goes with it; keys are for jobs that a database has.
    assert BUILDS.keys() == PORTS.keys() - {"ocr", "key_management"}


async def test_a_service_opens_and_closes_once_what_its_settings_name_whatever_the_port(
    lives: dict[str, list[str]],
) -> None:
    settings = Settings.model_validate(dict.fromkeys(BUILDS, "living"))

    async with running(settings):
        assert lives == {key: ["opened"] for key in BUILDS}

    assert lives == {key: ["opened", "closed"] for key in BUILDS}


def test_the_library_opens_with_the_first_cv_what_its_settings_name_and_closes_it(lives: dict[str, list[str]]) -> None:
    used = ("personal_data_detector", "profile_parser", "text_extractor")
    with cvparser.CVParser(settings=Settings.model_validate(dict.fromkeys(used, "living"))) as parser:
        assert not any(lives.values())
        parser.parse_text(TEXT)
        parser.parse_text(TEXT)
        assert {port: lives[port] for port in used} == {key: ["opened"] for key in used}

    assert {port: found for port, found in lives.items() if found} == {key: ["opened", "closed"] for key in used}


def test_what_is_passed_in_is_opened_and_closed_by_who_made_it() -> None:
    class Living(MemoryProfileParser):
        async def __aenter__(self) -> Living:
            raise AssertionError

    with cvparser.CVParser(parser=Living()) as parser:
        assert parser.parse_text(TEXT).meta.parser
