"""For programs that call a cvparser service: submit a CV, be told when it is parsed, get the profile.

    from cvparser.client import Client

    with Client("http://127.0.0.1:8000", key="cvp_...") as client:
        parsed = client.parse("cv.pdf")

`AsyncClient` is the same to be awaited. Both need the extra `client`. What the service refuses is raised as the error
of the same code that the library raises, such as `cvparser.domain.errors.FileEncryptedError`.
"""

try:
    import httpx  # noqa: F401 - needed by what follows; said here in words
except ModuleNotFoundError:
    message = "cvparser.client needs its extra: pip install 'cvparser[client]'"
    raise ModuleNotFoundError(message, name="httpx") from None

from cvparser.client.awaited import AsyncClient
from cvparser.client.batches import BatchTaken, Item, ItemResult
from cvparser.client.blocking import Client
from cvparser.client.conversation import JobState, StillProcessingError
from cvparser.client.requests import Submission
from cvparser.client.webhooks import WebhookEvent, WebhookSignatureError, verify_webhook
from cvparser.domain.batch import BatchErasedError, BatchUnknownError

__all__ = [
    "AsyncClient",
    "BatchErasedError",
    "BatchTaken",
    "BatchUnknownError",
    "Client",
    "Item",
    "ItemResult",
    "JobState",
    "StillProcessingError",
    "Submission",
    "WebhookEvent",
    "WebhookSignatureError",
    "verify_webhook",
]
