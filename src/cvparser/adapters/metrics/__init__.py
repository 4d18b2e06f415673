"""Adapters of the port `Metrics`."""
