"""The header `Idempotency-Key`: a submission that is sent again is the one of before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from litestar.datastructures import ResponseHeader
from litestar.openapi.spec import Example, Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIType

from cvparser.application.submit_job import Terms
from cvparser.domain.access.limits import Limits
from cvparser.domain.access.owner import Owner
from cvparser.domain.idempotency import HEADER, MAX_KEY, IdempotencyKeyInUseError, idempotency_key
from cvparser.entrypoints.http.bodies import HTTPRequest

#: Where the scope's state tells that the answer is one of before.
_REPLAYED = "replayed"
#: What says so to the client.
REPLAYED_HEADER: Final = "Idempotent-Replayed"

REPLAYED: Final = ResponseHeader(
    name=REPLAYED_HEADER,
    description=f"`true` where the same was submitted before under the same `{HEADER}`: the job is the one of then.",
    documentation_only=True,
)
#: The header of a request, as OpenAPI documents it.
PARAMETER: Final = Parameter(
    name=HEADER,
    param_in="header",
    required=False,
    description="A key of your own for this submission, such as a UUID. Sent again with the same key, the same "
    "submission is answered with the same job, for a day by default; another submission with 422.",
    schema=Schema(type=OpenAPIType.STRING, min_length=1, max_length=MAX_KEY),
    examples={"uuid": Example(value="8e03978e-40d5-43dd-bc93-6894a57f9324")},
)


class KeysUnderWay:
    """Keys of the submissions that are being received or stored in this process. For one event loop."""

    def __init__(self) -> None:
        self._taken: set[tuple[Owner, str]] = set()

    @contextmanager
    def one(self, owner: Owner, key: str | None) -> Iterator[None]:
        """Take a key for as long as the context lasts; None takes nothing.

        Raises:
            IdempotencyKeyInUseError: it is taken.
        """
        if key is None:
            yield
            return
        if (owner, key) in self._taken:
            raise IdempotencyKeyInUseError
        self._taken.add((owner, key))
        try:
            yield
        finally:
            self._taken.discard((owner, key))


@contextmanager
def terms_of(request: HTTPRequest, owner: Owner, limits: Limits) -> Iterator[Terms]:
    """Yield on what terms a request submits; its key is nobody else's meanwhile.

    Raises:
        IdempotencyKeyInvalidError: it has a key of no form that is taken.
        IdempotencyKeyInUseError: a submission under its key is under way.
    """
    under_way: KeysUnderWay = request.app.state.keys_under_way
    key = idempotency_key(request.headers.getall(HEADER, []))
    replay = partial(request.scope["state"].__setitem__, _REPLAYED, True)  # noqa: FBT003 - a value, no choice
    with under_way.one(owner, key):
        yield Terms(limits=limits, idempotency_key=key, on_replay=replay)


def replayed(request: HTTPRequest) -> dict[str, Any]:
    """Return the header of an answer that says whether it is one of before."""
    return {REPLAYED_HEADER: "true"} if request.scope["state"].get(_REPLAYED) else {}
