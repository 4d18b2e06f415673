from __future__ import annotations

import os


def pytest_configure() -> None:
    """Forget a key in the developer's shell: it must not make the tests ask a paid model."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        os.environ.pop(name, None)
