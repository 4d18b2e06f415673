"""Personal pages, profiles and handles. Sites of companies and projects stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.folding import key
from cvparser.domain.privacy.reading import Reading, Sighting

#: Sites whose pages are people.
_PROFILE_HOSTS = (
    r"(?:[a-z]{2,3}\.)?linkedin\.com|lnkd\.in|github\.com|gitlab\.com|bitbucket\.org|xing\.com|medium\.com|(?:x|twitter)\.com"
    r"|facebook\.com|fb\.com|instagram\.com|t\.me|telegram\.me|wa\.me|stackoverflow\.com/users|stackexchange\.com/users"
    r"|kaggle\.com|behance\.net|dribbble\.com|orcid\.org|researchgate\.net|scholar\.google\.[a-z.]{2,6}|youtube\.com|youtu\.be"
    r"|about\.me|tiktok\.com|pinterest\.[a-z.]{2,6}|vk\.com|twitch\.tv|reddit\.com/u(?:ser)?|keybase\.io|bsky\.app|threads\.net"
    r"|codepen\.io|dev\.to|hashnode\.com|hackerrank\.com|leetcode\.com|codeforces\.com|academia\.edu|angel\.co|wellfound\.com"
    r"|linktr\.ee|bento\.me|soundcloud\.com|vimeo\.com|flickr\.com|500px\.com|goodreads\.com|quora\.com|substack\.com|skype\.com"
    r"|discord\.gg|discordapp\.com/users|discord\.com/users|hackerone\.com|mastodon\.[a-z]{2,8}|publons\.com|speakerdeck\.com|slideshare\.net"
    r"|(?:tr|www)\.kariyer\.net|upwork\.com|fiverr\.com|freelancer\.com|malt\.[a-z]{2,3}|viadeo\.com|doyoubuzz\.com|npmjs\.com/~|pypi\.org/user|hub\.docker\.com/u"
)
_PROFILE = re.compile(
    rf"(?<![\w@-])(?:https?://)?(?:www\.|m\.)?(?:{_PROFILE_HOSTS})/?[^\s|•·,;<>()\[\]\"'\ue000]{{0,200}}"
)
#: `name.github.io` and the like.
_PERSONAL_HOST = re.compile(
    r"(?<![\w@.-])(?:https?://)?[a-z0-9-]{1,63}\.(?:github\.io|gitlab\.io|medium\.com|substack\.com|wordpress\.com|blogspot\.[a-z.]{2,6}"
    r"|tumblr\.com|netlify\.app|vercel\.app|herokuapp\.com|wixsite\.com|weebly\.com|hashnode\.dev|carrd\.co|notion\.site|pages\.dev|web\.app|bsky\.social|artstation\.com|itch\.io)(?:/[^\s|,;<>()]{0,200})?"
)
_URL = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s|•·,;<>()\[\]\"'\ue000]{3,200}|www\.[^\s|•·,;<>()\[\]\"'\ue000]{3,200}|(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}(?:/[^\s|•·,;<>()\ue000]{0,150})?)(?![\w@])"
)
#: A path wrapped after a slash or a hyphen goes on in the next line.
_WRAPPED_PATH = re.compile(r"\n[ ]{0,4}[a-z0-9][\w%./-]{1,80}(?=[ ]*(?:\n|$))")
_HANDLE = re.compile(
    r"(?<![\w@./])@(?!(?:media|import|override|property|angular|types|babel)\b)([a-z_][\w.]{2,30})(?:@[\w.-]{3,60})?(?![\w/])"
)
_SOCIAL = re.compile(
    r"(?<![a-z])(?:twitter|x|telegram|skype|instagram|insta|discord|mastodon|tiktok|snapchat|wechat|bluesky|threads|twitch|reddit|ig|tg|medium|github|slack|facebook|fb|youtube|linkedin|gitlab|kaggle)[ ]?[:：-][ ]?"
    r"(?P<handle>@?[\w.:#/-]{2,60})"
)
_ORCID = re.compile(r"(?<!\d)\d{4}-\d{4}-\d{4}-\d{3}[\dx](?!\d)")


def find_urls(reading: Reading) -> Iterator[Sighting]:
    """Find what is personal by its host, its label or its form."""
    folded = reading.folded
    for pattern in (_PROFILE, _PERSONAL_HOST):
        for match in pattern.finditer(folded):
            yield Sighting(match.start(), _with_wrapped_path(reading, match.end()), Category.URL, "profile_url")
    for match in _SOCIAL.finditer(folded):
        if not match["handle"].startswith("http"):
            yield Sighting(match.start("handle"), match.end(), Category.HANDLE, "social_handle")
    for match in _ORCID.finditer(folded):
        yield Sighting(match.start(), match.end(), Category.HANDLE, "orcid")
    for match in _HANDLE.finditer(folded):
        yield Sighting(match.start(), match.end(), Category.HANDLE, "handle")


def find_own_urls(reading: Reading, names: frozenset[str]) -> Iterator[Sighting]:
    """Find addresses whose host or path is made of one of `names`, which are keys."""
    for match in _URL.finditer(reading.folded):
        letters = key(match.group())
        if any(len(name) >= 4 and name in letters for name in names):
            yield Sighting(match.start(), match.end(), Category.URL, "own_url")


def _with_wrapped_path(reading: Reading, end: int) -> int:
    folded = reading.folded
    if folded[end - 1] in "/-":
        further = _WRAPPED_PATH.match(reading.text, end)
        if further is not None:
            return further.end()
    while folded[end - 1] in ".,":
        end -= 1
    return end
