"""A recognizer learned from generated CVs: a small network, run by numpy alone, added to the rules and never instead.

`benchmarks/privacy/train.py` makes its weights, `benchmarks/privacy/learned.md` is its card: seeds, hash, figures.
"""

from __future__ import annotations

from cvparser.adapters.personal_data_detector.learned.detector import LearnedPersonalDataDetector

__all__ = ["LearnedPersonalDataDetector"]
