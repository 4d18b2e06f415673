"""`cvparser.redact`: a text without its personal data, and nothing loaded that a text does not need."""

from __future__ import annotations

from collections.abc import Sequence

from cvparser.domain.privacy import DocumentHints, Finding, Redaction


def redact(text: str, hints: DocumentHints | None = None, *, more: Sequence[Finding] = ()) -> Redaction:
    """Take personal data out of `text`: what the rules find, what the learned recognizer finds, and `more`.

    Categories that `CVPARSER_OWN_CATEGORIES` adds are among the rules, languages of `CVPARSER_LANGUAGES` are known, and
    sections that `CVPARSER_OWN_FIELDS` has withheld go.

    `more` is what other detectors found. The rules decide first, on the text alone; what others found is united with
    what they decided, so that it can add and never take away. `CVPARSER_LEARNED=false` leaves the recognizer out. What
    was found, given back as `more`, changes nothing.

    Raises:
        ConfigurationError: a `CVPARSER_` variable is not valid. Otherwise never raises.
    """
    from cvparser.adapter_choice import find_learned, language_folders, own_categories, own_fields
    from cvparser.domain.lexicon import add_folders
    from cvparser.settings import load_settings

    settings = load_settings()
    # Before the rules are loaded, which keep what they read.
    add_folders(*language_folders(settings))
    _, sections = own_fields(settings)
    if sections:
        from cvparser.domain.privacy.own_sections import withhold

        withhold(sections)
    from cvparser.domain.privacy import redact as redact_by_rules
    from cvparser.domain.privacy.own_categories import using

    with using(own_categories(settings)):
        return redact_by_rules(text, hints, more=(*find_learned(settings, text), *more))
