"""Adapters of the port `Authenticator`."""
