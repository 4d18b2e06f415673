"""For people who write adapters: the promises of the ports as test suites. Nothing that is shipped imports this."""

import pytest

pytest.register_assert_rewrite("cvparser.testing.conformance")
