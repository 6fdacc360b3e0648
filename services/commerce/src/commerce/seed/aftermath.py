"""What came of the orders that left: parcels, returns with their refunds, reviews."""

from datetime import datetime, timedelta
from uuid import UUID

from commerce.seed.history import ACTOR, History, Row, Sold


def follow(past: History, sold: Sold) -> None:
    """Everything that happened to an order after it was packed."""
    order_id = sold.ids["order"]
    parcel(past, sold.at + timedelta(hours=20), sold.arrived, sold.items, order_id)
    if sold.returned:
        give_back(past, sold.at + timedelta(days=9), sold.items[0], sold.ids)
    if sold.arrived and past.random.random() < 0.3:
        review(past, sold.at + timedelta(days=8), sold.person, sold.items[-1], order_id)


def parcel(
    past: History, at: datetime, arrived: datetime | None, items: list[Row], order_id: UUID
) -> None:
    """Everything left in one parcel, and arrived by now or not."""
    left = past.put(
        "fulfillments",
        id=past.new_id(at),
        order_id=order_id,
        status="delivered" if arrived else "shipped",
        carrier=past.plan["carrier"],
        tracking_number=f"{past.store.slug[:2].upper()}{past.random.randrange(10**10):010}",
        shipped_at=at,
        delivered_at=arrived,
        created_at=at,
        updated_at=arrived or at,
    )
    for item in items:
        past.tables.setdefault("fulfillment_items", []).append(
            {
                "tenant_id": past.store.tenant_id,
                "fulfilment_id": left["id"],
                "order_item_id": item["id"],
                "store_id": past.store.id,
                "quantity": item["quantity"],
            }
        )
        units = item["quantity"]
        past.move(at, item["variant_id"], "shipped", -units, -units, f"order:{order_id}")
    past.tell(at, "shipped", "Everything has shipped.", order_id, {})
    if arrived:
        past.tell(arrived, "delivered", "Everything has arrived.", order_id, {})


def give_back(past: History, at: datetime, item: Row, ids: dict[str, UUID]) -> None:
    """The first line went back, and its money with it."""
    refund, done = past.new_id(at), at + timedelta(days=3)
    returned = past.new_id(at)
    amounts = {"quantity": item["quantity"], "gross": item["gross"], "net": item["net"]}
    past.put(
        "returns",
        id=returned,
        order_id=ids["order"],
        sequence=1,
        kind="return",
        status="completed",
        actor="shopper",
        outcome={"refund_id": str(refund)},
        requested_at=at,
        decided_at=at + timedelta(hours=5),
        received_at=done,
        completed_at=done,
        created_at=at,
        updated_at=done,
    )
    past.put(
        "return_lines",
        return_id=returned,
        order_item_id=item["id"],
        quantity=item["quantity"],
        reason=past.random.choice(("changed_mind", "not_as_described", "too_small")),
        received=item["quantity"],
        condition="new",
        restocked=True,
    )
    past.put(
        "order_refunds",
        id=refund,
        order_id=ids["order"],
        status="succeeded",
        currency=past.store.currency,
        amount=item["gross"],
        items_gross=item["gross"],
        shipping_gross=0,
        shipping_net=0,
        shipping_tax=0,
        adjustment_gross=0,
        adjustment_net=0,
        adjustment_tax=0,
        reason="returned",
        actor=ACTOR,
        created_at=done,
        updated_at=done,
    )
    past.put(
        "refund_lines",
        order_refund_id=refund,
        order_item_id=item["id"],
        **amounts,
        tax=item["tax"],
        restocked=item["quantity"],
    )
    past.put(
        "refunds",
        id=past.new_id(done),
        payment_id=ids["payment"],
        order_id=ids["order"],
        order_refund_id=refund,
        amount=item["gross"],
        currency=past.store.currency,
        status="succeeded",
        reason="returned",
        provider_ref=f"manual_{refund.hex}",
        created_at=done,
        updated_at=done,
    )
    past.move(done, item["variant_id"], "returned", item["quantity"], 0, f"return:{returned}")
    past.back.append({"id": str(ids["payment"]), "amount": item["gross"], "at": done.isoformat()})
    past.tell(done, "refunded", "Money was given back.", ids["order"], {"amount": item["gross"]})


def review(past: History, at: datetime, person: Row, item: Row, order_id: UUID) -> None:
    """What the buyer said of a thing; the newest still wait for the merchant."""
    words, stars = past.random.choice(past.plan["reviews"]).split("|")
    status = "published" if (past.today - at) > timedelta(days=3) else "pending"
    first, *rest = person["name"].split()
    past.put(
        "reviews",
        id=past.new_id(at),
        product_id=item["product_id"],
        order_id=order_id,
        order_item_id=item["id"],
        source="order",
        verified=True,
        status=status,
        rating=int(stars),
        title="",
        body=words,
        author=" ".join([first, *(part[:1] + "." for part in rest)]),
        photos=[],
        held_words=[],
        written_at=at,
        created_at=at,
        updated_at=at,
    )
