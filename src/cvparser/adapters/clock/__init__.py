"""Adapters of the port `Clock`."""
