"""One suite a port, of the port's name. A suite cannot be switched off quietly: see `Conformance`."""

from __future__ import annotations


class Conformance:
    """What all suites have in common: their tests cannot be overridden.

    A subclass gives the adapter in a fixture and declares what the adapter lacks by `supports_... = False`; the tests
    that need it are then skipped by that name.

    Raises:
        TypeError: at collection, when a subclass replaces a test of the suite.
    """

    def __init_subclass__(cls) -> None:
        """Refuse subclasses that replace a promised test."""
        super().__init_subclass__()
        promised = {
            name: test
            for suite in cls.__mro__[:0:-1]
            if suite.__module__.startswith("cvparser.testing")
            for name, test in vars(suite).items()
            if name.startswith("test_")
        }
        replaced = sorted(name for name, test in promised.items() if getattr(cls, name) is not test)
        if replaced:
            message = f"{cls.__name__} replaces {', '.join(replaced)}; declare supports_... = False instead"
            raise TypeError(message)
