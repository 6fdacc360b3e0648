"""Invoices: issued once per order and once per refund, numbered without a gap, never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.errors import OrderNotFound
from commerce.orders.invoices import paper, repository
from commerce.orders.invoices.errors import NoSeller, NothingIssued, NotInvoiceable
from commerce.orders.invoices.paper import Paper, Seller
from commerce.orders.invoices.repository import page, seller, set_seller
from commerce.orders.models import OrderStatus
from commerce.orders.papers import InvoiceKind, OrderRefundStatus
from commerce.orders.repository import lock
from commerce.reads.invoice_source import InvoiceSource, load_sources
from ecomm_core import audit
from ecomm_core.ids import new_id

__all__ = ["issue", "issued", "page", "seller", "set_seller", "slips", "to_print"]

NEVER_PLACED = frozenset({OrderStatus.DRAFT, OrderStatus.PENDING, OrderStatus.EXPIRED})


async def issue(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    order_ids: Sequence[UUID],
    actor: str,
    now: datetime,
) -> list[Mapping[str, Any]]:
    """Issue what is missing for these orders: the invoice, and a credit note for each refund that
    went through. All that was issued for them, by number; test orders have none.

    Raises OrderNotFound (404), NotInvoiceable, NoSeller (409).
    """
    wanted = list(dict.fromkeys(order_ids))
    for order_id in sorted(wanted):
        # Locked in the order of their ids, as everybody does who takes several.
        await lock(session, store_id, order_id)
    sources = await _sources(session, store_id, wanted)
    known = await issued(session, store_id, wanted)
    invoices = {row["order_id"]: row["number"] for row in known if row["order_refund_id"] is None}
    credited = {str(row["order_refund_id"]) for row in known if row["order_refund_id"]}
    row = await seller(session, store_id)
    for source in sources:
        # Test orders are printed, too: whoever sells has to be known for them as well.
        by = _seller(source, row)
        if source.test:
            continue
        credits_due = [r for r in _settled(source) if r["id"] not in credited]
        if source.id in invoices and not credits_due:
            continue

        async def write(
            made: Paper, order_id: UUID = source.id, refund_id: UUID | None = None
        ) -> int:
            return await _write(
                session, made, tenant_id, store_id, order_id, refund_id, actor=actor
            )

        number = invoices.get(source.id)
        if number is None:
            number = await write(paper.invoice(source, by, number=None, now=now))
        for refund in credits_due:
            note = paper.credit_note(
                source, by, refund, number=None, invoice_number=number, now=now
            )
            await write(note, refund_id=UUID(refund["id"]))
    return await issued(session, store_id, wanted)


async def issued(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID]
) -> list[Mapping[str, Any]]:
    """What was issued for these orders, by number."""
    return [*await repository.of_orders(session, store_id, order_ids)]


async def to_print(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID], now: datetime
) -> list[Paper]:
    """The papers of these orders, order by order: an invoice, then its credit notes. Those of test
    orders are made now, without a number.

    Raises OrderNotFound (404), NoSeller, NothingIssued, NotInvoiceable (409).
    """
    sources = await _sources(session, store_id, order_ids)
    known = await issued(session, store_id, order_ids)
    row = await seller(session, store_id)
    papers: list[Paper] = []
    for source in sources:
        if source.test:
            papers += _trial(source, _seller(source, row), now)
        papers += [
            Paper.model_validate(entry["document"])
            for entry in known
            if entry["order_id"] == source.id
        ]
    if not papers:
        raise NothingIssued
    return papers


async def slips(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID]
) -> list[InvoiceSource]:
    """What packing slips are made of. Raises OrderNotFound (404)."""
    sources = await load_sources(session, store_id, order_ids)
    if len(sources) != len(set(order_ids)):
        raise OrderNotFound
    return sources


async def _sources(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID]
) -> list[InvoiceSource]:
    sources = await slips(session, store_id, order_ids)
    for source in sources:
        if source.status in NEVER_PLACED:
            detail = {"field": None, "code": NotInvoiceable.code, "number": source.number}
            raise NotInvoiceable(details=[{**detail, "message": NotInvoiceable.message}])
    return sources


def _seller(source: InvoiceSource, row: Mapping[str, Any] | None) -> Seller:
    found = paper.seller_of(source, row)
    if found is None:
        raise NoSeller
    return found


def _settled(source: InvoiceSource) -> list[dict[str, Any]]:
    return [r for r in source.refunds if r["status"] == OrderRefundStatus.SUCCEEDED]


def _trial(source: InvoiceSource, by: Seller, now: datetime) -> list[Paper]:
    notes = [
        paper.credit_note(source, by, refund, number=None, invoice_number=None, now=now)
        for refund in _settled(source)
    ]
    return [paper.invoice(source, by, number=None, now=now), *notes]


async def _write(
    session: AsyncSession,
    made: Paper,
    tenant_id: UUID,
    store_id: UUID,
    order_id: UUID,
    refund_id: UUID | None,
    *,
    actor: str,
) -> int:
    invoice_id = new_id()
    number = await repository.issue(
        session,
        {
            "tenant_id": tenant_id,
            "id": invoice_id,
            "store_id": store_id,
            "order_id": order_id,
            "kind": made.kind,
            "order_refund_id": refund_id,
            "issued_at": made.issued_at,
            "document": made.model_dump(mode="json"),
        },
    )
    credit = made.kind is InvoiceKind.CREDIT_NOTE
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="credit_note.issue" if credit else "invoice.issue",
        resource_type="invoice",
        resource_id=invoice_id,
        after={"number": number, "order_id": str(order_id), "total": made.gross},
    )
    return number
