"""Credit of a business with the platform: what its next bills take first.

An entry is written once for its key, in whatever transaction gives it, and is then carried to
whoever collects the fees by a job: written down there under the same key, so that a job that died
in the middle finds what it did. A business that pays nobody yet has its credit waiting here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import repository
from commerce.billing.providers import subscriptions_of
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.subscriptions.port import CreditRequest
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery

log = get_logger(__name__)

SEND: Final = "commerce.billing.credit"

_GIVE: Final = text(
    """insert into billing_credits (tenant_id, id, key, amount, currency, text, state, created_at)
       values (:tenant, :id, :key, :amount, :currency, :text, 'waiting', :now)
       on conflict (tenant_id, key) do nothing returning id"""
)
_WAITING: Final = text(
    """select id from billing_credits where tenant_id = :tenant and state = 'waiting'
        order by created_at, id"""
)
_ENTRY: Final = text(
    """select id, key, amount, currency, text, state from billing_credits
        where tenant_id = :tenant and id = :id"""
)
_DONE: Final = text(
    """update billing_credits set state = :state, provider = :provider, provider_ref = :ref,
              applied_at = :now
        where tenant_id = :tenant and id = :id and state = 'waiting'"""
)


@dataclass(frozen=True, slots=True)
class Sending:
    """An entry on its way."""

    provider: str
    request: CreditRequest


async def give(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    *,
    key: str,
    amount: int,
    currency: str,
    words: str,
) -> bool:
    """Give the business credit, or take it back (`amount` below zero), once for `key`; False where
    it was given before. `words` stand on its bill. The session is in the business's scope."""
    entry_id = new_id()
    made = await session.execute(
        _GIVE,
        {
            "tenant": tenant_id,
            "id": entry_id,
            "key": key,
            "amount": amount,
            "currency": currency,
            "text": words,
            "now": clock.now(),
        },
    )
    if made.first() is None:
        return False
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor="system",
        action="subscription.credit",
        resource_type="billing_credit",
        resource_id=entry_id,
        after={"amount": amount, "currency": currency, "text": words},
    )
    await _send(kernel, session, tenant_id, entry_id)
    return True


async def send_waiting(kernel: Kernel, session: AsyncSession, tenant_id: UUID) -> None:
    """Let what waits be carried to whoever collects, now that somebody may."""
    for row in (await session.execute(_WAITING, {"tenant": tenant_id})).all():
        await _send(kernel, session, tenant_id, row.id)


async def _send(kernel: Kernel, session: AsyncSession, tenant_id: UUID, entry_id: UUID) -> None:
    await kernel.outbox.enqueue(session, SEND, {"credit": str(entry_id)}, tenant_id=tenant_id)


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Sending | None:
    """What is to be sent; None where it was, or where nobody collects from this business yet."""
    found = await session.execute(
        _ENTRY, {"tenant": delivery.tenant_id, "id": UUID(delivery.args["credit"])}
    )
    row = found.first()
    payer = await repository.find(session, delivery.tenant_id)
    if row is None or row.state != "waiting" or payer is None or payer.customer_ref is None:
        return None
    return Sending(
        payer.provider,
        CreditRequest(
            key=f"{delivery.tenant_id}:{row.key}",
            customer_ref=payer.customer_ref,
            amount=row.amount,
            currency=row.currency,
            text=row.text,
        ),
    )


async def call(kernel: Kernel, sending: Sending | None) -> tuple[str, str | None] | None:
    """Write it into the provider's books; (state, its name there). Raises ProviderUnavailable:
    tried again, and found if it was written. None: it goes on waiting."""
    if sending is None:
        return None
    provider = subscriptions_of(kernel).named(sending.provider)
    if provider is None:
        log.error("billing_provider_gone", provider=sending.provider)
        return None
    try:
        return "applied", await provider.add_credit(sending.request)
    except ProviderRefused as error:
        log.warning("credit_refused", key=sending.request.key, reason=error.reason)
        return "refused", None


async def finish(
    _kernel: Kernel,
    session: AsyncSession,
    delivery: Delivery,
    sending: Sending | None,
    said: tuple[str, str | None] | None,
) -> None:
    """Note it. What was refused is for people to look at: it is not sent again."""
    if sending is None or said is None:
        return
    state, ref = said
    await session.execute(
        _DONE,
        {
            "tenant": delivery.tenant_id,
            "id": UUID(delivery.args["credit"]),
            "state": state,
            "provider": sending.provider,
            "ref": ref,
            "now": clock.now(),
        },
    )


async def entries(
    session: AsyncSession, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int, int]:
    """(a page of entries, the newest first; how many there are; their sum in minor units)."""
    rows = await session.execute(
        text(
            """select id, amount, currency, text, state, created_at, applied_at
                 from billing_credits order by created_at desc, id desc
                offset :offset limit :limit"""
        ),
        {"offset": offset, "limit": limit},
    )
    counted = (
        await session.execute(
            text(
                """select count(*) as n, coalesce(
                     sum(amount) filter (where state <> 'refused'), 0)::bigint as total
                     from billing_credits"""
            )
        )
    ).one()
    return rows.all(), int(counted.n), int(counted.total)
