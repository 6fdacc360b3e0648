"""What came of the orders: parcels, what follows from them, returns with their refunds, reviews."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from commerce.seed.history import History, Parcel, Row, Sold

OWN_WAY: Final = timedelta(hours=20)
"""Until what the shop has itself is packed."""

OWN_TRIP: Final = timedelta(days=4, hours=12)
OPEN: Final = ("requested", "approved")


def follow(past: History) -> None:
    """Everything that happened after the orders were placed."""
    for sold in past.sold:
        if sold.hold is None:
            _pack_own(past, sold)
        for parcel in sorted(sold.parcels, key=lambda one: (one.left_at, one.number)):
            _leave(past, sold, parcel)
        _derive(sold)
        if sold.order["delivered_at"] is not None:
            _afterwards(past, sold, sold.order["delivered_at"])
    if past.restock:
        _delivered_before(past)


def _pack_own(past: History, sold: Sold) -> None:
    """What no supplier sends leaves in one parcel, the next day or the one after."""
    own = {item["id"]: item["quantity"] for item in sold.items if item["id"] not in sold.sourced}
    late = past.random.random() < 0.4
    left = sold.at + OWN_WAY + timedelta(days=1 if late else 0)
    if not own or left >= past.now:
        return
    arrived = left + OWN_TRIP - timedelta(hours=20 * past.random.random())
    number = f"{past.store.slug[:2].upper()}{past.random.randrange(10**10):010}"
    sold.parcels.append(
        Parcel(
            id=past.new_id(left),
            left_at=left,
            arrived_at=arrived if arrived < past.now else None,
            carrier=past.plan["carrier"],
            number=number,
            url=None,
            units=own,
        )
    )


def _leave(past: History, sold: Sold, parcel: Parcel) -> None:
    """A parcel left, and arrived by now or not."""
    order_id, at = sold.ids["order"], parcel.left_at
    past.put(
        "fulfillments",
        id=parcel.id,
        order_id=order_id,
        status="delivered" if parcel.arrived_at else "shipped",
        carrier=parcel.carrier,
        tracking_number=parcel.number,
        tracking_url=parcel.url,
        shipped_at=at,
        delivered_at=parcel.arrived_at,
        created_at=at,
        updated_at=parcel.arrived_at or at,
    )
    items = {item["id"]: item for item in sold.items}
    for item_id, units in parcel.units.items():
        past.tables.setdefault("fulfillment_items", []).append(
            {
                "tenant_id": past.store.tenant_id,
                "fulfilment_id": parcel.id,
                "order_item_id": item_id,
                "store_id": past.store.id,
                "quantity": units,
            }
        )
        items[item_id]["fulfilled_quantity"] += units
        past.move(at, items[item_id]["variant_id"], "shipped", -units, -units, f"order:{order_id}")
    for moment, code, words, place in parcel.events:
        past.put(
            "tracking_events",
            id=past.new_id(moment),
            fulfilment_id=parcel.id,
            at=moment,
            kind=code,
            message=words,
            location=place or None,
            actor="supplier",
        )
    whole = all(item["fulfilled_quantity"] == item["quantity"] for item in sold.items)
    words = "Everything has shipped." if whole else "A parcel has shipped."
    facts = {"carrier": parcel.carrier, "tracking_number": parcel.number}
    past.tell(at, "shipped", words, order_id, {"fulfillment_id": str(parcel.id), **facts})
    if parcel.arrived_at:
        told = {"fulfillment_id": str(parcel.id), "status": "delivered"}
        words = "The parcel was delivered."
        past.tell(parcel.arrived_at, "parcel_delivered", words, order_id, told)


def _derive(sold: Sold) -> None:
    """What follows for the order from its parcels."""
    ordered = sum(item["quantity"] for item in sold.items)
    shipped = sum(item["fulfilled_quantity"] for item in sold.items)
    if not shipped:
        return
    order = sold.order
    order["fulfilment_status"] = "fulfilled" if shipped == ordered else "partial"
    order["updated_at"] = max(one.arrived_at or one.left_at for one in sold.parcels)
    if shipped == ordered:
        order["status"] = "completed"
        arrived = [one.arrived_at for one in sold.parcels]
        if all(arrived):
            order["delivered_at"] = max(at for at in arrived if at is not None)


def _afterwards(past: History, sold: Sold, arrived: datetime) -> None:
    """A few send something back, a third says what they think of it."""
    age = past.now - arrived
    asked = arrived + timedelta(days=2, hours=5)
    if asked < past.now and past.random.random() < 0.07:
        if age > timedelta(days=8):
            give_back(past, asked, sold, refused=past.random.random() < 0.15)
        else:
            ask_back(past, asked, sold)
    written = arrived + timedelta(days=3, hours=4)
    if written < past.now and past.random.random() < 0.3:
        review(past, written, sold.person, sold.items[-1], sold.ids["order"])


def _return(past: History, at: datetime, sold: Sold, status: str, **fields: object) -> Row:
    """A return of the first line."""
    item = sold.items[0]
    words = past.plan["returns"][past.random.randrange(len(past.plan["returns"]))]
    reason, _, message = words.partition("|")
    done = status == "completed"
    made = past.put(
        "returns",
        id=past.new_id(at),
        order_id=sold.ids["order"],
        sequence=1,
        kind="return",
        status=status,
        actor="shopper",
        message=message,
        decline_reason=None,
        outcome=None,
        requested_at=at,
        decided_at=None,
        received_at=None,
        completed_at=None,
        created_at=at,
        updated_at=at,
    )
    made.update(fields)
    past.put(
        "return_lines",
        return_id=made["id"],
        order_item_id=item["id"],
        quantity=item["quantity"],
        reason=reason,
        received=item["quantity"] if done else 0,
        condition="new" if done else None,
        restocked=True if done else None,
    )
    past.tell(at, "return_requested", "A return was requested.", sold.ids["order"], {"sequence": 1})
    return made


def ask_back(past: History, at: datetime, sold: Sold) -> None:
    """The shopper asked, and the merchant has answered or not yet."""
    if past.random.random() < 0.5 and past.now - at > timedelta(hours=8):
        decided = at + timedelta(hours=6)
        _return(past, at, sold, "approved", decided_at=decided, updated_at=decided)
        sold.order.update(status="open", updated_at=decided)
    else:
        _return(past, at, sold, "requested")


def give_back(past: History, at: datetime, sold: Sold, *, refused: bool) -> None:
    """The first line went back, and its money with it; or the merchant said no."""
    decided, done = at + timedelta(hours=5), at + timedelta(days=4)
    if refused:
        why = past.plan["declined"]
        _return(
            past,
            at,
            sold,
            "declined",
            decided_at=decided,
            decline_reason=why,
            updated_at=decided,
        )
        return
    item, order_id = sold.items[0], sold.ids["order"]
    refund = past.new_id(done)
    returned = _return(
        past,
        at,
        sold,
        "completed",
        decided_at=decided,
        received_at=done,
        completed_at=done,
        outcome={"refund_id": str(refund)},
        updated_at=done,
    )
    item["returned_quantity"] = item["restocked_quantity"] = item["quantity"]
    whole = len(sold.items) == 1
    sold.order["fulfilment_status"] = "returned" if whole else "partially_returned"
    everything = item["gross"] == sold.order["total"]
    sold.order["payment_status"] = "refunded" if everything else "partially_refunded"
    sold.order["updated_at"] = max(sold.order["updated_at"], done)
    sold.tender["refunded"] = item["gross"]
    _refund(past, done, sold, item, refund)
    past.move(done, item["variant_id"], "returned", item["quantity"], 0, f"return:{returned['id']}")
    past.back.append(
        {"id": str(sold.ids["payment"]), "amount": item["gross"], "at": done.isoformat()}
    )
    past.tell(done, "refunded", "Money was given back.", order_id, {"amount": item["gross"]})


def _refund(past: History, done: datetime, sold: Sold, item: Row, refund: UUID) -> None:
    past.put(
        "order_refunds",
        id=refund,
        order_id=sold.ids["order"],
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
        actor=past.actor,
        created_at=done,
        updated_at=done,
    )
    past.put(
        "refund_lines",
        order_refund_id=refund,
        order_item_id=item["id"],
        quantity=item["quantity"],
        gross=item["gross"],
        net=item["net"],
        tax=item["tax"],
        restocked=0,
    )
    past.put(
        "refunds",
        id=past.new_id(done),
        payment_id=sold.ids["payment"],
        order_id=sold.ids["order"],
        order_refund_id=refund,
        amount=item["gross"],
        currency=past.store.currency,
        status="succeeded",
        reason="returned",
        provider_ref=f"manual_{refund.hex}",
        created_at=done,
        updated_at=done,
    )


def _delivered_before(past: History) -> None:
    """What was sold had come in before, in one delivery a month."""
    sold = {key: -change[0] for key, change in past.stock.items() if change[0] < 0}
    waiting = {key: change[1] for key, change in past.stock.items()}
    variant_of = {str(item): variant for variant, item in past.items.items()}
    for key in sorted(sold.keys() | waiting.keys()):
        units = sold.get(key, 0) + waiting.get(key, 0)
        for month in range(3):
            share = units // 3 + (1 if month < units % 3 else 0)
            if share:
                at = past.today - timedelta(days=92 - 30 * month, hours=-8)
                past.move(at, variant_of[key], "received", share, 0, "delivery")


def review(past: History, at: datetime, person: Row, item: Row, order_id: UUID) -> None:
    """What the buyer said of a thing; the newest still wait for the merchant."""
    words, stars = past.random.choice(past.plan["reviews"]).split("|")
    status = "published" if (past.now - at) > timedelta(days=3) else "pending"
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
