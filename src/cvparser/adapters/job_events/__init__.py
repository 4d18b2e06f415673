"""Adapters of the port `JobEvents`."""
