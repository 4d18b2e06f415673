"""The promises of `cvparser.ports.authenticator`."""

from __future__ import annotations

import asyncio
import logging

import pytest

from cvparser.domain.access.errors import AccessDeniedError, KeyMissingError
from cvparser.domain.access.principal import Principal
from cvparser.ports.authenticator import Authenticator
from cvparser.testing.conformance import Conformance

#: What anybody may send: of no form, of another's, long, and such as breaks who reads it.
NONSENSE = (
    "",
    " ",
    "\x00",
    "null",
    "Zümrüthan",
    "\ud800",
    "cvp_" + "0" * 16 + "_" + "0" * 49,
    "cvp_" + "9" * 10_240,
    "eyJhbGciOiJub25lIn0.e30.",
    "eyJhbGciOiJIUzI1NiIsImtpZCI6IjEifQ.e30.c2lnbmF0dXJl",
    "W1tb" * 2_000 + ".e30.c2ln",
    ".." * 5_000,
    "a" * 1_000_000,
)


class AuthenticatorConformance(Conformance):
    """Subclass and give `authenticator`, and `admitted`: a token that it lets in, and whom it is then.

    Declare `supports_denial = False` where everybody is let in.
    """

    supports_denial = True

    @pytest.fixture
    def authenticator(self) -> Authenticator:
        message = "Give your adapter in a fixture named 'authenticator'."
        raise NotImplementedError(message)

    @pytest.fixture
    def admitted(self) -> tuple[str, Principal]:
        message = "Give a token, and who has it, in a fixture named 'admitted'."
        raise NotImplementedError(message)

    async def test_who_has_the_right_token_is_known(
        self, authenticator: Authenticator, admitted: tuple[str, Principal]
    ) -> None:
        token, principal = admitted

        assert await asyncio.gather(*(authenticator.authenticate(token) for _ in range(10))) == [principal] * 10

    async def test_who_sends_nothing_is_told_to(self, authenticator: Authenticator) -> None:
        if not self.supports_denial:
            pytest.skip(f"{type(self).__name__} declares supports_denial = False")
        with pytest.raises(KeyMissingError):
            await authenticator.authenticate(None)

    async def test_nonsense_lets_nobody_in_and_is_repeated_nowhere(
        self, authenticator: Authenticator, caplog: pytest.LogCaptureFixture
    ) -> None:
        if not self.supports_denial:
            pytest.skip(f"{type(self).__name__} declares supports_denial = False")
        with caplog.at_level(logging.DEBUG):
            for token in NONSENSE:
                with pytest.raises(AccessDeniedError) as caught:
                    await authenticator.authenticate(token)
                assert len(token) < 5 or token not in caught.value.message

        assert not any(len(token) >= 5 and token in caplog.text for token in NONSENSE)

    async def test_a_token_with_a_letter_changed_or_missing_lets_nobody_in(
        self, authenticator: Authenticator, admitted: tuple[str, Principal]
    ) -> None:
        if not self.supports_denial:
            pytest.skip(f"{type(self).__name__} declares supports_denial = False")
        token, _ = admitted
        middle = len(token) // 2
        other = "B" if token[middle] == "A" else "A"
        for wrong in (token[:-3], token + "A", token[:middle] + other + token[middle + 1 :], token.swapcase()):
            with pytest.raises(AccessDeniedError):
                await authenticator.authenticate(wrong)
