"""What a process of the pool does: a call in, what came of it out. Named by `ProcessCpuPool`, not imported."""

from __future__ import annotations

import pickle


def work(call: bytes) -> bytes:
    """Run the function of a pickled call, and answer whether it raised, and its error or result."""
    function, arguments = pickle.loads(call)  # noqa: S301 - the service's own
    try:
        result = function(*arguments)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is belongs to the caller
        return _raised(error)
    return _dumped(result)


def _dumped(result: object) -> bytes:
    try:
        return pickle.dumps((False, result))
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        return _raised(error)


def _raised(error: Exception) -> bytes:
    try:
        dumped = pickle.dumps((True, error))
        pickle.loads(dumped)  # noqa: S301 - what we wrote
    except Exception:  # noqa: BLE001 - an error may break its own pickling in any way
        # The type only: its words can quote the CV.
        return pickle.dumps((True, RuntimeError(f"{type(error).__name__}, which cannot be sent to another process")))
    return dumped
