"""The page of the reference: what it has a reader type works, and it tells of events and of calls."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.e2e.deployment import Deployment
from tests.http.test_routes import CVS
from tests.web.conftest import PATIENCE_MS, NewPage

pytestmark = pytest.mark.e2e


def test_every_submission_that_the_reference_shows_is_taken_as_it_is_typed(
    new_page: NewPage, deployment: Deployment, tmp_path: Path
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    shutil.copy(CVS / "ozgecmis.pdf", tmp_path / "cv.pdf")
    shutil.make_archive(str(tmp_path / "cvs"), "zip", tmp_path, "cv.pdf")
    page = new_page(f"{deployment.address}/docs")
    page.wait_for_selector("#schemas details", state="attached", timeout=PATIENCE_MS)

    shown = {
        operation: page.locator(f"#{operation} > div > pre").text_content() or ""
        for operation in ("submitFile", "submitText", "submitBatch", "redactDocument", "createWebhook", "getBatch")
    }

    assert shown["getBatch"].endswith("/batch/BATCH_ID")
    for operation in ("submitFile", "submitText", "submitBatch", "redactDocument", "createWebhook"):
        assert shown[operation].startswith("curl ")
        command = [*shlex.split(shown[operation]), "-s", "-o", "answer", "-w", "%{http_code}"]
        ran = subprocess.run(
            command, cwd=tmp_path, env=os.environ, capture_output=True, text=True, timeout=60, check=True
        )
        assert ran.stdout in {"200", "201", "202"}, (operation, (tmp_path / "answer").read_text())


def test_the_reference_tells_of_events_and_of_what_the_service_calls(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(f"{deployment.address}/docs")
    page.wait_for_selector("#schemas details", state="attached", timeout=PATIENCE_MS)

    assert "StatusBody" in (page.locator("#followJob table", has_text="status").last.text_content() or "")
    assert "webhook-signature" in (page.locator("#receiveJobEnd").text_content() or "")
    assert page.locator("#receiveJobEnd > div > pre").count() == 0
    assert page.locator("#getResult details.example").count() > 0
