"""Every route, asked by everybody: what is expected stands here, and a route of which nothing stands here fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler
from litestar.routes import HTTPRoute, WebSocketRoute
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, bearer, keyed, submitted
from tests.http.test_access import told

from cvparser.domain.access.scope import Scope
from cvparser.domain.access.secret_text import make_key
from cvparser.entrypoints.http import wrong_keys
from cvparser.entrypoints.http.app import create_app
from cvparser.settings import Settings

SUBMIT, READ, ERASE, STATS, ADMIN = Scope.SUBMIT, Scope.READ, Scope.ERASE, Scope.STATS, Scope.ADMIN
OPERATE = Scope.OPERATE
REDACT, WEBHOOKS = Scope.REDACT, Scope.WEBHOOKS
#: Who may ask is asked before a body is looked at: one that is wrong shows that somebody was let in.
WRONG_TEXT, WRONG_FILE = 422, 400


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a route answers.

    Attributes:
        needs: All of these; None lets everybody in.
        good: To who has them.
        foreign: To another owner who has them; None as `good`.
        sent: With what it is asked.
        path: What stands in its path, beside a job's id. What a user's id names is nobody's: for all it is the same.
    """

    needs: tuple[Scope, ...] | None
    good: int
    foreign: int | None = None
    sent: Callable[[], dict[str, object]] = dict
    path: dict[str, str] | None = None


def text() -> dict[str, object]:
    return {"json": FIELDS | {"text": TEXT}}


def file() -> dict[str, object]:
    return {"data": FIELDS, "files": {"file": ("cv.txt", TEXT.encode())}}


def no_text() -> dict[str, object]:
    return {"json": FIELDS}


def webhook() -> dict[str, object]:
    return {"json": {"url": "https://hr.example/hook"}}


#: Every owner has one of that name once its secret was asked for.
HOOK = {"webhook_id": "callbacks"}
NO_HOOK = {"webhook_id": "550e8400-e29b-41d4-a716-446655440000", "delivery_id": "msg_" + 32 * "0"}


def batch() -> dict[str, object]:
    return {"data": FIELDS, "files": [("files", ("cv.txt", TEXT.encode()))] * 2}


def batched(client: httpx.Client) -> str:
    """Submit a batch, and give its id."""
    answer = client.post(f"{API}/parse-batch-async", **batch())  # type: ignore[arg-type]
    return str(answer.raise_for_status().json()["batch_id"])


