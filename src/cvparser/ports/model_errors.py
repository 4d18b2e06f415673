"""What a `ProfileParser` that asks a language model may raise, and what comes of its answers.

    ParsingError                a parser gave no usable answer
    ├── AnswerError             a language model answered, and the answer cannot be used
    ├── ModelRefusesError       a language model will not serve this deployment or this text, however often it is asked
    └── ModelCallsSpentError    a job asked as often as it may
    UnavailableError            something that cvparser needs is away; retry
    └── ModelAwayError          a language model does not answer now

The tree that they are part of, and what a code and a message are, stands in `cvparser.domain.errors`.
"""

from __future__ import annotations

from cvparser.domain.errors import ParsingError, UnavailableError


class ModelCallsSpentError(ParsingError):
    """A job made as many calls as it may, and none brought an answer."""

    code = "model_calls_spent"
    default_message = "The language model gave no answer in as many calls as a job may make. Send the CV again later."


class AnswerError(ParsingError):
    """A language model answered, and the answer cannot be used."""

    code = "answer_unusable"
    default_message = "The language model gave no usable answer."


class AnswerTruncatedError(AnswerError):
    """The answer hit the limit on its length."""

    code = "answer_truncated"
    default_message = (
        "The CV holds more than the model may answer. Shorten the CV, or raise CVPARSER_MODEL_ANSWER_TOKENS."
    )


class AnswerRefusedError(AnswerError):
    """The model declined to answer."""

    code = "answer_refused"
    default_message = "The language model declined to read this CV. Use parse_mode 'basic', or ask another model."


class AnswerFilteredError(AnswerError):
    """A content filter stopped the prompt or the answer."""

    code = "answer_filtered"
    default_message = (
        "The content filter of the language model stopped this CV. Use parse_mode 'basic', or adjust the filter."
    )


class AnswerEmptyError(AnswerError):
    """The answer holds no text."""

    code = "answer_empty"
    default_message = "The language model gave an empty answer. Send the CV again."


class AnswerNotJsonError(AnswerError):
    """The answer is no JSON object."""

    code = "answer_not_json"
    default_message = (
        "The language model gave an answer that is no JSON. Send the CV again, or use a model that keeps to a schema."
    )


class AnswerSchemaError(AnswerError):
    """The answer is JSON of another form than the one asked for."""

    code = "answer_schema"
    default_message = (
        "The language model gave an answer of the wrong form. Send the CV again, or use a model that keeps to a schema."
    )


class AnswerForeignError(AnswerError):
    """What came back is no answer of a language model: a web page, or JSON of something else."""

    code = "answer_foreign"
    default_message = (
        "What answers at OPENAI_BASE_URL does not speak the chat completions API. Check the address and proxies."
    )


class AnswerTooLargeError(AnswerError):
    """The answer is larger than any profile."""

    code = "answer_too_large"
    default_message = (
        "The language model gave an answer far larger than a profile. Send the CV again, or use another model."
    )


class AnswerUngroundedError(AnswerError):
    """Too much of the answer is not in the CV, twice."""

    code = "answer_ungrounded"
    default_message = (
        "The language model answered with facts that are not in the CV. Use parse_mode 'basic', or a stronger model."
    )


class AnswerSaysNothingError(AnswerError):
    """The answer holds no fact of a document full of text, twice."""

    code = "answer_says_nothing"
    default_message = (
        "The language model found nothing in a document full of text. If it is a CV, use parse_mode 'basic', or a "
        "stronger model."
    )


class ModelRefusesError(ParsingError):
    """A language model will not serve this deployment or this text, however often it is asked."""

    code = "model_refuses"
    default_message = "The language model does not serve this request."


class ModelKeyError(ModelRefusesError):
    """The key is missing, wrong or revoked."""

    code = "model_key_rejected"
    default_message = "The language model rejected the key. Set OPENAI_API_KEY to a valid key."


class ModelAccessError(ModelRefusesError):
    """The key is valid and may not do this, or not from here."""

    code = "model_access_denied"
    default_message = "The key may not use this language model. Check the rights of the key's project, and the region."


class ModelQuotaError(ModelRefusesError):
    """The account has no credit left."""

    code = "model_quota_exhausted"
    default_message = "The account of the language model has no credit left. Raise its budget."


class ModelUnknownError(ModelRefusesError):
    """There is no such model."""

    code = "model_unknown"
    default_message = "The language model named by CVPARSER_MODEL does not exist there, or the key may not use it."


class ModelEndpointError(ModelRefusesError):
    """There is no such API at the address."""

    code = "model_endpoint_unknown"
    default_message = "There is no chat completions API at OPENAI_BASE_URL. It usually ends in /v1."


class ModelContextError(ModelRefusesError):
    """The CV is longer than the model reads."""

    code = "model_context_exceeded"
    default_message = (
        "The CV is longer than the language model reads. Shorten it, or use a model with a larger context window."
    )


class ModelRequestError(ModelRefusesError):
    """The server finds the request wrong.

    Attributes:
        refused: Members of the request that it refuses, as far as it names any.
        is_exact: Whether it names them in members of its answer, where no text of a CV can stand, not in a sentence.
    """

    code = "model_request_rejected"
    default_message = (
        "The language model does not accept the request. Check CVPARSER_MODEL and CVPARSER_MODEL_ANSWER_FORM."
    )

    def __init__(
        self, message: str | None = None, *, refused: frozenset[str] = frozenset(), is_exact: bool = False
    ) -> None:
        super().__init__(message)
        self.refused = refused
        self.is_exact = is_exact


class ModelAwayError(UnavailableError):
    """A language model does not answer now.

    Attributes:
        retry_after_s: Seconds after which to ask again; None when nobody knows.
    """

    code = "model_away"
    default_message = "The language model does not answer now. The CV is tried again later."

    def __init__(self, message: str | None = None, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ModelRateLimitedError(ModelAwayError):
    """The server wants fewer requests."""

    code = "model_rate_limited"
    default_message = "The language model takes no more requests for now. The CV is tried again later."


class ModelBusyError(ModelAwayError):
    """The limits of this deployment leave no room within the time budget."""

    code = "model_busy"
    default_message = "All places at the language model are taken. The CV is tried again later."


class ModelTimeoutError(ModelAwayError):
    """The answer did not come in time."""

    code = "model_timeout"
    default_message = "The language model did not answer in time. The CV is tried again later."


class ModelUnreachableError(ModelAwayError):
    """The connection cannot be made, or broke."""

    code = "model_unreachable"
    default_message = "The language model cannot be reached. The CV is tried again later."


class ModelFailingError(ModelAwayError):
    """The server failed or is overloaded."""

    code = "model_failing"
    default_message = "The language model has a failure of its own. The CV is tried again later."
