"""Adapters of the port `RateLimiter`."""
