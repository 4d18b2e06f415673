"""Adapters of other packages, found by their entry points: listed without being imported, imported when one is chosen.

A package names what makes its adapter in a group of the port's name:

    [project.entry-points."cvparser.profile_parser"]
    acme = "acme_cvparser:AcmeParser"

That is called with the options of the setting as keywords, and gives an adapter of the port.
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
    "metrics": ("prometheus",),
    "ocr": ("off", "rapidocr", "tesseract"),
    "personal_data_detector": ("learned", "onnx", "presidio"),
    "profile_parser": ("offline", "openai"),
    "text_extractor": ("sandbox",),
    "tracer": ("none", "opentelemetry"),
}


@dataclass(frozen=True, slots=True, order=True)
class InstalledAdapter:
    """An adapter that a setting can choose.

    Attributes:
        port: The port's setting.
        name: What the setting is set to.
        package: The distribution that it comes with.
        version: Of that.
    """

    port: str
    name: str
    package: str
    version: str


def installed() -> Iterator[InstalledAdapter]:
    """Yield every adapter that can be chosen, by port and name, none of them imported."""
    from importlib.metadata import version

    found = [InstalledAdapter(port, each.name, *_origin(each)) for port in PORTS for each in _of_others(port)]
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
    package = " ".join(_origin(entry))
    said = f"{_variable(port)}={name}, an adapter of {package},"
    try:
        make = entry.load()
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"{said} needs the module {error.name}: install it, or the package again with what it requires."
        ) from error
    except Exception as error:
        raise ConfigurationError(f"{said} cannot be imported: {type(error).__name__}.") from error
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
    known = sorted({*OURS[port], *(each.name for each in _of_others(port))})
    if name not in known:
        raise ConfigurationError(
            f"{_variable(port)} names no adapter that is installed. Known are: {', '.join(known)}. "
            "Install the package that has it, and look with: cvparser adapters"
        )


def _chosen(port: str, name: str) -> EntryPoint:
    refuse_unknown(port, name)
    found = [each for each in _of_others(port) if each.name == name]
    if len({_origin(each)[0] for each in found}) > 1:
        packages = ", ".join(sorted(_origin(each)[0] for each in found))
        raise ConfigurationError(f"{_variable(port)}={name} is in several packages: {packages}. Uninstall all but one.")
    return found[0]


def _of_others(port: str) -> Iterator[EntryPoint]:
    # Half as long to import as all else, and not needed where nobody chose.
    from importlib.metadata import entry_points

    for each in entry_points(group=f"cvparser.{port}"):
        if each.name not in OURS[port]:
            yield each


def _origin(entry: EntryPoint) -> tuple[str, str]:
    return (entry.dist.name, entry.dist.version) if entry.dist else ("a package without a name", "")


def _methods(port: type) -> frozenset[str]:
    """Return what every adapter of the port has; what opens and closes is optional."""
    found: frozenset[str] = getattr(port, "__abstractmethods__", frozenset())
    return found - {"__aenter__", "__aexit__"}


def _variable(port: str) -> str:
    return f"CVPARSER_{port.upper()}"
