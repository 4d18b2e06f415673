"""A batch as it is received: what holds for all of it, then its items, one at a time, whatever they come in."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any

from cvparser.domain.batch import RECEIVING_MOST
from cvparser.domain.batch_item import SentItem
from cvparser.entrypoints.http.batch_archives import MAX_ARCHIVE, ArchiveBounds, items_of_zip
from cvparser.entrypoints.http.batch_forms import BatchForm, SentArchive
from cvparser.entrypoints.http.batch_lines import JSON_LINES, JsonLines, TextLines
from cvparser.entrypoints.http.bodies import HTTPRequest, bounds_of, incoming
from cvparser.entrypoints.http.held_bytes import HeldBody
from cvparser.settings import Settings

FieldsOf = Callable[[bytes], Awaitable[dict[str, Any]]]


class Account:
    """Counts in `body` what is really held of a batch: not what came, of which most is stored by then."""

    def __init__(self, body: HeldBody) -> None:
        self._body = body
        self._counted = 0
        #: Of items that are being taken in, and of a ZIP that they come from.
        self._given = 0

    def came(self, count: int) -> None:
        """Note bytes that the body counts by itself."""
        self._counted += count

    def give(self, size: int) -> None:
        """Note that so much of what came is held until it is settled."""
        self._given += size

    def unpack(self, size: int) -> None:
        """Hold what did not come so: the member of a ZIP. Raises as `HeldBody.take`."""
        self._body.take(size)
        self._counted += size
        self._given += size

    def settle(self, size: int) -> None:
        """Note that so much is held no more."""
        self._given -= size

    def balance(self, waiting: int) -> None:
        """Let go what is neither given out nor waits for its end."""
        if (over := self._counted - self._given - waiting) > 0:
            self._body.let_go(over)
            self._counted -= over


class ReceivedForm:
    """A form of files, ZIPs among them."""

    def __init__(
        self, form: BatchForm, chunks: AsyncGenerator[bytes, None], account: Account, archives: ArchiveBounds
    ) -> None:
        self._form = form
        self._chunks = chunks
        self._account = account
        self._archives = archives

    async def fields(self) -> Mapping[str, object]:
        """Return what holds for all: it came before the first file, or is not there. Raises as `BatchForm.feed`."""
        async for chunk in self._chunks:
            self._feed(chunk)
            if self._form.has_begun:
                break
        return self._form.fields

    async def items(self) -> AsyncGenerator[SentItem, None]:
        """Yield the items. Raises as `BatchForm`, `incoming` and `items_of_zip`."""
        async for item in self._ready():
            yield item
        async for chunk in self._chunks:
            self._feed(chunk)
            async for item in self._ready():
                yield item
        self._form.end()

    def _feed(self, chunk: bytes) -> None:
        self._account.came(len(chunk))
        self._form.feed(chunk)

    async def _ready(self) -> AsyncGenerator[SentItem, None]:
        ready = self._form.ready()
        for each in ready:
            self._account.give(each.size)
        self._account.balance(self._form.held)
        for each in ready:
            if not isinstance(each, SentArchive):
                yield each
                continue
            async with aclosing(items_of_zip(each, self._archives)) as members:
                async for member in members:
                    self._account.unpack(member.size)
                    yield member
            self._account.settle(each.size)


class ReceivedLines:
    """Texts as lines of JSON."""

    def __init__(self, texts: TextLines, chunks: AsyncGenerator[bytes, None], account: Account) -> None:
        self._lines = JsonLines()
        self._texts = texts
        self._chunks = chunks
        self._account = account
        self._first: list[SentItem] = []
        self._waiting: list[bytes | None] = []

    async def fields(self) -> Mapping[str, object]:
        """Return what holds for all: the first line's. Raises as `TextLines.take`."""
        async for chunk in self._chunks:
            self._account.came(len(chunk))
            self._waiting += self._lines.feed(chunk)
            if self._waiting:
                break
        else:
            self._waiting += self._lines.end()
        if self._waiting:
            first = await self._texts.take(self._waiting.pop(0))
            self._first += [] if first is None else [first]
        return self._texts.shared or {}

    async def items(self) -> AsyncGenerator[SentItem, None]:
        """Yield the items. Raises as `incoming`."""
        for first in self._first:
            self._account.give(first.size)
            yield first
        async for item in self._made(self._waiting):
            yield item
        async for chunk in self._chunks:
            self._account.came(len(chunk))
            async for item in self._made(self._lines.feed(chunk)):
                yield item
        async for item in self._made(self._lines.end()):
            yield item

    async def _made(self, lines: list[bytes | None]) -> AsyncGenerator[SentItem, None]:
        left = sum(len(line or b"") for line in lines)
        for line in lines:
            item = await self._texts.take(line)
            left -= len(line or b"")
            if item is not None:
                self._account.give(item.size)
                self._account.balance(self._lines.held + left)
                yield item
        self._account.balance(self._lines.held)


Received = ReceivedForm | ReceivedLines


@asynccontextmanager
async def receiving(
    request: HTTPRequest, body: HeldBody, settings: Settings, fields_of: FieldsOf
) -> AsyncIterator[tuple[Received, Account]]:
    """Yield a batch that is about to be read, and the account of what is held of it.

    Raises:
        FileMissingError, MultipartInvalidError: the body is neither a form nor lines of JSON.
    """
    account = Account(body)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_lines = JSON_LINES.fullmatch(media_type) is not None
    form = None if is_lines else _form(request, settings)
    chunks = incoming(request, body, limit=settings.max_batch_bytes, timeout_s=RECEIVING_MOST.total_seconds())
    async with aclosing(chunks):
        if form is None:
            yield ReceivedLines(TextLines(fields_of), chunks, account), account
        else:
            archives = ArchiveBounds(
                members=settings.max_batch_items,
                member_bytes=settings.max_file_bytes,
                bytes=settings.max_batch_bytes,
            )
            yield ReceivedForm(form, chunks, account, archives), account


def _form(request: HTTPRequest, settings: Settings) -> BatchForm:
    return BatchForm(
        request.headers.get("content-type", ""),
        most_items=settings.max_batch_items,
        most_bytes=settings.max_file_bytes,
        # Half of what the bodies of one address may hold: its files need room beside it.
        most_packed=min(MAX_ARCHIVE, bounds_of(request).held.max_a_peer // 2),
    )
