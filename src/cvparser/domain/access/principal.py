"""Who asks, once that is known."""

from __future__ import annotations

from dataclasses import dataclass

from cvparser.domain.access.errors import ScopeMissingError
from cvparser.domain.access.owner import LOCAL, Owner
from cvparser.domain.access.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who was let in.

    Attributes:
        owner: Whose jobs these are.
        key_id: What let them in, as it may be logged: the id of a key or of a token; None where nobody is asked.
        scopes: What they may do.
    """

    owner: Owner
    key_id: str | None
    scopes: frozenset[Scope]

    def require(self, scope: Scope) -> None:
        """Return where the principal may do what `scope` names.

        Raises:
            ScopeMissingError: it may not.
        """
        if scope not in self.scopes:
            message = f"This needs the scope '{scope}', which what you sent does not have."
            raise ScopeMissingError(message, scope=scope)


#: Who asks where nobody is asked.
EVERYONE = Principal(owner=LOCAL, key_id=None, scopes=frozenset(Scope))
