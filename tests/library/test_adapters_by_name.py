"""Adapters of another package: installed, listed, chosen by a setting, and used alike by every door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from tests.e2e.deployment import Deployment, ScaledDeployment, deployed
from tests.library.packages import installed
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

from cvparser import CVParser
from cvparser.composition import Composition
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import JobId
from cvparser.settings import Settings

ROOT = Path(__file__).parents[2]
CV = "Data Engineer at Kestrel Analytics\nACME-004211\n"
API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the example package was installed, as `pip install` does."""
    folder = tmp_path_factory.mktemp("installed")
    command = "-m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --target"
    package = ROOT / "examples" / "acme_cvparser"
    subprocess.run([sys.executable, *command.split(), folder, package], check=True, timeout=100)
    return folder


@pytest.fixture
def chosen(acme: Path, tmp_path: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": str(acme),
        "CVPARSER_PROFILE_PARSER": "acme",
        "CVPARSER_PROFILE_PARSER_OPTIONS": '{"title": "Engineer"}',
        "CVPARSER_PERSONAL_DATA_DETECTOR": "acme",
        "CVPARSER_FILE_STORE": "acme",
        "CVPARSER_FILE_STORE_OPTIONS": json.dumps({"folder": str(tmp_path / "acme")}),
    }


def run(variables: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=100, check=False
    )


def test_the_package_passes_its_own_tests(acme: Path) -> None:
    ended = run({"PYTHONPATH": str(acme)}, "-m", "pytest", "-q", ROOT / "examples" / "acme_cvparser" / "tests")

    assert ended.returncode == 0, ended.stdout


def test_the_command_line_lists_it_with_version_and_package_and_imports_nothing_of_it(chosen: dict[str, str]) -> None:
    script = (
        "import sys\nfrom cvparser.entrypoints.cli import main\nmain(['adapters', '--json'], standalone_mode=False)\n"
        "assert not [name for name in sys.modules if name.startswith('acme')]"
    )

    ended = run(chosen, "-c", script)

    assert ended.returncode == 0, ended.stderr
    rows = [row for row in json.loads(ended.stdout) if row["package"] == "acme-cvparser"]
    assert {(row["port"], row["name"], row["version"], row["is_used"]) for row in rows} == {
        ("file_store", "acme", "1.2.0", True),
        ("personal_data_detector", "acme", "1.2.0", True),
        ("document_type", "acme", "1.2.0", False),
        ("language", "acme", "1.2.0", False),
        ("own_category", "acme", "1.2.0", False),
        ("profile_parser", "acme", "1.2.0", True),
    }
    shown = run(chosen, "-m", "cvparser", "adapters").stdout
    assert "* profile_parser          acme            1.2.0       acme-cvparser\n" in shown
    assert "  profile_parser          offline " in shown


def test_the_library_uses_it_and_imports_what_was_chosen_alone(chosen: dict[str, str]) -> None:
    script = (
        f"import sys, cvparser\nparsed = cvparser.parse_text({CV!r})\n"
        "print(parsed.meta.parser, parsed.profile.professional_experiences[0].title, parsed.meta.withheld)\n"
        "print(sorted(name for name in sys.modules if name.startswith('acme')))"
    )

    # The learned recognizer takes an employee number for a telephone's.
    chosen = {name: chosen[name] for name in chosen if "DETECTOR" not in name} | {"CVPARSER_LEARNED": "false"}
    ended = run(chosen, "-c", script)

    assert ended.stderr == ""
    assert ended.stdout.splitlines() == ["Acme Data Engineer {}", "['acme_cvparser', 'acme_cvparser.parser']"]


def test_settings_in_code_choose_it_as_variables_do(acme: Path) -> None:
    script = (
        "import cvparser\nfrom cvparser.settings import Settings\n"
        "settings = Settings(profile_parser='acme', profile_parser_options={'title': 'Nobody'})\n"
        f"print(cvparser.CVParser(settings=settings).parse_text({CV!r}).profile.professional_experiences)"
    )

    assert run({"PYTHONPATH": str(acme)}, "-c", script).stdout == "()\n"


