"""One merchant's dropshipping from the supplier's key to the last cent, through HTTP alone.

The supplier is the simulated one, on a port of its own with books of its own; what is counted as
bought is counted there. A merchant and a shopper call the API, a worker and a clock do what
follows. Put into a table by hand is the bank's rate of the day alone, which a job fetches.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ecomm_core import clock
from ecomm_testing.fakes.supplier import SimulatedSupplierServer

from ..lifecycles.story import Desk, basket
from ..naming import naming
from .buying import GRACE, MINUTE
from .journey import Journey

Shift = Callable[[float], None]

APART = 1500 * 24 * 60 * MINUTE
"""Bank rates are everybody's: this journey takes place in days of its own."""
HOUR = 60 * MINUTE
MUG, CUPS, DRIPPER = ("SIM1010-01-CN", "SIM1005-01-CN", "SIM1002-01-CN")
ADDRESS = {
    "name": "Wilhelmina Journeyman",
    "line1": "Weite Gasse 47",
    "postal_code": "01099",
    "city": "Dresden",
    "country": "DE",
}
EMAIL = "wilhelmina.journeyman@example.com"


def bank_file(day: str, **per_euro: str) -> str:
    """The bank's daily file."""
    cubes = "".join(f'<Cube currency="{code}" rate="{rate}"/>' for code, rate in per_euro.items())
    return (
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        f'<Cube><Cube time="{day}">{cubes}</Cube></Cube></gesmes:Envelope>'
    )


