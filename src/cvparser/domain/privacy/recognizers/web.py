"""Personal pages, profiles and handles. Sites of companies and projects stay."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.name_forms import is_professional
from cvparser.domain.privacy.prepared_text import PreparedText, matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold, key
from cvparser.domain.text.lookup import OPENING, pieces_in
from cvparser.domain.text.words import alternatives

#: A character of a path, and of an address that ends where a list or a sentence goes on.
_PATH = r"[^\s|•·,;<>()\[\]\"'\ue000]"
_URL = re.compile(
    # https://..., www....
    rf"(?<![\w@.-])(?:https?://{_PATH}{{3,200}}|www\.{_PATH}{{3,200}}"
    # name.example/about
    rf"|(?:[a-z0-9-]{{1,63}}\.){{1,4}}[a-z]{{2,12}}(?:/{_PATH}{{0,150}})?)(?![\w@])"
)
_DOT_WITHIN = re.compile(r"\.\S|://")
#: What follows the name of a network.
_MARK = re.compile(r"[:-]")
#: What is no word before the name of its network: `anna_lind (Instagram)`, `annal91 on Twitter`, `@annal`.
_BEHIND = r"(?<![\w@./-])(?P<handle>@[\w.]{3,40}|[a-z][a-z._-]{2,26}\d{2,4}|(?P<parted>[a-z]\w{2,20}[._]\w{4,20}))"
_BEHIND_REACH = 70
_WORD = re.compile(r"[a-z]+")
#: A path wrapped after a slash or a hyphen goes on in the next line.
_WRAPPED_PATH = re.compile(r"\n[ ]{0,4}[a-z0-9][\w%./-]{1,80}(?=[ ]*(?:\n|$))")
#: The folder of a user: `/home/anna/`, `C:\\Users\\anna\\`.
_FOLDER = re.compile(
    r"(?:/home/|[/\\]users[/\\])(?!(?:public|shared|default|user|admin|root)\b)(?P<user>[a-z][\w.-]{1,40})(?=[/\\\s]|\Z)"
)
#: `**ada_l**: `, `[09:42] <ada_l> `, `ada.l84: `
_SPEAKER = re.compile(
    r"(?<![^\n])(?:\[[\d:. ]{4,16}\][ ])?(?:\*\*|<|@)?"
    r"(?P<handle>[a-z][a-z-]{0,30}[._\d][\w.-]{1,30})(?:\*\*|>)?:?(?<=[:>])[ ]"
)
#: `ada#4417`
_DISCRIMINATOR = re.compile(r"[a-z](?<![\w#/.].)[\w.]{1,31}#\d{4}(?!\w)")
#: The page of a user of a server: `https://perso.univ.example/~lind`.
_USER_PAGE = re.compile(
    rf"(?<![\w@.-])(?:[a-z]{{4,5}}://)?(?:[a-z0-9-]{{1,63}}\.){{1,4}}[a-z]{{2,12}}/(?:[a-z]{{2,12}}/)?~[a-z]{_PATH}{{0,100}}"
)
_ORCID = re.compile(r"\d(?<!\d.)\d{3}-\d{4}-\d{4}-\d{3}[\dx](?!\d)")


#: Letters from which a local part is nobody else's word.
_LONGEST_WORD = 8
_CONTACTS = frozenset({Category.EMAIL, Category.PHONE, Category.URL})
_WORDS = re.compile(r"[^\W\d_]+")
#: A cell without the glyphs of icons before it.
_BARE = re.compile(r"(?<!\S)[a-z0-9][^\s]{2,60}(?=\s*\Z)")
#: What is left of the icon before a cell.
_ICON = re.compile(r"\s*[^\w\s]\s+")
_SITE = re.compile(r"(?:[a-z0-9-]{2,63}\.){1,3}[a-z]{2,12}(?:/[\w./-]{0,60})?")
_ACCOUNT = re.compile(r"[a-z][a-z0-9]{3,24}(?:[._-][a-z0-9]{1,20}){0,2}")
#: Cells of a line that is a row of contacts.
_ROW = 3
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class _Sites:
    """What `sites.toml` says, as patterns on folded text."""

    profile: re.Pattern[str]
    personal: re.Pattern[str]
    labelled: re.Pattern[str]
    #: A handle behind the name of its network alone: only with a digit, a dot or an underscore is it none but that.
    beside: re.Pattern[str]
    handle: re.Pattern[str]
    #: Names of networks that may begin what `labelled` matches.
    networks: tuple[str, ...]
    #: Those that are words; `x` is a sign, too.
    named: frozenset[str]
    #: Those on which projects have names as people have.
    projects: frozenset[str]
    #: Sites that are nobody's own.
    no_sites: frozenset[str]


@cache
def _sites() -> _Sites:
    source = files("cvparser.domain.privacy").joinpath("sites.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(source)
    projects = frozenset(entries["project_networks"])
    table = {name: "|".join(map(_pattern, each)) for name, each in entries.items()}
    return _Sites(
        networks=tuple(entries["networks"]),
        no_sites=frozenset(entries["no_sites"]),
        named=frozenset(name for name in entries["networks"] if len(name) > 1),
        projects=projects,
        profile=re.compile(
            rf"(?<![\w@.-])(?:https?://)?(?:[a-z]{{1,3}}\.)?(?:{table['profile_hosts']})(?![\w.-])/?{_PATH}{{0,200}}"
        ),
        personal=re.compile(
            rf"(?<![\w@.-])(?:https?://)?[a-z0-9-]{{1,63}}\.(?:{table['personal_domains']})(?![\w-])(?:/{_PATH}{{0,200}})?"
        ),
        labelled=re.compile(rf"(?<![a-z])(?:{table['networks']})[ ]?[:-][ ]?(?P<handle>@?[\w.:#/-]{{2,60}})"),
        beside=re.compile(
            rf"(?:{table['networks']})(?:'[a-z]{{1,4}}|/x)?(?:[ ]|[ ]?[(\[][ ]?)"
            r"(?P<handle>@?(?!v\d)[a-z][a-z-]{1,30}[._\d]\w[\w.]{0,28}\w|[a-z][a-z-]{2,26}\d{2,4}(?=[ ]?[)\]])"
            r"|@[\w.]{3,40}|live:[\w.]{3,40})(?![\w/@])"
        ),
        handle=re.compile(
            rf"@(?<![\w@./].)(?!(?:{table['annotations']})\b)[a-z_][\w.]{{2,30}}(?:@[\w.-]{{3,60}})?(?![\w/])"
        ),
    )


def _pattern(entry: str) -> str:
    return re.escape(entry).replace(r"\*", r"[a-z.]{2,6}")


def names_network(folded: str) -> bool:
    """Return whether a folded value is the name of a network, and of nobody on it: `Social media: Facebook`."""
    first = _WORD.match(folded)
    return first is not None and first.group() in _sites().named


def find_profiles(context: Context) -> Iterator[Match]:
    """Find pages that are personal by their host."""
    prepared, sites = context.prepared, _sites()
    patterns = (sites.profile, sites.personal, *((_USER_PAGE,) if "/~" in prepared.folded else ()))
    for pattern in patterns:
        for token in prepared.dotted:
            for match in pattern.finditer(prepared.folded, *token):
                yield Match(match.start(), _with_wrapped_path(prepared, match.end()), Category.URL, "profile_url")


def find_handles(context: Context) -> Iterator[Match]:
    """Find handles beside the names of their networks, and by their form."""
    prepared, sites = context.prepared, _sites()
    folded = prepared.folded
    for match in matches_at(sites.labelled, folded, _network_starts(folded, sites.networks)):
        if not match["handle"].startswith("http"):
            yield Match(match.start("handle"), match.end(), Category.HANDLE, "social_handle")
    yield from _beside_networks(prepared, sites)
    yield from _speakers(prepared)
    for match in _FOLDER.finditer(folded) if "home/" in folded or "users" in folded else ():
        yield Match(*match.span("user"), Category.HANDLE, "folder")
    for pattern, rule, needed in (
        (_ORCID, "orcid", prepared.has_digits),
        (sites.handle, "handle", "@" in folded),
    ):
        for match in pattern.finditer(folded) if needed else ():
            yield Match(match.start(), match.end(), Category.HANDLE, rule)


def _speakers(prepared: PreparedText) -> Iterator[Match]:
    """Find who speaks in a chat by what is nobody's word: `ada_l: hello`, twice or more."""
    folded = prepared.folded
    spoken = list(matches_at(_SPEAKER, folded, (0, *(end + 1 for end in prepared.line_ends))))
    counts = Counter(match["handle"] for match in spoken)
    for match in spoken:
        if counts[match["handle"]] > 1:
            yield Match(*match.span("handle"), Category.HANDLE, "speaker")
    for match in _DISCRIMINATOR.finditer(folded) if "#" in folded else ():
        yield Match(*match.span(), Category.HANDLE, "discriminator")


