"""Adapters of the port `KeyStore`."""
