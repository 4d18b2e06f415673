"""Supervises the workers of the runs."""

from cvparser.entrypoints.supervisor import supervise
from cvparser.settings import load_settings

if __name__ == "__main__":
    supervise(load_settings(), "tests.chaos.worker")