@pytest.mark.parametrize("mode", ["advanced", "basic"])
def test_the_command_line_uses_it_in_every_mode(chosen: dict[str, str], tmp_path: Path, mode: str) -> None:
    (tmp_path / "cv.txt").write_text(CV)

    ended = run(chosen, "-m", "cvparser", "parse", "--mode", mode, tmp_path / "cv.txt")

    assert ended.returncode == 0, ended.stderr
    parsed = json.loads(ended.stdout)
    assert parsed["meta"]["parser"] == "Acme"
    assert parsed["meta"]["withheld"] == {"personal": 1}


def parsed_by(service: Deployment) -> dict[str, object]:
    """Give what comes of a file that is submitted to the service."""
    with httpx.Client(base_url=service.address, timeout=30) as client:
        sent = client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.txt", CV.encode())})
        job = sent.raise_for_status().json()["job_id"]
        client.get(f"{API}/job/{job}/events", timeout=60).raise_for_status()
        parsed: dict[str, object] = client.get(f"{API}/result/{job}").json()["parsed_data"]["meta"]
        return parsed


@pytest.mark.e2e
def test_the_service_uses_it(chosen: dict[str, str], tmp_path: Path) -> None:
    with deployed(Deployment(folder=tmp_path, settings=chosen)) as service:
        meta = parsed_by(service)

    assert (meta["parser"], meta["withheld"]) == ("Acme", {"personal": 1})
    assert [path.read_bytes() for path in (tmp_path / "acme").iterdir()] == [CV.encode()]


@pytest.mark.e2e
def test_a_worker_uses_it(
    chosen: dict[str, str], tmp_path: Path, postgres: PostgresServer, redis_server: RedisServer
) -> None:
    redis_server.empty()
    wanted = ScaledDeployment(
        folder=tmp_path,
        settings=chosen | {"CVPARSER_DRAIN_S": "3"},
        database=postgres.new_database(),
        redis_url=redis_server.url,
        workers=1,
    )
    with deployed(wanted) as service:
        meta = parsed_by(service)

    assert (meta["parser"], meta["withheld"]) == ("Acme", {"personal": 1})