async def test_from_the_suppliers_key_to_the_last_cent(
    shop: Any, simulated_supplier: SimulatedSupplierServer, shift_clock: Shift
) -> None:
    """R10.1 to R10.6, in the order in which they happen. Planted: what had no answer is sent again
    instead of being looked up; the supplier's books then have two orders of one reference.

    **By hand.** A euro is 1.25 dollars (0.80 EUR a dollar) and 0.96 francs. From China one unit
    travels by Saver Mail for 1.20 + 0.75 for each 100 g begun, tracked by Standard Line for
    2.10 + 1.10, with a duty of 3.25 for each tariff line.

    Prices (margin 40 %, fees 2 % + 0.30, 19 % tax inside, ending in .99), by the cheapest lane:
    mug (3.90 + 4.20 + 3.25) * 0.8 = 9.08 landed; (9.08 + 0.30) / (0.6 / 1.19 - 0.02) = 19.37;
    19.99. Cups (5.60 + 4.20 + 3.25) * 0.8 = 10.44; 22.18; 22.99. Dripper
    (6.40 + 4.95 + 3.25) * 0.8 = 11.68; 24.74; 24.99. In francs 19.19, 22.07, 23.99.

    Sold: 2 mugs 38.38 CHF gross, 32.25 net; cups 22.07, net 18.55; dripper 23.99, net 20.16;
    no shipping from 60 euros on. In euros net 33.59, 19.32, 21.00; paid 84.44 CHF = 87.96 EUR.
    Fees: 2 % of 87.96 + 0.30 = 2.06, over the nets: 0.94, 0.54, 0.58.

    Bought at Altan: 2 mugs and the cups, 1030 g by Standard Line: goods 7.80 + 5.60, shipping
    2.10 + 11 * 1.10 = 14.20 (by goods 8.27 and 5.93), duty 2 * 3.25 = 6.50 (3.78 and 2.72).
    In euros mugs 6.24, 6.62, 3.02; cups 4.48, 4.74, 2.18.
    Bought at Birka: the dripper at 7.00, shipping 7.60, duty 3.25: 5.60, 6.08, 2.60 EUR. That is
    14.28 of 21.00 net and leaves 32 %: above the floor of 30 %.

    One mug goes back: 19.19 CHF less half of 6.13 of tax, 3.07: 16.12 net = 16.79 EUR. The
    supplier gives 3.00 dollars back: 2.40 EUR.
    Mugs 33.59 - 6.24 - 6.62 - 3.02 - 0.94 - 16.79 + 2.40 = 2.38. Cups
    19.32 - 4.48 - 4.74 - 2.18 - 0.54 = 7.38. Dripper 21.00 - 5.60 - 6.08 - 2.60 - 0.58 = 6.14.
    """
    journey = Journey(shop, simulated_supplier, shift_clock, APART)
    desk = journey.desk

    # A merchant connects two suppliers, takes goods, makes products of them, lets a rule price.
    altan, first = await journey.connected("Altan", split="always")
    birka, second = await journey.connected("Birka")
    await second.override(DRIPPER, price=700)
    day = clock.now().date().isoformat()
    await desk.post("/currencies", {"currency": "CHF"}, 201)
    await desk.post("/currencies/rates", {"xml": bank_file(day, CHF="0.96")})
    await desk.rate("USD", 1_250_000)
    mug = await journey.sells("Mug", 1800, await journey.taken(altan, MUG))
    cups = await journey.sells("Cups", 2100, await journey.taken(altan, CUPS))
    dripper = await journey.sells(
        "Dripper", 2300, await journey.taken(altan, DRIPPER), await journey.taken(birka, DRIPPER)
    )
    formula = {"kind": "margin", "margin_ppm": 400_000, "fee_ppm": 20_000, "fixed_fee": 30}
    rule = {"name": "Usual", "formula": formula, "ending": "99", "floor_margin_ppm": 300_000}
    await desk.post("/price-rules", rule, 201)
    await desk.post("/price-rules/apply", {}, 202)
    ran = await shop.run()
    made = await shop.rows("select price, landed, parts, priced_at from priced_variants")
    assert {row["price"] for row in made} == {1999, 2299, 2499}, (made, ran)

    # A shopper buys in another currency.
    public = Desk(shop.api, shop.store.public)
    buyer = await basket(public, (mug, 2), (cups, 1), (dripper, 1), email=EMAIL, currency="CHF")
    bought = await buyer.buy(shipping_address=ADDRESS)
    order = bought["id"]
    await shop.run()
    seen = await desk.get(f"/orders/{order}")
    assert [(line["title"], line["gross"]["amount"]) for line in seen["items"]] == [
        ("Mug", 3838), ("Cups", 2207), ("Dripper", 2399),
    ]  # fmt: skip
    assert seen["totals"]["total"] == {"amount": 8444, "currency": "CHF"}
    judged = await desk.get(f"/fraud/checks/{order}")
    assert (judged["held"], judged["waiting"]) == (False, False)

    # Placed after the grace time, and not before. The dripper has gone out of stock meanwhile.
    [planned] = await journey.purchases(order)
    await first.override(DRIPPER, stock=0)
    await journey.rounds()
    assert (planned["status"], await first.references()) == ("queued", {})
    journey.later(GRACE)
    await desk.work()
    refused, *rest = await journey.purchases(order)
    assert (refused["status"], refused["reason"]) == ("rejected", "out_of_stock")
    assert {row["supplier_name"] for row in rest} == {"Altan", "Birka"}

    # The answer is lost once the supplier has done it: nothing is bought twice.
    await first.fault("timeout_after", "place", seconds=0.1)
    journey.later(GRACE)
    await desk.work()
    states = {row["supplier_name"]: row["status"] for row in (await journey.purchases(order))[1:]}
    assert states == {"Altan": "unknown", "Birka": "paid"}
    journey.later(2 * MINUTE)
    await journey.rounds()
    found = {row["supplier_name"]: row for row in (await journey.purchases(order))[1:]}
    ours, theirs = found["Altan"], found["Birka"]
    assert (ours["status"], theirs["status"], len(found)) == ("paid", "paid", 2)
    assert await first.references() == {ours["reference"]: 1}
    assert await second.references() == {theirs["reference"]: 1}
    assert (ours["goods"], ours["shipping"], ours["duty"]) == (1340, 1420, 650)
    assert (theirs["goods"], theirs["shipping"], theirs["duty"]) == (700, 760, 325)
    assert await desk.get(f"/orders/{order}/sourcing")

    # Two parcels are tracked, each is told to the shopper once, and all arrives.
    for panel, one in ((first, ours), (second, theirs)):
        for act in ("shipped", "delivered"):
            await panel.advance(one["supplier_ref"], act)
            journey.later(3 * HOUR)
            await journey.rounds()
    parcels = (await desk.get(f"/purchase-orders/{ours['id']}"))["parcels"]
    assert len(parcels) == 2
    assert len({one["tracking_number"] for one in parcels}) == 2
    tracked = await public.post("/orders/track", number=bought["number"], email=EMAIL)
    assert len(tracked["parcels"]) == 3
    assert (await desk.get(f"/orders/{order}"))["fulfilment_status"] == "fulfilled"
    shipped = "select count(*) from events where type = 'order.shipped' and resource_id = :order"
    assert await shop.one(shipped, order=UUID(order)) == 3

    # One mug comes back, its money goes back, and the supplier is complained to.
    seat = Desk(shop.api, shop.store.public, {"X-Order-Token": bought["token"]})
    item = seen["items"][0]["id"]
    wish = {"item_id": item, "quantity": 1, "reason": "damaged"}
    back = await seat.post(f"/orders/{order}/returns", lines=[wish], message="It came in pieces.")
    await desk.post(f"/returns/{back['id']}/approve", {})
    arrived = {"item_id": item, "received": 1, "restock": False}
    await desk.post(f"/returns/{back['id']}/receive", {"lines": [arrived]})
    refund = (await desk.post(f"/returns/{back['id']}/complete", {}))["refund_id"]
    await shop.run()
    path = f"/purchase-orders/{ours['id']}"
    [ground] = await desk.get(f"{path}/disputable")
    assert (ground["refund_id"], ground["return_id"]) == (refund, back["id"])
    complaint = {"refund_id": refund, "reason": "damaged", "message": "It came in pieces."}
    made = await desk.post(f"{path}/disputes", complaint, 201)
    await first.fault("timeout_after", "dispute", seconds=0.1)
    await journey.rounds()
    box = f"/purchase-disputes/{made['id']}"
    assert (await desk.get(box))["status"] == "unknown"
    journey.later(2 * MINUTE)
    await journey.rounds()
    opened = await desk.get(box)
    assert (opened["status"], (await desk.get(path))["status"]) == ("open", "disputed")
    await first.decide(opened["dispute_ref"], accepted=True, refund=300)
    journey.later(7 * HOUR)
    await journey.rounds()
    decided = await desk.get(box)
    assert (decided["status"], decided["refunded"]) == ("accepted", 300)
    assert (await desk.get(path))["status"] == "delivered"

    # What was really earned, to the cent.
    told = await desk.get(f"/orders/{order}/sourcing")
    names = ("revenue", "discount", "cost", "shipping", "duty", "fees", "refunds",
             "supplier_refunds", "profit")  # fmt: skip
    assert {line["title"]: tuple(line[name] for name in names) for line in told["lines"]} == {
        "Mug": (3359, 0, 624, 662, 302, 94, 1679, 240, 238),
        "Cups": (1932, 0, 448, 474, 218, 54, 0, 0, 738),
        "Dripper": (2100, 0, 560, 608, 260, 58, 0, 0, 614),
    }
    assert (told["currency"], told["profit"], told["fees"]) == ("EUR", 238 + 738 + 614, 206)
    assert all(line["booked"] and line["cost_known"] for line in told["lines"])

    # The shopper is erased: nothing names her any more, and the books stay.
    await _forgotten(journey, order)
    assert (await desk.get(f"/orders/{order}/sourcing"))["profit"] == 1590


