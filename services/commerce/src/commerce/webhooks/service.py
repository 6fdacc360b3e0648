"""Rules of webhooks: who may be told, of what, and what came of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.public_events import composing
from commerce.public_events.catalogue import CATALOGUE
from commerce.public_events.samples import TEST, sample
from commerce.stores.contexts import StoreContext
from commerce.webhooks.engine import PURPOSE, TASK
from commerce.webhooks.errors import TooManyWebhooks, UrlRefused, WebhookOff
from commerce.webhooks.schemas import (
    AttemptOut,
    CatalogueOut,
    DeliveryDetail,
    DeliveryOut,
    EventOut,
    FiguresOut,
    NewWebhookOut,
    ReplayIn,
    WebhookDetail,
    WebhookIn,
    WebhookOut,
)
from ecomm_core import audit, clock
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.payloads import Envelope
from ecomm_core.delivery import directory, log_book
from ecomm_core.delivery import service as engine
from ecomm_core.delivery.directory import Endpoint
from ecomm_core.delivery.log_book import DeliveryStatus, LoggedDelivery
from ecomm_core.delivery.service import Outgoing
from ecomm_core.http import OutboundClient, OutboundError
from ecomm_core.ids import new_id
from ecomm_core.outbox.consumer import Delivery

MAX_PER_STORE: Final = 20
_DAY: Final = timedelta(hours=24)
_SHOWN: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class LookedAt:
    """An address somebody gave, in normal form, or why it is refused."""

    url: str
    refusal: str | None


async def look_at(client: OutboundClient, url: str) -> LookedAt:
    """Whether messages may be sent to an address: its form, and where its name leads now. Every
    message is checked again when it is sent."""
    try:
        return LookedAt(await client.check(url), None)
    except OutboundError as error:
        return LookedAt(url, f"{str(error)[:1].upper()}{str(error)[1:]}.")


def catalogue() -> CatalogueOut:
    """Every event that can be asked for."""
    return CatalogueOut(
        envelope=Envelope.model_json_schema(),
        events=[
            EventOut(
                type=event.name,
                group=event.group,
                summary=event.summary,
                version=event.version,
                data_schema=event.model.model_json_schema(),
                example=sample(event.name).model_dump(mode="json"),
            )
            for event in CATALOGUE
        ],
    )


async def listed(context: StoreContext) -> list[WebhookOut]:
    """The store's webhooks, the first that was made first."""
    now = clock.now()
    return [
        out(one, now)
        for one in await directory.of_store(context.session, PURPOSE, context.store_id)
    ]


async def get(context: StoreContext, webhook_id: UUID) -> WebhookDetail:
    """One with its figures. Raises EndpointNotFound (404)."""
    now = clock.now()
    found = await _found(context, webhook_id)
    figures = await log_book.figures(context.session, webhook_id, since=now - _DAY)
    return WebhookDetail(**out(found, now).model_dump(), figures=FiguresOut(**asdict(figures)))


async def create(context: StoreContext, body: WebhookIn, looked: LookedAt) -> NewWebhookOut:
    """Register one. Raises UrlRefused (422), TooManyWebhooks (409)."""
    url = _accepted(looked)
    there = await directory.of_store(context.session, PURPOSE, context.store_id)
    if len(there) >= MAX_PER_STORE:
        raise TooManyWebhooks
    webhook_id, secret = await directory.create(
        context.session,
        context.kernel.sealer,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        purpose=PURPOSE,
        name=body.name,
        url=url,
        types=_in_order(body.types),
    )
    made = await _found(context, webhook_id)
    await _tell(context, webhook_id, "create", after=_facts(made))
    return NewWebhookOut(**out(made, clock.now()).model_dump(), secret=secret)


async def replace(
    context: StoreContext, webhook_id: UUID, body: WebhookIn, looked: LookedAt
) -> WebhookOut:
    """Change one; what waits goes to the new address. Raises EndpointNotFound (404), UrlRefused
    (422)."""
    url = _accepted(looked)
    before = await _found(context, webhook_id, lock=True)
    await directory.change(
        context.session, webhook_id, name=body.name, url=url, types=_in_order(body.types)
    )
    after = await _found(context, webhook_id)
    await _tell(context, webhook_id, "update", before=_facts(before), after=_facts(after))
    return out(after, clock.now())


