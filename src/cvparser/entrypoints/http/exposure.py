"""Whether a service may listen where others can reach it."""

from __future__ import annotations

import ipaddress

from cvparser.domain.errors import ConfigurationError
from cvparser.settings import Settings


def require_access_control(settings: Settings) -> None:
    """See that nobody is let in unasked from elsewhere than this machine.

    Raises:
        ConfigurationError: they would be; and what to do.
    """
    if settings.access == "off" and not is_loopback(settings.host):
        raise ConfigurationError(
            "CVPARSER_HOST can be reached from other machines, and CVPARSER_ACCESS is off: whoever reaches it could "
            "read and delete every CV. Set CVPARSER_ACCESS=keys and make a key with 'cvparser keys create', or "
            "CVPARSER_ACCESS=proxy where a proxy in front of it lets people in, or listen on 127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Return whether `host` is an address that this machine alone can reach. Of names `localhost` alone is."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.lower() == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