def test_its_categories_and_headings_are_known_to_the_library_and_the_command_line(acme: Path, tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text(CV)
    chosen = {
        "PYTHONPATH": str(acme),
        "CVPARSER_OWN_CATEGORIES_FROM": "acme",
        "CVPARSER_LANGUAGES_FROM": "acme",
        "CVPARSER_LEARNED": "false",
    }
    (tmp_path / "cv.txt").write_text(f"Acme missions\n{CV}\nAcme toolbox\nPython, Terraform\n")

    ended = run(chosen, "-m", "cvparser", "parse", tmp_path / "cv.txt")

    parsed = json.loads(ended.stdout)
    assert parsed["meta"]["withheld"] == {"employee_number": 1}
    assert parsed["profile"]["basics"]["skills"] == ["Python", "Terraform"]
    script = f"import cvparser\nprint(cvparser.redact({CV!r}).text)"
    assert "[EMPLOYEE_NUMBER]" in run(chosen, "-c", script).stdout


FORM = "ACME FORM 1\njob: Data Engineer at Kestrel Analytics, ACME-004211\nskill: Python\n"


def test_its_type_of_document_is_told_and_read_in_children_alone(acme: Path, tmp_path: Path) -> None:
    (tmp_path / "cvs").mkdir()
    (tmp_path / "cvs" / "one.acme").write_text(FORM)
    (tmp_path / "cvs" / "two.acme").write_text("no form")
    (tmp_path / "cvs" / "three.acne").write_text(FORM)
    chosen = {"PYTHONPATH": str(acme), "CVPARSER_DOCUMENT_TYPES_FROM": "acme", "CVPARSER_OWN_CATEGORIES_FROM": "acme"}

    ended = run(chosen, "-m", "cvparser", "parse", "--format", "jsonl", tmp_path / "cvs")

    told = {Path(each["file"]).name: each for each in map(json.loads, ended.stdout.splitlines())}
    assert set(told) == {"one.acme", "two.acme"}, ended.stderr
    assert told["two.acme"]["error"]["code"] == "type_mismatch"
    profile = told["one.acme"]["profile"]
    assert profile["professional_experiences"][0]["company"] == "Kestrel Analytics"
    assert profile["basics"]["skills"] == ["Python"]
    # Where nobody chose it, it is no type that is read.
    assert run({"PYTHONPATH": str(acme)}, "-m", "cvparser", "parse", tmp_path / "cvs" / "one.acme").returncode != 0


@pytest.mark.e2e
def test_the_service_takes_its_type_and_keeps_it_with_the_job(acme: Path, tmp_path: Path) -> None:
    chosen = {"PYTHONPATH": str(acme), "CVPARSER_DOCUMENT_TYPES_FROM": "acme"}
    with deployed(Deployment(folder=tmp_path, settings=chosen)) as service, httpx.Client(timeout=30) as client:
        sent = client.post(
            f"{service.address}{API}/parse-file-async", data=FIELDS, files={"file": ("cv.acme", FORM.encode())}
        )
        job = sent.raise_for_status().json()["job_id"]
        client.get(f"{service.address}{API}/job/{job}/events", timeout=60).raise_for_status()
        parsed = client.get(f"{service.address}{API}/result/{job}").json()["parsed_data"]

    assert parsed["profile"]["basics"]["skills"] == ["Python"]


VAULT = """
from cvparser.adapters.key_management.memory import MemoryKey, MemoryKeyManagement

def vault(*, name):
    return MemoryKeyManagement({name: MemoryKey()})
"""


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[None]:
    with installed(
        tmp_path, "acme_vault", "[cvparser.key_management]\nvault = acme_vault:vault\n", VAULT, version="2.0"
    ):
        yield


@pytest.mark.usefixtures("vault")
async def test_what_has_the_keys_is_chosen_by_name_and_encrypts_what_is_stored(tmp_path: Path) -> None:
    settings = Settings(
        encryption="on",
        key_management="vault",
        key_management_options={"name": "acme-2026"},
        database_url=f"sqlite:///{tmp_path / 'jobs.db'}",
        file_dir=tmp_path / "files",
    )
    core = Composition(settings)

    async with core.opening(core.jobs), core.opening(core.stored_files):
        location = await core.files.put("cv.txt", CV.encode(), job_id=JobId(uuid4()))
        stored = await core.stored_files.get(location, job_id=JobId(uuid4()))

    assert core.key_management is not None
    assert core.key_management.writing_key_id == "acme-2026"
    assert stored is not None
    assert b"Kestrel" not in stored


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(encryption="on"), "CVPARSER_ENCRYPTION=on needs CVPARSER_KEY_MANAGEMENT"),
        (Settings(encryption="local", key_management="aws_kms"), "set CVPARSER_ENCRYPTION to on"),
        (Settings(encryption="on", key_management="volt"), "Known are: aws_kms, local, vault"),
        (Settings(encryption="on", key_management="aws_kms"), "needs CVPARSER_ENCRYPTION_KMS_KEY"),
        (Settings(encryption="on", key_management="vault"), "its options: none"),
    ],
    ids=["no name", "two names", "unknown", "no key", "an option is missing"],
)
def test_what_has_the_keys_and_cannot_be_used_says_what_to_set(settings: Settings, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        _ = Composition(settings).key_management


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Path]:
    """A folder with a package in it whose parsers fail, each in its way."""
    parsers = {
        "cannot": "broken_parsers.cannot:Parser",
        "lacks": "broken_parsers.lacks:Parser",
        "no_method": "broken_parsers:NoMethod",
        "not_there": "broken_parsers:nobody",
        "offline": "broken_parsers:NoMethod",
        "picky": "broken_parsers:picky",
    }
    listed = "".join(f"{name} = {target}\n" for name, target in parsers.items())
    code = tmp_path / "broken_parsers"
    code.mkdir()
    source = "class NoMethod:\n    name = 'x'\ndef picky(*, depth): raise ValueError('s3cret')\n"
    (code / "cannot.py").write_text("1 / 0\n")
    (code / "lacks.py").write_text("import no_such_library\n")
    with installed(tmp_path, "broken_parsers", f"[cvparser.profile_parser]\n{listed}", source):
        yield tmp_path


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("cannot", {}, r"CVPARSER_PROFILE_PARSER=cannot, .* broken-parsers 0.3, cannot be imported: ZeroDivisionError"),
        ("lacks", {}, "needs the module no_such_library: install it"),
        ("not_there", {}, "cannot be imported: AttributeError"),
        ("no_method", {}, "no_method.* is no ProfileParser: it lacks parse"),
        ("picky", {"depth": 3}, "picky.* cannot be made with CVPARSER_PROFILE_PARSER_OPTIONS: ValueError.*: depth"),
        ("picky", {"deepness": 3}, "TypeError; its options: deepness"),
        ("acne", {}, "names no adapter that is installed. Known are: cannot, .*offline, openai, picky"),
    ],
    ids=["cannot be imported", "lacks a library", "not there", "no method", "refuses", "unknown option", "unknown"],
)
def test_a_package_that_cannot_be_used_is_named_with_what_is_wrong(
    name: str, options: dict[str, object], said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said) as caught:
        CVParser(settings=Settings(profile_parser=name, profile_parser_options=options))

    assert "s3cret" not in caught.value.message


