"""Adapters of the port `AnswerStore`."""
