"""Purchase orders of a demo shop as they are written first: planned, and not sent yet."""

from datetime import timedelta

from commerce.seed.history import History, Row
from commerce.seed.supply.buying import GRACE, Purchase
from commerce.sourcing.purchasing.models import PurchaseStatus


def order_row(past: History, one: Purchase) -> Row:
    """A purchase order as it stands once it is queued."""
    draft = one.draft
    sums = {
        "goods": draft.goods,
        "shipping": draft.shipping,
        "duty": draft.duty,
        "total": draft.total,
    }
    wait = _grace(one)
    return past.put(
        "purchase_orders",
        id=one.id,
        order_id=one.sold.ids["order"],
        supplier_id=draft.supplier_id,
        number=one.number,
        reference=one.reference,
        attempt=1,
        status=PurchaseStatus.QUEUED.value,
        reason=None,
        detail=None,
        warehouse=draft.warehouse,
        method=draft.lane.method,
        method_name=draft.lane.name,
        destination=one.sold.person["country"],
        min_days=draft.lane.min_days,
        max_days=draft.lane.max_days,
        currency=draft.currency,
        **sums,
        booked=False,
        refunded=0,
        rate={},
        spend_day=None,
        supplier_ref=None,
        payment_url=None,
        place_after=one.at + wait,
        due_at=None,
        looks=0,
        approved_at=None,
        approved_by=None,
        placing_at=None,
        placed_at=None,
        paid_at=None,
        shipped_at=None,
        delivered_at=None,
        last_movement_at=None,
        flagged=None,
        replaces_id=one.replaces,
        expected=sums,
        checks=[],
        spend=0,
        cancel_wanted=False,
        claimed_ref=None,
        created_at=one.at,
        updated_at=one.at,
    )


def line_rows(past: History, one: Purchase) -> list[Row]:
    """Its lines, each for a need."""
    return [
        past.put(
            "purchase_lines",
            id=past.new_id(one.at),
            purchase_order_id=one.id,
            position=place,
            need_id=line.wanted.need_id,
            order_item_id=line.wanted.order_item_id,
            supplier_variant_id=line.part.supplier_variant_id,
            mapping_id=line.way.mapping_id,
            active=True,
            external_id=line.part.external_id,
            external_sku=line.part.external_sku,
            order_key=line.part.order_key,
            title=line.part.title,
            options=line.part.options,
            quantity=line.quantity,
            max_unit_cost=line.max_unit_cost,
            unit_cost=line.unit_cost,
            goods=line.goods,
            shipping=line.shipping,
            duty=line.duty,
            expected=line.goods + line.shipping + line.duty,
            failed=None,
            refunded=0,
        )
        for place, line in enumerate(one.draft.lines)
    ]


def _grace(one: Purchase) -> timedelta:
    """How long it could still be changed; one that takes over waits no more."""
    return timedelta() if one.replaces is not None else GRACE
