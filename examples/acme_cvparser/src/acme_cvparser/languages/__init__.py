"""Headings of Acme's own forms, beside those that cvparser knows: a file a language."""
