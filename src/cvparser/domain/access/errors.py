"""Why somebody is not let in: a part of the tree in `domain.errors`."""

from __future__ import annotations

from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import CVParserError, InputError


class AccessDeniedError(CVParserError):
    """Who asks is not let in.

    Attributes:
        key_id: The id of the key or token, where that is known to be theirs; never shown to who asks.
        owner: Whose it is.
    """

    code = "access_denied"
    default_message = "What you sent as a key does not let you in."

    def __init__(self, message: str | None = None, *, key_id: str | None = None, owner: Owner | None = None) -> None:
        super().__init__(message)
        self.key_id = key_id
        self.owner = owner


class KeyMissingError(AccessDeniedError):
    """No key was sent."""

    code = "key_missing"
    default_message = "Send a key: Authorization: Bearer KEY. The service's operator makes them with 'cvparser keys'."


class KeyWrongError(AccessDeniedError):
    """What was sent is no key, or none of this service's."""

    code = "key_wrong"
    default_message = "The key is not one of this service's. Look whether all of it was sent."


class KeyExpiredError(AccessDeniedError):
    """The key's time is over."""

    code = "key_expired"
    default_message = "The key has expired. Ask the service's operator for another."


class KeyRevokedError(AccessDeniedError):
    """The key was revoked."""

    code = "key_revoked"
    default_message = "The key was revoked. Ask the service's operator for another."


class TokenWrongError(AccessDeniedError):
    """A token that was not issued for this service, is over, or was changed."""

    code = "token_wrong"
    default_message = "The token is not valid for this service, or no more. Get a new one from its issuer."


class TicketWrongError(AccessDeniedError):
    """A ticket that was used, is over, or never was."""

    code = "ticket_wrong"
    default_message = "The ticket was used before, or is too old. Get a new one."


class ScopeMissingError(AccessDeniedError):
    """Who asks is known and may not do this.

    Attributes:
        scope: The name of what is missing.
    """

    code = "scope_missing"
    default_message = "What you sent does not have the scope that this needs."

    def __init__(
        self,
        message: str | None = None,
        *,
        scope: str = "",
        key_id: str | None = None,
        owner: Owner | None = None,
    ) -> None:
        super().__init__(message, key_id=key_id, owner=owner)
        self.scope = scope


class KeyUnknownError(InputError):
    """An operator named a key that there is not."""

    code = "key_unknown"
    default_message = "No key that is valid has this id. 'cvparser keys list' shows those that there are."
