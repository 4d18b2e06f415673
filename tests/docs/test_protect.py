"""The way from nothing to keys, TLS, encryption and retention: the page's own commands, in their order."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from tests.docs.test_shell import MARK, ROOT, environment, expect, section_blocks
from tests.e2e.deployment import free_port

PAGE = ROOT / "docs" / "how-to" / "protect.md"
SECTION = "## From nothing, in ten minutes"


@pytest.mark.e2e
def test_a_deployer_comes_from_nothing_to_keys_tls_encryption_and_retention(tmp_path: Path) -> None:
    missing = [tool for tool in ("curl", "jq", "openssl") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    for name in ("deploy", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    has_caddy = shutil.which("caddy") is not None
    wanted = [
        (code, shown)
        for language, code, shown in section_blocks(PAGE, SECTION)
        if language == "bash" and (has_caddy or "caddy run" not in code)
    ]
    port = free_port()
    script = "".join(f"{code}\necho '{MARK}'\n" for code, _ in wanted).replace(":8000", f":{port}")
    # Ports of one's own, and no other's Caddy: what the page says but for that is what runs.
    own = {
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(free_port()),
        "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
        "CVPARSER_LOG_LEVEL": "INFO",
    }
    reader = environment(tmp_path, port)
    del reader["CVPARSER_FILE_DIR"]

    shell = subprocess.Popen(
        ["/bin/bash", "-eu", "-c", script],
        cwd=tmp_path,
        env=reader | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        printed, complaints = shell.communicate(timeout=100)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)
        printed, complaints = shell.communicate()
        logs = [path.read_text() for path in (tmp_path / "private").glob("*.log")]
        pytest.fail("\n".join([printed, complaints, *logs]))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)

    assert shell.returncode == 0, complaints
    for (_, shown), each in zip(wanted, printed.split(f"{MARK}\n"), strict=False):
        expect(shown, each)
    kept = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "private").iterdir() if path.is_file()}
    assert {name for name in ("encryption-keys", "audit-key", "jobs.db") if kept[name]} == set()
    if not has_caddy:
        pytest.skip("caddy is not installed: TLS by a proxy was not tried")
