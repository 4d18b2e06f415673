"""The network in the processes that the service forks: little memory, one thread, no warning."""

from __future__ import annotations

import sys

import numpy as np
import psutil

from cvparser.adapter_choice import processes
from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector
from cvparser.children.warm_process import WarmProcess
from cvparser.settings import Settings

CV = "Ada Quill\nData Engineer\nada.quill@post.example\n+44 7700 900017\n\nSKILLS\nPython"


def is_loaded() -> bool:
    return "cvparser.adapters.personal_data_detector.learned.recognition" in sys.modules


def threads_of_a_large_product() -> int:
    matrix = np.ones((1000, 1000), dtype=np.float32)
    assert (matrix @ matrix)[0, 0] == 1000
    return psutil.Process().num_threads()


async def test_it_is_loaded_before_the_fork_and_works_in_one_thread_within_the_least_memory() -> None:
    settings = Settings(cpu_memory_mb=256, cpu_processes=1)
    async with processes(settings, WarmProcess()) as pool:
        was_loaded = await pool.run(is_loaded)
        found = await LearnedPersonalDataDetector(pool).detect(CV)
        long = await LearnedPersonalDataDetector(pool).detect((CV + "\n") * 2500)
        threads = await pool.run(threads_of_a_large_product)

    assert next(CV[each.start : each.end] for each in found) == "Ada Quill"
    assert len(long) > 2500
    assert was_loaded
    assert threads == 1


async def test_switched_off_it_is_not_loaded() -> None:
    async with processes(Settings(learned=False, cpu_processes=1), WarmProcess()) as pool:
        assert not await pool.run(is_loaded)
