"""Adapters of the port `FileStore`."""