def _beside_networks(prepared: PreparedText, sites: _Sites) -> Iterator[Match]:
    """Find handles behind the names of their networks: `skype anna.lind84`."""
    for start, end in prepared.words_among(sites.named):
        match = sites.beside.match(prepared.folded, start)
        if match is not None:
            yield Match(*match.span("handle"), Category.HANDLE, "social_handle")
            continue
        behind = _behind().search(prepared.folded, max(0, start - _BEHIND_REACH), start)
        if behind is None or (behind["parted"] and prepared.folded[start:end] in sites.projects):
            continue
        # "campaign2020 | Facebook" is work.
        if not any(map(is_professional, _WORD.findall(behind["handle"]))):
            yield Match(*behind.span("handle"), Category.HANDLE, "social_handle")


@cache
def _behind() -> re.Pattern[str]:
    """Return a handle with what leads from it to the name of its network."""
    on = alternatives(words("small", "on_network"))
    return re.compile(rf"{_BEHIND}(?:[ ]?[(\[|–—-][ ]?(?:(?:{on})[ ])?|[ ](?:{on})[ ])\Z")


def _network_starts(folded: str, networks: tuple[str, ...]) -> Iterator[int]:
    for mark in _MARK.finditer(folded):
        end = mark.start() - (folded[mark.start() - 1 : mark.start()] == " ")
        if folded.endswith(networks, 0, end):
            yield from sorted(end - len(network) for network in networks if folded.endswith(network, 0, end))


