"""Adapters of the port `WebhookSender`."""