@pytest.mark.usefixtures("package")
def test_no_package_takes_the_name_of_one_of_our_adapters() -> None:
    with CVParser(settings=Settings(profile_parser="offline")) as parser:
        assert parser.parse_text("A nurse since 2019.").meta.parser == "Offline"


def test_a_package_that_is_there_twice_is_not_chosen_by_chance(
    package: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other") / "another-1.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: another\nVersion: 1.0\n")
    (other / "entry_points.txt").write_text((package / "broken_parsers-0.3.dist-info/entry_points.txt").read_text())
    monkeypatch.syspath_prepend(other.parent)

    with pytest.raises(ConfigurationError, match="in several packages: another, broken-parsers"):
        CVParser(settings=Settings(profile_parser="picky"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(profile_parser_options={"a": 1}), "CVPARSER_PROFILE_PARSER_OPTIONS are for an adapter of another"),
        (Settings(profile_parser="openai"), "CVPARSER_PROFILE_PARSER=openai needs OPENAI_API_KEY"),
        (Settings(file_store="s3"), "CVPARSER_FILE_STORE=s3 needs CVPARSER_S3_BUCKET"),
        (Settings(job_queue="dramatiq"), "CVPARSER_JOB_QUEUE=dramatiq needs CVPARSER_REDIS_URL"),
        (Settings(job_events="redis"), "CVPARSER_JOB_EVENTS=redis needs CVPARSER_REDIS_URL"),
        (Settings(tracer="opentelemetry"), "CVPARSER_TRACER=opentelemetry needs CVPARSER_TRACES_ENDPOINT"),
    ],
    ids=str,
)
def test_an_adapter_of_ours_that_lacks_a_setting_names_it(settings: Settings, said: str) -> None:
    core = Composition(settings)

    with pytest.raises(ConfigurationError, match=said):
        _ = core.parsers, core.files, core.queue, core.events, core.tracer


def test_options_that_are_no_table_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("{", "[1]", '"s3cret"'):
        monkeypatch.setenv("CVPARSER_TRACER_OPTIONS", wrong)
        with pytest.raises(ConfigurationError, match="CVPARSER_TRACER_OPTIONS") as caught:
            Settings.from_environment()
        assert "s3cret" not in caught.value.message
