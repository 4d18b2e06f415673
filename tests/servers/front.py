"""Caddy and nginx before a service, by the samples of `deploy/` with ports and a certificate of the test's own."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.e2e.deployment import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "cv.example"

_NGINX = """
daemon off;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/cvparser.conf;
}}
"""


@dataclass(frozen=True, kw_only=True)
class Front:
    """A proxy that runs, and what trusts its certificate."""

    port: int
    trust: ssl.SSLContext

    @contextmanager
    def client(self, **headers: str) -> Iterator[httpx.Client]:
        """Give a client that asks by the name, whatever the machine's names say."""
        sent = {"Host": f"{NAME}:{self.port}"} | headers
        with httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}", verify=self.trust, timeout=30, headers=sent
        ) as client:
            client.event_hooks["request"] = [_named]
            yield client


def _named(request: httpx.Request) -> None:
    request.extensions["sni_hostname"] = NAME


@contextmanager
def front(kind: str, service_port: int, folder: Path) -> Iterator[Front]:
    """Run `kind`, which must be installed, for as long as the context lasts; its sample is checked before.

    Raises:
        CalledProcessError: the sample is not valid.
    """
    port = free_port()
    check, run, environment, root = (_caddy if kind == "caddy" else _nginx)(port, service_port, folder)
    subprocess.run(check, env=environment, check=True, capture_output=True)
    with (folder / f"{kind}.out").open("wb") as out:
        process = subprocess.Popen(run, env=environment, stdout=out, stderr=out)
    try:
        until = time.monotonic() + 20
        while not _answers(port, root):
            assert process.poll() is None, (folder / f"{kind}.out").read_text()
            assert time.monotonic() < until, (folder / f"{kind}.out").read_text()
            time.sleep(0.05)
        yield Front(port=port, trust=_trust(root))
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _caddy(port: int, service_port: int, folder: Path) -> tuple[list[str], list[str], dict[str, str], Path]:
    config = str(DEPLOY / "caddy" / "Caddyfile")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "SITE": NAME,
        "ISSUER": "internal",
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(port),
        "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
        "CVPARSER_PORT": str(service_port),
    }
    root = folder / ".local" / "share" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    return ["caddy", "validate", "--config", config], ["caddy", "run", "--config", config], environment, root


def _nginx(port: int, service_port: int, folder: Path) -> tuple[list[str], list[str], dict[str, str], Path]:
    sample = (DEPLOY / "nginx" / "cvparser.conf").read_text(encoding="utf-8")
    own = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{service_port};",
        f"/etc/ssl/{NAME}": str(folder),
    }
    for theirs, ours in own.items():
        assert theirs in sample, theirs
        sample = sample.replace(theirs, ours)
    (folder / "cvparser.conf").write_text(sample, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, user=user), encoding="utf-8")
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    subprocess.run([*make, *subject, *files], check=True, capture_output=True)
    run = [shutil.which("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    return [*run, "-t"], run, {"PATH": os.environ["PATH"]}, folder / "fullchain.pem"


def _trust(root: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(root))


def _answers(port: int, root: Path) -> bool:
    if not root.exists():
        return False
    try:
        with Front(port=port, trust=_trust(root)).client() as client:
            return client.get("/health/live").is_success
    except (httpx.TransportError, ssl.SSLError):
        return False
