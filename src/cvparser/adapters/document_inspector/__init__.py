"""Adapters of the port `DocumentInspector`."""
