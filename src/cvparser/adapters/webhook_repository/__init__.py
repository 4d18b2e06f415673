"""Adapters of the port `WebhookRepository`."""