USER = {"user_id": "auth0%7C64f1c2"}
OPEN = Expected(needs=None, good=200)
MATRIX = {
    ("POST", f"{API}/parse-text-async"): Expected(needs=(SUBMIT,), good=202, sent=text),
    ("POST", f"{API}/parse-file-async"): Expected(needs=(SUBMIT,), good=202, sent=file),
    ("POST", f"{API}/parse-text"): Expected(needs=(SUBMIT, READ), good=WRONG_TEXT, sent=no_text),
    ("POST", f"{API}/parse-file"): Expected(needs=(SUBMIT, READ), good=WRONG_FILE, sent=no_text),
    ("GET", f"{API}/job/{{job_id}}"): Expected(needs=(READ,), good=200, foreign=404),
    ("DELETE", f"{API}/job/{{job_id}}"): Expected(needs=(ERASE,), good=204, foreign=404),
    ("POST", f"{API}/job/{{job_id}}/cancel"): Expected(needs=(ERASE,), good=200, foreign=404),
    # It is under way, and only what has ended is tried again.
    ("POST", f"{API}/job/{{job_id}}/retry"): Expected(needs=(SUBMIT,), good=409, foreign=404),
    ("GET", f"{API}/jobs"): Expected(needs=(READ,), good=200),
    ("GET", f"{API}/operator/jobs"): Expected(needs=(OPERATE, READ), good=200),
    ("POST", f"{API}/operator/job/{{job_id}}/retry"): Expected(needs=(OPERATE, SUBMIT), good=409),
    ("POST", f"{API}/operator/job/{{job_id}}/cancel"): Expected(needs=(OPERATE, ERASE), good=200),
    # The first who may has erased it; again is no error.
    ("DELETE", f"{API}/operator/job/{{job_id}}"): Expected(needs=(OPERATE, ERASE), good=204),
    ("GET", f"{API}/operator/stats"): Expected(needs=(OPERATE,), good=200),
    ("GET", f"{API}/operator/trends"): Expected(needs=(OPERATE,), good=200),
    ("POST", f"{API}/parse-batch-async"): Expected(needs=(SUBMIT,), good=202, sent=batch),
    ("GET", f"{API}/batch/{{batch_id}}"): Expected(needs=(READ,), good=200, foreign=404),
    ("GET", f"{API}/batch/{{batch_id}}/events"): Expected(needs=(READ,), good=200, foreign=404),
    ("GET", f"{API}/batch/{{batch_id}}/results"): Expected(needs=(READ,), good=200, foreign=404),
    ("POST", f"{API}/batch/{{batch_id}}/cancel"): Expected(needs=(ERASE,), good=200, foreign=404),
    ("DELETE", f"{API}/batch/{{batch_id}}"): Expected(needs=(ERASE,), good=204, foreign=404),
    ("POST", f"{API}/redact"): Expected(needs=(REDACT,), good=200, sent=text),
    ("POST", f"{API}/webhooks"): Expected(needs=(WEBHOOKS,), good=201, sent=webhook),
    ("GET", f"{API}/webhooks"): Expected(needs=(WEBHOOKS,), good=200),
    ("POST", f"{API}/webhooks/{{webhook_id}}/rotate"): Expected(needs=(WEBHOOKS,), good=200, path=HOOK),
    ("GET", f"{API}/webhooks/{{webhook_id}}"): Expected(needs=(WEBHOOKS,), good=404, path=NO_HOOK),
    ("DELETE", f"{API}/webhooks/{{webhook_id}}"): Expected(needs=(WEBHOOKS,), good=404, path=NO_HOOK),
    ("GET", f"{API}/webhooks/{{webhook_id}}/deliveries"): Expected(needs=(WEBHOOKS,), good=404, path=NO_HOOK),
    ("POST", f"{API}/webhooks/{{webhook_id}}/replay"): Expected(needs=(WEBHOOKS,), good=404, path=NO_HOOK),
    ("POST", f"{API}/webhooks/{{webhook_id}}/deliveries/{{delivery_id}}/replay"): Expected(
        needs=(WEBHOOKS,), good=404, path=NO_HOOK
    ),
    ("GET", f"{API}/result/{{job_id}}"): Expected(needs=(READ,), good=202, foreign=404),
    ("GET", f"{API}/job/{{job_id}}/events"): Expected(needs=(READ,), good=200, foreign=404),
    ("WS", f"{API}/job/{{job_id}}/ws"): Expected(needs=(READ,), good=0, foreign=404),
    ("GET", f"{API}/users/{{user_id}}/export"): Expected(needs=(READ, ERASE), good=200, path=USER),
    ("DELETE", f"{API}/users/{{user_id}}"): Expected(needs=(ERASE,), good=200, path=USER),
    ("POST", f"{API}/users/{{user_id}}/objection"): Expected(needs=(ERASE,), good=200, path=USER),
    ("DELETE", f"{API}/users/{{user_id}}/objection"): Expected(needs=(ERASE,), good=204, path=USER),
    ("GET", f"{API}/job/{{job_id}}/ws"): Expected(needs=(READ,), good=426),
    ("POST", f"{API}/tickets"): Expected(needs=(READ,), good=201),
    ("GET", "/stats"): Expected(needs=(STATS,), good=200),
    ("GET", "/stats/trends"): Expected(needs=(STATS,), good=200),
    ("GET", "/metrics"): Expected(needs=(ADMIN,), good=200),
    ("GET", "/health/live"): OPEN,
    ("GET", "/health/ready"): OPEN,
    ("GET", "/"): OPEN,
    ("GET", "/dashboard"): OPEN,
    ("GET", "/app/{name}"): Expected(needs=None, good=200, path={"name": "app.js"}),
    ("GET", "/version"): OPEN,
    ("GET", "/favicon.ico"): OPEN,
    ("GET", "/docs"): OPEN,
    ("GET", "/docs/{name}"): Expected(needs=None, good=200, path={"name": "page.js"}),
    ("GET", "/problems/{code}"): Expected(needs=None, good=200, path={"code": "job_unknown"}),
    ("GET", "/openapi.json"): OPEN,
    ("GET", "/openapi.json/openapi.json"): OPEN,
    ("GET", "/openapi.json/{path}"): Expected(needs=None, good=404, path={"path": "nothing"}),
}


