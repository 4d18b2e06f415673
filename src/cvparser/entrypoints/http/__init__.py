"""The HTTP service, on Litestar."""
