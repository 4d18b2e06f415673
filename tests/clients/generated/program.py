"""Does with a client that openapi-python-client has made what a program does: submit, follow, result, delete."""

import io
import json
import os
import sys
from pathlib import Path

from made.api.erase import delete_job
from made.api.read import follow_job, get_job, get_result
from made.api.submit import submit_file, submit_text
from made.client import AuthenticatedClient
from made.models.problem_body import ProblemBody
from made.models.result_body import ResultBody
from made.models.status_body import StatusBody
from made.models.submission_body import SubmissionBody
from made.models.submit_file_file_submission import SubmitFileFileSubmission
from made.models.submit_text_text_submission import SubmitTextTextSubmission
from made.types import File

client = AuthenticatedClient(base_url=os.environ["BASE_URL"], token="none", timeout=60.0)
document = File(payload=io.BytesIO(Path(os.environ["CV"]).read_bytes()), file_name="resume.docx")
upload = SubmitFileFileSubmission(user_id="user123", session_id="session456", file=document)

submitted = submit_file.sync(client=client, body=upload)
assert isinstance(submitted, SubmissionBody), submitted
job_id = submitted.job_id
told = follow_job.sync(job_id=job_id, client=client)
assert isinstance(told, str), told
status = get_job.sync(job_id=job_id, client=client)
assert isinstance(status, StatusBody), status
result = get_result.sync(job_id=job_id, client=client)
assert isinstance(result, ResultBody), result
deleted = delete_job.sync_detailed(job_id=job_id, client=client)
gone = get_result.sync(job_id=job_id, client=client)
assert isinstance(gone, ProblemBody), gone
empty = SubmitTextTextSubmission(user_id="user123", session_id="session456", text=" ")
refused = submit_text.sync(client=client, body=empty)
assert isinstance(refused, ProblemBody), refused

last = [line.removeprefix("data:") for line in told.splitlines() if line.startswith("data:")][-1]
seen = {
    "followed": json.loads(last)["status"],
    "status": status.status.value,
    "profession": result.parsed_data.profile.basics.profession,
    "deleted": deleted.status_code.value,
    "gone": gone.code,
    "refused": refused.code,
}
json.dump(seen, sys.stdout)
