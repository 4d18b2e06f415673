"""What proxies say of a request, read from the right."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.entrypoints.http.forwarded import Hop, forwarded, forwarded_for, host_of, nth, prefix_of, scheme_of

#: Anything a client can put before what a proxy adds.
LEFT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)


@pytest.mark.parametrize(
    ("header", "hops"),
    [
        ("for=192.0.2.60;proto=https;host=cv.example", [Hop(sender="192.0.2.60", scheme="https", host="cv.example")]),
        ('For="[2001:db8:cafe::17]:4711"', [Hop(sender="2001:db8:cafe::17")]),
        ("for=192.0.2.43, for=198.51.100.17;by=203.0.113.60", [Hop(sender="198.51.100.17"), Hop(sender="192.0.2.43")]),
        ('for="_gazonk"', [Hop()]),
        ("for=unknown;proto=https", [Hop(scheme="https")]),
        ('secret="a, b; \\"c\\"";for=192.0.2.1', [Hop(sender="192.0.2.1")]),
        ("for=192.0.2.1 ; proto=ftp", [Hop(sender="192.0.2.1")]),
        ('host="a/b";for=999.1.1.1', [Hop()]),
        ("", []),
        ("for=192.0.2.1;for=192.0.2.2", []),
        ("for=2001:db8::1", []),
        ("for = 192.0.2.1", []),
        ('for="192.0.2.1', []),
        ('for="x, for=192.0.2.1', [Hop(sender="192.0.2.1")]),
        ("for=192.0.2.1, nonsense, for=192.0.2.2", [Hop(sender="192.0.2.2")]),
    ],
)
def test_the_standard_header_is_read_as_far_as_it_is_well_formed(header: str, hops: list[Hop]) -> None:
    assert list(forwarded([header])) == hops


@pytest.mark.parametrize(
    ("header", "senders"),
    [
        ("192.0.2.1", ["192.0.2.1"]),
        ("203.0.113.9, 192.0.2.1:4711 , 2001:DB8::1", ["2001:db8::1", "192.0.2.1", "203.0.113.9"]),
        ("[2001:db8::1]:80", ["2001:db8::1"]),
        ("192.0.2.1, evil.example, 192.0.2.2", ["192.0.2.2"]),
        ("192.0.2.1,,192.0.2.2", ["192.0.2.2"]),
        ("192.0.2.1,", []),
        ("unknown", []),
    ],
)
def test_the_older_header_is_read_as_far_as_it_holds_addresses(header: str, senders: list[str]) -> None:
    assert [hop.sender for hop in forwarded_for([header])] == senders


@given(LEFT)
def test_nothing_that_a_client_sent_hides_what_its_proxy_added(left: str) -> None:
    assert next(forwarded([f'{left}, for="[2001:db8::1]";proto=https'])).sender == "2001:db8::1"
    assert next(forwarded([left, "for=192.0.2.1"])).sender == "192.0.2.1"
    assert next(forwarded_for([f"{left}, 192.0.2.1"])).sender == "192.0.2.1"


@pytest.mark.parametrize("filler", ["\\", '"', ",", '\\"', "a=b;", "for=192.0.2.1,", '"",'])
def test_a_header_of_any_length_is_read_in_no_time(filler: str) -> None:
    started = time.process_time()

    list(forwarded([filler * 8_000]))
    list(forwarded_for([filler * 8_000]))

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("values", "hops", "said"),
    [
        (["https"], 1, "https"),
        (["https"], 3, "https"),
        (["spoofed, https, http"], 2, "https"),
        (["spoofed", "https"], 1, "https"),
        ([], 1, None),
        ([""], 1, None),
    ],
)
def test_of_a_list_the_outermost_trusted_proxy_is_heard(values: list[str], hops: int, said: str | None) -> None:
    assert nth(values, hops) == said


def test_schemes_hosts_and_prefixes_are_checked() -> None:
    assert [scheme_of(text) for text in ("HTTPS", "wss", "http", "gopher", None)] == [
        "https",
        "https",
        "http",
        None,
        None,
    ]
    assert [host_of(text) for text in ("cv.example:8443", "[::1]:80", "a b", "x/y", "a" * 300)] == [
        "cv.example:8443",
        "[::1]:80",
        None,
        None,
        None,
    ]
    assert [prefix_of(text) for text in ("/cv", "/cv/", "/a/b", "cv", "//evil.example", "/a/../b", '/"><b>', "/")] == [
        "/cv",
        "/cv",
        "/a/b",
        "",
        "",
        "",
        "",
        "",
    ]
