"""What stops asking a server that will not serve."""

from __future__ import annotations

from cvparser.ports.clock import Clock
from cvparser.ports.model_errors import (
    ModelAccessError,
    ModelEndpointError,
    ModelKeyError,
    ModelQuotaError,
    ModelRefusesError,
    ModelUnknownError,
)

#: What is wrong with the deployment rather than with one CV.
_TRIPS = (ModelAccessError, ModelEndpointError, ModelKeyError, ModelQuotaError, ModelUnknownError)


class Breaker:
    """Fails at once for `cool_down_s` after the server refused this deployment; then lets one call through to see."""

    def __init__(self, *, clock: Clock, cool_down_s: float) -> None:
        self._clock = clock
        self._cool_down_s = cool_down_s
        self._reason: type[ModelRefusesError] | None = None
        self._resting_until = 0.0

    def check(self) -> None:
        """Let a call through or not.

        Raises:
            ModelRefusesError: the server refused lately; the reason it gave then.
        """
        if self._reason is None:
            return
        now = self._clock.monotonic()
        if now < self._resting_until:
            raise self._reason
        self._resting_until = now + self._cool_down_s

    def trip(self, error: ModelRefusesError) -> None:
        """Note that the server refused; a refusal of one text alone changes nothing."""
        if isinstance(error, _TRIPS):
            self._reason = type(error)
            self._resting_until = self._clock.monotonic() + self._cool_down_s

    def close(self) -> None:
        """Note that the server served."""
        self._reason = None
