"""Everything known about one checkout: what was frozen, its payment attempts, the order it became.
One statement; SQL only. What the provider knows is asked afterwards, outside any transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import LargeBinary

_CASE = text(
    """
    select k.tenant_id, k.store_id, k.id, k.cart_id, k.state, k.attempt, k.body_hash, k.email,
           k.shipping_address, k.shipping_rate_id, k.shipping_name, k.currency, k.lines,
           k.subtotal, k.discount, k.items_gross, k.shipping_net, k.shipping_tax,
           k.shipping_gross, k.tax, k.total, k.tax_name, k.tax_country, k.tax_rate_ppm,
           k.tax_inclusive, k.shipping_discount,
           k.shipping_taxes, k.taxes, k.tenders, k.due, k.trace, k.rate, k.test,
           k.message, k.order_id, k.expires_at, c.customer_id,
           (select d.id from draft_orders d
             where c.status = 'draft' and d.tenant_id = c.tenant_id and d.cart_id = c.id
           ) as draft_id,
           o.number as order_number, o.status as order_status,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', p.id, 'order_id', p.order_id, 'attempt', p.attempt,
                      'provider', p.provider, 'provider_ref', p.provider_ref, 'status', p.status,
                      'amount', p.amount, 'currency', p.currency, 'captured', p.captured,
                      'refunded', p.refunded, 'refunding', (
                        select coalesce(sum(r.amount), 0) from refunds r
                         where r.tenant_id = p.tenant_id and r.payment_id = p.id
                           and r.status = 'pending'),
                      'test', p.test, 'payment_url', p.payment_url,
                      'payout_account', p.payout_account, 'capture_late', p.capture_late,
                      'failure_code', p.failure_code, 'failure_message', p.failure_message,
                      'same_content', p.content_hash = k.body_hash,
                      'requested_at', p.requested_at, 'expires_at', p.expires_at,
                      'checked_at', p.checked_at) order by p.attempt)
               from payments p where p.tenant_id = k.tenant_id and p.checkout_id = k.id
           ), '[]') as payments
      from checkouts k
      join carts c on c.tenant_id = k.tenant_id and c.id = k.cart_id
      left join orders o on o.tenant_id = k.tenant_id and o.id = k.order_id
     where k.id = coalesce(cast(:checkout as uuid),
                           (select p.checkout_id from payments p where p.id = :payment),
                           (select b.checkout_id from orders b where b.id = :order))
       and (cast(:token as bytea) is null or c.token_hash = :token)
    """
).bindparams(
    bindparam("checkout", type_=PgUUID(as_uuid=True)),
    bindparam("payment", type_=PgUUID(as_uuid=True)),
    bindparam("order", type_=PgUUID(as_uuid=True)),
    bindparam("token", type_=LargeBinary()),
)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A payment attempt as we know it. `refunding` is the sum of refunds asked for and not yet
    settled; `same_content`: it pays for what the checkout holds now."""

    id: UUID
    order_id: UUID | None
    attempt: int
    provider: str
    provider_ref: str | None
    status: str
    amount: int
    currency: str
    captured: int
    refunded: int
    refunding: int
    test: bool
    payment_url: str | None
    failure_code: str | None
    failure_message: str | None
    same_content: bool
    requested_at: datetime
    expires_at: datetime
    checked_at: datetime | None
    payout_account: str | None = None
    capture_late: bool = False


@dataclass(frozen=True, slots=True)
class CheckoutCase:
    """A checkout with its attempts (oldest first). Amounts in minor units of `currency`."""

    tenant_id: UUID
    store_id: UUID
    id: UUID
    cart_id: UUID
    state: str
    attempt: int
    body_hash: bytes
    email: str
    shipping_address: dict[str, Any]
    shipping_rate_id: UUID
    shipping_name: str
    currency: str
    lines: list[dict[str, Any]]
    subtotal: int
    discount: int
    items_gross: int
    shipping_net: int
    shipping_tax: int
    shipping_gross: int
    tax: int
    total: int
    tax_name: str | None
    tax_country: str | None
    tax_rate_ppm: int
    tax_inclusive: bool
    shipping_discount: int
    shipping_taxes: list[dict[str, Any]]
    taxes: list[dict[str, Any]]
    tenders: list[dict[str, Any]]
    due: int
    trace: list[dict[str, Any]]
    rate: dict[str, Any] | None
    test: bool
    message: str | None
    order_id: UUID | None
    expires_at: datetime
    customer_id: UUID | None
    order_number: int | None
    order_status: str | None
    payments: tuple[AttemptRow, ...]
    draft_id: UUID | None = None
    """The merchant's draft it is sold from, until it is an order."""

    @property
    def current(self) -> AttemptRow | None:
        """The latest attempt; None where nothing is to be paid."""
        return next((p for p in self.payments if p.attempt == self.attempt), None)

    def with_attempt(self, payment: AttemptRow) -> "CheckoutCase":
        """The case with one more attempt."""
        return replace(self, payments=(*self.payments, payment))

    def reopened(self, *, attempt: int, expires_at: datetime) -> "CheckoutCase":
        """The case waiting for another attempt."""
        return replace(
            self, state="awaiting_payment", attempt=attempt, expires_at=expires_at, message=None
        )

    @property
    def demand(self) -> dict[UUID, int]:
        """Units per variant, lines of the same variant together."""
        wanted: dict[UUID, int] = {}
        for line in self.lines:
            variant = UUID(line["variant_id"])
            wanted[variant] = wanted.get(variant, 0) + line["quantity"]
        return wanted


async def load_case(
    session: AsyncSession,
    *,
    checkout_id: UUID | None = None,
    payment_id: UUID | None = None,
    order_id: UUID | None = None,
    token_hash: bytes | None = None,
) -> CheckoutCase | None:
    """The checkout by its own id, by one of its payments or by its order; None when unknown, or
    when its cart's token does not hash to the given `token_hash`."""
    result = await session.execute(
        _CASE,
        {"checkout": checkout_id, "payment": payment_id, "order": order_id, "token": token_hash},
    )
    row = result.mappings().first()
    if row is None:
        return None
    fields = dict(row)
    fields["body_hash"] = bytes(fields["body_hash"])
    fields["payments"] = tuple(_attempt(item) for item in fields["payments"])
    return CheckoutCase(**fields)


def _attempt(item: Mapping[str, Any]) -> AttemptRow:
    fields = dict(item)
    fields["id"] = UUID(fields["id"])
    fields["order_id"] = UUID(fields["order_id"]) if fields["order_id"] else None
    for name in ("requested_at", "expires_at", "checked_at"):
        fields[name] = datetime.fromisoformat(fields[name]) if fields[name] else None
    return AttemptRow(**fields)