async def _forgotten(journey: Journey, order: str) -> None:
    """A copy of everything says who she is; after her erasure nothing does, and the books stay."""
    desk, names = journey.desk, (EMAIL, ADDRESS["name"], ADDRESS["line1"])
    [customer] = await desk.get(f"/customers?search={EMAIL}")
    before = await naming(journey.shop, *names)
    assert {"orders", "carts", "checkouts", "events", "mail_messages"} <= before.keys()
    asked = {"customer_id": customer["id"], "kind": "export"}
    copy = await desk.post("/privacy/requests", asked, 202)
    await journey.rounds(1)
    path = f"{journey.shop.store.path}/privacy/requests/{copy['id']}/copy.json"
    merchant = journey.shop.store.merchant
    told = (await merchant.get(path)).json()
    assert before.keys() - {"data_requests"} <= {part["table"] for part in told["data"]}
    assert all(name in str(told) for name in names)

    erased = await desk.post("/privacy/requests", {**asked, "kind": "erase"}, 202)
    await journey.rounds(1)
    receipt = await desk.get(f"/privacy/requests/{erased['id']}")
    assert (receipt["state"], receipt["waits_for"], receipt["email"]) == ("done", [], None)
    assert await naming(journey.shop, *names) == {}
    assert (await merchant.get(path)).json()["error"]["code"] == "copy_not_ready"
    assert await desk.get(f"/customers?search={EMAIL}") == []
    kept = await desk.get(f"/orders/{order}")
    assert kept["totals"]["total"]["amount"] == 8444
    left = {name: kept["shipping_address"][name] for name in ("postal_code", "country")}
    assert left == {"postal_code": "01099", "country": "DE"}
