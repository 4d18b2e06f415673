"""Adapters of the port `JobRepository`."""