def find_in_contact_rows(context: Context) -> Iterator[Match]:
    """Find sites and handles in the lines of addresses and numbers, where they stand alone between bars.

    The icon that told what a handle is for is lost with the page.
    """
    prepared = context.prepared
    contacts = Counter(prepared.line_start(match.start) for match in context.matches if match.category in _CONTACTS)
    personal = {prepared.line_start(line.start) for line in context.contact_places}
    for line in prepared.lines if contacts else ():
        start = prepared.line_start(line.start)
        # A line with several is one of contacts wherever it stands, at the foot of a page, say.
        if not contacts[start] or (start not in personal and contacts[start] < _SEVERAL):
            continue
        cells = prepared.segments(line)
        for cell in cells if len(cells) > 1 else ():
            bare = _BARE.search(prepared.text, *cell)
            if bare is None or any(match.start < bare.end() and bare.start() < match.end for match in context.matches):
                continue
            if _is_site(bare.group()):
                yield Match(*bare.span(), Category.URL, "contact_site")
            elif len(cells) >= _ROW and _is_handle(
                prepared, bare.group(), behind=prepared.text[cell.start : bare.start()]
            ):
                yield Match(*bare.span(), Category.HANDLE, "contact_handle")


def _is_site(text: str) -> bool:
    return _SITE.fullmatch(text) is not None and text.partition("/")[0].rpartition(".")[2] not in _sites().no_sites


