"""As much of curl as the clients use: `-X`, `-H`, `-d`, `-F`, `-s`, `-f`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import httpx

parser = argparse.ArgumentParser()
parser.add_argument("url")
parser.add_argument("-X", dest="method", default="GET")
parser.add_argument("-H", dest="headers", action="append", default=[])
parser.add_argument("-d", dest="data")
parser.add_argument("-F", dest="form", action="append", default=[])
parser.add_argument("-s", action="store_true")
parser.add_argument("-f", dest="fails", action="store_true")
given = parser.parse_args()

headers = dict(header.split(": ", 1) for header in given.headers)
fields = dict(part.split("=", 1) for part in given.form)
files = {name: ("cv.pdf", Path(value[1:]).read_bytes()) for name, value in fields.items() if value.startswith("@")}
if files:
    headers.pop("Content-Type", None)
answer = httpx.request(
    given.method,
    given.url,
    headers=headers,
    content=given.data.encode() if given.data else None,
    data={name: value for name, value in fields.items() if name not in files} or None,
    files=files or None,
)
if given.fails and answer.is_error:
    sys.exit(22)
sys.stdout.write(answer.text)
