"""A service that is told of a collector sends it a trace of each job, and nothing of the person."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.test_canary import API, CANARIES, CV, FIELDS, pdf_of
from tests.servers.collector import Collector

pytestmark = pytest.mark.e2e


def test_a_job_is_a_trace_that_holds_nothing_of_the_person(tmp_path: Path) -> None:
    with Collector() as collector:
        settings = {"CVPARSER_TRACES_ENDPOINT": collector.endpoint}
        with deployed(Deployment(folder=tmp_path, settings=settings)) as service:
            files = {"file": ("Zümrüthan Karaçaylıoğlu.pdf", pdf_of(CV))}
            answer = httpx.post(f"{service.address}{API}/parse-file-async", data=FIELDS, files=files).json()
            for _ in range(300):
                if httpx.get(f"{service.address}{API}/job/{answer['job_id']}").json()["status"] != "processing":
                    break
                time.sleep(0.1)

        spans = collector.spans
        sent = b"".join(body for _, _, body in collector.received).decode(errors="replace")

    assert [span.name for span in sorted(spans, key=lambda span: span.end_time_unix_nano)] == [
        "wait",
        "extraction",
        "redaction",
        "parsing",
        "filtering",
        "process",
    ]
    assert {span.trace_id for span in spans} == {UUID(answer["job_id"]).bytes}
    assert not [canary for canary in (*CANARIES, *FIELDS.values()) if canary in sent]