def _is_handle(prepared: PreparedText, text: str, *, behind: str) -> bool:
    """Return whether a word in small letters is none that somebody says of work, of a place or of a state.

    Args:
        prepared: The text.
        text: The word.
        behind: What its cell has before it; a sign was the icon of a network, as that of `§ dkz` was.
    """
    if _ACCOUNT.fullmatch(text) is None or not prepared.is_cased:
        return False
    known = vocabulary()
    pieces = _WORDS.findall(fold(text))
    is_word = any(
        is_professional(piece) or piece in known.places or piece in known.levels or piece in known.towns
        for piece in pieces
    )
    return not is_word and (
        any(map(str.isdigit, text)) or prepared.folded.count(fold(text)) > 1 or _ICON.fullmatch(behind) is not None
    )


def find_own_urls(context: Context) -> Iterator[Match]:
    """Find addresses whose host or path is made of one of the candidate's names."""
    prepared = context.prepared
    long = _long(context.names) | _spelt_by(context.matches, prepared)
    for start, end in prepared.dotted if long else []:
        if not _holds(prepared.folded[start:end], long):
            continue
        for match in _URL.finditer(prepared.folded, start, end):
            if _holds(match.group(), long):
                yield Match(match.start(), match.end(), Category.URL, "own_url")


def _spelt_by(found: Sequence[Match], prepared: PreparedText) -> frozenset[str]:
    """Return the local parts of addresses that are two words or more, as one: `anna.lind@` owns `annalind.example`."""
    local = (
        prepared.folded[match.start : match.end].partition("@") for match in found if match.category is Category.EMAIL
    )
    pieces = [_WORD.findall(part) for part, sign, _ in local if sign]
    joined = ("".join(each) for each in pieces if len(each) > 1)
    return frozenset(each for each in joined if len(each) >= _LONGEST_WORD)


@remembered
def _long(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if len(name) >= OPENING)


def _holds(address: str, names: frozenset[str]) -> bool:
    return any(True for _ in pieces_in(key(address), names))


def _with_wrapped_path(prepared: PreparedText, end: int) -> int:
    folded = prepared.folded
    if folded[end - 1] in "/-":
        further = _WRAPPED_PATH.match(prepared.text, end)
        if further is not None:
            return further.end()
    while folded[end - 1] in ".,":
        end -= 1
    return end


def _holds_dotted(context: Context) -> bool:
    """Return whether any of the `dotted` chunks of a text stands there."""
    return _DOT_WITHIN.search(context.prepared.folded) is not None


_DOTTED = Anchors(holds=_holds_dotted)


RECOGNIZERS = (
    FunctionRecognizer(
        name="profile",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.URL),
        description="Profiles and pages that are personal by their host",
        rules={
            "profile_url": "at ⟦github.com/anna⟧ now",
        },
        find=find_profiles,
        anchors=_DOTTED,
    ),
    FunctionRecognizer(
        name="handle",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.HANDLE),
        description="Names on networks, in chats, in folders and in registers of authors",
        rules={
            "social_handle": "Twitter: ⟦anna_l⟧ now",
            "speaker": "⟦ada_l⟧: hello\n⟦ada_l⟧: again",
            "discriminator": "as ⟦ada#4417⟧ now",
            "folder": "in /home/⟦anna⟧/cv.txt",
            "orcid": "at ⟦0000-0002-1825-0097⟧ now",
            "handle": "at ⟦@anna_l⟧ now",
        },
        find=find_handles,
        anchors=Anchors(words=lambda: _sites().named, signs=":-@#>/\\"),
    ),
    FunctionRecognizer(
        name="contact_row",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.URL, Category.HANDLE),
        description="Sites and accounts in the lines of addresses and numbers",
        rules={
            "contact_site": "Anna Lind\nanna@example.com | ⟦kestrelhome.example⟧ | Leeds",
            "contact_handle": "Anna Lind\nanna@example.com | ⟦dkz92⟧ | Leeds",
        },
        find=find_in_contact_rows,
        needs_whole_cv=True,
    ),
    FunctionRecognizer(
        name="own_page",
        stage=Stage.MENTIONS,
        categories=of(Category.URL),
        description="Pages whose host or path is made of the candidate's name",
        rules={
            "own_url": "Name: Anna Lindqvist\nat ⟦lindqvist.example⟧ now",
        },
        find=find_own_urls,
        anchors=_DOTTED,
    ),
)
