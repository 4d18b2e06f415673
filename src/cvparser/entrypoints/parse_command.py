"""`cvparser parse`: documents of all kinds of places, to profiles in all kinds of forms."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cvparser.domain.errors import CVParserError, ExtractionError
from cvparser.entrypoints.command_line import reported
from cvparser.entrypoints.parse_archives import member
from cvparser.entrypoints.parse_formats import Answer, as_csv, as_json, as_jsonl, as_markdown, as_table
from cvparser.entrypoints.parse_results import Results
from cvparser.entrypoints.parse_sources import Document, documents_of, standard_input

if TYPE_CHECKING:
    from cvparser.embedded import CVParser

MODES: tuple[Literal["advanced", "basic"], ...] = ("advanced", "basic")
FORMATS = ("json", "jsonl", "table", "markdown", "csv")
#: Formats of which each document can have a file of its own.
_ENDINGS = {"json": ".json", "markdown": ".md"}
#: Documents that are worked on ahead of the one that is shown next.
AHEAD = 16
#: Exit status of a program that Ctrl-C ended.
STOPPED = 130

HELP = """Parse CVs and print their profiles.

SOURCES are files (PDF, DOCX, DOC, ODT, RTF, HTML, MHTML, EML, MSG, TXT, MD; Europass XML, JSON Resume, LinkedIn's data
export), folders with all that is below them, ZIP archives of such files, patterns in quotes, and - for standard input.

\b
  cvparser parse cv.pdf                     one profile, as JSON
  cvparser parse cvs/ -o profiles --resume  a folder, a file each; goes on where it stopped
  cvparser parse "cvs/**/*.pdf" --format csv > cvs.csv
  curl -s https://cv.example/cv.pdf | cvparser parse - --format markdown

Without --format one document is printed as JSON. Several are a table on a terminal, and elsewhere one JSON document a
line, in the order of SOURCES, each with the name of its file. A document that cannot be parsed has its error in its
place and on standard error, where a bar and a summary are shown as well.

Exit status: 0 when every document was parsed, 1 when one was not, 2 for a wrong command line, 130 after Ctrl-C.
"""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was done so far."""

    total: int
    parsed: int = 0
    failed: int = 0
    #: Whose result was there already.
    skipped: int = 0
    answers: list[Answer] = field(default_factory=list)

    def sentence(self) -> str:
        """Return it in words."""
        done = f"{self.parsed} of {self.total} parsed, {self.failed} failed"
        return f"{done}, {self.skipped} done before" if self.skipped else done


@click.command(help=HELP, short_help="Parse CVs and print their profiles.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES...")
@click.option("--mode", type=click.Choice(MODES), default=MODES[0], show_default=True, help="Which parser is asked.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How profiles are written.")
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each profile to a file of its own in this folder (json or markdown). No result takes another's place.",
)
@click.option(
    "--resume", is_flag=True, help="Leave out documents whose profile is in the folder and that are unchanged."
)
@click.option("--name", help="What standard input is called: its ending says what it is.")
def parse(
    sources: Sequence[str],
    mode: Literal["advanced", "basic"],
    form: str | None,
    output: Path | None,
    *,
    resume: bool,
    name: str | None,
) -> None:
    """Parse CVs and print their profiles, as `HELP` says."""
    _know_added_types()
    documents = documents_of(sources)
    chosen = form or _usual(len(documents), output)
    if output is not None and chosen not in _ENDINGS:
        raise click.UsageError("--output takes --format json or markdown; the others are one document: redirect them.")
    if resume and output is None:
        raise click.UsageError("--resume goes on with the folder that --output names.")
    results = None if output is None else Results(output, _ENDINGS[chosen])
    tally = Tally(total=len(documents))
    if results is not None and resume:
        documents = [each for each in documents if not results.has(each, mode)]
        tally.skipped = tally.total - len(documents)
    run = _Run(mode=mode, form=chosen, results=results, name=name, tally=tally)
    try:
        reported(lambda: run.all(documents))
    except KeyboardInterrupt:
        hint = "" if results is None else " The same command with --resume goes on."
        click.echo(f"\nStopped: {tally.sentence()}.{hint}", err=True)
        run.finish()
        sys.exit(STOPPED)
    run.finish()
    if tally.total > 1:
        click.echo(f"{tally.sentence()}.", err=True)
    sys.exit(1 if tally.failed else 0)


def _know_added_types() -> None:
    """Let folders be looked through for types of documents that packages add, too."""
    from cvparser.settings import load_settings

    # What is wrong with a setting is told when the parser is made.
    with suppress(CVParserError):
        settings = load_settings()
        if settings.document_types_from:
            from cvparser.adapter_choice import own_document_types

            own_document_types(settings)


