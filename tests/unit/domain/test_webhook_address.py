from __future__ import annotations

import ipaddress

import pytest

from cvparser.domain.webhook_address import (
    MAX_URL,
    STRICT,
    AddressRule,
    WebhookUrlError,
    host_of,
    is_allowed,
    webhook_url,
)

OPEN = AddressRule(private=True, http=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://hr.example", "https://hr.example/", "https://hr.example:8443/hooks/cv?tenant=1&of=%C3%A7",
        "https://xn--zgemi-vta.example/x", "https://93.184.215.14/hook", "https://[2606:2800:21f::1]/hook",
        "HTTPS://HR.EXAMPLE/Hook", "https://my_hooks.hr.example./",
    ],
)  # fmt: skip
def test_a_public_address_over_tls_may_be_called(url: str) -> None:
    assert webhook_url(url, STRICT, field="url") == url


@pytest.mark.parametrize(
    "url",
    [
        None, 7, [], "", "hr.example", "//hr.example/", "https://", "https:///x", "https://:443/", "http://hr.example/",
        "ftp://hr.example/", "file:///etc/passwd", "javascript:alert(1)", "https://user@hr.example/",
        "https://user:pw@hr.example/", "https://@hr.example/", "https://hr.example/#part", "https://hr.example/ x",
        "https://hr.example/\r\nHost: x", "https://hr.example/\\x", "https://hr.example:0/", "https://hr.example:99999/",
        "https://hr.example:abc/", "https://öz.example/", "https://hr..example/", "https://-hr.example/",
        f"https://hr.example/{'x' * MAX_URL}", f"https://{'a' * 64}.example/", "https://[::1", "https://hr.example]/",
        "https://hr%2eexample/", "https://hr.example\t/", "https://[v1.fe80::a+en1]/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("rule", [STRICT, AddressRule(private=True)])
def test_what_is_no_such_address_is_refused_with_the_field(url: object, rule: AddressRule) -> None:
    with pytest.raises(WebhookUrlError) as raised:
        webhook_url(url, rule, field="callback_url")

    assert raised.value.field == "callback_url"


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "app.localhost", "localhost.", "printer.local", "vault.internal", "db", "router.lan",
        "metadata.google.internal", "nas.home.arpa", "127.0.0.1", "127.0.0.1.", "127.1", "0x7f.0.0.1", "0x7f000001",
        "0177.0.0.1", "2130706433", "017700000001", "10.0.0.1", "192.168.1.1", "172.31.0.1", "169.254.169.254",
        "0xa9fea9fe", "2852039166", "0.0.0.1", "0", "100.64.0.1", "168.63.129.16", "[::1]", "[::]", "[fe80::1]",
        "[fe80::1%25eth0]", "[fd00:ec2::254]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[64:ff9b::10.0.0.1]", "[64:ff9b:1::a]", "[2002:a00:1::]", "[2001:0:1::1]", "[ff02::1]", "[2001:db8::1]",
    ],
)  # fmt: skip
def test_an_address_that_only_the_service_reaches_is_refused_in_every_form_unless_it_is_allowed(host: str) -> None:
    with pytest.raises(WebhookUrlError):
        webhook_url(f"https://{host}/", STRICT, field="url")

    assert webhook_url(f"https://{host}/", AddressRule(private=True), field="url")


@pytest.mark.parametrize("host", ["256.1.1.1", "1.2.3.4.5", "0x100000000", "1.2.3.999", "08.1.1.1", "hr.123"])
def test_what_looks_like_an_address_and_is_none_is_refused_whatever_is_allowed(host: str) -> None:
    with pytest.raises(WebhookUrlError):
        webhook_url(f"https://{host}/", OPEN, field="url")


def test_plain_http_needs_to_be_allowed_and_opens_no_private_address() -> None:
    assert webhook_url("http://hr.example/", AddressRule(http=True), field="url")
    with pytest.raises(WebhookUrlError):
        webhook_url("http://127.0.0.1/", AddressRule(http=True), field="url")


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_a_public_address_is_allowed_also_one_of_ipv4_in_one_of_ipv6(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address), STRICT)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://HR.example/x", "hr.example:443"),
        ("http://hr.example", "hr.example:80"),
        ("https://hr.example:8443/", "hr.example:8443"),
    ],
)
def test_receivers_are_told_apart_by_host_and_port(url: str, host: str) -> None:
    assert host_of(url) == host
