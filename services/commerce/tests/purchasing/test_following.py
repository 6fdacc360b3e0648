"""What becomes of a purchase: parcels, states, mails, flags."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ecomm_connectors.suppliers.orders import SupplierParcel, TrackingEvent
from ecomm_core import clock

from .buying import GRACE, MINUTE, Buying

Shift = Callable[[float], None]
HOUR = 60 * MINUTE


def parcel(number: str, *codes: str, **units: int) -> SupplierParcel:
    """A parcel with its events, a minute apart."""
    at = clock.now() - timedelta(minutes=len(codes))
    events = tuple(
        TrackingEvent(at + timedelta(minutes=place), code, code.replace("_", " "), "Shenzhen")
        for place, code in enumerate(codes)
    )
    return SupplierParcel(number, "yunexpress", f"https://track.example/{number}", events, units)


async def bought(buying: Buying, *counts: int) -> tuple[Any, list[str], Any]:
    """(account, skus, order) of an order of several lines that was placed."""
    account = await buying.account()
    skus, lines = [], []
    for count in counts:
        offered = await buying.offer(account)
        variant = await buying.shop.variant(stock=20)
        await buying.map(variant, account, offered)
        lines.append((variant, count))
        skus.append(
            await buying.shop.one(
                "select external_sku from supplier_variants where id = :id", id=offered
            )
        )
    order = await buying.sold(*lines)
    return account, skus, order


async def test_two_parcels_reach_the_order_once_each_with_their_events(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.3: a split order ships in two parcels; each becomes one parcel of the order with what is
    in it, tells the shopper once, and told again changes nothing."""
    account, (first, second), order = await bought(buying, 2, 1)
    shift_clock(GRACE)
    await buying.work()
    one = parcel("P1", "label_created", "in_transit", **{first: 2})
    account.supplier.ships("S-1", one)
    for hours in (2, 5, 8):
        shift_clock(GRACE + hours * HOUR)
        await buying.work()
        if hours == 2:
            items = await buying.shop.rows(
                "select quantity, fulfilled_quantity from order_items order by position"
            )
            assert [row["fulfilled_quantity"] for row in items] == [2, 0]
        account.supplier.ships("S-1", one, parcel("P2", "in_transit", "delivered", **{second: 1}))
    await buying.shop.run()
    rows = await buying.shop.rows(
        "select tracking_number, status, carrier from fulfillments order by tracking_number"
    )
    assert [(row["tracking_number"], row["status"]) for row in rows] == [
        ("P1", "shipped"), ("P2", "delivered"),
    ]  # fmt: skip
    heard = await buying.shop.one(
        """select count(*) from tracking_events e join fulfillments f on f.id = e.fulfilment_id
            where f.tracking_number = 'P1'"""
    )
    assert heard == 2
    mails = await buying.shop.one("select count(*) from events where type = 'order.shipped'")
    assert mails == 2
    assert [need["status"] for need in await buying.needs(order)] == ["shipped", "shipped"]
    assert await buying.shop.one("select fulfilment_status from orders") == "fulfilled"


async def test_a_parcel_of_unknown_contents_holds_what_is_left(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.3: a supplier that does not say what is in it ships the whole order with its first
    parcel, and a second one carries nothing twice."""
    account, _, _ = await bought(buying, 2)
    shift_clock(GRACE)
    await buying.work()
    account.supplier.ships("S-1", parcel("P1", "in_transit"), parcel("P2", "in_transit"))
    shift_clock(GRACE + 2 * HOUR)
    await buying.work()
    assert await buying.shop.one("select sum(fulfilled_quantity) from order_items") == 2
    assert await buying.shop.one("select count(*) from fulfillments") == 1
    assert await buying.shop.one("select count(*) from purchase_parcels") == 2


async def test_silence_is_flagged_and_movement_clears_it(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.3: no tracking 7 days after payment, no movement for 48 hours."""
    account, _, order = await bought(buying, 1)
    shift_clock(GRACE)
    await buying.work()

    async def flagged(hours: float) -> Any:
        shift_clock(GRACE + hours * HOUR)
        await buying.work()
        [row] = await buying.purchases(order)
        return row["flagged"]

    assert await flagged(6 * 24) is None
    assert await flagged(7 * 24 + 1) == "no_tracking"
    account.supplier.ships("S-1", parcel("P1", "in_transit"))
    assert await flagged(7 * 24 + 4) is None
    assert await flagged(9 * 24 + 8) == "no_movement"
    [row] = await buying.purchases(order)
    assert await buying.said(row["id"]) == [
        "queued", "placing", "paid", "no_tracking", "shipped", "parcel", "no_movement",
    ]  # fmt: skip


async def test_a_way_of_two_parts_ships_when_both_have_come(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.3: one sold unit made of two of the supplier's: half of it is no parcel of the order."""
    account = await buying.account()
    parts = [await buying.offer(account) for _ in range(2)]
    variant = await buying.shop.variant(stock=None)
    await buying.map(variant, account, *parts, quantity=2)
    await buying.sold((variant, 1))
    shift_clock(GRACE)
    await buying.work()
    [request] = account.supplier.requests
    assert [line.quantity for line in request.lines] == [2, 2]
    one, two = (line.external_sku for line in request.lines)
    account.supplier.ships("S-1", parcel("P1", "in_transit", **{one: 2}))
    shift_clock(GRACE + 2 * HOUR)
    await buying.work()
    assert await buying.shop.one("select count(*) from fulfillments") == 0
    account.supplier.ships(
        "S-1", parcel("P1", "in_transit", **{one: 2}), parcel("P2", "in_transit", **{two: 2})
    )
    shift_clock(GRACE + 5 * HOUR)
    await buying.work()
    assert await buying.shop.one("select sum(fulfilled_quantity) from order_items") == 1
