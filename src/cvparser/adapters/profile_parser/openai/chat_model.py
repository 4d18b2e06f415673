"""Which model is asked, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, AnswerShape
from cvparser.domain.own_fields import OwnField

OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatModel:
    """A model behind an API.

    Attributes:
        name: As the server knows it; for Azure the deployment's name.
        api_key: Key of the server; any word for servers that want none.
        base_url: Root of the API, usually ending in `/v1`.
        answer_tokens: Tokens that an answer may have, a reasoning model's thoughts included.
        answer_form: How the form of the answer is asked for; None finds out.
        answer_shape: Whether sentences are copied or answered as numbers of lines.
        temperature: How freely the model chooses its words, 0 to 2; None leaves it to the server.
        seed: From which chance is drawn, where the server has that; None sends none.
        own_fields: What a deployment adds to the profile, asked for as well.
    """

    name: str
    api_key: str = field(repr=False)
    base_url: str = OPENAI_URL
    answer_tokens: int = 8192
    answer_form: AnswerForm | None = None
    answer_shape: AnswerShape = AnswerShape.FULL
    temperature: float | None = None
    seed: int | None = None
    own_fields: tuple[OwnField, ...] = ()
