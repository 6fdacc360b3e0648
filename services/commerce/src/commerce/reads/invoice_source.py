"""What invoices, credit notes and packing slips are made of, for many orders. SQL only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ORDERS = text(
    """
    select o.id, o.store_id, o.number, o.status, o.test, o.email, o.shipping_address, o.currency,
           o.placed_at, o.shipping_name, o.shipping_net, o.shipping_tax, o.shipping_gross,
           o.shipping_discount, o.shipping_taxes, o.taxes, o.tax, o.total, o.tax_inclusive,
           s.name as store_name, s.country as store_country, s.locale as store_locale,
           s.timezone as store_timezone, s.contact_email as store_email,
           s.business_name, s.business_address,
           (select jsonb_agg(jsonb_build_object(
                     'id', i.id, 'title', i.title, 'variant_title', i.variant_title, 'sku', i.sku,
                     'quantity', i.quantity, 'fulfilled', i.fulfilled_quantity,
                     'cancelled', i.cancelled_quantity, 'replaces', i.replaces_item_id,
                     'unit_price', i.unit_price, 'discount', i.discount, 'net', i.net,
                     'tax', i.tax, 'gross', i.gross, 'taxes', i.taxes) order by i.position)
              from order_items i where i.tenant_id = o.tenant_id and i.order_id = o.id) as items,
           coalesce((
             select jsonb_agg(jsonb_build_object('label', w.label, 'amount', w.amount)
                    order by w.position)
               from order_tenders w where w.tenant_id = o.tenant_id and w.order_id = o.id
           ), '[]') as tenders,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', f.id, 'status', f.status, 'amount', f.amount,
                      'shipping_gross', f.shipping_gross, 'shipping_net', f.shipping_net,
                      'shipping_tax', f.shipping_tax, 'adjustment_gross', f.adjustment_gross,
                      'adjustment_net', f.adjustment_net, 'adjustment_tax', f.adjustment_tax,
                      'lines', coalesce((
                        select jsonb_agg(jsonb_build_object(
                                 'item_id', l.order_item_id, 'quantity', l.quantity,
                                 'gross', l.gross, 'net', l.net, 'tax', l.tax))
                          from refund_lines l
                         where l.tenant_id = f.tenant_id and l.order_refund_id = f.id), '[]'),
                      'tenders', (
                        select coalesce(jsonb_agg(jsonb_build_object(
                                 'label', p.label, 'amount', p.amount)
                               order by p.place, p.label, p.amount), '[]')
                          from (
                            select coalesce((
                                     select w.label from order_tenders w
                                      where w.tenant_id = r.tenant_id and w.order_id = o.id
                                        and w.payment_id = r.payment_id limit 1), 'Payment')
                                     as label,
                                   r.amount, 0 as place
                              from refunds r
                             where r.tenant_id = f.tenant_id and r.order_refund_id = f.id
                               and r.status <> 'failed'
                            union all
                            select coalesce((
                                     select w.label from order_tenders w
                                      where w.tenant_id = e.tenant_id and w.order_id = o.id
                                        and w.account_id
                                            = coalesce(e.gift_card_id, e.store_credit_id)
                                      limit 1), 'Store credit'),
                                   e.amount, 1
                              from tender_ledger e
                             where e.tenant_id = f.tenant_id and e.refund_id = f.id) p))
                    order by f.id)
               from order_refunds f
              where f.tenant_id = o.tenant_id and f.order_id = o.id and f.status <> 'failed'
           ), '[]') as refunds,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'status', f.status, 'carrier', f.carrier,
                      'tracking_number', f.tracking_number, 'items', (
                        select jsonb_object_agg(u.order_item_id, u.quantity)
                          from fulfillment_items u
                         where u.tenant_id = f.tenant_id and u.fulfilment_id = f.id))
                    order by f.id)
               from fulfillments f where f.tenant_id = o.tenant_id and f.order_id = o.id
           ), '[]') as parcels
      from orders o join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
     where o.store_id = :store and o.id = any(cast(:ids as uuid[]))
    """
)


@dataclass(frozen=True, slots=True)
class InvoiceSource:
    """An order as papers need it. Amounts in minor units of `currency`; nested values as JSON has
    them; `refunds` are those that did not fail, oldest first."""

    id: UUID
    store_id: UUID
    number: int
    status: str
    test: bool
    email: str
    shipping_address: dict[str, Any]
    currency: str
    placed_at: datetime
    shipping_name: str
    shipping_net: int
    shipping_tax: int
    shipping_gross: int
    shipping_discount: int
    shipping_taxes: list[dict[str, Any]]
    taxes: list[dict[str, Any]]
    tax: int
    total: int
    tax_inclusive: bool
    store_name: str
    store_country: str
    store_locale: str
    store_timezone: str
    store_email: str | None
    business_name: str | None
    business_address: str | None
    items: list[dict[str, Any]]
    tenders: list[dict[str, Any]]
    refunds: list[dict[str, Any]]
    parcels: list[dict[str, Any]]


async def load_sources(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID]
) -> list[InvoiceSource]:
    """The store's orders of these ids, in the order of the ids; unknown ones are left out."""
    found = await session.execute(_ORDERS, {"store": store_id, "ids": list(order_ids)})
    rows = {row["id"]: InvoiceSource(**row) for row in found.mappings()}
    return [rows[order_id] for order_id in dict.fromkeys(order_ids) if order_id in rows]
