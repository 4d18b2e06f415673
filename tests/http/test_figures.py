from __future__ import annotations

import time

import httpx
from prometheus_client.parser import text_string_to_metric_families

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
