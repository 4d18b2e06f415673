"""Who is called when jobs end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.datastructures import ResponseHeader, State
from litestar.openapi.spec import Example, OpenAPIMediaType, Reference, RequestBody
from litestar.params import PathParameter, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from cvparser.application.manage_webhooks import EVERY_EVENT, ManageWebhooks
from cvparser.domain.access.scope import Scope
from cvparser.domain.audit import Action
from cvparser.domain.errors import FieldError, InputError, JsonInvalidError
from cvparser.domain.submission import strict_object
from cvparser.domain.webhook import CALLBACKS, DeliveryId, DeliveryState, DeliveryUnknownError, EventType
from cvparser.entrypoints.http.access import needs, use_cases
from cvparser.entrypoints.http.audit import audited
from cvparser.entrypoints.http.bodies import HTTPRequest, held, json_object
from cvparser.entrypoints.http.documented import Documented, problems
from cvparser.entrypoints.http.errors import FileTooLargeError
from cvparser.entrypoints.http.locations import location
from cvparser.entrypoints.http.routes import UNCACHED, answered_in_time
from cvparser.entrypoints.http.schemas import API
from cvparser.entrypoints.http.webhook_bodies import (
    DeliveryBody,
    DeliveryListBody,
    NewWebhookBody,
    ReplayBody,
    WebhookBody,
    WebhookListBody,
    WebhookSecretBody,
)

WEBHOOKS_PATH: Final = f"{API}/webhooks"
#: Bytes of a body: a URL, escaped at worst.
MAX_BODY: Final = 16_384
#: Seconds for which the secret of before signs as well.
OVERLAP_S: Final = 86_400
_MESSAGE: Final = "msg_"

WebhookInPath = Annotated[
    str,
    PathParameter(
        description=f"The webhook's id, or `{CALLBACKS}` for that of `callback_url`.",
        examples=[Example(value="0f8f1c6e-3f64-4c39-9a51-2f6f1d1f5c11"), Example(value=CALLBACKS)],
    ),
]
MessageInPath = Annotated[
    str,
    PathParameter(
        description="The delivery's id, which its receiver is sent as `webhook-id`.",
        examples=[Example(value="msg_7c1d3c5b0a8f5d1c9b7e2f4a6c8e0d12")],
    ),
]
Overlap = Annotated[
    int, QueryParameter(ge=0, le=7 * 86_400, description="Seconds for which earlier secrets sign beside the new one.")
]
Wanted = Annotated[DeliveryState | None, QueryParameter(description="Only deliveries of this state.")]
After = Annotated[str | None, QueryParameter(max_length=64, description="Those behind this delivery, by its id.")]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Deliveries at most.")]
_LOCATION = ResponseHeader(name="Location", description="Where the webhook is.", documentation_only=True)


class WebhooksOffError(InputError):
    """Jobs of one's own are kept without webhooks."""

    code = "webhooks_off"
    default_message = "This service keeps its jobs where no webhooks are kept. Its operator knows more."


@dataclass
class TakesWebhook(Documented):
    """An operation whose body is a webhook."""

    malformed = (JsonInvalidError(),)

    def __post_init__(self) -> None:
        """Document the body."""
        super().__post_init__()
        example = NewWebhookBody(url="https://hr.example/hooks/cv")
        self.request_body = RequestBody(
            required=True,
            description=str(NewWebhookBody.__doc__),
            content={
                "application/json": OpenAPIMediaType(
                    schema=Reference(ref=f"#/components/schemas/{NewWebhookBody.__name__}"),
                    examples={"all ends": Example(value=example.model_dump(mode="json"))},
                )
            },
        )


