"""Adapters of the port `AuditLog`."""
