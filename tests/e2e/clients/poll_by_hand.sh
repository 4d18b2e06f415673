#!/usr/bin/env bash
# A client written from the documented examples: start a job, look at it, fetch its result.
set -euo pipefail

JOB_ID=$(curl -X POST "$BASE_URL/api/v1/parser/parse-text-async" \
  -H "Content-Type: application/json" \
  -d '{
    "user_id": "test_user",
    "session_id": "test_session",
    "text": "Data Engineer at Kestrel Analytics since March 2019."
  }' | jq -r '.job_id')

echo "Job ID: $JOB_ID"

until curl -X GET "$BASE_URL/api/v1/parser/job/$JOB_ID" | jq -r '.status' | grep -v processing; do sleep 0.2; done

curl -X GET "$BASE_URL/api/v1/parser/result/$JOB_ID" | jq