def routes() -> Iterator[tuple[str, str]]:
    """Give each route of the application, by its own table."""
    for route in create_app(Settings()).routes:
        if isinstance(route, WebSocketRoute):
            assert isinstance(route.route_handler, WebsocketRouteHandler)
            yield "WS", route.path_format
        elif isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                assert isinstance(handler, HTTPRouteHandler)
                yield from ((method, route.path_format) for method in handler.http_methods - {"OPTIONS"})
        else:
            pytest.fail(f"a route of another kind: {route.path}")


def test_every_route_has_an_entry_and_every_entry_a_route() -> None:
    assert set(routes()) == MATRIX.keys()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("matrix")) as door, pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrong_keys, "MOST", 1_000_000)
        yield door


@pytest.fixture(scope="module")
def callers(door: KeyedDoor) -> dict[str, tuple[str | None, frozenset[Scope]]]:
    """Give a key of each kind, and what it lets do."""
    revoked, expired = door.key(), door.key(days=1e-9)
    door.revoke(revoked[0])
    singles = {scope.value: (door.key(scope)[1], frozenset({scope})) for scope in Scope}
    return singles | {
        "all": (door.key()[1], frozenset(Scope)),
        "another owner": (door.key(owner="other")[1], frozenset(Scope)),
        "nobody": (None, frozenset()),
        "a wrong key": (make_key(b"1" * 12, b"2" * 32).text, frozenset()),
        "a revoked key": (revoked[1], frozenset()),
        "an expired key": (expired[1], frozenset()),
    }


def named(owner: httpx.Client, path: str) -> dict[str, str]:
    """Give what stands in a path: the id of a new job or batch of the owner's."""
    if "{batch_id}" in path:
        return {"batch_id": batched(owner)}
    return {"job_id": submitted(owner)} if "{job_id}" in path else {}


def expected_of(entry: Expected, caller: str, scopes: frozenset[Scope]) -> int:
    if entry.needs is None:
        return entry.good
    if not scopes:
        return 401
    if not scopes >= set(entry.needs):
        return 403
    return entry.foreign if caller == "another owner" and entry.foreign is not None else entry.good


def asked(door: KeyedDoor, client: httpx.Client, method: str, url: str, *, key: str | None, entry: Expected) -> int:
    headers = {} if key is None else bearer(key)
    if method == "WS":
        _, closed = told(door.address, url.rsplit("/", 2)[1], headers=headers)
        return closed and closed - 4_000
    with client.stream(method, url, headers=headers, **entry.sent()) as answer:  # type: ignore[arg-type]
        return answer.status_code


@pytest.mark.parametrize(("method", "path"), MATRIX)
def test_a_route_lets_in_whom_it_should_and_nobody_else(
    door: KeyedDoor, callers: dict[str, tuple[str | None, frozenset[Scope]]], method: str, path: str
) -> None:
    entry = MATRIX[method, path]
    answers, wanted = {}, {}
    with door.client(callers["all"][0]) as owner, door.client() as client:
        for caller, (key, scopes) in callers.items():
            parts = entry.path or named(owner, path)
            url = path.format(**parts)
            answers[caller] = asked(door, client, method, url, key=key, entry=entry)
            wanted[caller] = expected_of(entry, caller, scopes)

    assert answers == wanted


def test_options_tell_methods_to_everybody(door: KeyedDoor) -> None:
    with door.client() as client:
        assert client.options(f"{API}/job/{uuid4()}").status_code == 204
