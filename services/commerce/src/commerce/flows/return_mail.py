"""What the shopper hears of a return; a withdrawal's receipt at once (Directive (EU) 2023/2673)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from commerce.flows.refund_mail import status_url
from commerce.mail import service as mail
from commerce.mail.service import Kind
from commerce.returns import service
from commerce.returns.service import Hand
from commerce.returns.view import return_out
from commerce.stores import service as stores


async def receipt(hand: Hand, return_id: UUID) -> None:
    """The receipt of a confirmed withdrawal, with the time it was received."""
    row = await _row(hand, return_id)
    shown = return_out(row)
    await mail.send(
        hand.session,
        hand.kernel,
        tenant_id=hand.tenant_id,
        store_id=hand.store_id,
        order_id=shown.order_id,
        kind=Kind.WITHDRAWAL_RECEIPT,
        to=shown.email,
        key=f"withdrawal:{return_id}",
        context={
            "name": shown.customer_name,
            "number": shown.order_number,
            "received_at": shown.requested_at,
            "items": _items(row),
            "status_url": await _url(hand, shown.order_id),
        },
    )


async def update(hand: Hand, return_id: UUID) -> None:
    """What the merchant decided about a return."""
    row = await _row(hand, return_id)
    shown = return_out(row)
    await mail.send(
        hand.session,
        hand.kernel,
        tenant_id=hand.tenant_id,
        store_id=hand.store_id,
        order_id=shown.order_id,
        kind=Kind.RETURN_UPDATE,
        to=shown.email,
        key=f"return:{return_id}:{shown.status}",
        context={
            "name": shown.customer_name,
            "number": shown.order_number,
            "return_name": shown.name,
            "approved": shown.status == "approved",
            "instructions": shown.instructions or "",
            "label_url": shown.label_url,
            "reason": shown.decline_reason or "",
            "items": _items(row),
            "status_url": await _url(hand, shown.order_id),
        },
    )


async def _row(hand: Hand, return_id: UUID) -> Mapping[str, Any]:
    row = await service.find(hand.session, hand.store_id, return_id)
    if row is None:
        raise LookupError("the caller has locked it")
    return row


async def _url(hand: Hand, order_id: UUID) -> str:
    store = await stores.get(hand.session, hand.store_id)
    return status_url(hand.kernel, store.slug, order_id)


def _items(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"title": line["title"], "variant": _variant(line), "quantity": line["quantity"]}
        for line in row["lines"]
    ]


def _variant(line: Mapping[str, Any]) -> str:
    """`Blue / M`, and what is sent for it: `Blue / M → Blue / L`."""
    wanted = line["exchange"]
    if wanted is None:
        return str(line["variant_title"])
    name = wanted["variant_title"] or wanted["title"]
    return f"{line['variant_title']} \u2192 {name}".strip()
