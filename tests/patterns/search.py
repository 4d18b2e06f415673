"""`python -m tests.patterns.search [seconds] [seed]` looks for texts on which a stage takes more than linear time.

Texts are a beginning, a piece again and again up to the longest text that is let in, and an end; pieces are what the
package's own patterns repeat, and whatever chance puts together. Stops by itself.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator

from tests.patterns.audit import recorded
from tests.patterns.growth import is_slow, seconds
from tests.patterns.texts import Kind, kinds

_LENGTH = 199_000
#: Seconds of processor time that a stage may take for any text.
_MOST = 1.0
_SIGNS = "\xa0é\u0301–•\u200b\ufb01 \t\naA01.,;:-/|()[]*_#`'\"@&=+<>"
_WORDS = (
    *("**", "a ", " a", "A. ", "ab ", "Ab ", "van der ", "2019", "2019 - ", "03/2019", "0555 ", "+90 ", "12.03.1988"),
    *("Date of Birth", "Address: ", "Tel: ", "a@b.example ", "www.", "https://", "Engineer", "at ", "and ", "Skills: "),
    *("Experience\n", "\n\n", "- ", "[NAME] "),
)
_PIECES = (*_SIGNS, *_WORDS)


def found(limit: float, seed: int) -> Iterator[tuple[bool, str]]:
    """Yield each stage and text that took long, and whether it grows too fast, for about `limit` seconds."""
    own = [kind for use in recorded() for kind in kinds(use.pattern, use.flags)]
    from tests.patterns.stages import STAGES  # imported when the patterns have been recorded

    chance = random.Random(seed)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        name, stage = chance.choice(list(STAGES.items()))
        kind = chance.choice(own) if chance.random() < 0.4 else _made(chance)
        taken = seconds(stage, kind.text(_LENGTH))
        if taken > _MOST:
            grows = is_slow(stage, kind.text, _LENGTH // 4)
            yield (
                grows,
                f"{name}: {taken:.1f} s for {kind}, {'growing faster than it' if grows else 'in proportion to it'}",
            )


def _made(chance: random.Random) -> Kind:
    def some(most: int) -> str:
        return "".join(chance.choice(_PIECES) for _ in range(chance.randint(0, most)))

    return Kind(some(2), some(3) or " ", some(2))


if __name__ == "__main__":
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    slow = 0
    for grows, line in found(limit, seed):
        slow += grows
        print(line, flush=True)
    print(f"{slow} kinds of text that take more than linear time, with seed {seed}")
    sys.exit(bool(slow))
