"""Adapters of the port `PersonalDataDetector`."""
