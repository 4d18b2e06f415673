"""What is unsafe or wrong in the present settings, and on the machine that they are for."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from sqlite3 import sqlite_version
from urllib.parse import SplitResult, urlsplit

from cvparser.domain.errors import ConfigurationError, CVParserError
from cvparser.entrypoints.http.exposure import is_loopback
from cvparser.entrypoints.unknown_variables import unknown_lines
from cvparser.service import is_above_policies, queue_depth, reading
from cvparser.settings import FILE_SUFFIX, Settings, networks_of, secret_variables

#: Bytes free below which a service soon takes nothing more in.
LEAST_FREE = 2**30
#: Seconds for which results may be kept before it is said: a year.
LONG_KEPT_S = 366 * 86_400

#: Beside what the program is made of, what is worth knowing where something is wrong.
_LIBRARIES = (
    "cvparser", "litestar", "uvicorn", "pydantic", "sqlalchemy", "alembic", "psycopg", "redis", "dramatiq", "boto3",
    "openai", "opentelemetry-sdk", "pypdfium2", "lxml", "cryptography", "presidio-analyzer",
)  # fmt: skip
#: File systems of other machines, where the locks of SQLite do not hold.
_REMOTE = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
)
_REMOTE_FUSE = frozenset({"fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"})
#: The database answers, and what it holds cannot be opened.
_OF_KEYS = frozenset({"encryption_key_missing", "encryption_key_wrong", "stored_data_tampered"})
_MOUNTS = Path("/proc/self/mounts")


class Level(StrEnum):
    """How bad it is."""

    #: Unsafe, or not working: mend it.
    UNSAFE = "unsafe"
    #: To be known, and right for some.
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing. `code` is stable; the message says what to do, and holds no secret and no path."""

    code: str
    level: Level
    message: str


def versions() -> Mapping[str, str]:
    """Return the versions of what is installed."""
    found = {"python": python_version(), "sqlite": sqlite_version}
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


async def findings(settings: Settings) -> Sequence[Finding]:
    """Return what is unsafe or wrong, the unsafe first; the database and Redis are asked."""
    checks: Sequence[Callable[[Settings], Iterator[Finding]]] = (
        _variables, _callers, _stores, _records, _secrets, _folders, _model, _libraries,
    )  # fmt: skip
    found = [finding for check in checks for finding in check(settings)]
    found += [*await _database(settings), *await _redis(settings)]
    return sorted(found, key=lambda finding: (finding.level is Level.NOTE, finding.code))


def unsafe(code: str, message: str) -> Finding:
    """Return a finding to be mended."""
    return Finding(code=code, level=Level.UNSAFE, message=message)


def note(code: str, message: str) -> Finding:
    """Return a finding to be known."""
    return Finding(code=code, level=Level.NOTE, message=message)


def _variables(settings: Settings) -> Iterator[Finding]:
    for line in unknown_lines():
        yield unsafe("variable_unknown", f"{line}.")
    if settings.log_level == "DEBUG":
        yield note("debug", "CVPARSER_LOG_LEVEL is DEBUG. Set INFO where it is not needed.")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield note("root", "This runs as root. Run the service as a user of its own.")


