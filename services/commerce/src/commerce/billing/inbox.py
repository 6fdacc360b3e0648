"""Taking a provider's word about a subscription: verified on its raw bytes, kept once, answered at
once. What it means is read from the provider afterwards, by a job."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import repository
from commerce.billing.providers import subscriptions_of
from ecomm_connectors.payments.errors import InvalidSignature
from ecomm_connectors.subscriptions.port import SubscriptionEvent
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

HEAR = "commerce.billing.hear"


async def take(
    kernel: Kernel, provider_name: str, raw_body: bytes, headers: Mapping[str, str]
) -> bool | None:
    """Keep the event and ask for what follows; False when it was here before or concerns nobody
    here, None when it is not about subscriptions, or not signed by whom we know (others judge)."""
    provider = subscriptions_of(kernel).named(provider_name)
    if provider is None:
        return None
    try:
        event = provider.parse_webhook(raw_body, headers, clock.now())
    except InvalidSignature:
        return None
    if event is None:
        return None
    tenant_id = await _whose(kernel, event)
    fresh = tenant_id is not None and await _keep(kernel, tenant_id, event)
    log.info("billing_heard", provider=event.provider, type=event.type, fresh=fresh)
    return fresh


async def ask(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, provider: str, ref: str
) -> None:
    """Let the provider be asked about a subscription."""
    await kernel.outbox.enqueue(
        session,
        HEAR,
        {"provider": provider, "ref": ref},
        tenant_id=tenant_id,
        queue="critical",
    )


async def _whose(kernel: Kernel, event: SubscriptionEvent) -> UUID | None:
    """The tenant a subscription belongs to: ours by its id, else by the note it carries."""
    if event.ref is None or "\x00" in event.ref + event.event_id + event.type:
        return None
    found: UUID | None = await kernel.database.read(
        "locate_subscription", event.provider, event.ref
    )
    if found is not None:
        return found
    try:
        named = UUID(event.reference or "")
    except ValueError:
        return None
    async with kernel.database.transaction(Scope(tenant_id=named)) as session:
        return named if await repository.tenant(session, named) is not None else None


async def _keep(kernel: Kernel, tenant_id: UUID, event: SubscriptionEvent) -> bool:
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        fresh = await repository.receive(session, tenant_id, event, clock.now())
        if fresh and event.ref is not None:
            await ask(kernel, session, tenant_id, event.provider, event.ref)
    return fresh
