"""Taking a provider's webhook: verified on its raw bytes, kept once, answered at once. What it
means is read from the provider afterwards, by a job (rules §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commerce.payments import repository
from commerce.payments.errors import PaymentUnknown, SignatureRefused
from commerce.payments.providers import providers_of
from ecomm_connectors.payments.errors import (
    InvalidSignature,
    ProviderRefused,
    ProviderUnavailable,
)
from ecomm_connectors.payments.port import PaymentProvider, ProviderEvent
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Unavailable
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

TASK = "commerce.orders.orchestrate_payment"
ACCOUNT_TASK = "commerce.payments.account"
DISPUTE_TASK = "commerce.payments.dispute"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose payment it is."""

    tenant_id: UUID
    store_id: UUID
    payment_id: UUID


async def take(
    kernel: Kernel, provider_name: str, raw_body: bytes, headers: Mapping[str, str]
) -> bool:
    """Keep the event and enqueue what follows; False when it was here before, or is not about a
    payment.

    Raises ProviderUnknown, PaymentUnknown (404: the provider tries again), SignatureRefused (401).
    """
    provider = providers_of(kernel).named(provider_name)
    now = clock.now()
    try:
        event = provider.parse_webhook(raw_body, headers, now)
    except InvalidSignature as error:
        log.warning("webhook_refused", provider=provider_name, reason=error.detail)
        raise SignatureRefused from error
    if event.account_ref is not None:
        return await _about_account(kernel, event, event.account_ref, now)
    if event.provider_ref is None:
        return False
    named = event.provider_ref + event.event_id + event.type + (event.dispute_ref or "")
    if "\x00" in named:
        # No name of ours or of a provider holds it, and PostgreSQL cannot store it.
        raise PaymentUnknown
    place = await _locate(kernel, provider, event.provider_ref)
    if place is None:
        return False
    row_id = new_id()
    scope = Scope(tenant_id=place.tenant_id)
    async with kernel.database.transaction(scope) as session:
        fresh = await repository.receive(
            session,
            {
                "tenant_id": place.tenant_id,
                "id": row_id,
                "provider": event.provider,
                "event_id": event.event_id,
                "type": event.type,
                "ref": event.provider_ref,
                "now": now,
                "payment": place.payment_id,
                "declined": event.declined,
            },
        )
        if fresh:
            about = {"event_id": str(row_id), "payment_id": str(place.payment_id)}
            if event.dispute_ref is not None:
                about["dispute_ref"] = event.dispute_ref
            await kernel.outbox.enqueue(
                session,
                TASK if event.dispute_ref is None else DISPUTE_TASK,
                about,
                tenant_id=place.tenant_id,
                queue="critical",
            )
    _log(event, fresh=fresh)
    return fresh


async def _about_account(
    kernel: Kernel, event: ProviderEvent, account_ref: str, now: datetime
) -> bool:
    """An account of a merchant changed: it is read again. Other platforms' are none of ours."""
    if "\x00" in account_ref + event.event_id + event.type:
        raise PaymentUnknown
    row = await kernel.database.read("locate_payout_account", event.provider, account_ref)
    if row is None:
        return False
    async with kernel.database.transaction(Scope(tenant_id=row[0])) as session:
        fresh = await repository.receive(
            session,
            {
                "tenant_id": row[0],
                "id": new_id(),
                "provider": event.provider,
                "event_id": event.event_id,
                "type": event.type,
                "ref": account_ref,
                "now": now,
                "payment": None,
                "declined": False,
            },
        )
        if fresh:
            await kernel.outbox.enqueue(
                session,
                ACCOUNT_TASK,
                {"account_id": str(row[2])},
                tenant_id=row[0],
                queue="critical",
            )
    _log(event, fresh=fresh)
    return fresh


async def _locate(kernel: Kernel, provider: PaymentProvider, ref: str) -> Place | None:
    """Whose payment a reference is. Some events name an inner object (Stripe's payment intent):
    the provider says which of its sessions that belongs to. None: not made by us."""
    found = await _known(kernel, provider.name, ref)
    if found is not None:
        return found
    try:
        told = await provider.fetch(ref)
    except ProviderRefused as error:
        raise PaymentUnknown from error
    except ProviderUnavailable as error:
        raise Unavailable from error
    if not told.reference:
        return None
    found = await _known(kernel, provider.name, told.provider_ref)
    if found is None:
        # Ours, but its reference is not kept yet: the provider comes again.
        raise PaymentUnknown
    return found


async def _known(kernel: Kernel, provider: str, ref: str) -> Place | None:
    row = await kernel.database.read("locate_payment", provider, ref)
    return Place(row[0], row[1], row[2]) if row is not None else None


def _log(event: ProviderEvent, *, fresh: bool) -> None:
    log.info("webhook_taken", provider=event.provider, type=event.type, fresh=fresh)
