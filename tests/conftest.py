from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Time is noise on a shared machine: no example fails for its own. Under CI the examples are the same every time.
settings.register_profile(
    "cvparser", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("cvparser")


def pytest_configure() -> None:
    """Forget a key in the developer's shell: it must not make the tests ask a paid model."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        os.environ.pop(name, None)
