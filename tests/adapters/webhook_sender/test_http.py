from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import standardwebhooks
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.webhooks.receiver import LoopbackReceiver, receiving, status

from cvparser.adapters.webhook_sender.http import HttpWebhookSender
from cvparser.domain.webhook import Answer, Obstacle, Secret
from cvparser.domain.webhook_address import STRICT, AddressRule
from cvparser.testing.conformance.webhook_sender import MESSAGE, SECRET

ANY = AddressRule(private=True, http=True)
OTHER = Secret(id=UUID(int=2), key=b"t" * 32)


@pytest.fixture
async def receiver() -> AsyncIterator[LoopbackReceiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def sender() -> AsyncIterator[HttpWebhookSender]:
    async with HttpWebhookSender(rule=ANY) as sender:
        yield sender


def leading_to(monkeypatch: pytest.MonkeyPatch, *answers: Sequence[str]) -> list[str]:
    """Have any name lead to the first of `answers`, at the next look-up to the second; give the names looked up."""
    asked: list[str] = []

    def looked_up(host: str, port: int, **_: object) -> list[Any]:
        found = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        kinds = [(socket.AF_INET6 if ":" in each else socket.AF_INET, (each, port)) for each in found]
        return [(kind, socket.SOCK_STREAM, 0, "", address) for kind, address in kinds]

    monkeypatch.setattr("cvparser.adapters.webhook_sender.http.socket.getaddrinfo", looked_up)
    return asked


async def speak_no_tls(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 No\r\n\r\n")
    await writer.drain()
    writer.close()


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate of `name`, which signs itself, with its key behind it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    encoded = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + encoded)
    return path


@pytest.mark.parametrize(
    ("host", "expected"),
    [("hr.example", Answer(status=204)), ("other.example", Answer(obstacle=Obstacle.TLS))],
)
async def test_over_tls_the_receiver_must_be_who_its_name_says_whatever_address_it_led_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str, expected: Answer
) -> None:
    path = certificate(tmp_path, "hr.example")
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(path)
    trusting = ssl.create_default_context(cafile=path)
    monkeypatch.setattr("cvparser.adapters.webhook_sender.http.ssl.create_default_context", lambda: trusting)
    leading_to(monkeypatch, ["127.0.0.1"])
    async with receiving(tls=served) as receiver, HttpWebhookSender(rule=ANY) as sender:
        answer = await sender.send(f"https://{host}:{receiver.port}/hook", MESSAGE, [SECRET])

    assert answer == expected


async def test_a_message_is_signed_with_each_secret_as_the_standard_has_it(
    sender: HttpWebhookSender, receiver: LoopbackReceiver
) -> None:
    now = replace(MESSAGE, at=datetime.now(UTC))
    await sender.send(f"{receiver.url}?of=1", now, [SECRET, OTHER])

    (call,) = receiver.calls
    assert call.target == "/hook?of=1"
    assert call.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert call.headers["webhook-id"] == MESSAGE.id
    for each in (SECRET, OTHER):
        heard = standardwebhooks.Webhook(each.text).verify(call.body, call.headers)
        assert heard == {"type": "job.completed"}
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(Secret(id=UUID(int=3), key=b"u" * 32).text).verify(call.body, call.headers)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "100.100.100.200", "169.254.169.254", "168.63.129.16",
        "0.0.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "::7f00:1", "fec0::1", "ff02::1",
        "2001:db8::5efe:10.0.0.1",
    ],
)  # fmt: skip
async def test_a_name_that_leads_to_what_only_the_service_reaches_is_not_called(
    monkeypatch: pytest.MonkeyPatch, receiver: LoopbackReceiver, address: str
) -> None:
    for found in ([address], ["93.184.215.14", address]):
        leading_to(monkeypatch, found)
        async with HttpWebhookSender(rule=STRICT) as sender:
            answer = await sender.send(f"http://hr.example:{receiver.port}/", MESSAGE, [SECRET])

        assert answer == Answer(obstacle=Obstacle.ADDRESS)
    assert receiver.calls == []


async def test_the_address_that_was_looked_at_is_called_and_the_name_not_looked_up_again(
    monkeypatch: pytest.MonkeyPatch, sender: HttpWebhookSender, receiver: LoopbackReceiver
) -> None:
    asked = leading_to(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])

    answer = await sender.send(f"http://hr.example:{receiver.port}/", MESSAGE, [SECRET])

    assert answer == Answer(status=204)
    assert asked == ["hr.example"]
    assert receiver.calls[0].headers["host"] == f"hr.example:{receiver.port}"


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "localhost"])
async def test_another_way_to_write_loopback_is_loopback(receiver: LoopbackReceiver, host: str) -> None:
    async with HttpWebhookSender(rule=STRICT) as sender:
        answer = await sender.send(f"http://{host}:{receiver.port}/", MESSAGE, [SECRET])

    assert answer == Answer(obstacle=Obstacle.ADDRESS)


