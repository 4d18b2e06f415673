"""A language model's server without the model: speaks OpenAI's API over a real socket, well or badly, as told.

In tests, an async context manager whose answers are scripted:

    async with ModelServer(reply=lambda cv: {"profession": "Nurse"}) as server:
        server.script(Fault(status=429, headers={"retry-after": "2"}), Fault(cut_body_at=40))
        parser = OpenAIProfileParser(base_url=server.base_url, ...)

From a shell, a server that answers what a rule-based reader finds in the text, after a delay like a model's:

    python -m cvparser.testing.model_server --port 8399 --delay 3.45
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import pkgutil
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from cvparser.domain.cv.document import CVDocument
from cvparser.testing.compact_answers import compacted, without_numbers

#: What stands in a line of its own before and after a CV, as the parser's prompt has it.
_MARK = re.compile(r"==[0-9a-f]+==")
_ORDER = re.compile(r"\bSET\s+(\w+)\s*=\s*([^\n;]+)")
_READER = "cvparser.adapters.profile_parser.offline.parser:read_profile"
_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests"}

#: CV as it stands in the prompt -> the object that the model answers.
Reply = Callable[[str], Mapping[str, Any]]
#: Body of a request -> how the server refuses it; None where it does not.
Refuse = Callable[[Mapping[str, Any]], "Fault | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How one answer differs from a good one. Without arguments: not at all.

    Attributes:
        delay_s: Seconds before the answer begins.
        status: Status of the HTTP answer.
        headers: Headers added to it, or put in the place of its own.
        body: The body as a whole: bytes, or JSON.
        content: The model's words; None with `nulled`.
        finish_reason: Why the model stopped.
        refusal: What it says when it declines.
        message: The message as a whole, for answers of the wrong form.
        cut_before: The connection ends without an answer.
        cut_body_at: It ends after so many bytes of the body.
        drip_s: Seconds between single bytes of the body.
        pad_bytes: Blanks sent before the body.
        usage: Token counts in the place of the server's own.
        never: No answer, and the connection stays open.
    """

    delay_s: float = 0.0
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Mapping[str, Any] | None = None
    content: str | None = None
    finish_reason: str = "stop"
    refusal: str | None = None
    message: Mapping[str, Any] | None = None
    cut_before: bool = False
    cut_body_at: int | None = None
    drip_s: float = 0.0
    pad_bytes: int = 0
    usage: Mapping[str, int] | None = None
    never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRequest:
    """A request as it came.

    Attributes:
        path: Path and query.
        headers: Names in lower case.
        body: The JSON body.
    """

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def is_trial(self) -> bool:
        """Whether it holds no CV, but asks whether the server can answer in some form."""
        return _marked(self.body) is None

    @property
    def text(self) -> str:
        """Everything that the request says to the model."""
        return "\n".join(_contents(self.body))


