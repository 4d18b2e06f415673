from __future__ import annotations

import socket
import time
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.e2e.deployment import Deployment, deployed, free_port
from tests.http.served import served

API = "/api/v1/parser"
TEXT = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer\nOrbis Ltd, 2019 - 2021"}


def test_figures_tell_how_jobs_fared(client: httpx.Client) -> None:
    client.post(f"{API}/parse-text", json=TEXT).raise_for_status()
    # A job of every kind may stand beside ours: other tests use the same service.
    client.post(f"{API}/parse-file", data=TEXT, files={"file": ("cv.pdf", b"%PDF-1.7\n1 0 obj\n")})

    figures = client.get("/stats").raise_for_status().json()

    assert set(figures["status_distribution"]) == {"processing", "success", "failed"}
    assert figures["status_distribution"]["success"] >= 1
    assert figures["status_distribution"]["failed"] >= 1
    assert 0 < figures["failed_rate"] < 1
    assert figures["average_processing_time_seconds"] >= 0
    assert figures["queue_depth"] == 0


def test_a_window_without_jobs_has_no_rate(client: httpx.Client) -> None:
    time.sleep(1.1)

    figures = client.get("/stats", params={"window": 1}).json()

    assert figures["status_distribution"] == {"processing": 0, "success": 0, "failed": 0}
    assert figures["failed_rate"] is None
    assert figures["average_processing_time_seconds"] is None


def test_a_window_that_makes_no_sense_is_a_problem(client: httpx.Client) -> None:
    for window in ("0", "-1", "a day", "99999999999"):
        answer = client.get("/stats", params={"window": window})

        assert (answer.status_code, answer.json()["code"]) == (400, "request_invalid")


def test_prometheus_is_told_of_stages_and_ends(client: httpx.Client) -> None:
    client.post(f"{API}/parse-text", json=TEXT).raise_for_status()

    page = client.get("/metrics").raise_for_status()

    assert page.headers["content-type"].startswith("text/plain")
    samples = [each for family in text_string_to_metric_families(page.text) for each in family.samples]
    ended = {each.labels["status"]: each.value for each in samples if each.name == "cvparser_jobs_ended_total"}
    assert ended["success"] >= 1
    assert {each.labels["stage"] for each in samples if each.name == "cvparser_stage_seconds_count"} == {
        "extraction",
        "redaction",
        "parsing",
        "filtering",
    }
    assert "cvparser_oldest_processing_seconds" in {each.name for each in samples}


def test_figures_have_a_port_of_their_own_where_one_is_named(tmp_path: Path) -> None:
    port = free_port()
    with served(tmp_path, service_metrics_port=port) as door:
        assert {httpx.get(f"{door.address}{path}").status_code for path in ("/metrics", "/stats")} == {404}
        for path in ("/metrics", "/stats", "/health/live"):
            response = httpx.get(f"http://127.0.0.1:{port}{path}")
            assert response.status_code == 200
            assert response.headers["x-content-type-options"] == "nosniff"
        assert httpx.get(f"http://127.0.0.1:{port}{API}/job/x").status_code == 404


def test_a_port_that_is_taken_stops_the_start_and_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        deployment = Deployment(folder=tmp_path, settings={"CVPARSER_SERVICE_METRICS_PORT": str(port)})

        with pytest.raises(RuntimeError, match=f"CVPARSER_SERVICE_METRICS_PORT: port {port} is taken"):
            deployment.start()


def test_variables_that_are_no_settings_are_said_at_the_start(tmp_path: Path) -> None:
    with deployed(Deployment(folder=tmp_path, settings={"CVPARSER_WORKER": "hunter2"})) as deployment:
        assert httpx.get(f"{deployment.address}/health/ready").json() == {"status": "ready"}

    log = deployment.log.read_text(encoding="utf-8")
    assert "CVPARSER_WORKER is no setting and is ignored; perhaps CVPARSER_WORKERS is meant" in log
    assert "hunter2" not in log
