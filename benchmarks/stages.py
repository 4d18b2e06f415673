"""What one text costs, stage by stage, in milliseconds of the processor: the pure stages, and a call to the model.

usage: python -m benchmarks.stages
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from benchmarks.deployments import stub_model
from benchmarks.two_pages import two_pages

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.client import ChatClient
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, as_text, messages, response_format
from cvparser.adapters.profile_parser.openai.schema import ModelAnswer, answer_schema
from cvparser.adapters.profile_parser.openai.tokens import estimate_tokens
from cvparser.adapters.text_extractor.plain import read_text
from cvparser.domain.grounding import ground
from cvparser.domain.privacy import DocumentHints, filter_answer, redact
from cvparser.domain.prompt_injections import strip_prompt_injections
from cvparser.testing.model_server import read_offline

REPEATS, ROUNDS = 15, 7
#: Calls under way at once; each has a connection.
AT_ONCE = (50, 500)
ANSWER_S = 1.0
#: Until every connection is open: on a crowded machine some take longer than the client waits for one.
WARM_ROUNDS = 3
MARKER = "=" * 28


def least_ms(stage: Callable[[], object]) -> float:
    """Give the milliseconds of the processor that a stage takes in the best round: others use the machine too."""
    stage()
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(REPEATS):
            stage()
        found.append(time.process_time() - started)
    return min(found) / REPEATS * 1000


def stages() -> None:
    """Print what each pure stage costs."""
    text, hints = two_pages(), DocumentHints()
    redaction = redact(text, hints)
    safe = strip_prompt_injections(redaction.text).text
    profile = ModelAnswer.model_validate(read_offline(text)).to_profile()
    answer = {"profile": ground(profile, safe).profile, "cv_language": "en"}
    by_name: dict[str, Callable[[], object]] = {
        "read the text": lambda: read_text(text.encode()),
        "redact": lambda: redact(text, hints),
        "set instructions aside": lambda: strip_prompt_injections(redaction.text),
        "prompt and its tokens": lambda: estimate_tokens(
            as_text(messages(safe, marker=MARKER, form=AnswerForm.JSON_SCHEMA))
        ),
        "ground": lambda: ground(profile, safe),
        "filter_answer": lambda: filter_answer(answer, redaction),
    }
    for name, stage in by_name.items():
        print(f"{name:24}{least_ms(stage):6.2f} ms")


async def calls() -> None:
    """Print what a call costs, with so many under way."""
    body = {
        "model": "stub",
        "messages": messages(two_pages(), marker=MARKER, form=AnswerForm.JSON_SCHEMA),
        **response_format(AnswerForm.JSON_SCHEMA, answer_schema(), name="profile"),
    }
    with stub_model(delay_s=ANSWER_S) as url:
        for count in AT_ONCE:
            clock = SystemClock()
            model = ChatModel(name="stub", api_key="sk-invented", base_url=url)
            async with ChatClient(model, limits=Limits(clock=clock, concurrency=count), clock=clock) as client:
                # The first answer has the stub load what it needs.
                await client.complete(body, timeout_s=60)
                for _ in range(WARM_ROUNDS):
                    await asyncio.gather(
                        *(client.complete(body, timeout_s=60) for _ in range(count)), return_exceptions=True
                    )
                started = time.process_time()
                await asyncio.gather(*(client.complete(body, timeout_s=60) for _ in range(count)))
                took = time.process_time() - started
            print(f"a call, {count} at once".ljust(24) + f"{took / count * 1000:6.2f} ms")


if __name__ == "__main__":
    stages()
    asyncio.run(calls())
