"""HTTP of webhooks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound
from commerce.webhooks import service
from commerce.webhooks.engine import checker_of
from commerce.webhooks.errors import (
    DeliveryNotFound,
    EndpointNotFound,
    TooManyWebhooks,
    UrlRefused,
    WebhookOff,
)
from commerce.webhooks.schemas import (
    CatalogueOut,
    DeliveryDetail,
    DeliveryOut,
    NewWebhookOut,
    ReplayIn,
    ReplayOut,
    SwitchIn,
    TestIn,
    WebhookDetail,
    WebhookIn,
    WebhookOut,
)
from commerce.webhooks.service import LookedAt
from ecomm_core.api.auth import KernelDep, merchant_claims
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.contracts.names import EventName
from ecomm_core.delivery.log_book import DeliveryStatus
from ecomm_core.errors import Unauthenticated

routes = router("store_webhooks", "/stores/{store_id}/webhooks")

FOUND = (StoreNotFound, EndpointNotFound)


async def _looked_at(request: Request, kernel: KernelDep, body: WebhookIn) -> LookedAt:
    """Look at the body's address before the request's transaction opens: resolving a name takes as
    long as others' name servers like. Only for who is signed in."""
    await merchant_claims(request)
    return await service.look_at(checker_of(kernel), body.url)


Looked = Annotated[LookedAt, Depends(_looked_at)]
"""Declared before the context, so that it is resolved before."""


@routes.get("", responses=errors(StoreNotFound))
async def list_webhooks(context: StoreViewer) -> Reply[list[WebhookOut]]:
    """The store's webhooks. Secrets are never shown again."""
    return ok(await service.listed(context))


@routes.get("/events", responses=errors(StoreNotFound))
async def list_events(_context: StoreViewer) -> Reply[CatalogueOut]:
    """Every event a webhook may ask for, with the schema of what it says and an example."""
    return ok(service.catalogue())


@routes.post(
    "",
    status_code=201,
    responses=errors(StoreNotFound, Unauthenticated, UrlRefused, TooManyWebhooks),
    openapi_extra=SECRET_REPLY,
)
async def create_webhook(
    looked: Looked, context: StoreAdmin, body: WebhookIn
) -> Reply[NewWebhookOut]:
    """Register an address that is told of events. The secret it verifies signatures with is shown
    this once; messages follow Standard Webhooks."""
    return ok(await service.create(context, body, looked))


@routes.get("/{webhook_id}", responses=errors(*FOUND))
async def get_webhook(context: StoreViewer, webhook_id: UUID) -> Reply[WebhookDetail]:
    """A webhook with its figures of the last 24 hours."""
    return ok(await service.get(context, webhook_id))


@routes.put("/{webhook_id}", responses=errors(*FOUND, Unauthenticated, UrlRefused))
async def replace_webhook(
    looked: Looked, context: StoreAdmin, webhook_id: UUID, body: WebhookIn
) -> Reply[WebhookOut]:
    """Change a webhook. Messages that wait go to the new address."""
    return ok(await service.replace(context, webhook_id, body, looked))


@routes.patch("/{webhook_id}", responses=errors(*FOUND))
async def switch_webhook(
    context: StoreAdmin, webhook_id: UUID, body: SwitchIn
) -> Reply[WebhookOut]:
    """Switch a webhook on or off. Off, what happens is not kept for it; on, it begins anew."""
    return ok(await service.switch(context, webhook_id, on=body.enabled))


@routes.delete("/{webhook_id}", responses=errors(*FOUND))
async def delete_webhook(context: StoreAdmin, webhook_id: UUID) -> Reply[dict[str, Any]]:
    """Delete a webhook and its log."""
    await service.delete(context, webhook_id)
    return ok({})


@routes.post("/{webhook_id}/secret", responses=errors(*FOUND), openapi_extra=SECRET_REPLY)
async def rotate_secret(context: StoreAdmin, webhook_id: UUID) -> Reply[NewWebhookOut]:
    """Make a new secret, shown this once. For 24 hours messages carry both signatures."""
    return ok(await service.rotate(context, webhook_id))


@routes.post("/{webhook_id}/test", status_code=202, responses=errors(*FOUND, WebhookOff))
async def send_test(context: StoreAdmin, webhook_id: UUID, body: TestIn) -> Reply[DeliveryDetail]:
    """Send a made-up message, once. Poll the delivery for what came of it."""
    return ok(await service.send_test(context, webhook_id, body.type))


@routes.get("/{webhook_id}/deliveries", responses=errors(*FOUND))
async def list_deliveries(
    context: StoreViewer,
    webhook_id: UUID,
    page: PageDep,
    status: DeliveryStatus | None = None,
    event: Annotated[EventName | None, Query()] = None,
) -> ListReply[DeliveryOut]:
    """What a webhook was told, the newest first; kept for 30 days."""
    rows, total = await service.deliveries(
        context, webhook_id, status=status, kind=event, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.get("/{webhook_id}/deliveries/{delivery_id}", responses=errors(*FOUND, DeliveryNotFound))
async def get_delivery(
    context: StoreViewer, webhook_id: UUID, delivery_id: UUID
) -> Reply[DeliveryDetail]:
    """A message with its tries: what was sent, what was answered."""
    return ok(await service.delivery(context, webhook_id, delivery_id))


@routes.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=202,
    responses=errors(*FOUND, DeliveryNotFound, WebhookOff),
)
async def replay_delivery(
    context: StoreAdmin, webhook_id: UUID, delivery_id: UUID
) -> Reply[DeliveryDetail]:
    """Send a message again, under the same id. Tests are not repeated."""
    return ok(await service.replay_one(context, webhook_id, delivery_id))


@routes.post("/{webhook_id}/replay", status_code=202, responses=errors(*FOUND, WebhookOff))
async def replay_since(context: StoreAdmin, webhook_id: UUID, body: ReplayIn) -> Reply[ReplayOut]:
    """Send again what happened since a time: everything, or what was not delivered."""
    return ok(ReplayOut(replayed=await service.replay_since(context, webhook_id, body)))
