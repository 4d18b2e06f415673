"""Who asks, once that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
        limits: A key's own bounds, by the names of `domain.access.limits`; None where no key let them in.
        is_anybody: Whether nobody was asked who they are.
    """

    owner: Owner
    key_id: str | None
    scopes: frozenset[Scope]
    limits: Mapping[str, int] | None = field(default=None, compare=False)
    is_anybody: bool = False

    def require(self, scope: Scope) -> None:
        """Return where the principal may do what `scope` names.

        Raises:
            ScopeMissingError: it may not.
        """
        if scope not in self.scopes:
            message = f"This needs the scope '{scope}', which what you sent does not have."
            raise ScopeMissingError(message, scope=scope, key_id=self.key_id, owner=self.owner)


#: Who asks where nobody is asked.
EVERYONE = Principal(owner=LOCAL, key_id=None, scopes=frozenset(Scope), is_anybody=True)
