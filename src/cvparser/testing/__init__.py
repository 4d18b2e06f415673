"""For people who write adapters: the promises of the ports as test suites. Nothing that is shipped imports this."""

try:
    import pytest
except ModuleNotFoundError:
    message = "cvparser.testing needs its extra: pip install 'cvparser[testing]'"
    raise ModuleNotFoundError(message, name="pytest") from None

pytest.register_assert_rewrite("cvparser.testing.conformance")
