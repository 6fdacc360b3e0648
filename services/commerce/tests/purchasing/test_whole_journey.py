"""One merchant's dropshipping from the supplier's key to the last cent, through HTTP alone.

The supplier is the simulated one, on a port of its own with books of its own; what is counted as
bought is counted there. Nothing of ours is put into tables by hand: a merchant and a shopper call
the API, a worker and a clock do what follows.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import text

from ecomm_core import clock
from ecomm_testing.fakes.supplier import SimulatedSupplierServer, SupplierPanel

from ..lifecycles.story import Desk, basket
from .buying import GRACE, MINUTE, Buying

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


class Journey:
    """The merchant's seat, the suppliers' panels, and time."""

    def __init__(self, shop: Any, server: SimulatedSupplierServer, shift: Shift) -> None:
        self.shop = shop
        self.desk = Buying(shop, shop.kernel)
        self.server = server
        self._shift = shift
        self.gone = APART

    def later(self, seconds: float) -> None:
        """Time goes by, at the supplier's too."""
        self.gone += seconds
        self._shift(self.gone)

    async def rounds(self, count: int = 3) -> None:
        """What worker and clock do."""
        for _ in range(count):
            await self.shop.run()
            await self.desk.work()

    async def connected(self, name: str, **settings: Any) -> tuple[str, SupplierPanel]:
        """(our id of a supplier, its panel): connected by its key, buying by itself."""
        panel = await self.server.open_account(balance=1_000_000, **settings)
        keys = {"api_key": panel.key, "webhook_secret": panel.webhook_secret}
        body = {"adapter": "simulated", "name": name, "credentials": keys}
        made = await self.desk.post("/suppliers", body, 201)
        wish = {"auto_order": True, "approval": "never", "grace_minutes": 10}
        await self.desk.call("PATCH", f"/suppliers/{made['id']}", wish)
        return made["id"], panel

    async def taken(self, supplier: str, sku: str) -> str:
        """Our id of a supplier's variant: its product was read there."""
        path = f"/suppliers/{supplier}/products"
        read = await self.desk.post(path, {"external_id": sku.partition("-")[0]}, 201)
        [found] = [one["id"] for one in read["variants"] if one["external_sku"] == sku]
        return str(found)

    async def sells(self, title: str, price: int, *parts: str) -> str:
        """A variant on sale that these suppliers' variants are mapped to, the first one first."""
        money = {"amount": price, "currency": "EUR"}
        body = {"title": title, "status": "active", "price": money, "track_inventory": False}
        made = await self.desk.post("/products", body, 201)
        variant = made["variants"][0]["id"]
        for priority, part in enumerate(parts, start=1):
            wish = {
                "variant_id": variant,
                "parts": [{"supplier_variant_id": part}],
                "priority": priority,
            }
            await self.desk.post("/mappings", wish, 201)
        return str(variant)

    async def purchases(self, order: str) -> list[Any]:
        """The order's purchase orders in full, the first one first."""
        rows = await self.desk.get("/purchase-orders")
        mine = [row["id"] for row in reversed(rows) if row["order_id"] == order]
        return [await self.desk.get(f"/purchase-orders/{one}") for one in mine]


