"""Adapters of the port `CpuPool`."""