def _callers(settings: Settings) -> Iterator[Finding]:
    if "*" in settings.allowed_origins:
        yield unsafe("origins_any", "CVPARSER_ALLOWED_ORIGINS lets every web page submit and delete. Name origins.")
    if any(network.prefixlen == 0 for network in networks_of(settings.trusted_proxies)):
        yield unsafe("proxies_any", "CVPARSER_TRUSTED_PROXIES believes everybody. Name the addresses of your proxies.")
    if is_loopback(settings.host):
        return
    if settings.access == "off":
        yield unsafe(
            "access_off", "CVPARSER_HOST is reached from other machines: set CVPARSER_ACCESS, or it does not start."
        )
    if not settings.trusted_proxies:
        yield unsafe(
            "address_open",
            "CVPARSER_HOST is reached from other machines, and no proxy stands before it. Listen on 127.0.0.1, or put "
            "a proxy before it that lets people in, and name it in CVPARSER_TRUSTED_PROXIES.",
        )
        yield unsafe("tls_missing", "Nothing ends TLS before CVPARSER_HOST: CVs and results can be read on their way.")
    if "*" in settings.allowed_hosts:
        yield unsafe("hosts_any", "CVPARSER_ALLOWED_HOSTS answers to any name. Name those that clients ask by.")
    if settings.service_metrics_port is None:
        yield note("figures_open", "/metrics and /stats are where the API is. Set CVPARSER_SERVICE_METRICS_PORT.")


def _stores(settings: Settings) -> Iterator[Finding]:
    if settings.keep_results_s > LONG_KEPT_S:
        yield note(
            "kept_long",
            f"CVPARSER_KEEP_RESULTS_S keeps results for {settings.keep_results_s // 86_400} days. Do you need them?",
        )
    if settings.encryption == "off":
        yield note("not_encrypted", "What is stored is not encrypted. Set CVPARSER_ENCRYPTION.")
    if settings.redis_url is not None:
        redis = _parts(settings.redis_url.get_secret_value())
        if _is_elsewhere(redis):
            if not redis.password:
                yield unsafe("redis_open", "CVPARSER_REDIS_URL has no password, and Redis is on another machine.")
            if redis.scheme != "rediss":
                yield note("redis_plain", "CVPARSER_REDIS_URL goes to another machine without TLS. Use rediss://.")
    database = _parts(settings.database_url)
    if database.scheme.startswith("postgres"):
        if database.password in {"CHANGE-ME", "postgres", "password", "cvparser"}:
            yield unsafe("password_known", "CVPARSER_DATABASE_URL has a password that everybody knows. Change it.")
        if _is_elsewhere(database) and "sslmode=" not in database.query:
            yield note("database_plain", "CVPARSER_DATABASE_URL goes to another machine: add ?sslmode=verify-full.")


def _records(settings: Settings) -> Iterator[Finding]:
    if settings.is_audited and settings.audit_key is None:
        yield note("audit_unkeyed", "Whoever can write to the audit log can forge it. Set CVPARSER_AUDIT_KEY.")


def _secrets(_: Settings) -> Iterator[Finding]:
    for name in secret_variables():
        path = os.environ.get(name + FILE_SUFFIX)
        if path and _mode(Path(path)) & 0o007:
            yield unsafe("secret_readable", f"Everybody can read the file that {name}{FILE_SUFFIX} names. chmod 600.")


def _folders(settings: Settings) -> Iterator[Finding]:
    kept = {} if settings.s3_bucket else {"CVPARSER_FILE_DIR": settings.file_dir}
    if settings.database_url.startswith("sqlite:///"):
        database = Path(settings.database_url.removeprefix("sqlite:///"))
        kept["CVPARSER_DATABASE_URL"] = database.parent
        if _mode(database) & 0o077:
            yield unsafe("data_readable", "Others can read the database at CVPARSER_DATABASE_URL. chmod 600.")
        if is_remote(database, _mounts()):
            yield unsafe(
                "sqlite_remote",
                "The database at CVPARSER_DATABASE_URL is on a file system of another machine, where SQLite's locks do "
                "not hold. Use a local disk, or PostgreSQL.",
            )
    for name, folder in kept.items():
        if _mode(folder) & 0o007:
            yield unsafe("data_readable", f"Everybody can look into the folder of {name}. chmod 700.")
        with suppress(OSError):
            if shutil.disk_usage(_nearest(folder)).free < LEAST_FREE:
                yield unsafe("disk_full", f"Less than 1 GiB is free where {name} is.")
    if "CVPARSER_FILE_DIR" in kept and settings.file_dir.is_relative_to("/tmp"):  # noqa: S108 - what is warned of
        yield note("files_temporary", "CVPARSER_FILE_DIR is below /tmp, which machines empty. Name another folder.")