async def switch(context: StoreContext, webhook_id: UUID, *, on: bool) -> WebhookOut:
    """Off: nothing is sent, and what happens meanwhile is not kept for it; what waits stays for its
    72 hours. On: begins anew, whatever failed before. Raises EndpointNotFound (404)."""
    before = await _found(context, webhook_id, lock=True)
    if (before.status == "active") != on:
        now = clock.now()
        await directory.switch(context.session, webhook_id, on=on, now=now)
        action = "enable" if on else "disable"
        await _tell(context, webhook_id, action, before={"status": before.status})
        if on:
            await _wake(context)
    return out(await _found(context, webhook_id), clock.now())


async def rotate(context: StoreContext, webhook_id: UUID) -> NewWebhookOut:
    """A new secret, shown this once; for 24 hours messages are signed with both. Raises
    EndpointNotFound (404)."""
    await _found(context, webhook_id, lock=True)
    now = clock.now()
    secret = await directory.rotate(context.session, context.kernel.sealer, webhook_id, now)
    await _tell(context, webhook_id, "rotate_secret")
    found = await _found(context, webhook_id)
    return NewWebhookOut(**out(found, now).model_dump(), secret=secret)


async def delete(context: StoreContext, webhook_id: UUID) -> None:
    """Delete one with its log. Raises EndpointNotFound (404)."""
    before = await _found(context, webhook_id, lock=True)
    await directory.remove(context.session, webhook_id)
    await _tell(context, webhook_id, "delete", before=_facts(before))


async def send_test(
    context: StoreContext, webhook_id: UUID, kind: EventName | None
) -> DeliveryDetail:
    """Send a made-up message, once, also while the webhook rests after failures. Poll the delivery
    for what came of it. Raises EndpointNotFound (404), WebhookOff (409)."""
    await _on(context, webhook_id)
    now, message_id = clock.now(), new_id()
    message = sample(kind, message_id=message_id, store_id=context.store_id, at=now, test=True)
    [delivery_id] = await engine.enqueue(
        context.session,
        [Outgoing(webhook_id, message_id, kind or TEST, message.model_dump_json())],
        tenant_id=context.tenant_id,
        now=now,
        test=True,
    )
    await _tell(context, webhook_id, "test", after={"type": kind or TEST})
    await _wake(context)
    return await delivery(context, webhook_id, delivery_id)


async def deliveries(
    context: StoreContext,
    webhook_id: UUID,
    *,
    status: DeliveryStatus | None,
    kind: EventName | None,
    offset: int,
    limit: int,
) -> tuple[list[DeliveryOut], int]:
    """A page of the log, and how many there are. Raises EndpointNotFound (404)."""
    await _found(context, webhook_id)
    rows, total = await log_book.page(
        context.session,
        webhook_id,
        status=status,
        kind=kind,
        now=clock.now(),
        offset=offset,
        limit=limit,
    )
    return [delivery_out(row) for row in rows], total


async def delivery(context: StoreContext, webhook_id: UUID, delivery_id: UUID) -> DeliveryDetail:
    """One message with its tries. Raises EndpointNotFound, DeliveryNotFound (404)."""
    await _found(context, webhook_id)
    row, body, tries = await log_book.one(context.session, webhook_id, delivery_id, now=clock.now())
    return DeliveryDetail(
        **delivery_out(row).model_dump(),
        body=body.encode("utf-8")[:_SHOWN].decode("utf-8", "ignore"),
        tries=[
            AttemptOut(
                number=one.number,
                at=one.at,
                status=one.status,
                response_code=one.response_code,
                latency_ms=one.latency_ms,
                error=one.error,
                next_try_at=one.next_retry_at,
                request_headers=one.request_headers,
                response_headers=one.response_headers,
                response_body=one.response_body,
            )
            for one in tries
        ],
    )


