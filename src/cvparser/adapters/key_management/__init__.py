"""Adapters of the port `KeyManagement`."""
