"""Measure the compact answer beside the full one: tokens and seconds of ten CVs of two pages.

usage: python -m benchmarks.model_answers

The stub answers what the offline parser finds, 60 tokens a second. Tokens are what the stub counts, about four
characters each; the prompts hold rules and schema.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from random import Random, SystemRandom
from typing import Any

from benchmarks.model_cvs import WORDINGS
from benchmarks.two_pages import two_pages

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
from cvparser.adapters.profile_parser.openai.prompt import AnswerShape
from cvparser.application.ask_parser import AskParser
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.usage import TokenUsage
from cvparser.testing.model_server import ModelServer

CVS = 10
TOKENS_PER_S = 60.0
#: Characters of two pages.
LENGTH = 5_500
SEED = 7


def cvs() -> Iterator[str]:
    """Yield invented CVs of two pages, in whose entries the sentences of `two_pages.txt` stand."""
    words, random = WORDINGS["en"], Random(SEED)  # noqa: S311 - the same CVs every time
    sentences = [line.strip("-\u2022 ") for line in two_pages().splitlines() if len(line) > 60 and "@" not in line]
    summary, sentences = sentences[:3], sentences[3:]
    for _ in range(CVS):
        lines = [random.choice(words.titles), "", "Summary", *summary, "", "Experience"]
        year = 2025
        while sum(map(len, lines)) < LENGTH - 600:
            start = year - random.randint(2, 4)
            lines += [f"{random.choice(words.titles)}, {random.choice(words.companies)}", f"{start} - {year}"]
            lines += [f"- {each.rstrip('.')}, in {start}." for each in random.sample(sentences, min(5, len(sentences)))]
            year = start
        lines += ["", "Education", f"{random.choice(words.degrees)}, {random.choice(words.schools)}, {year}"]
        yield "\n".join(
            [*lines, "", "Skills", ", ".join(random.sample(list(words.skills), 6)), "", "Languages", "English"]
        )


async def measured(shape: AnswerShape) -> tuple[TokenUsage, float, int]:
    """Return what all CVs cost, seconds a CV, and characters of the descriptions that came out."""
    clock, used = SystemClock(), TokenUsage()
    ask = AskParser(cpu=ThreadCpuPool(), clock=clock)
    characters = 0
    async with ModelServer() as server:
        server.tokens_per_s = TOKENS_PER_S
        model = ChatModel(name="stub", api_key="stub", base_url=server.base_url, answer_shape=shape)
        limits = Limits(clock=clock, concurrency=CVS)
        async with OpenAIProfileParser(model, clock=clock, random=SystemRandom(), limits=limits) as parser:

            async def one(text: str) -> float:
                nonlocal used, characters
                started = time.monotonic()
                answer = await ask(parser, CVDocument(text=text), today=clock.now().date())
                used += answer.usage
                jobs: Any = answer.profile["professional_experiences"]
                characters += sum(len(job.get("description") or "") for job in jobs)
                return time.monotonic() - started

            seconds = await asyncio.gather(*map(one, cvs()))
    return used, sum(seconds) / CVS, characters


def main() -> None:
    """Print the figures of both."""
    print(f"{CVS} CVs of {sum(map(len, cvs())) // CVS} characters, {TOKENS_PER_S:.0f} tokens a second")
    for shape in AnswerShape:
        used, seconds, characters = asyncio.run(measured(shape))
        print(
            f"  {shape:8} {used.prompt / CVS:6.0f} tokens in, {used.answer / CVS:6.0f} out, {seconds:5.1f} s a CV;"
            f" {characters} characters of descriptions kept, {used.calls} calls"
        )


if __name__ == "__main__":
    main()