async def test_the_first_address_that_takes_a_connection_is_called(
    monkeypatch: pytest.MonkeyPatch, sender: HttpWebhookSender, receiver: LoopbackReceiver
) -> None:
    leading_to(monkeypatch, ["127.0.0.9", "127.0.0.1"])

    answer = await sender.send(f"http://hr.example:{receiver.port}/", MESSAGE, [SECRET])

    assert answer == Answer(status=204)


async def test_an_address_that_never_answers_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch, receiver: LoopbackReceiver
) -> None:
    leading_to(monkeypatch, ["127.0.0.9", "127.0.0.1"])
    connect = asyncio.open_connection

    async def connected(host: str, port: int, **how: Any) -> object:
        if host == "127.0.0.9":
            await asyncio.Event().wait()
        return await connect(host, port, **how)

    monkeypatch.setattr("cvparser.adapters.webhook_sender.http.asyncio.open_connection", connected)
    async with HttpWebhookSender(rule=ANY, timeout_s=1.0) as sender:
        answer = await sender.send(f"http://hr.example:{receiver.port}/", MESSAGE, [SECRET])

    assert answer == Answer(status=204)


async def test_a_redirect_is_not_followed(sender: HttpWebhookSender, receiver: LoopbackReceiver) -> None:
    receiver.reply = lambda _: status(307, f"location: {receiver.url}/elsewhere")

    assert await sender.send(receiver.url, MESSAGE, [SECRET]) == Answer(status=307)
    assert [call.target for call in receiver.calls] == ["/hook"]


@pytest.mark.parametrize("code", [429, 503])
async def test_a_receiver_says_when_to_come_again(
    sender: HttpWebhookSender, receiver: LoopbackReceiver, code: int
) -> None:
    receiver.reply = lambda _: status(code, "retry-after: 120")
    assert (await sender.send(receiver.url, MESSAGE, [SECRET])).retry_after == timedelta(minutes=2)

    later = datetime.now(UTC) + timedelta(hours=2)
    receiver.reply = lambda _: status(code, f"retry-after: {format_datetime(later, usegmt=True)}")
    until = (await sender.send(receiver.url, MESSAGE, [SECRET])).retry_after
    assert until is not None
    assert timedelta(hours=1, minutes=50) < until <= timedelta(hours=2)

    for nonsense in ("99999999999999999999", "soon", "-5", ""):
        receiver.reply = lambda _, said=nonsense: status(code, f"retry-after: {said}")  # type: ignore[misc]
        wait = (await sender.send(receiver.url, MESSAGE, [SECRET])).retry_after
        assert wait is None or wait <= timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "obstacle"),
    [
        (b"", Obstacle.ANSWER),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", Obstacle.ANSWER),
        (b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000, Obstacle.ANSWER),
        (b"HTTP/1.1 100 Go on\r\n\r\n" * 10_000, Obstacle.ANSWER),
        (None, Obstacle.TIME),
    ],
)
async def test_of_an_answer_no_more_is_read_than_a_head_and_no_longer_than_it_may_take(
    receiver: LoopbackReceiver, said: bytes | None, obstacle: Obstacle
) -> None:
    receiver.reply = lambda _: said
    async with HttpWebhookSender(rule=ANY, timeout_s=0.3) as sender:
        assert await sender.send(receiver.url, MESSAGE, [SECRET]) == Answer(obstacle=obstacle)


async def test_a_body_that_never_ends_is_not_waited_for(sender: HttpWebhookSender, receiver: LoopbackReceiver) -> None:
    receiver.reply = lambda _: b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\n" + b"y" * 1_000_000

    assert await sender.send(receiver.url, MESSAGE, [SECRET]) == Answer(status=200)


async def test_what_is_in_the_way_is_told_apart(monkeypatch: pytest.MonkeyPatch, receiver: LoopbackReceiver) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    async with HttpWebhookSender(rule=ANY) as sender:
        plain = await asyncio.start_server(speak_no_tls, "127.0.0.1", 0)
        secure = f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}/"
        assert await sender.send(secure, MESSAGE, [SECRET]) == Answer(obstacle=Obstacle.TLS)
        plain.close()
        await receiver.leave()
        assert await sender.send(receiver.url, MESSAGE, [SECRET]) == Answer(obstacle=Obstacle.CONNECTION)
        monkeypatch.setattr("cvparser.adapters.webhook_sender.http.socket.getaddrinfo", unknown)
        assert await sender.send("http://hr.example/", MESSAGE, [SECRET]) == Answer(obstacle=Obstacle.NAME)


async def test_calls_that_wait_for_the_same_name_keep_one_thread(
    monkeypatch: pytest.MonkeyPatch, receiver: LoopbackReceiver
) -> None:
    asked = leading_to(monkeypatch, ["127.0.0.1"])
    async with HttpWebhookSender(rule=ANY) as sender:
        url = f"http://hr.example:{receiver.port}/"
        answers = await asyncio.gather(*(sender.send(url, MESSAGE, [SECRET]) for _ in range(10)))

    assert answers == [Answer(status=204)] * 10
    assert asked == ["hr.example"]