async def replay_one(context: StoreContext, webhook_id: UUID, delivery_id: UUID) -> DeliveryDetail:
    """Let a message go out again, under the same id, with 72 hours anew; a test and one that is on
    its way are left as they are. Raises EndpointNotFound, DeliveryNotFound (404), WebhookOff."""
    await _on(context, webhook_id)
    await delivery(context, webhook_id, delivery_id)
    count = await engine.replay(
        context.session, webhook_id, now=clock.now(), delivery_id=delivery_id
    )
    if count:
        await _tell(context, webhook_id, "replay", after={"delivery_id": str(delivery_id)})
        await _wake(context)
    return await delivery(context, webhook_id, delivery_id)


async def replay_since(context: StoreContext, webhook_id: UUID, body: ReplayIn) -> int:
    """Let all messages since a time go out again, after what is newer; how many. Raises
    EndpointNotFound (404), WebhookOff (409)."""
    await _on(context, webhook_id)
    count = await engine.replay(
        context.session,
        webhook_id,
        now=clock.now(),
        since=body.since,
        failed_only=body.failed_only,
    )
    said = {
        "since": body.since.isoformat(),
        "failed_only": body.failed_only,
        "deliveries": count,
    }
    await _tell(context, webhook_id, "replay_since", after=said)
    if count:
        await _wake(context)
    return count


async def tell(session: AsyncSession, delivery: Delivery, *, bulk: bool) -> None:
    """Write an event's messages for every webhook that asked for it. Asked twice, each is one."""
    kinds = composing.types_of(delivery)
    if delivery.store_id is None or not kinds:
        return
    wanting = await directory.listening(session, PURPOSE, delivery.store_id, kinds)
    if not wanting:
        return
    messages = await composing.compose(session, delivery)
    await engine.enqueue(
        session,
        [
            Outgoing(one.id, message.id, message.type, message.body)
            for one in wanting
            for message in messages
        ],
        tenant_id=delivery.tenant_id,
        now=clock.now(),
        bulk=bulk,
    )


def out(found: Endpoint, now: datetime) -> WebhookOut:
    """A webhook as its people see it; times that are over are none."""
    return WebhookOut(
        id=found.id,
        name=found.name,
        url=found.url,
        types=found.types,
        status=found.status,
        disabled_reason=found.disabled_reason,
        disabled_at=found.disabled_at,
        failing_since=found.failing_since,
        resume_at=_ahead(found.resume_at, now),
        last_success_at=found.last_success_at,
        old_secret_until=_ahead(found.previous_until, now),
        created_at=found.created_at,
    )


def delivery_out(row: LoggedDelivery) -> DeliveryOut:
    """A message as its people see it."""
    return DeliveryOut(
        id=row.id,
        event_id=row.message_id,
        type=row.type,
        test=row.test,
        status=row.status,
        dead_reason=row.dead_reason,
        attempts=row.attempts,
        on_the_way=row.on_the_way,
        response_code=row.code,
        latency_ms=row.latency_ms,
        error=row.error,
        next_try_at=row.not_before if row.status == "pending" else None,
        done_at=row.done_at,
        created_at=row.created_at,
    )


def _ahead(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at > now else None


def _accepted(looked: LookedAt) -> str:
    if looked.refusal is not None:
        raise UrlRefused.on_field("url", looked.refusal)
    return looked.url


def _in_order(types: Sequence[EventName]) -> list[str]:
    """Each once, as the catalogue has them."""
    return [str(event.name) for event in CATALOGUE if event.name in types]


def _facts(found: Endpoint) -> dict[str, Any]:
    """For the audit log: without the address's path, which may hold a secret of the receiver."""
    return {
        "name": found.name,
        "host": urlsplit(found.url).netloc,
        "types": found.types,
        "status": found.status,
    }


async def _found(context: StoreContext, webhook_id: UUID, *, lock: bool = False) -> Endpoint:
    return await directory.get(context.session, PURPOSE, context.store_id, webhook_id, lock=lock)


async def _on(context: StoreContext, webhook_id: UUID) -> None:
    if (await _found(context, webhook_id, lock=True)).status != "active":
        raise WebhookOff


async def _wake(context: StoreContext) -> None:
    await context.kernel.outbox.enqueue(context.session, TASK, {}, tenant_id=context.tenant_id)


async def _tell(
    context: StoreContext,
    webhook_id: UUID,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"webhook.{action}",
        resource_type="webhook",
        resource_id=webhook_id,
        before=before,
        after=after,
    )
