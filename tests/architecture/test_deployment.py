"""What stands in deploy/ fits the program: its settings, its files, its times, and the steps that make its image."""

from __future__ import annotations

import asyncio
import configparser
import fnmatch
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from tests.servers.postgres import PostgresServer

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.job_repository.postgres_database import is_above_policies
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.metrics.prometheus import PrometheusMetrics
from cvparser.application.show_metrics import ShowMetrics
from cvparser.domain.errors import JobCrashedError, error_codes
from cvparser.domain.job import JobStatus
from cvparser.domain.usage import TokenPrices, TokenUsage
from cvparser.domain.webhook import DeliveryState
from cvparser.entrypoints.cli import main
from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.last_resort import STOP_S
from cvparser.settings import FILE_SUFFIX, Settings, secret_variables, variable

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SERVICES = COMPOSE["services"]
DRAIN_S = Settings.model_fields["drain_s"].default


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Give each instruction of a Dockerfile with what follows its name, on one line."""
    joined = re.sub(r"\\\n", "", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    for line in filter(None, joined.splitlines()):
        name, _, rest = line.partition(" ")
        yield name, rest


BUILD, FINAL = (list(instructions("FROM" + stage)) for stage in DOCKERFILE.split("FROM")[1:])


def test_every_variable_is_a_setting() -> None:
    known = {variable(name) for name in Settings.model_fields} | {f"{name}{FILE_SUFFIX}" for name in secret_variables()}
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]

    named = {
        (path.name, name)
        for path in files
        for name in re.findall(r"\b(?:CVPARSER|OPENAI)_[A-Z_0-9]+", path.read_text(encoding="utf-8"))
    }

    assert {name for _, name in named} >= {"CVPARSER_DATABASE_URL", "CVPARSER_REDIS_URL"}
    assert not {(file, name) for file, name in named if name not in known}


def test_alerts_watch_figures_that_there_are() -> None:
    metrics = PrometheusMetrics()
    metrics.stage_done("parsing", parser="OpenAI", seconds=3.5)
    metrics.job_ended(JobStatus.FAILED, code=JobCrashedError.code)
    metrics.webhook_called(DeliveryState.DEAD)
    gauges = dict.fromkeys(("jobs_processing", "oldest_processing_seconds", "queue_depth"), 1.0)
    page = metrics.page(gauges)[1].decode()
    alerts = (DEPLOY / "prometheus" / "alerts.yaml").read_text(encoding="utf-8")
    names = {rule["alert"] for group in yaml.safe_load(alerts)["groups"] for rule in group["rules"]}
    guide = (ROOT / "docs" / "how-to" / "scale-out.md").read_text(encoding="utf-8")

    watched = set(re.findall(r"\bcvparser_\w+", alerts))

    assert watched
    assert not {name for name in watched if f"\n{name}" not in page}
    assert set(re.findall(r"^\| `(Cvparser\w+)`", guide, re.MULTILINE)) == names
    assert set(re.findall(r'code="(\w+)"', alerts)) <= error_codes().keys()


def expressions() -> Iterator[tuple[str, str]]:
    """Give the title of each panel of the dashboard for Grafana with each of its expressions."""
    for panel in json.loads((DEPLOY / "grafana" / "cvparser.json").read_text(encoding="utf-8"))["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel["targets"])


async def test_the_dashboard_for_grafana_draws_figures_that_there_are() -> None:
    metrics = PrometheusMetrics(prices=TokenPrices())
    metrics.stage_done("parsing", parser="OpenAI", seconds=3.5)
    metrics.tokens_used("OpenAI", TokenUsage(calls=1, prompt=1, answer=1))
    metrics.job_ended(JobStatus.FAILED, code=JobCrashedError.code)
    jobs = MemoryJobRepository(clock=SystemClock())
    gauges = await ShowMetrics(jobs=jobs, workers=jobs, queue=MemoryJobQueue(), parsers={}).gauges()
    # A parser that pays is not there, nor what waits for it.
    page = metrics.page({**gauges, "model_waiting": 0.0})[1].decode()

    drawn = {(title, name) for title, shown in expressions() for name in re.findall(r"\bcvparser_\w+", shown)}

    assert {name for _, name in drawn} >= {"cvparser_jobs_ended_total", "cvparser_oldest_processing_seconds"}
    assert not {(title, name) for title, name in drawn if f"\n{name}" not in page}


def test_panels_for_grafana_are_apart_and_each_asks_the_chosen_source() -> None:
    dashboard = json.loads((DEPLOY / "grafana" / "cvparser.json").read_text(encoding="utf-8"))
    places = [
        (x, y)
        for panel in dashboard["panels"]
        for at in [panel["gridPos"]]
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]

    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    assert len(set(places)) == len(places)
    assert max(x for x, _ in places) < 24
    assert {each["name"] for each in dashboard["templating"]["list"]} == {"datasource", "job"}
    assert all('job=~"$job"' in shown for _, shown in expressions())


def test_prometheus_scrapes_what_the_alerts_watch() -> None:
    scraped = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yaml").read_text(encoding="utf-8"))
    alerts = (DEPLOY / "prometheus" / "alerts.yaml").read_text(encoding="utf-8")

    assert all((DEPLOY / "prometheus" / name).is_file() for name in scraped["rule_files"])
    (watched,) = re.findall(r'up\{job=~"([^"]+)"\}', alerts)
    assert all(re.fullmatch(watched, each["job_name"]) for each in scraped["scrape_configs"])
    assert scraped["scrape_configs"][0]["metrics_path"] in {route.path for route in create_app(Settings()).routes}


def test_what_is_copied_is_there_and_reaches_the_build() -> None:
    admitted = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[0] == "!"]
    copied = [source for name, rest in BUILD if name == "COPY" for source in rest.split()[:-1]]

    assert copied
    for source in copied:
        assert (ROOT / source).exists()
        assert any(fnmatch.fnmatch(source, each) or source.startswith(f"{each}/") for each in admitted)


def test_what_is_compiled_ahead_is_there() -> None:
    modules = re.findall(r"cvparser(?:\.\w+)+", next(rest for name, rest in BUILD if "import " in rest))

    assert modules
    assert all(importlib.util.find_spec(module) for module in modules)


def test_the_image_runs_as_nobody_and_tells_its_health() -> None:
    final = dict(FINAL)

    assert final["USER"] == "10001:10001"
    assert "/health/ready" in final["HEALTHCHECK"]
    assert not any(tool in rest for name, rest in FINAL for tool in ("apt-get", "pip install", "gcc"))


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_can_do_no_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["restart"] == "unless-stopped"
    assert not service.get("privileged")
    assert "healthcheck" in service or name == "api"  # which has the image's


def test_nobody_outside_reaches_the_stores() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]


def test_running_jobs_get_their_time_before_they_are_killed() -> None:
    for name in ("api", "worker"):
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) >= DRAIN_S + STOP_S
    for path in UNITS:
        assert int(unit(path)["Service"]["TimeoutStopSec"]) >= DRAIN_S + STOP_S


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_is_started_again_and_stops_its_first_process_first(path: Path) -> None:
    service = unit(path)["Service"]

    assert (service["Restart"], service["KillMode"]) == ("always", "mixed")
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")


def test_the_samples_of_proxies_pass_on_nothing_that_a_client_may_have_written() -> None:
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    nginx = (DEPLOY / "nginx" / "cvparser.conf").read_text(encoding="utf-8")

    # Caddy writes X-Forwarded-For, -Proto and -Host anew, unless it is told to trust somebody.
    assert set(re.findall(r"header_up -(\S+)", caddy)) == {"Forwarded", "X-Forwarded-Prefix"}
    assert "trusted_proxies" not in re.sub(r"#.*", "", caddy)
    assert dict(re.findall(r"proxy_set_header ((?:X-)?Forwarded\S*) (\S+);", nginx)) == {
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-Host": "$http_host",
        "Forwarded": '""',
        "X-Forwarded-Prefix": '""',
    }
    for name, text, body in (("Caddy", caddy, r"max_size (\d+)MB"), ("nginx", nginx, r"client_max_body_size (\d+)m")):
        assert int(re.findall(body, text)[0]) * 10**6 > Settings.model_fields["max_file_bytes"].default, name
        assert int(re.findall(body, text)[1]) * 10**6 > Settings.model_fields["max_batch_bytes"].default, name
        assert all(path in text for path in ("metrics", "stats", "docs")), name


async def test_a_new_database_has_a_role_that_row_level_security_holds(postgres: PostgresServer) -> None:
    if shutil.which("psql") is None:
        pytest.skip("psql is not installed")
    [mounted] = [volume for volume in SERVICES["postgres"]["volumes"] if "initdb.d" in volume]
    server = urlsplit(postgres.url("postgres"))
    place = {"PGHOST": str(server.hostname), "PGPORT": str(server.port), "PGPASSWORD": server.password or ""}
    environment = {"PATH": os.environ["PATH"], "ROLE_PASSWORD": "it's invented", "POSTGRES_USER": str(server.username)}
    try:
        script = DEPLOY / mounted.partition(":")[0]
        command = ["/bin/sh", str(script)]
        await asyncio.to_thread(subprocess.run, command, env=environment | place, check=True, capture_output=True)

        url = f"postgresql://cvparser:it%27s%20invented@{server.hostname}:{server.port}/cvparser"
        async with SqlAlchemyJobRepository(url, clock=None) as jobs:
            assert not await jobs.transactions.read(is_above_policies)
    finally:
        with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS cvparser WITH (FORCE)")
            connection.execute("DROP ROLE IF EXISTS cvparser")


def test_no_secret_is_kept_here() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()

    assert "deploy/*.env" in ignored
    for path in DEPLOY.glob("*.env.example"):
        assert all(value in {"CHANGE-ME", ""} for value in re.findall(r"PASSWORD=(\S*)", path.read_text()))


@pytest.mark.install
@pytest.mark.timeout(900)
def test_the_steps_that_make_the_image_make_a_program_that_reads_a_cv(tmp_path: Path) -> None:
    """Docker is not needed: the steps are commands, run here with another root and a Python of its own."""
    base, home, source = tmp_path / "base", tmp_path / "opt" / "cvparser", tmp_path / "src"
    subprocess.run([sys.executable, "-m", "venv", str(base)], check=True)
    environment = {"PATH": f"{base}/bin:{os.environ['PATH']}", "HOME": str(tmp_path)}
    for name in os.environ.keys() & {"PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS", "http_proxy", "https_proxy"}:
        environment[name] = os.environ[name]
    source.mkdir()

    for name, rest in BUILD:
        if name == "ENV":
            environment |= dict(pair.split("=", 1) for pair in rest.split())
        elif name == "COPY":
            *copied, target = rest.split()
            for each in copied:
                copy(ROOT / each, source / target, source)
        elif name == "RUN":
            step = rest.replace("/opt/cvparser", str(home))
            subprocess.run(["/bin/sh", "-ec", step], check=True, cwd=source, env=environment)

    version = subprocess.run([f"{home}/bin/cvparser", "--version"], check=True, env={}, capture_output=True, text=True)
    assert "0.1.0" in version.stdout
    assert not (home / "bin" / "pip").exists()
    subprocess.run([f"{base}/bin/python", "-m", "pip", "--python", f"{home}/bin/python", "check"], check=True)


def copy(what: Path, target: Path, into: Path) -> None:
    """Do what COPY does: a file into a folder, what a folder holds into another."""
    if what.is_dir():
        shutil.copytree(what, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        (target if target != into / "." else into).mkdir(parents=True, exist_ok=True)
        shutil.copy(what, target)


def unit(path: Path) -> configparser.ConfigParser:
    """Give what a unit says; of an option that stands twice, the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(path, encoding="utf-8")
    return parser


def test_every_command_is_one_of_the_program() -> None:
    started = [json.loads(rest) for name, rest in FINAL if name == "CMD"]
    composed = [SERVICES[name]["command"] for name in ("api", "worker")]
    units = [re.findall(r"^ExecStart=\S+ (.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE) for unit in UNITS]

    commands = {command for (command,) in (*started, *composed, *units)}

    assert commands == {"serve", "worker"}
    assert commands <= main.commands.keys()
