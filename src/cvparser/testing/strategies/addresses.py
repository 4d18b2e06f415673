"""Postal addresses where nobody lives."""

from __future__ import annotations

from hypothesis import strategies as st

_FORMS = {
    "tr": (
        "{name} Mah. {second} Cad. No:{door} D:{flat} Çankaya/Ankara",
        "{name} Mahallesi {second} Sokak No: {door} Daire: {flat}, 34710 Kadıköy / İstanbul",
        "{name} Mh. {door}. Sk. No:{flat} Konak İzmir",
    ),
    "en": (
        "{door} {name} Street, Leeds LS6 3QT",
        "{door} {name} Lane, Apt {flat}B, Portland, OR 97205",
        "Flat {flat}, {door} {name} Road, Bristol BS1 1HQ",
    ),
    "de": ("{name}straße {door}, 34117 Kassel", "{name}weg {door}a, D-50667 Köln", "Am {name} {door}, 28199 Bremen"),
    "fr": ("{door} rue {name}, 76000 Rouen", "{door} bis, avenue {name}, 69003 Lyon"),
    "es": ("Calle {name} {door}, 2º A, 28013 Madrid", "Avda. {name}, {door}, 30001 Murcia"),
}
_NAMES = ("Lavanta", "Karahindiba", "Birchwood", "Larkspur", "Eschen", "Ginster", "Mimosas", "Tilleul", "Jacaranda")


@st.composite
def addresses(draw: st.DrawFn, language: str) -> str:
    """Return an address in one of a language's forms."""
    return draw(st.sampled_from(_FORMS[language])).format(
        name=draw(st.sampled_from(_NAMES)),
        second=draw(st.sampled_from(_NAMES)),
        door=draw(st.integers(1, 98)),
        flat=draw(st.integers(1, 19)),
    )
