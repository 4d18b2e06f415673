"""Adapters of the port `OcrEngine`."""