def _usual(count: int, output: Path | None) -> str:
    if count == 1 or output is not None:
        return "json"
    return "table" if sys.stdout.isatty() else "jsonl"


@dataclass(slots=True, kw_only=True)
class _Run:
    mode: Literal["advanced", "basic"]
    form: str
    results: Results | None
    name: str | None
    tally: Tally

    async def all(self, documents: Sequence[Document]) -> None:
        """Parse all, and write what can be written at once."""
        if not documents:
            return
        from cvparser.embedded import CVParser
        from cvparser.settings import load_settings

        async with CVParser(settings=load_settings()) as parser:
            try:
                with _progress(self.tally.total, self.tally.skipped) as advance:
                    async for document, answer in self._answers(parser, documents):
                        self._take(document, answer)
                        advance(1)
            except asyncio.CancelledError:
                # What is under way breaks off when the parser is closed, and nobody is there any more to be told.
                logging.getLogger("asyncio").disabled = True
                raise

    def finish(self) -> None:
        """Write what is one document of all answers."""
        answers = self.tally.answers
        if self.results is not None or self.form == "jsonl" or not answers:
            return
        if self.tally.total == 1 and answers[0].parsed is None and self.form == "json":
            return
        if self.form == "table":
            click.echo(as_table(answers, _styled))
        else:
            click.echo({"json": as_json, "markdown": as_markdown, "csv": as_csv}[self.form](answers))

    def _take(self, document: Document, answer: Answer) -> None:
        tally = self.tally
        if answer.error is not None:
            tally.failed += 1
            line = f"{answer.shown}: {answer.error.message} [{answer.error.code}]"
            click.echo(_styled(line, "bad", err=True), err=True)
        else:
            tally.parsed += 1
        if self.results is not None:
            if answer.parsed is not None:
                text = as_json([answer]) if self.form == "json" else as_markdown([answer])
                self.results.write(document, self.mode, f"{text}\n")
        elif self.form == "jsonl":
            click.echo(as_jsonl(answer))
        else:
            tally.answers.append(answer)

    async def _answers(self, parser: CVParser, documents: Sequence[Document]) -> AsyncIterator[tuple[Document, Answer]]:
        """Yield each document's answer in the order of `documents`, a few being worked on ahead."""
        tasks: list[asyncio.Task[Answer]] = []
        for position, document in enumerate(documents):
            while len(tasks) < min(position + AHEAD, len(documents)):
                tasks.append(asyncio.create_task(self._answer(parser, documents[len(tasks)])))
            yield document, await tasks[position]

    async def _answer(self, parser: CVParser, document: Document) -> Answer:
        try:
            if document.path is None:
                content, name = await asyncio.to_thread(standard_input, self.name)
                parsed = await parser.parse_async(content, name=name, mode=self.mode)
            elif document.member is not None:
                content = await asyncio.to_thread(member, document.path, document.member)
                parsed = await parser.parse_async(content, name=document.member, mode=self.mode)
            else:
                parsed = await parser.parse_async(document.path, mode=self.mode)
        except CVParserError as error:
            return Answer(shown=document.shown, error=error)
        except OSError as error:
            return Answer(shown=document.shown, error=_unreadable(error))
        return Answer(shown=document.shown, parsed=parsed)


def _unreadable(error: OSError) -> CVParserError:
    unreadable = ExtractionError(error.strerror or "The file cannot be read.")
    vars(unreadable)["code"] = "file_unreadable"
    return unreadable


def _styled(text: str, kind: str, *, err: bool = False) -> str:
    """Return a text with colours where a terminal shows it, and nobody said that there be none (no-color.org)."""
    if os.environ.get("NO_COLOR") or not (sys.stderr if err else sys.stdout).isatty():
        return text
    return click.style(text, bold=True) if kind == "head" else click.style(text, fg="red")


def _progress(length: int, done: int) -> AbstractContextManager[Callable[[int], None]]:
    if length == 1 or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _Bar(length, done)


class _Bar(AbstractContextManager[Callable[[int], None]]):
    """Click's progress bar, drawn on standard error so that standard output stays clean."""

    def __init__(self, length: int, done: int) -> None:
        self._done = done
        self._bar = click.progressbar(length=length, label="Parsing", file=sys.stderr, show_pos=True)

    def __enter__(self) -> Callable[[int], None]:
        bar = self._bar.__enter__()
        bar.update(self._done)
        return bar.update

    def __exit__(self, *raised: object) -> None:
        self._bar.render_finish()
