from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Time is noise on a shared machine: no example fails for its own. Under CI the examples are the same every time.
settings.register_profile(
    "cvparser", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("cvparser")