def _model(settings: Settings) -> Iterator[Finding]:
    server = _parts(settings.openai_base_url)
    if settings.openai_api_key is not None and server.scheme == "http" and _is_elsewhere(server):
        yield unsafe("model_plain", "OPENAI_BASE_URL is http: the key and texts can be read on their way. Use https.")


def _libraries(settings: Settings) -> Iterator[Finding]:
    needed = {
        "server": ("litestar", True),
        "worker": ("dramatiq", settings.redis_url is not None),
        "postgres": ("psycopg", settings.database_url.startswith("postgres")),
        "s3": ("boto3", settings.s3_bucket is not None),
        "openai": ("openai", settings.openai_api_key is not None),
        "otel": ("opentelemetry", settings.traces_endpoint is not None),
        "presidio": ("presidio_analyzer", settings.presidio),
        "learned": ("numpy", settings.learned),
    }
    for extra, (library, is_needed) in needed.items():
        if is_needed and find_spec(library) is None:
            yield unsafe("library_missing", f"The settings need more: pip install 'cvparser[{extra}]'.")


async def _database(settings: Settings) -> Sequence[Finding]:
    try:
        async with reading(settings) as read_job:
            await read_job.newest(1)
        return await _role(settings)
    except ConfigurationError as error:
        # Before the first start there is none, and after an update an older one.
        return [note("database_not_ready", error.message)]
    except CVParserError as error:
        if error.code in _OF_KEYS:
            return [unsafe(error.code, error.message), *await _role(settings)]
        return [unsafe("database_away", "The database at CVPARSER_DATABASE_URL does not answer.")]


async def _role(settings: Settings) -> Sequence[Finding]:
    """Tell whether PostgreSQL holds the service to one owner's rows where it serves that owner."""
    is_postgres = _parts(settings.database_url).scheme.startswith("postgres")
    if not is_postgres or settings.job_repository is not None or not await is_above_policies(settings):
        return []
    found = unsafe if settings.tells_owners_apart else note
    return [
        found(
            "role_above_policies",
            "The role in CVPARSER_DATABASE_URL is a superuser or has BYPASSRLS: row-level security is no wall. Make "
            "one with NOSUPERUSER NOBYPASSRLS that owns the database.",
        )
    ]


async def _redis(settings: Settings) -> Sequence[Finding]:
    if settings.redis_url is None:
        return []
    try:
        await queue_depth(settings)
    except ConfigurationError as error:
        return [unsafe("redis_wrong", error.message)]
    except CVParserError:
        return [unsafe("redis_away", "Redis at CVPARSER_REDIS_URL does not answer.")]
    return []


def _is_elsewhere(url: SplitResult) -> bool:
    host = url.hostname
    return url.scheme != "unix" and host is not None and not (is_loopback(host) or host.endswith(".localhost"))


def _parts(url: str) -> SplitResult:
    """Return the parts of a URL; what is none has none."""
    try:
        parts = urlsplit(url)
        # Looked at here, where a wrong one raises.
        _ = parts.hostname, parts.password
    except ValueError:
        return urlsplit("")
    return parts


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0


def _nearest(path: Path) -> Path:
    """Return the folder in which `path` is, or would be made."""
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def is_remote(path: Path, mounts: str) -> bool:
    """Return whether `path` is on a file system of another machine, by `mounts` as Linux lists them."""
    kinds = {
        point: kind for _, point, kind, *_ in (line.split(" ") for line in mounts.splitlines() if line.count(" ") >= 3)
    }
    place = path.resolve()
    kind = next((kinds[str(each)] for each in (place, *place.parents) if str(each) in kinds), "")
    return kind in _REMOTE or kind in _REMOTE_FUSE
