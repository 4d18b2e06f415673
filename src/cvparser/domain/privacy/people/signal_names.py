"""What may speak for or against a stretch of a text being the candidate's name."""

from __future__ import annotations

from enum import StrEnum


class Signal(StrEnum):
    """A signal; `evidence.txt` holds the weight of each. What a name is compared with is the rest of the text."""

    # Its form.
    WORDS_1 = "words_1"
    WORDS_2 = "words_2"
    WORDS_3 = "words_3"
    #: Four or more.
    WORDS_4 = "words_4"
    INITIAL = "initial"
    CAPITALS = "capitals"
    SMALL_LETTERS = "small_letters"
    MIXED_CASE = "mixed_case"
    #: Of a script without capitals.
    NO_CASE = "no_case"
    #: Of another script than the text.
    OTHER_SCRIPT = "other_script"
    SURNAME_IN_CAPITALS = "surname_in_capitals"
    #: `DOĞAN, Nazlı`
    SURNAME_FIRST = "surname_first"
    PARTICLE = "particle"
    TITLE = "title"
    DEGREE = "degree"
    POST_BEHIND = "post_behind"
    GOES_ON = "goes_on"
    #: It does not fill the piece of the line that it begins.
    PREFIX = "prefix"

    # Where it stands.
    LINE_1 = "line_1"
    LINE_2 = "line_2"
    LINE_3 = "line_3"
    #: Among the first lines, before the first heading.
    HEAD = "head"
    LAST_LINE = "last_line"
    #: Other pieces stand in its line.
    OTHER_CELLS = "other_cells"
    #: Its piece is not the first of its line.
    LATER_CELL = "later_cell"
    #: The line above or below is a single word, too.
    IN_TWO_LINES = "in_two_lines"
    AFTER_BLANK = "after_blank"
    #: An empty line, or the end, before it and behind it, or behind the contact lines that follow it.
    APART = "apart"
    BULLETED = "bulleted"
    IN_CONTACT_LINE = "in_contact_line"
    BESIDE_CONTACT = "beside_contact"
    UNDER_CONTACT = "under_contact"
    UNDER_SKILLS = "under_skills"
    #: Work, education, projects.
    UNDER_WORK = "under_work"
    UNDER_OTHER = "under_other"
    BEFORE_POST = "before_post"
    #: Before a profession and who it is for: `Nurse at Halden Ltd`.
    BEFORE_HEADLINE = "before_headline"
    PAGE_NUMBER = "page_number"
    IN_DATED_LINE = "in_dated_line"
    IN_SENTENCE = "in_sentence"

    #: Nothing in the text tells of a person.
    NOBODY = "nobody"

    # How it is set; nothing of a plain text.
    LARGEST_TYPE = "largest_type"
    LARGE_TYPE = "large_type"
    BOLD = "bold"
    MARGIN = "margin"
    REPEATED = "repeated"

    # What announces it.
    LABEL = "label"
    INTRODUCTION = "introduction"
    #: By words that announce much else: `I am`, `ben`.
    SHORT_INTRODUCTION = "short_introduction"
    SIGN_OFF = "sign_off"
    SUBJECT = "subject"
    DOCUMENT_TITLE = "document_title"

    # What else spells it, as a whole or in part.
    EMAIL_SPELLS = "email_spells"
    EMAIL_FITS = "email_fits"
    URL_SPELLS = "url_spells"
    URL_FITS = "url_fits"
    FILE_SPELLS = "file_spells"
    FILE_FITS = "file_fits"
    AUTHOR_SPELLS = "author_spells"
    AUTHOR_FITS = "author_fits"
    PDF_TITLE_SPELLS = "pdf_title_spells"
    PDF_TITLE_FITS = "pdf_title_fits"

    # Lists of names.
    GIVEN_FIRST = "given_first"
    GIVEN_LATER = "given_later"
    SURNAME = "surname"
    ALL_NAMES = "all_names"
    NO_NAMES = "no_names"

    # What makes it something else.
    WORK_WORD = "work_word"
    PRODUCT = "product"
    COMPANY = "company"
    ORGANISATION = "organisation"
    ORGANISATION_BEHIND = "organisation_behind"
    PLACE = "place"
    PLACE_WORD = "place_word"
    STREET = "street"
    LANGUAGE = "language"
    HEADING = "heading"
    SMALL_ELSEWHERE = "small_elsewhere"
    LISTED_AS_SKILL = "listed_as_skill"
    DATED_ELSEWHERE = "dated_elsewhere"
    BEFORE_NUMBER = "before_number"
    AFTER_AT = "after_at"
    #: Another stretch is a name with more weight.
    RIVAL = "rival"
