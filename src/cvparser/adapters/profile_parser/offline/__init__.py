"""Reads CVs by rules alone: no network, no key, the same answer every time.

The rules know forms, such as lines, dates and fragments; the words they look for stand in `domain.lexicon`, one
file a language.
"""
