"""Words of human languages stand in the lexicon, not in the code of the domain, the extraction or the offline parser.

A word is told by its place: two letters or more that a module's constant compares texts with, in a pattern or a set of
strings, outside of escapes, classes of characters and names of groups. What is no word of a language, or stays for a
reason, is named here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src/cvparser"
FOLDERS = ("domain", "adapters/text_extractor", "adapters/profile_parser/offline")
_SYNTAX = re.compile(
    r"\n\s+# [^\n]*|\\(?:u[0-9a-f]{4}|U[0-9a-f]{8}|x[0-9a-f]{2}|.)"
    r"|\(\?(?:P?<\w+>|P=\w+\)|[<=!:#>]+)|\[[^\]]*\]|\{[^}]*\}"
)
#: But for the sign for `number`.
_WORD = re.compile(r"(?!nº)[^\W\d_]{2,}")

#: Tables of recognizers and numbers: names, descriptions and examples for people.
FOR_PEOPLE = {"RECOGNIZERS", "PATTERNS", "TRAITS", "_HEAD", "__all__"}
#: The leak check shares no table with the recognizers, so that a fault in one is none of the other.
OF_THE_LEAK_CHECK = {"leak_check.py", "leak_patterns.py"}
#: No words of a language: kinds of the lexicon's sections, signs, forms, hosts and accounts, codes.
NO_WORDS = {
    "kinds of labels, headings and categories": {
        "_BEGINNING", "_EVIDENCE", "_NAMING", "_ANNOUNCED", "_NAMED", "_PROFESSIONAL_LABELS", "_NO_HEADINGS",
        "_PERSONAL_HEADINGS", "_FACTS", "_LABELS", "_SCHOOL_ALONE", "_KIND_OF", "_BESIDES", "_COLUMNS", "_NO_COLUMN",
        "_COMPOSED", "_COMPUTED", "_FORM", "_NO_SECTIONS", "_SAYS_LITTLE", "_SECTIONS", "_KINDS",
        "_TITLE_LABELS", "_ROWS", "_OF_A_CV",
    },
    "names of signals, rules and files": {
        "_RULES", "_ELSEWHERE", "_OTHERS", "_ANNOUNCING", "_OF_PERSONS", "_BY_KIND", "BIAS", "_FILE", "_FITS",
    },
    "letters and numerals": {
        "ROMAN_MONTHS",
        "CAPITALS", "_ROMAN", "_LOCAL", "_DOMAIN", "_TWO_LETTERS", "_FILLERS", "_LOOK_ALIKES", "_DOOR",
        "_TOWNS", "_IRISH", "_MONTH", "_DIGIT_LIKE",
    },
    "hosts, accounts, folders, commands, countries": {
        "_FORGES", "_NOBODY", "_URL", "_FOLDER", "_MARKUP", "_ITEMS", "_REGIONS", "_ONLINE", "_UNDERSCORED",
        "_FOUR_DIGITS", "_sites", "(_start, _end)",
    },
    "classes of vehicles": {"_VEHICLE", "_VEHICLES"},
    "words of JSON and HTML": {"_TRUE", "_FALSE", "_ENCODED"},
    "type variables and context variables": {"Question", "Answer", "_answers", "Found", "Value"},
}  # fmt: skip
#: No words of a language either, in one file each: why, and what.
OF_FILES = {
    "names of the answer's and the request's fields": {
        "answer.py": {"_NAMES", "_PROSE", "_DATES", "_ENTRIES", "_CARRIED", "_PARTS"},
        "submission.py": {"_FIELDS", "_CHOICES"},
        "labels.py": {"ENDINGS", "_MEMBERS", "_PRESENT", "_SHORT"}, "scoring.py": {"_BASICS", "_TITLES", "_PARTS"},
    },
    "what a deployment adds: its law by default, parts of a pattern, and names of files of words": {
        "__init__.py": {"_CODE"},
        "headings.py": {"OWN_HEADINGS"}, "own_sections.py": {"_LAW"}, "own_fields.py": {"_PERSONAL", "_used"},
        "own_categories.py": {"_LAW", "_used"}, "pattern_bounds.py": {"_reader", "_SINGLE", "_COUNTED"},
    },
    "the outcome of what went well": {"audit.py": {"DONE"}},
    "attributes of glyphs": {
        "rows.py": {"(_LEFT, _BASELINE)"}, "levels.py": {"(_LEFT, _SIZE, _BASELINE)"},
    },
    "numerals and ligatures": {"wording.py": {"_LIGATURES"}, "pdfium.py": {"_TEX_LIGATURES"}},
    "types of files, their magic bytes and names": {
        "pdfium_envelopes.py": {"_DOCUMENTS"},
        "sniffing.py": {"_TYPES", "(_ENCRYPTED, _WORD, _MESSAGE)"},
        "packages.py": {
            "LINKEDIN_FILES", "(ODT_TEXT, _ODT_LIST, _ODT_MACROS)", "(_WORD_PART, _TYPES_PART, _RELATIONS_PART)",
        },
        "sources.py": {"_RESUME_PARTS", "_TEXTS", "_SOURCES"}, "mail.py": {"_ENCRYPTED"},
        "rich_text_tables.py": {"_CHARSETS"}, "web_file.py": {"_AUTHOR", "_TITLE", "_NO_PAGE"},
        "file_naming.py": {"_ASCII", "_DEVICES", "NAMELESS"},
    },
    "elements, attributes and colours of DOCX and HTML": {
        "docx.py": {"_NOTES"}, "docx_chunks.py": {"_BLOCKS", "_NO_TEXT", "_UNSEEN"},
        "markup.py": {"BLOCKS", "_INLINE", "_DECLARED", "_LATEX", "_PAGE", "_OTHER"},
        "web_page.py": {"_NO_TEXT", "_VOID", "_ENDS_ITSELF"},
        "web_styles.py": {
            "_SHEET", "_ON_SCREEN", "_HIDDEN_ATTRIBUTE", "_ZERO", "_FAR", "_SMALL_BOX", "_CLIPPED",
        },
        "colors.py": {"_PARTS", "_NAMES"}, "safe_xml.py": {"_XINCLUDE"},
        "odt_names.py": {"(OFFICE, STYLE, TEXT, TABLE, META)", "DRAW", "(FO, SVG)"},
        "odt_styles.py": {"_LENGTH", "_POINTS", "_HEADINGS"}, "odt_walk.py": {"_SKIPPED", "_SHAPES", "_UNSEEN_ROWS"},
        "docx_colors.py": {"_NAMES", "_OFFICE_THEME", "_THEME_NAMES", "_MAPPED", "_USUAL_MAPPING"},
        "docx_package.py": {"_XINCLUDE", "(_STRICT, _TRANSITIONAL)", "_RELATIONSHIP"},
        "docx_shapes.py": {
            "_GROUP", "_PIC", "_FALLBACK", "_VML_SHAPES", "_FILLS", "_DRAWINGS", "_UNITS", "_HEIGHT",
        },
        "docx_places.py": {"_LENGTH", "_NOT_SHOWN", "_OTHER_SIZE", "_RELATIVE", "_UNITS"},
        "docx_styles.py": {"_PERCENT", "_LOOKS", "_CORNERS"},
        "docx_walk.py": {"_TEXT_PATH", "_SKIPPED", "_CHARACTERS", "_Within"},
    },
    "what sources that state a profile call its fields and levels": {
        "europass_passport.py": {"_IN_PROSE"}, "exact.py": {"_TITLES", "_FIELDS"}, "pdf_attached.py": {"_NOT_SHOWN"},
        "exact_values.py": {"_LEVELS", "_CODES"}, "json_resume.py": {"_PARTS"}, "linkedin.py": {"_READ", "_TELLING"},
    },
    "operators and layers of PDF, parts of names of fonts": {
        "pdfium_forms.py": {"_DRAWS_TEXT"}, "pdfium_picture.py": {"_OF_LAYER"}, "rows.py": {"_BOLD", "Placed"},
    },
    "names of networks that nobody else reaches, and addresses": {
        "webhook_address.py": {"_PRIVATE_NAMES", "_NOT_PUBLIC", "_EMBEDDING"},
    },
    "what OCR misreads: letters, signs, endings of addresses, mail providers": {
        "ocr_repair.py": {"_DIGITS", "_LIKE", "_IBAN", "_AT", "_PROVIDERS", "_COMMA"},
    },
    "roles and marks of chat models": {"prompt_injections.py": {"_MARKS"}},
    "what the code itself is called, and documents made to warm it up": {
        "api_key.py": {"KeyId"}, "owner.py": {"LOCAL", "Owner"}, "secret_text.py": {"KEY_PREFIX", "TICKET_PREFIX"},
        "limits.py": {"(REQUESTS, SUBMISSIONS, BYTES)", "(UNFINISHED_JOBS, SHARE)"}, "idempotency.py": {"HEADER"},
        "heartbeat.py": {"WorkerId"}, "batch_place.py": {"BatchId"},
        "webhook.py": {"WebhookId", "DeliveryId", "CALLBACKS", "ENDED"},
        "job.py": {"JobId", "FileLocation"}, "__init__.py": {"SHARED", "_ENDING", "_ROOMS"},
        "by_type.py": {"_MISSING", "_NEEDS_DOCX", "_READERS", "_PDF_READERS"},
        "sandbox.py": {"MOST_FILES", "_HERE"}, "scans.py": {"_HERE"},
        "picture.py": {"_FORMATS", "(_EMBEDDED, _LOOKED_AT)"},
        "specimens.py": {"_WORDS", "_PDF", "_OTHERS"},
        "word97_formats.py": {"(CHARACTERS, PARAGRAPHS)"},
    },
}  # fmt: skip


def constants_with_words(source: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the constants of a module that hold words, and the functions that compile patterns with some."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield from _named(ast.unparse(target), _outside_lookups(node.value))
        elif isinstance(node, ast.FunctionDef):
            compiled = [each for each in ast.walk(node) if isinstance(each, ast.Call) and _compiles(each)]
            yield from _named(node.name, (each for call in compiled for each in _outside_calls(call.args[0])))


def _compiles(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "re.compile"


def _outside_lookups(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a node, but for names of sections of the lexicon."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) in {"words", "named_words"}):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _outside_lookups(child)


def _outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands below a node, but not what calls are given: names of sections of the lexicon."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Call):
            yield from _outside_calls(child)


def _named(name: str, nodes: Iterable[ast.AST]) -> Iterator[tuple[str, set[str]]]:
    texts = "\0".join(each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str))
    words = set(_WORD.findall(_SYNTAX.sub(" ", texts)))
    if words:
        yield name, words


def found_in(folder: str) -> Iterator[tuple[str, str, set[str]]]:
    """Yield file, constant and words of what holds words."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.name not in OF_THE_LEAK_CHECK:
            for name, words in constants_with_words(path.read_text(encoding="utf-8")):
                yield path.name, name, words


def named_with_files() -> set[tuple[str, str]]:
    """Return files and constants that are named as exceptions."""
    return {(file, name) for table in OF_FILES.values() for file, names in table.items() for name in names}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_word_of_a_language_stands_in_code(folder: str) -> None:
    allowed = FOR_PEOPLE.union(*NO_WORDS.values())
    named = named_with_files()

    found = {
        f"{file}:{name}": sorted(words)
        for file, name, words in found_in(folder)
        if name not in allowed and (file, name) not in named
    }

    assert found == {}


def test_what_is_named_as_an_exception_is_there() -> None:
    there = {(file, name) for folder in FOLDERS for file, name, _ in found_in(folder)}

    assert named_with_files() - there == set()


def test_a_word_in_a_pattern_is_told_from_its_syntax() -> None:
    source = 'C = "|".join(words("dates", "to"))\n'
    source += r'A = re.compile(r"(?P<name>[a-z]{2,3})\bund\s|(?<![^\W\d_])(?:v\.)")' + '\nB = frozenset({"y", "ve"})\n'

    assert dict(constants_with_words(source)) == {"A": {"und"}, "B": {"ve"}}
