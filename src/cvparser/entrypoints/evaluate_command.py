"""`cvparser evaluate`: how right a parser or a model is about labelled CVs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cvparser.entrypoints.command_line import as_json, chosen_settings, reported, usable

if TYPE_CHECKING:
    from cvparser.domain.evaluation.report import Report
    from cvparser.evaluating import Configuration, LabelledCV

_OFFLINE = "offline"
_CONFIGURATION = "A model's name, `offline`, or a file NAME.env of settings."


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--model", help=f"What is evaluated, instead of the present settings. {_CONFIGURATION}")
@click.option("--against", help=f"What it is compared with. {_CONFIGURATION}")
@click.option("--json", "is_json", is_flag=True, help="As JSON, with a list of the CVs without a result.")
def evaluate(folder: Path, model: str | None, against: str | None, *, is_json: bool) -> None:
    """Run the labelled CVs in FOLDER and print how right the results are, what they cost and how long they took.

    A CV stands beside its label: NAME.pdf beside NAME.json, a result corrected by hand. The documentation's page on
    labels says how to make them. The text of the CVs goes where the settings say: to the model, or nowhere.

    Exit status: 0 when every CV gave a result, 1 when one did not, 2 for a wrong command line.
    """
    from cvparser.evaluating import read_folder

    chosen = [model] if against is None else [model, against]
    labelled = usable(lambda: read_folder(folder))
    configurations = usable(lambda: [_configuration(each) for each in chosen])
    reports = [_report(each, labelled) for each in configurations]
    _print(reports, is_json=is_json)
    sys.exit(1 if any(outcome.error for report in reports for outcome in report.outcomes) else 0)


def _report(configuration: Configuration, labelled: Sequence[LabelledCV]) -> Report:
    from cvparser.evaluating import evaluate as run

    return reported(lambda: run(configuration, labelled))


def _print(reports: list[Report], *, is_json: bool) -> None:
    from cvparser.domain.evaluation.report import table

    failed = [(report.name, each.name, each.error) for report in reports for each in report.outcomes if each.error]
    if is_json:
        told = [{"name": report.name, "figures": report.figures()} for report in reports]
        without = [{"configuration": name, "file": file, "code": code} for name, file, code in failed]
        click.echo(as_json({"configurations": told, "without_result": without}, indent=2))
        return
    click.echo(table(*reports))
    for name, file, code in failed:
        click.echo(f"{name}: {file}: {code}", err=True)


def _configuration(wanted: str | None) -> Configuration:
    """Return what is evaluated.

    Raises:
        ConfigurationError: a file of settings cannot be followed.
    """
    from cvparser.domain.job import ParseMode
    from cvparser.evaluating import Configuration

    if wanted is not None and wanted.endswith(".env"):
        with _environment(Path(wanted)):
            settings = chosen_settings()
        return Configuration(name=Path(wanted).stem, settings=settings, mode=ParseMode.ADVANCED)
    settings = chosen_settings()
    if wanted == _OFFLINE:
        return Configuration(name=_OFFLINE, settings=settings, mode=ParseMode.BASIC)
    if wanted is not None:
        settings = settings.model_copy(update={"model": wanted, "profile_parser": "openai"})
    asks = settings.openai_api_key is not None or settings.profile_parser not in {None, _OFFLINE}
    name = wanted or (settings.model if asks else _OFFLINE)
    return Configuration(name=name, settings=settings, mode=ParseMode.ADVANCED)


@contextmanager
def _environment(file: Path) -> Iterator[None]:
    """Add the variables of a file, a line `NAME=value` each, to the environment for a while."""
    before = dict(os.environ)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}") from None
    for line in lines:
        name, is_set, value = line.strip().removeprefix("export ").partition("=")
        if name.startswith("#") or not name:
            continue
        if not is_set:
            raise click.UsageError(f"{file} must hold lines NAME=value.")
        os.environ[name.strip()] = value.strip().strip("\"'")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
