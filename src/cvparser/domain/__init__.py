"""What jobs, documents, profiles and personal data are.

Pure: no I/O, no clock, no environment, no randomness of its own, no framework. Standard library, pydantic and
look-up libraries (phonenumbers, python-stdnum) only.
"""
