"""Whether a CV says what a parser says it says.

`ground` takes a parser's answer and the text that the parser read, and leaves out of the answer what the text does not
say.
"""

from cvparser.domain.grounding.answer import Grounded, ground
from cvparser.domain.grounding.source import Source

__all__ = ["Grounded", "Source", "ground"]
