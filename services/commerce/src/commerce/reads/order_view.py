"""An order, whole: one statement. SQL only, no service is asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Boolean

_ORDER = text(
    """
    select o.id, o.tenant_id, o.store_id, o.customer_id, o.number, o.status, o.payment_status,
           o.fulfilment_status, o.test, o.email, o.shipping_address, o.currency, o.subtotal,
           o.discount, o.shipping_name, o.shipping_net, o.shipping_tax, o.shipping_gross, o.tax,
           o.total, o.tax_name, o.tax_country, o.tax_rate_ppm, o.tax_inclusive,
           o.shipping_discount, o.taxes, o.trace, o.rate, o.placed_at,
           o.cancelled_at, o.cancel_reason, o.hold_reason, o.delivered_at, o.tags,
           s.name as store_name, s.slug as store_slug,
           s.locale as store_locale, s.timezone as store_timezone,
           s.contact_email as store_email,
           (select jsonb_agg(jsonb_build_object(
                     'id', i.id, 'product_id', i.product_id, 'variant_id', i.variant_id,
                     'product_slug', i.product_slug, 'title', i.title,
                     'variant_title', i.variant_title, 'sku', i.sku, 'image', i.image,
                     'quantity', i.quantity, 'fulfilled_quantity', i.fulfilled_quantity,
                     'cancelled_quantity', i.cancelled_quantity,
                     'returned_quantity', i.returned_quantity,
                     'replaces_item_id', i.replaces_item_id,
                     'unit_price', i.unit_price, 'discount', i.discount, 'net', i.net,
                     'tax', i.tax, 'gross', i.gross, 'bundle', i.bundle) order by i.position)
              from order_items i where i.tenant_id = o.tenant_id and i.order_id = o.id) as items,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', f.id, 'status', f.status, 'carrier', f.carrier,
                      'tracking_number', f.tracking_number, 'tracking_url', f.tracking_url,
                      'shipped_at', f.shipped_at, 'delivered_at', f.delivered_at,
                      'events', coalesce((
                        select jsonb_agg(jsonb_build_object(
                                 'at', e.at, 'kind', e.kind, 'message', e.message,
                                 'location', e.location) order by e.at, e.id)
                          from tracking_events e
                         where e.tenant_id = f.tenant_id and e.fulfilment_id = f.id), '[]'),
                      'items', (
                        select jsonb_agg(jsonb_build_object(
                                 'item_id', u.order_item_id, 'quantity', u.quantity)
                               order by u.order_item_id)
                          from fulfillment_items u
                         where u.tenant_id = f.tenant_id and u.fulfilment_id = f.id))
                    order by f.id)
               from fulfillments f where f.tenant_id = o.tenant_id and f.order_id = o.id
           ), '[]') as parcels,
           case when :full then coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', p.id, 'provider', p.provider, 'provider_ref', p.provider_ref,
                      'status', p.status, 'amount', p.amount, 'currency', p.currency,
                      'captured', p.captured, 'refunded', p.refunded, 'refunding', (
                        select coalesce(sum(r.amount), 0) from refunds r
                         where r.tenant_id = p.tenant_id and r.payment_id = p.id
                           and r.status = 'pending'),
                      'order_id', p.order_id, 'test', p.test,
                      'created_at', p.created_at) order by p.attempt)
               from payments p
              where p.tenant_id = o.tenant_id and p.checkout_id = o.checkout_id
           ), '[]') end as payments,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'kind', w.kind, 'label', w.label, 'amount', w.amount,
                      'refunded', w.refunded) order by w.position)
               from order_tenders w where w.tenant_id = o.tenant_id and w.order_id = o.id
           ), '[]') as tenders,
           case when :full then coalesce((
             select jsonb_agg(jsonb_build_object(
                      'at', t.at, 'kind', t.kind, 'message', t.message, 'actor', t.actor,
                      'data', t.data) order by t.at, t.id)
               from order_timeline t where t.tenant_id = o.tenant_id and t.order_id = o.id
           ), '[]') end as timeline
      from orders o
      join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
     where o.id = :order and (cast(:store as uuid) is null or o.store_id = :store)
    """
).bindparams(
    bindparam("order", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("full", type_=Boolean()),
)


@dataclass(frozen=True, slots=True)
class OrderRows:
    """An order with its items, parcels and, when asked for, payments and timeline. Amounts in minor
    units of `currency`; nested values as JSON has them."""

    id: UUID
    tenant_id: UUID
    store_id: UUID
    customer_id: UUID | None
    number: int
    status: str
    payment_status: str
    fulfilment_status: str
    test: bool
    email: str
    shipping_address: dict[str, Any]
    currency: str
    subtotal: int
    discount: int
    shipping_name: str
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
    taxes: list[dict[str, Any]]
    trace: list[dict[str, Any]]
    rate: dict[str, Any] | None
    placed_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None
    hold_reason: str | None
    delivered_at: datetime | None
    tags: list[str]
    store_name: str
    store_slug: str
    store_locale: str
    store_timezone: str
    store_email: str | None
    items: list[dict[str, Any]]
    parcels: list[dict[str, Any]]
    tenders: list[dict[str, Any]]
    payments: list[dict[str, Any]]
    timeline: list[dict[str, Any]]


async def load_order(
    session: AsyncSession, order_id: UUID, *, store_id: UUID | None = None, full: bool = False
) -> OrderRows | None:
    """The order, in `store_id` when given; `full` adds payments and timeline."""
    result = await session.execute(_ORDER, {"order": order_id, "store": store_id, "full": full})
    row = result.mappings().first()
    if row is None:
        return None
    return OrderRows(
        **{**row, "payments": row["payments"] or [], "timeline": row["timeline"] or []}
    )