async def test_from_the_suppliers_key_to_the_last_cent(
    shop: Any, simulated_supplier: SimulatedSupplierServer, shift_clock: Shift
) -> None:
    """R10.1 to R10.6, in the order in which they happen.

    **By hand.** A euro is 1.25 dollars (0.80 EUR a dollar) and 0.96 francs. From China one unit
    travels by Saver Mail for 1.20 + 0.75 for each 100 g begun, tracked by Standard Line for
    2.10 + 1.10, with a duty of 3.25 for each tariff line.

    Prices (margin 40 %, fees 2 % + 0.30, 19 % tax inside, ending in .99), by the cheapest lane:
    mug (3.90 + 4.20 + 3.25) * 0.8 = 9.08 landed; (9.08 + 0.30) / (0.6 / 1.19 - 0.02) = 19.37;
    19.99. Cups (5.60 + 4.20 + 3.25) * 0.8 = 10.44; 22.18; 22.99. Dripper
    (6.40 + 4.95 + 3.25) * 0.8 = 11.68; 24.74; 24.99. In francs 19.19, 22.07, 23.99.

    Sold: 2 mugs 38.38 CHF gross, 32.25 net; cups 22.07, net 18.55; dripper 23.99, net 20.16;
    shipping 4.70. In euros net 33.59, 19.32, 21.00; the payment 89.14 CHF = 92.85 EUR.
    Fees: 2 % of 92.85 + 0.30 = 2.16, over the nets: 0.98, 0.57, 0.61.

    Bought at Altan: 2 mugs and the cups, 1030 g by Standard Line: goods 7.80 + 5.60, shipping
    2.10 + 11 * 1.10 = 14.20 (by goods 8.27 and 5.93), duty 2 * 3.25 = 6.50 (3.78 and 2.72).
    In euros mugs 6.24, 6.62, 3.02; cups 4.48, 4.74, 2.18.
    Bought at Birka: the dripper at 7.00, shipping 7.60, duty 3.25: 5.60, 6.08, 2.60 EUR. That is
    14.28 of 21.00 net and leaves 32 %: above the floor of 30 %.

    One mug goes back: 16.13 CHF net = 16.80 EUR. The supplier gives 3.00 dollars back: 2.40 EUR.
    Mugs 33.59 - 6.24 - 6.62 - 3.02 - 0.98 - 16.80 + 2.40 = 2.33. Cups
    19.32 - 4.48 - 4.74 - 2.18 - 0.57 = 7.35. Dripper 21.00 - 5.60 - 6.08 - 2.60 - 0.61 = 6.11.
    """
    shift_clock(APART)
    journey = Journey(shop, simulated_supplier, shift_clock)
    desk = journey.desk

    # A merchant connects two suppliers, takes goods, makes products of them, lets a rule price.
    altan, first = await journey.connected("Altan", split="always")
    birka, second = await journey.connected("Birka")
    await second.override(DRIPPER, price=700)
    day = clock.now().date().isoformat()
    await desk.post("/currencies", {"currency": "CHF"}, 201)
    await desk.post("/currencies/rates", {"xml": bank_file(day, USD="1.25", CHF="0.96")})
    mug = await journey.sells("Mug", 1800, await journey.taken(altan, MUG))
    cups = await journey.sells("Cups", 2100, await journey.taken(altan, CUPS))
    dripper = await journey.sells(
        "Dripper", 2300, await journey.taken(altan, DRIPPER), await journey.taken(birka, DRIPPER)
    )
    formula = {"kind": "margin", "margin_ppm": 400_000, "fee_ppm": 20_000, "fixed_fee": 30}
    rule = {"name": "Usual", "formula": formula, "ending": "99", "floor_margin_ppm": 300_000}
    await desk.post("/price-rules", rule, 201)
    await desk.post("/price-rules/apply", {}, 202)
    await shop.run()

    # A shopper buys in another currency.
    public = Desk(shop.api, shop.store.public)
    buyer = await basket(public, (mug, 2), (cups, 1), (dripper, 1), email=EMAIL, currency="CHF")
    bought = await buyer.buy(shipping_address=ADDRESS)
    order = bought["id"]
    await shop.run()
    seen = await desk.get(f"/orders/{order}")
    assert [(line["title"], line["total"]["amount"]) for line in seen["items"]] == [
        ("Mug", 3838), ("Cups", 2207), ("Dripper", 2399),
    ]  # fmt: skip
    assert seen["totals"]["total"] == {"amount": 8914, "currency": "CHF"}
    assert (await desk.get(f"/fraud/checks/{order}"))["status"] == "cleared"

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
        "Mug": (3359, 0, 624, 662, 302, 98, 1680, 240, 233),
        "Cups": (1932, 0, 448, 474, 218, 57, 0, 0, 735),
        "Dripper": (2100, 0, 560, 608, 260, 61, 0, 0, 611),
    }
    assert (told["currency"], told["profit"], told["fees"]) == ("EUR", 233 + 735 + 611, 216)
    assert all(line["booked"] and line["cost_known"] for line in told["lines"])

    # The shopper is forgotten: what is left of them is what the law has the shop keep.
    await _forgotten(journey, order)
    assert (await desk.get(f"/orders/{order}/sourcing"))["profit"] == 1579


async def _forgotten(journey: Journey, order: str) -> None:
    [customer] = await journey.desk.get(f"/customers?search={EMAIL}")
    await journey.desk.call("DELETE", f"/customers/{customer['id']}", None)
    await journey.rounds(1)
    assert await journey.desk.get(f"/customers?search={EMAIL}") == []
    left = await _where(journey.shop, EMAIL) | await _where(journey.shop, ADDRESS["line1"])
    assert left == TAX_RECORD
    assert (await journey.desk.get(f"/orders/{order}"))["totals"]["total"]["amount"] == 8914


TAX_RECORD = {"orders"}
"""Tables that name a forgotten shopper: the order as it was sold, which the law has the shop
keep."""


async def _where(shop: Any, words: str) -> set[str]:
    """Tables of the tenant in which these words stand anywhere."""
    tables = await shop.rows(
        """select c.table_name as name from information_schema.columns c
             join information_schema.tables t
               on t.table_schema = c.table_schema and t.table_name = c.table_name
            where c.table_schema = current_schema() and c.column_name = 'tenant_id'
              and t.table_type = 'BASE TABLE'"""
    )
    found = set()
    async with shop.transaction() as session:
        for row in tables:
            name = row["name"]
            query = f'select exists (select 1 from "{name}" t where t::text like :words)'
            if await session.scalar(text(query), {"words": f"%{words}%"}):
                found.add(name)
    return found
