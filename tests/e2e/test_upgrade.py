"""The page on upgrades: a database of the first version, with rows in it, is brought to the present one and works."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from psycopg.types.json import Jsonb
from tests.cli.forked import cvparser
from tests.e2e.deployment import PostgresDeployment, deployed
from tests.http.test_routes import API, CVS, ended
from tests.servers.postgres import PostgresServer

import cvparser as library
from cvparser.adapters.job_repository.migrations import migrate

NOW = datetime.now(UTC)
_COLUMNS = (
    "id, user_id, session_id, parse_mode, document_type, stored_file_path, status, fence, crashes, created_at, "
    "updated_at, deadline_at, parsed_data, error_code, error_message, cv_language, processing_time_seconds"
)
_MARKS = ", ".join(["%s"] * len(_COLUMNS.split(", ")))

pytestmark = pytest.mark.e2e


def row(status: str, *, path: str = "", result: str | None = None) -> tuple[object, ...]:
    """Give what the first version wrote of a job."""
    code, message = ("pdf_corrupt", "The PDF is damaged.") if status == "failed" else (None, None)
    ends = (result and Jsonb(library.ParsedCV.model_validate_json(result).model_dump(mode="json")), code, message)
    return (
        *(uuid4(), "user123", "session456", "advanced", "docx", path, status, 1, 0),
        *(NOW, NOW, NOW + timedelta(hours=1), *ends, "en" if result else None, 1.5 if result else None),
    )


@pytest.fixture
def service(postgres: PostgresServer, tmp_path: Path) -> PostgresDeployment:
    soon = {"CVPARSER_LEASE_S": "2", "CVPARSER_RECOVERY_INTERVAL_S": "0.2"}
    return PostgresDeployment(folder=tmp_path, settings=soon, database=postgres.new_database_of_its_own_role())


def test_a_database_of_the_first_version_keeps_its_results_and_has_its_waiting_jobs_worked_on(
    service: PostgresDeployment,
) -> None:
    migrate(service.database, "0001")
    service.originals.mkdir(mode=0o700)
    document = service.originals / "cv_20260101_000000_0a1b2c3d.docx"
    document.write_bytes((CVS / "resume.docx").read_bytes())
    result = library.parse_text("Data Engineer at Kestrel Analytics since March 2019.").model_dump_json()
    rows = [row("success", result=result), row("failed"), row("processing", path=str(document))]
    with psycopg.connect(service.database) as connection, connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO parsed_cv ({_COLUMNS}) VALUES ({_MARKS})", rows)
    success, failed, waiting = (str(each[0]) for each in rows if isinstance(each[0], UUID))

    looked = cvparser("jobs", "list", environment=service.environment())
    upgraded = cvparser("migrate", environment=service.environment())
    again = cvparser("migrate", environment=service.environment())

    assert "is of an older version of cvparser" in looked.stderr
    assert (upgraded.returncode, again.returncode) == (0, 0), upgraded.stderr
    with deployed(service), httpx.Client(base_url=service.address, timeout=30) as client:
        told = client.get(f"{API}/result/{success}").json()["parsed_data"]["profile"]
        assert told["professional_experiences"][0]["company"] == "Kestrel Analytics"
        assert client.get(f"{API}/result/{failed}").json()["error_code"] == "pdf_corrupt"
        assert ended(client, waiting)["status"] == "success"
        assert len(client.get(f"{API}/jobs").json()["jobs"]) == 3

    with psycopg.connect(service.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    older = cvparser("migrate", environment=service.environment())
    assert older.returncode == 1
    assert "of another version of cvparser" in older.stderr
