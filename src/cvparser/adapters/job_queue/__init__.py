"""Adapters of the port `JobQueue`."""
