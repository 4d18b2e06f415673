"""Adapters of the port `TextExtractor`."""
