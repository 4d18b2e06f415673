"""A client written from the documented examples, with requests."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import requests

BASE_URL = os.environ["BASE_URL"]


def parse_cv_async(file_path: str, user_id: str, session_id: str) -> Any:
    """Start a job, poll every two seconds, give the result."""
    with Path(file_path).open("rb") as file:
        response = requests.post(
            f"{BASE_URL}/api/v1/parser/parse-file-async",
            files={"file": file},
            data={"user_id": user_id, "session_id": session_id, "parse_mode": "advanced"},
            timeout=30,
        )

    job_id = response.json()["job_id"]

    while True:
        time.sleep(2)
        status = requests.get(f"{BASE_URL}/api/v1/parser/job/{job_id}", timeout=30).json()
        if status["status"] == "success":
            return requests.get(f"{BASE_URL}/api/v1/parser/result/{job_id}", timeout=30).json()
        if status["status"] == "failed":
            raise RuntimeError(status["error_message"])


if __name__ == "__main__":
    print(json.dumps(parse_cv_async(os.environ["CV"], "user123", "session456")))  # noqa: T201 - its answer
