"""Adapters of other packages, found by their entry points: listed without being imported, imported when one is chosen.

A package names what makes its adapter in a group of the port's name:

    [project.entry-points."cvparser.profile_parser"]
    acme = "acme_cvparser:AcmeParser"

That is called with the options of the setting as keywords, and gives an adapter of the port. What is no adapter, such
as a category of personal data, is named in the group of its kind (`EXTENSIONS`) and taken as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cvparser.domain.errors import ConfigurationError
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_queue import JobQueue
from cvparser.ports.job_repository import JobRepository
from cvparser.ports.key_management import KeyManagement
from cvparser.ports.metrics import Metrics
from cvparser.ports.ocr import OcrEngine
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.ports.profile_parser import ProfileParser
from cvparser.ports.text_extractor import TextExtractor
from cvparser.ports.tracer import Tracer

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: Ports whose adapters are chosen by name, by their setting, which is the end of their group's name too.
PORTS: Final[Mapping[str, type]] = {
    "file_store": FileStore,
    "job_events": JobEvents,
    "job_queue": JobQueue,
    "job_repository": JobRepository,
    "key_management": KeyManagement,
    "metrics": Metrics,
    "ocr": OcrEngine,
    "personal_data_detector": PersonalDataDetector,
    "profile_parser": ProfileParser,
    "text_extractor": TextExtractor,
    "tracer": Tracer,
}
#: Names of the adapters that come with cvparser. No other package can take them.
OURS: Final[Mapping[str, tuple[str, ...]]] = {
    "file_store": ("local", "s3"),
    "job_events": ("in_process", "redis"),
    "job_queue": ("dramatiq", "in_process"),
    "job_repository": ("sqlalchemy",),
    "key_management": ("aws_kms", "local"),
    "metrics": ("prometheus",),
    "ocr": ("off", "rapidocr", "tesseract"),
    "personal_data_detector": ("learned", "onnx", "presidio"),
    "profile_parser": ("offline", "openai"),
    "text_extractor": ("sandbox",),
    "tracer": ("none", "opentelemetry"),
}
#: What packages add that is no adapter, by the end of its group's name, with the setting that chooses of it.
EXTENSIONS: Final[Mapping[str, str]] = {
    "document_type": "document_types_from",
    "language": "languages_from",
    "own_category": "own_categories_from",
    "own_field": "own_fields_from",
}


@dataclass(frozen=True, slots=True, order=True)
class InstalledAdapter:
    """An adapter or an extension that a setting can choose.

    Attributes:
        port: The port's setting, or the kind of extension.
        name: What the setting is set to.
        package: The distribution that it comes with.
        version: Of that.
    """

    port: str
    name: str
    package: str
    version: str


def installed() -> Iterator[InstalledAdapter]:
    """Yield everything that can be chosen, by port and name, none of it imported."""
    from importlib.metadata import version

    groups = (*PORTS, *EXTENSIONS)
    found = [InstalledAdapter(group, each.name, *_origin(each)) for group in groups for each in _of_others(group)]
    ours = ("cvparser", version("cvparser"))
    yield from sorted(
        [*found, *(InstalledAdapter(port, name, *ours) for port, names in OURS.items() for name in names)]
    )


def made(port: str, name: str, options: Mapping[str, object]) -> object:
    """Return the adapter of another package that is called `name`, made with `options`.

    Raises:
        ConfigurationError: it is not installed, is there twice, cannot be imported or made, or lacks a method; the
            message names the setting and the package.
    """
    entry = _chosen(port, name)
    said = f"{_variable(port)}={name}, an adapter of {' '.join(_origin(entry))},"
    make = _loaded(entry, said)
    if not callable(make):
        raise ConfigurationError(f"{said} is nothing that can be called to make one.")
    try:
        adapter = make(**options)
    except ConfigurationError as error:
        raise ConfigurationError(f"{said} cannot be made: {error.message}") from error
    except Exception as error:
        raise ConfigurationError(
            f"{said} cannot be made with {_variable(port)}_OPTIONS: {type(error).__name__}; its options: "
            f"{', '.join(options) or 'none'}."
        ) from error
    missing = sorted(each for each in _methods(PORTS[port]) if not hasattr(adapter, each))
    if missing:
        raise ConfigurationError(f"{said} is no {PORTS[port].__name__}: it lacks {', '.join(missing)}.")
    return adapter


def extension(kind: str, name: str) -> object:
    """Return what another package names `name` in the group of a kind of `EXTENSIONS`.

    Raises:
        ConfigurationError: it is not installed, is there twice, or cannot be imported; the message names the setting.
    """
    setting = f"CVPARSER_{EXTENSIONS[kind].upper()}"
    entry = _found(kind, name, setting)
    return _loaded(entry, f"{setting}={name}, of {' '.join(_origin(entry))},")


def _loaded(entry: EntryPoint, said: str) -> object:
    try:
        return entry.load()
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"{said} needs the module {error.name}: install it, or the package again with what it requires."
        ) from error
    except Exception as error:
        raise ConfigurationError(f"{said} cannot be imported: {type(error).__name__}.") from error


def place_of(port: str, name: str) -> str:
    """Return `module:name` of what makes the adapter of another package that is called `name`, for another process.

    Raises:
        ConfigurationError: it is not installed, or is there twice.
    """
    return _chosen(port, name).value


def refuse_unknown(port: str, name: str) -> None:
    """Return where an adapter of that name can be chosen.

    Raises:
        ConfigurationError: there is none; the message names those that there are.
    """
    if name in OURS[port]:
        return
    _require_known(port, name, _variable(port))


def _require_known(group: str, name: str, setting: str) -> None:
    known = sorted({*OURS.get(group, ()), *(each.name for each in _of_others(group))})
    if name not in known:
        raise ConfigurationError(
            f"{setting} names nothing that is installed as {name}. Known are: {', '.join(known) or 'none'}. "
            "Install the package that has it, and look with: cvparser adapters"
            if group in EXTENSIONS
            else f"{setting} names no adapter that is installed. Known are: {', '.join(known)}. "
            "Install the package that has it, and look with: cvparser adapters"
        )


def _chosen(port: str, name: str) -> EntryPoint:
    return _found(port, name, _variable(port))


def _found(group: str, name: str, setting: str) -> EntryPoint:
    _require_known(group, name, setting)
    found = [each for each in _of_others(group) if each.name == name]
    if len({_origin(each)[0] for each in found}) > 1:
        packages = ", ".join(sorted(_origin(each)[0] for each in found))
        raise ConfigurationError(f"{setting}={name} is in several packages: {packages}. Uninstall all but one.")
    return found[0]


def _of_others(port: str) -> Iterator[EntryPoint]:
    # Half as long to import as all else, and not needed where nobody chose.
    from importlib.metadata import entry_points

    for each in entry_points(group=f"cvparser.{port}"):
        if each.name not in OURS.get(port, ()):
            yield each


def _origin(entry: EntryPoint) -> tuple[str, str]:
    return (entry.dist.name, entry.dist.version) if entry.dist else ("a package without a name", "")


def _methods(port: type) -> frozenset[str]:
    """Return what every adapter of the port has; what opens and closes is optional."""
    found: frozenset[str] = getattr(port, "__abstractmethods__", frozenset())
    return found - {"__aenter__", "__aexit__"}


def _variable(port: str) -> str:
    return f"CVPARSER_{port.upper()}"
