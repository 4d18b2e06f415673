"""What one document is about: its language, its person, and where things are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.privacy.world.names import Persona, faker_of, persona
from benchmarks.privacy.world.words import Words, origins, shared
from faker import Faker

#: Language -> origins of most who write in it.
_NATIVE = {
    "tr": ("turkish", "kurdish"), "en": ("english", "indian", "irish", "nigerian"), "de": ("german",),
    "fr": ("french", "arabic"), "es": ("spanish",), "it": ("italian",), "pt": ("portuguese",), "nl": ("dutch",),
    "pl": ("polish",),
}  # fmt: skip
_NATIVES = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A document in the making."""

    rng: Random
    language: str
    words: Words
    who: Persona
    #: Draws addresses, telephone numbers and firms of one country.
    fake: Faker
    locale: str

    def pick(self, name: str) -> str:
        """Return one of the words of a kind, of the language or of none."""
        return self.rng.choice(self.words.get(name) or shared()[name])

    def somebody(self) -> Persona:
        """Return somebody else."""
        return persona(self.rng, origin_of(self.rng, self.language))

    def namesake(self) -> Persona:
        """Return whom a firm, a school, a street may be named after: in Latin letters."""
        return next((who for who in (self.somebody() for _ in range(9)) if who.is_latin), self.who)

    def chance(self, share: float) -> bool:
        """Whether what happens in so many of all cases happens now."""
        return self.rng.random() < share


def origin_of(rng: Random, language: str) -> str:
    """Return where somebody's name may come from who writes the language."""
    native = [each for each in _NATIVE[language] if each in origins()]
    return rng.choice(native) if native and rng.random() < _NATIVES else rng.choice(list(origins()))


def scene(rng: Random, language: str, words: Words) -> Scene:
    """Return the beginning of a document in a language."""
    locale = rng.choice(words["locales"])
    fake = faker_of(locale)
    fake.seed_instance(rng.getrandbits(48))
    who = persona(rng, origin_of(rng, language))
    return Scene(rng=rng, language=language, words=words, who=who, fake=fake, locale=locale)
