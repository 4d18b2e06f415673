"""Running labelled CVs through a configuration: `cvparser evaluate`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from cvparser.composition import Composition
from cvparser.domain.document import Document
from cvparser.domain.errors import ConfigurationError, CVParserError
from cvparser.domain.evaluation.labels import ENDINGS, Label, read_label
from cvparser.domain.evaluation.report import Outcome, Report
from cvparser.domain.evaluation.scoring import count_fields, count_missed, personal_in
from cvparser.domain.grounding import ground
from cvparser.domain.job import ParseMode
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.settings import Settings

#: CVs under way at once; a model that is asked for more answers each later.
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCV:
    """A CV and what is known of it."""

    path: Path
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What is evaluated.

    Attributes:
        name: For people.
        settings: What is decided.
        mode: Which parser is asked.
    """

    name: str
    settings: Settings
    mode: ParseMode


def read_folder(folder: Path) -> Sequence[LabelledCV]:
    """Return the labelled CVs of a folder, by name: a document `NAME.pdf` beside its label `NAME.json` or `NAME.toml`.

    Raises:
        ConfigurationError: a label cannot be read, stands beside no document or beside two, or there is none.
    """
    labelled = []
    files = sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))
    for path in (each for each in files if each.suffix in ENDINGS):
        beside = [each for each in files if each.stem == path.stem and each.suffix not in ENDINGS]
        if len(beside) != 1:
            wrong = f"{path.name} must stand beside one document of its name; there are {len(beside)}"
            raise ConfigurationError(f"{wrong}.")
        label = read_label(path.read_text(encoding="utf-8"), path.name)
        labelled.append(LabelledCV(path=beside[0], label=label))
    if not labelled:
        raise ConfigurationError("The folder holds no label: put NAME.json beside each document NAME.pdf.")
    return labelled


async def evaluate(
    configuration: Configuration, labelled: Sequence[LabelledCV], *, advance: Callable[[int], None] = lambda _: None
) -> Report:
    """Return how right `configuration` is about the CVs; `advance` is told after each.

    Raises:
        ConfigurationError: it cannot be followed.
    """
    core = Composition(configuration.settings)
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(cv: LabelledCV) -> Outcome:
        async with places:
            outcome = await _outcome(core, cv, configuration.mode)
        advance(1)
        return outcome

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(core.warm_process)
        for adapter in (core.inspector, core.extractor, core.cpu, *core.detectors):
            await stack.enter_async_context(core.opening(adapter))
        await stack.enter_async_context(core.opened_parsers())
        outcomes = await asyncio.gather(*map(one, labelled))
    return Report(name=configuration.name, outcomes=outcomes, prices=configuration.settings.model_prices)


async def _outcome(core: Composition, cv: LabelledCV, mode: ParseMode) -> Outcome:
    used: list[TokenUsage] = []
    started = time.monotonic()
    try:
        content = await asyncio.to_thread(cv.path.read_bytes)
        kind = await core.inspector.identify(content, cv.path.name)
        document = Document(content=content, type=kind, file_name=cv.path.name)
        parsed = await core.parse_cv(document, mode=mode, on_usage=lambda _, usage: used.append(usage))
        seconds = time.monotonic() - started
        text = (await core.redact_cv(document)).text
    except CVParserError as error:
        return Outcome(
            name=cv.path.name,
            counts=count_missed(cv.label),
            seconds=time.monotonic() - started,
            usage=sum(used, NOTHING_USED),
            error=error.code,
        )
    result = parsed.model_dump(mode="json")
    grounded = await core.cpu.run(ground, result["profile"], text)
    return Outcome(
        name=cv.path.name,
        counts=count_fields(cv.label, result["profile"], parsed.cv_language),
        seconds=seconds,
        ungrounded=grounded.dropped,
        personal=personal_in(cv.label, result),
        usage=sum(used, NOTHING_USED),
    )
