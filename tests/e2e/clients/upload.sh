#!/usr/bin/env bash
# A client written from the documented examples: upload a file as a form.
set -euo pipefail

curl -X POST "$BASE_URL/api/v1/parser/parse-file-async" \
  -H "Content-Type: multipart/form-data" \
  -F "user_id=user123" \
  -F "session_id=session456" \
  -F "parse_mode=advanced" \
  -F "file=@$CV"