@post(
    WEBHOOKS_PATH,
    status_code=HTTP_201_CREATED,
    operation_id="createWebhook",
    summary="Have an address called when jobs end",
    response_description="The webhook and, this once, its secret.",
    operation_class=TakesWebhook,
    cache_control=UNCACHED,
    response_headers=[_LOCATION],
    responses=problems(401, 403, 408, 409, 413, 415, 422),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def create_webhook(request: HTTPRequest, state: State) -> Response[WebhookSecretBody]:
    """Calls the URL, signed as Standard Webhooks has it, for each of your jobs that ends from now on.

    It is told ids, a status and times, never anything of the CV, and again for a day until it has answered 2xx. At most
    20 webhooks.
    """
    manage = _manage(request)
    async with audited(request, Action.MAKE_WEBHOOK, before_answer=True) as under_way:
        with held(request) as body:
            fields = await json_object(request, body, _fields)
        events = _events(fields.get("events"))
        with answered_in_time(state):
            webhook, secret = await manage.subscribe(fields.get("url"), events)
        under_way.is_about_webhook(str(webhook.id))
    name = manage.name_of(webhook)
    made = WebhookSecretBody.with_secret(webhook, name, secret)
    return Response(made, headers={"Location": location(f"{WEBHOOKS_PATH}/{name}")})


@get(
    WEBHOOKS_PATH,
    operation_id="listWebhooks",
    summary="List webhooks",
    response_description="Webhooks, the oldest first.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 503),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def list_webhooks(request: HTTPRequest, state: State) -> WebhookListBody:
    """Yours, without their secrets; `callbacks` among them once a submission had a `callback_url`."""
    manage = _manage(request)
    with answered_in_time(state):
        found = await manage.list()
    return WebhookListBody(webhooks=[WebhookBody.of(each, manage.name_of(each)) for each in found])


@get(
    f"{WEBHOOKS_PATH}/{{webhook_id:str}}",
    operation_id="getWebhook",
    summary="Look at a webhook",
    response_description="The webhook, without its secret.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404, 503),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def get_webhook(webhook_id: WebhookInPath, request: HTTPRequest, state: State) -> WebhookBody:
    """Its secret is not shown again: a new one is, by `rotate`."""
    manage = _manage(request)
    with answered_in_time(state):
        webhook = await manage.get(manage.id_of(webhook_id))
    return WebhookBody.of(webhook, manage.name_of(webhook))


@delete(
    f"{WEBHOOKS_PATH}/{{webhook_id:str}}",
    operation_id="deleteWebhook",
    summary="Delete a webhook",
    response_description="It is called no more; its secrets and deliveries are gone.",
    operation_class=Documented,
    responses=problems(401, 403, 404),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def delete_webhook(webhook_id: WebhookInPath, request: HTTPRequest, state: State) -> None:
    """Ends it for good, with what it was still to be told. A call that is under way may still arrive."""
    manage = _manage(request)
    found = manage.id_of(webhook_id)
    async with audited(request, Action.DELETE_WEBHOOK, about=str(found), before_answer=True):
        with answered_in_time(state):
            await manage.remove(found)


@post(
    f"{WEBHOOKS_PATH}/{{webhook_id:str}}/rotate",
    status_code=HTTP_200_OK,
    operation_id="rotateWebhookSecret",
    summary="Get a new secret",
    response_description="The webhook and, this once, its new secret.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def rotate_secret(
    webhook_id: WebhookInPath, request: HTTPRequest, state: State, overlap: Overlap = OVERLAP_S
) -> Response[WebhookSecretBody]:
    """Signs with the new secret from now on, and with earlier ones beside it for `overlap` seconds more at most.

    Of `callbacks` this is how to get its first. A body is not looked at.
    """
    manage = _manage(request)
    found = manage.id_of(webhook_id)
    async with audited(request, Action.ROTATE_WEBHOOK, about=str(found), before_answer=True):
        with answered_in_time(state):
            webhook, secret = await manage.rotate(found, overlap=timedelta(seconds=overlap))
    return Response(WebhookSecretBody.with_secret(webhook, manage.name_of(webhook), secret))


@get(
    f"{WEBHOOKS_PATH}/{{webhook_id:str}}/deliveries",
    operation_id="listWebhookDeliveries",
    summary="List what a webhook was told",
    response_description="Deliveries, the newest first.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404, 503),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def list_deliveries(
    webhook_id: WebhookInPath,
    request: HTTPRequest,
    state: State,
    wanted: Annotated[
        DeliveryState | None, QueryParameter(name="state", description="Only those of this state.")
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> DeliveryListBody:
    """What waits, was delivered, or is `dead`: for a day not answered with 2xx. Those of erased jobs are gone."""
    manage = _manage(request)
    last = None if after is None else _delivery_id(after)
    with answered_in_time(state):
        # One more than is shown tells whether there is a next page.
        found = await manage.deliveries(manage.id_of(webhook_id), limit + 1, state=wanted, after=last)
    shown = [DeliveryBody.of(each) for each in found[:limit]]
    return DeliveryListBody(deliveries=shown, next=shown[-1].id if len(found) > limit else None)


@post(
    f"{WEBHOOKS_PATH}/{{webhook_id:str}}/deliveries/{{delivery_id:str}}/replay",
    status_code=HTTP_200_OK,
    operation_id="replayWebhookDelivery",
    summary="Tell a webhook once more",
    response_description="The delivery, which is tried again.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def replay_delivery(
    webhook_id: WebhookInPath, delivery_id: MessageInPath, request: HTTPRequest, state: State
) -> Response[DeliveryBody]:
    """Tries a delivery at once, and again for a day, whatever had become of it, under the same `webhook-id`.

    A webhook that 410 had ended is called again. A body is not looked at.
    """
    manage = _manage(request)
    found, wanted = manage.id_of(webhook_id), _delivery_id(delivery_id)
    async with audited(request, Action.REPLAY_WEBHOOK, about=str(found)):
        with answered_in_time(state):
            return Response(DeliveryBody.of(await manage.replay(found, wanted)))


@post(
    f"{WEBHOOKS_PATH}/{{webhook_id:str}}/replay",
    status_code=HTTP_200_OK,
    operation_id="replayDeadWebhookDeliveries",
    summary="Tell a webhook all that it has not heard",
    response_description="How many deliveries are tried again.",
    operation_class=Documented,
    cache_control=UNCACHED,
    responses=problems(401, 403, 404),
    tags=["webhooks"],
    **needs(Scope.WEBHOOKS),
)
async def replay_dead(webhook_id: WebhookInPath, request: HTTPRequest, state: State) -> Response[ReplayBody]:
    """Tries all dead deliveries again, as one is. A body is not looked at."""
    manage = _manage(request)
    found = manage.id_of(webhook_id)
    async with audited(request, Action.REPLAY_WEBHOOK, about=str(found)):
        with answered_in_time(state):
            return Response(ReplayBody(replayed=await manage.replay_dead(found)))


def _manage(request: HTTPRequest) -> ManageWebhooks:
    manage = use_cases(request).manage_webhooks
    if manage is None:
        raise WebhooksOffError
    return manage


async def _fields(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_BODY:
        raise FileTooLargeError
    return strict_object(body)


def _events(value: object) -> frozenset[EventType]:
    if value is None:
        return EVERY_EVENT
    known = {each.value: each for each in EventType}
    names = value if isinstance(value, list) else []
    if not names or not all(isinstance(each, str) and each in known for each in names):
        raise FieldError(f"events must be a list of one or more of {', '.join(known)}.", field="events")
    return frozenset(known[each] for each in names)


def _delivery_id(text: str) -> DeliveryId:
    try:
        return DeliveryId(UUID(text.removeprefix(_MESSAGE)))
    except ValueError:
        raise DeliveryUnknownError from None


WEBHOOKS = [
    create_webhook,
    list_webhooks,
    get_webhook,
    delete_webhook,
    rotate_secret,
    list_deliveries,
    replay_delivery,
    replay_dead,
]
