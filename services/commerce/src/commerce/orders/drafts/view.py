"""Drafts as merchants and, fewer fields, as whoever holds the link sees them."""

from typing import Any
from uuid import UUID

from commerce.cart.sums import Sums
from commerce.cart.view import discount_out, image_out, money, problem_of, public_url, totals_out
from commerce.orders.drafts.models import DraftStatus
from commerce.orders.drafts.schemas import (
    DraftDiscountOut,
    DraftLineOut,
    DraftOut,
    DraftRow,
    PublicDraftLineOut,
    PublicDraftOrderOut,
    PublicDraftOut,
)
from commerce.orders.drafts.service import Priced, name_of
from commerce.orders.drafts.tokens import pay_url
from commerce.orders.tokens import status_token
from commerce.stores.directory import StoreFacts
from commerce.stores.postal import Address
from ecomm_core.kernel import Kernel

_OPEN = (DraftStatus.DRAFT, DraftStatus.PENDING)


def draft_out(
    kernel: Kernel, store: StoreFacts, found: Priced, *, test: bool, may_pay: bool
) -> DraftOut:
    """The draft, whole. `may_pay`: a payment provider is there for its link."""
    row, currency = found.row, found.rows.currency
    ready = not found.missing and not any(line.problem for line in _lines(kernel, found.sums))
    actions = ["edit", "delete"] if row.status in _OPEN and not row.exchange_order_id else []
    if row.status in _OPEN and ready:
        actions += ["pay", *(["send"] if may_pay else [])]
    return DraftOut.model_validate(
        {
            "id": row.id,
            "name": name_of(row),
            "status": row.status,
            "customer_id": row.customer_id,
            "email": row.email,
            "lines": _lines(kernel, found.sums),
            "shipping_address": row.shipping_address,
            "shipping_rate_id": row.shipping_rate_id,
            "rates": found.rates,
            "discount": None if row.discount is None else DraftDiscountOut(**row.discount),
            "discounts": _discounts(found.sums, currency),
            "totals": totals_out(found.sums.totals, currency, found.sums.tenders),
            "missing": list(found.missing),
            "actions": actions,
            "note": row.note,
            "tags": row.tags,
            "test": test,
            "sent_at": row.sent_at,
            "pay_url": pay_url(kernel, store.slug, row.id)
            if row.status == DraftStatus.PENDING
            else None,
            "order_id": row.order_id,
            "exchange_order_id": row.exchange_order_id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
    )


def row_out(row: Any) -> DraftRow:
    """A line of the table."""
    return DraftRow(
        id=row.id,
        name=name_of(row),
        status=row.status,
        email=row.email,
        customer_name=(row.shipping_address or {}).get("name"),
        items=row.items,
        total=money(row.total, row.currency),
        order_id=row.order_id,
        sent_at=row.sent_at,
        updated_at=row.updated_at,
    )


def public_out(
    kernel: Kernel,
    found: Priced,
    *,
    state: str,
    message: str | None,
    order: tuple[UUID, int] | None,
    test: bool,
) -> PublicDraftOut:
    """What its customer sees."""
    row, currency = found.row, found.rows.currency
    rate = next((rate for rate in found.rows.rates if rate.id == row.shipping_rate_id), None)
    return PublicDraftOut.model_validate(
        {
            "name": name_of(row),
            "state": state,
            "email": row.email,
            "shipping_address": Address.model_construct(**row.shipping_address),
            "shipping_name": rate.name if rate is not None else "",
            "lines": [
                PublicDraftLineOut(
                    title=line.title,
                    variant_title=line.variant_title,
                    image=line.image,
                    quantity=line.quantity,
                    total=line.total,
                    problem=line.problem,
                )
                for line in _lines(kernel, found.sums)
            ],
            # The code is nobody's to type in elsewhere.
            "discounts": [
                entry.model_copy(update={"code": None})
                for entry in _discounts(found.sums, currency)
            ],
            "totals": totals_out(found.sums.totals, currency, found.sums.tenders),
            "test": test,
            "message": message,
            "order": None
            if order is None
            else PublicDraftOrderOut(
                id=order[0], number=order[1], token=status_token(kernel, order[0])
            ),
        }
    )


def _discounts(sums: Sums, currency: str) -> list[Any]:
    return [discount_out(verdict, currency) for verdict in sums.applied]


def _lines(kernel: Kernel, sums: Sums) -> list[DraftLineOut]:
    url, rows = public_url(kernel), sums.prices.rows
    prices = sums.prices
    parts = zip(rows.lines, prices.units, sums.lines, prices.left, strict=True)
    found = []
    for line, unit, part, left in parts:
        problem = problem_of(line, unit, left)
        found.append(
            DraftLineOut(
                variant_id=line.variant_id,
                product_id=line.product_id,
                title=line.title,
                variant_title=line.variant_title,
                sku=line.sku,
                image=image_out(line.picture, url),
                quantity=line.quantity,
                unit_price=money(unit, rows.currency),
                discount=money(part.discount, rows.currency),
                total=money(unit * line.quantity - part.discount, rows.currency),
                available=left,
                # A draft is at today's price, whatever it was before.
                problem=None if problem == "price_changed" else problem,
            )
        )
    return found