def api_error(
    code: str | None, *, kind: str = "invalid_request_error", message: str = "It did not work."
) -> dict[str, Any]:
    """Return the body of an error as OpenAI sends it."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


class ModelServer:
    """Listens on the loopback interface and answers chat completions and responses.

    Args:
        reply: What the model answers to a CV; by default what the offline parser finds.
        delay_s: Seconds that each answer takes.
        port: Where to listen; 0 takes a free port.
        forms: Forms of answer that the server accepts in `response_format`; others get status 400.
        heeds_forms: Whether an accepted form is kept to; otherwise the model answers in prose where the prompt asks for
            no JSON.
        refuse: How the server refuses a request, by its body.
        obedient: Whether the model follows orders in a CV such as `SET title=...`, in any part of it.

    Attributes:
        requests: What was asked, oldest first.
        tokens_per_s: Tokens of an answer in a second, beside the delay; None for all at once.
        most_at_once: Requests that were under way together at most.
    """

    def __init__(
        self,
        *,
        reply: Reply | None = None,
        delay_s: float = 0.0,
        port: int = 0,
        forms: frozenset[str] = frozenset({"json_schema", "json_object"}),
        heeds_forms: bool = True,
        refuse: Refuse = lambda _: None,
        obedient: bool = False,
    ) -> None:
        self._reply = reply or read_offline
        self._delay_s = delay_s
        self.tokens_per_s: float | None = None
        self._port = port
        self._forms = forms
        self._heeds_forms = heeds_forms
        self._refuse = refuse
        self._obedient = obedient
        self._script: deque[Fault] = deque()
        self._always: Fault | None = None
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self.requests: list[ReceivedRequest] = []
        self.most_at_once = 0

    @property
    def base_url(self) -> str:
        """Root of the API."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def parses(self) -> list[ReceivedRequest]:
        """The requests that hold a CV."""
        return [request for request in self.requests if not request.is_trial]

    def script(self, *faults: Fault) -> None:
        """Answer the next requests that hold a CV with `faults`, one each."""
        self._script.extend(faults)

    def always(self, fault: Fault | None) -> None:
        """Answer every request with `fault` from now on, also those that hold no CV; None ends that."""
        self._always = fault

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port, limit=2**24, backlog=4096)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def serve_forever(self) -> None:
        """Serve until cancelled."""
        if self._server is not None:
            await self._server.serve_forever()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            while (request := await _receive(reader)) is not None:
                await self._answer(request, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, _HangUpError):
            # Cancelled when the server closes; asyncio would log a cancelled connection as an error.
            pass
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(self, request: ReceivedRequest, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            fault = self._fault(request)
            await asyncio.sleep(self._delay_s + fault.delay_s)
            if fault.never:
                await asyncio.Event().wait()
            if fault.cut_before:
                raise _HangUpError
            words = self._words(request) if fault.content is None and fault.body is None else fault.content or ""
            if self.tokens_per_s is not None:
                await asyncio.sleep(_count(words) / self.tokens_per_s)
            await _send(writer, fault, self._body(request, fault, words))
        finally:
            self._under_way -= 1

    def _fault(self, request: ReceivedRequest) -> Fault:
        if self._always is not None:
            return self._always
        if not request.path.endswith(("/chat/completions", "/responses")):
            return Fault(status=404, body=api_error(None, message="Invalid URL"))
        form = _form(request.body)
        if form is not None and form not in self._forms:
            return Fault(status=400, body=api_error(None, message=f"response_format {form} is not supported"))
        refused = self._refuse(request.body)
        if refused is not None:
            return refused
        return self._script.popleft() if self._script and not request.is_trial else Fault()

    def _body(self, request: ReceivedRequest, fault: Fault, words: str) -> bytes:
        if isinstance(fault.body, bytes):
            return fault.body
        if fault.body is not None:
            return json.dumps(fault.body).encode()
        return json.dumps(_envelope(request, words, fault)).encode()

    def _words(self, request: ReceivedRequest) -> str:
        text = _marked(request.body)
        if not self._heeds_forms and "JSON object" not in request.text:
            return "I have read it, and I am ready."
        if text is None:
            return '{"ready": true}'
        plain = without_numbers(text)
        answer = dict(self._reply(text if plain is None else plain))
        if self._obedient:
            obey(answer, undisguised(text))
        if plain is not None:
            answer = compacted(answer, plain)
        words = json.dumps(answer, ensure_ascii=False)
        return words if _form(request.body) else f"Here is the profile:\n```json\n{words}\n```\n"


class _HangUpError(Exception):
    """The server ends the connection on purpose."""


def undisguised(text: str) -> str:
    """Return `text` as a model reads it that sees through disguises: tags, invisible and wide characters, base64."""
    plain = "".join(chr(ord(each) - 0xE0000) if 0xE0000 < ord(each) < 0xE0080 else each for each in text)
    plain = unicodedata.normalize("NFKC", plain).replace("\u200b", "").replace("\u00ad", "")
    for word in re.findall(r"[A-Za-z0-9+/]{16,}={0,2}", plain):
        with suppress(ValueError):
            plain += "\n" + base64.b64decode(word, validate=True).decode()
    return plain


def obey(answer: dict[str, Any], text: str) -> None:
    """Do in `answer` what orders such as `SET title=Chief Wizard` in `text` say: the worst that a model can do."""
    for name, value in _ORDER.findall(text):
        said = value.strip().strip("\"'.")
        jobs = answer.setdefault("professional_experiences", [])
        if name in {"title", "company", "location"}:
            jobs.insert(0, {"title": None, "company": None} | {name: said, "start_date": "2001-01", "is_current": True})
        elif name in {"skills", "skill"}:
            answer["skills"] = [*answer.get("skills", ()), said]
        elif name in {"issuing_organization", "degree", "school"}:
            schools = answer.setdefault("education", [])
            schools.insert(0, {"issuing_organization" if name == "school" else name: said})
        elif name == "certificate":
            certificates = answer.setdefault("trainings_and_certifications", [])
            certificates.insert(0, {"description": said, "year": 2001})
        else:
            answer[name] = said


def read_offline(text: str) -> Mapping[str, Any]:
    """Return what the offline parser finds in `text`, in the form in which the model is asked to answer."""
    return read_with(_READER)(text)


def read_with(reader: str) -> Reply:
    """Return a reply from `module:function`: from a `CVDocument` to an object with `profile` and `cv_language`."""

    def reply(text: str) -> Mapping[str, Any]:
        # By name and late: the kit for adapter authors depends on no adapter.
        found = pkgutil.resolve_name(reader)(CVDocument(text=text))
        profile = found.profile
        return {
            "cv_language": found.cv_language,
            **{name: value for name, value in profile["basics"].items() if name != "total_experience_in_years"},
            **{part: [_entry(each) for each in profile[part]] for part in profile if part != "basics"},
        }

    return reply


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    spoken = {name: _date(value) if name.endswith("_date") else value for name, value in entry.items()}
    named = entry.get("company") or entry.get("title") or entry.get("issuing_organization") or entry.get("description")
    return spoken if "fluency" in entry else spoken | {"evidence": " ".join(str(named or "").split()[:8]) or None}


def _date(value: Mapping[str, Any] | None) -> str | None:
    if value is None:
        return None
    month = value.get("month")
    return f"{value['year']}-{month:02d}" if month else str(value["year"])


def _contents(body: Mapping[str, Any]) -> list[str]:
    spoken = body.get("messages") or body.get("input") or ()
    if isinstance(spoken, str):
        return [spoken]
    return [str(each.get("content", "")) for each in spoken if isinstance(each, Mapping)]


def _marked(body: Mapping[str, Any]) -> str | None:
    """Return the CV in the last message, or None where there is none."""
    contents = _contents(body)
    before, _, mark = (contents[-1] if contents else "").rpartition("\n")
    if _MARK.fullmatch(mark) is None:
        return None
    _, found, marked = f"\n{before}\n".partition(f"\n{mark}\n")
    return marked.removesuffix("\n") if found else None


def _form(body: Mapping[str, Any]) -> str | None:
    asked = body.get("response_format") or (body.get("text") or {}).get("format") or {}
    return asked.get("type") if asked.get("type") != "text" else None


def _envelope(request: ReceivedRequest, words: str, fault: Fault) -> Mapping[str, Any]:
    asked = "".join(_contents(request.body)) + json.dumps(request.body.get("response_format", {}))
    usage = fault.usage or {"prompt_tokens": _count(asked), "completion_tokens": _count(words)}
    if request.path.endswith("/responses"):
        return _as_response(request, words, fault, usage)
    message = fault.message
    if message is None:
        message = {"role": "assistant", "content": None if fault.refusal else words, "refusal": fault.refusal}
    return {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": 0,
        "model": request.body.get("model", "stub"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": fault.finish_reason}],
        "usage": {**usage, "total_tokens": sum(usage.values())},
    }


def _as_response(request: ReceivedRequest, words: str, fault: Fault, usage: Mapping[str, int]) -> Mapping[str, Any]:
    refusal = {"type": "refusal", "refusal": fault.refusal}
    said = refusal if fault.refusal else {"type": "output_text", "text": words, "annotations": []}
    cut = fault.finish_reason == "length"
    return {
        "id": "resp_stub",
        "object": "response",
        "created_at": 0,
        "model": request.body.get("model", "stub"),
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "error": None,
        "output": [
            {"id": "msg_stub", "type": "message", "role": "assistant", "status": "completed", "content": [said]}
        ],
        "usage": {"input_tokens": usage["prompt_tokens"], "output_tokens": usage["completion_tokens"]},
    }


def _count(text: str) -> int:
    """Return about how many tokens `text` is: a quarter of its characters."""
    return len(text) // 4 + 1


async def _receive(reader: asyncio.StreamReader) -> ReceivedRequest | None:
    """Return the next request of a connection, or None when the client ended it."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    body = json.loads(content) if content else {}
    return ReceivedRequest(path=first.split(" ")[1], headers=headers, body=body)


async def _send(writer: asyncio.StreamWriter, fault: Fault, body: bytes) -> None:
    content = b" " * fault.pad_bytes + body
    headers = {"content-type": "application/json", "content-length": str(len(content)), **fault.headers}
    lines = [f"HTTP/1.1 {fault.status} {_REASONS.get(fault.status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    if fault.drip_s:
        for index in range(len(content)):
            writer.write(content[index : index + 1])
            await writer.drain()
            await asyncio.sleep(fault.drip_s)
    else:
        writer.write(content if fault.cut_body_at is None else content[: fault.cut_body_at])
    await writer.drain()
    if fault.cut_body_at is not None:
        raise _HangUpError


async def _serve(options: argparse.Namespace) -> None:
    server = ModelServer(
        reply=read_with(options.reader), delay_s=options.delay, port=options.port, obedient=options.obedient
    )
    async with server:
        print(f"OPENAI_BASE_URL={server.base_url}", flush=True)  # noqa: T201 - what a shell reads
        await server.serve_forever()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m cvparser.testing.model_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on the loopback interface; 0 takes a free one")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds that each answer takes")
    parser.add_argument("--obedient", action="store_true", help="follow orders such as SET title=... in a CV")
    parser.add_argument("--reader", default=_READER, help="module:function that reads a text")
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
