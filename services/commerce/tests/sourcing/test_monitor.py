"""The monitor: what changes at a supplier is carried over to the shop, and nothing else is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from commerce.sourcing.monitor import tasks
from commerce.sourcing.monitor.risk import Risk, wait
from ecomm_connectors.suppliers.goods import Availability
from ecomm_testing.fakes.suppliers import offer, variant

from .conftest import Sourced, connected
from .test_price_rules import sold

HOURS = 3600.0


class Time:
    """A clock that goes on, and the monitor's rounds at it."""

    def __init__(self, sourced: Sourced, shift: Any) -> None:
        self.sourced, self._shift, self._seconds = sourced, shift, 0.0

    async def round(self, hours: float = 13) -> list[str]:
        """Later, one round of the clock and what the worker does of it."""
        self._seconds += hours * HOURS
        self._shift(self._seconds)
        await tasks.monitor(self.sourced.kernel)
        return await self.sourced.work()


async def stock(sourced: Sourced, product: dict[str, Any]) -> tuple[int, bool]:
    """(on hand, tracked), from the table: the day's log-in has ended long ago."""
    async with sourced.session() as session:
        row = (
            await session.execute(
                text("select on_hand, tracked from inventory_items where variant_id = :id"),
                {"id": UUID(product["sold"])},
            )
        ).one()
    return row.on_hand, row.tracked


async def status(sourced: Sourced, product: dict[str, Any]) -> str:
    async with sourced.session() as session:
        found = await session.scalar(
            text("select status from products where id = :id"), {"id": UUID(product["id"])}
        )
    return str(found)


async def test_out_only_after_two_readings_and_back_as_it_was(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.3: out of stock only after two readings, then quantity 0 with its movement; back, what
    was taken is given back; an untracked variant is untracked again."""
    time = Time(sourced, shift_clock)
    mug, card = await sold(sourced, 1_000), await sold(sourced, 500, stock=None)
    assert (await stock(sourced, mug), await stock(sourced, card)) == ((10, True), (0, False))
    out: dict[str, Any] = {"availability": Availability.OUT, "stock": 0}
    for product in (mug, card):
        sourced.shelf.change(product["external_id"], "a", **out)
    await time.round()
    assert await stock(sourced, mug) == (10, True), "one reading is doubt"
    await time.round(0.1)
    assert (await stock(sourced, mug), await stock(sourced, card)) == ((0, True), (0, True))
    await time.round()
    async with sourced.session() as session:
        moves = await session.execute(
            text("select reason, on_hand_change from inventory_movements where reason <> 'initial'")
        )
    assert [tuple(row) for row in moves.all()] == [("supplier_out", -10)]
    assert await status(sourced, mug) == "active", "out is not gone"
    for product in (mug, card):
        sourced.shelf.change(
            product["external_id"], "a", availability=Availability.IN_STOCK, stock=4
        )
    await time.round()
    assert (await stock(sourced, mug), await stock(sourced, card)) == ((10, True), (0, False))


async def test_what_the_merchant_did_meanwhile_stays(sourced: Sourced, shift_clock: Any) -> None:
    """R10.3: back → restore only what the system hid."""
    time = Time(sourced, shift_clock)
    mug = await sold(sourced, 1_000)
    hidden = await sold(sourced, 1_000)
    draft = {"status": "draft"}
    await sourced.send("PATCH", f"/products/{hidden['id']}", draft)
    gone = [sourced.shelf.products.pop(one["external_id"]) for one in (mug, hidden)]
    await time.round()
    await time.round(0.1)
    assert (await status(sourced, mug), await stock(sourced, mug)) == ("draft", (0, True))
    async with sourced.session() as session:
        await session.execute(
            text("update inventory_items set on_hand = 3 where variant_id = :id"),
            {"id": UUID(mug["sold"])},
        )
    for product in gone:
        sourced.shelf.put(product)
    await time.round(25)
    assert await stock(sourced, mug) == (3, True), "somebody counted; theirs stays"
    assert await status(sourced, mug) == "active"
    assert await status(sourced, hidden) == "draft", "the merchant hid it"
    assert await stock(sourced, hidden) == (10, True)


async def test_a_product_is_a_draft_only_when_none_of_it_can_be_got(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.3: product gone → draft; another way keeps it on sale."""
    time = Time(sourced, shift_clock)
    mug = await sold(sourced, 1_000)
    other = await connected(sourced.kernel, sourced.store)
    other.shelf.put(offer("q1", variant("z", 1_200)))
    taken = await other.taken("q1")
    await other.mapped(mug["sold"], taken["variants"][0]["id"], priority=2)
    sourced.shelf.products.clear()
    await time.round()
    await time.round(0.1)
    assert (await status(sourced, mug), await stock(sourced, mug)) == ("active", (10, True))
    other.shelf.products.clear()
    await time.round()
    await time.round(0.1)
    assert (await status(sourced, mug), await stock(sourced, mug)) == ("draft", (0, True))


async def test_costs_are_kept_and_priced_and_each_turn_is_taken_once(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.3: a cost change becomes a snapshot and, by the rules and their guards, a price; a
    supplier that does not answer changes nothing."""
    time = Time(sourced, shift_clock)
    mug = await sold(sourced, 1_000, price=sourced.store.money(2_600))
    rule = {"name": "R", "formula": {"kind": "markup", "factor_ppm": 2_000_000, "add": 0}}
    await sourced.send("POST", "/price-rules", rule, 201)
    sourced.shelf.change(mug["external_id"], "a", cost=1_100)
    await time.round()
    again = [call for call in sourced.shelf.calls if call.startswith("stock")]
    await tasks.monitor(sourced.kernel)
    assert await sourced.work() == []
    assert [call for call in sourced.shelf.calls if call.startswith("stock")] == again
    async with sourced.session() as session:
        price = await session.scalar(
            text("select price from product_variants where id = :id"), {"id": UUID(mug["sold"])}
        )
        costs = await session.execute(text("select cost, source from cost_snapshots order by at"))
        due = await session.scalar(text("select next_read_at > now() from supplier_products"))
    assert price == 2_800
    assert [tuple(row) for row in costs.all()] == [(1_000, "import"), (1_100, "poll")]
    assert due is True
    sourced.shelf.products.clear()
    sourced.shelf.refusing = True
    await time.round()
    await time.round(1)
    assert (await status(sourced, mug), await stock(sourced, mug)) == ("active", (10, True))


async def test_a_hint_is_heard_at_once_and_reads_the_truth(sourced: Sourced, api: Any) -> None:
    """R10.3: webhook first: it says what to read, and only the reading counts."""
    mug = await sold(sourced, 1_000)
    sourced.shelf.change(mug["external_id"], "a", cost=1_050)
    url = f"/api/v1/webhooks/suppliers/memory/{sourced.supplier_id}"
    hint = {"event_id": "e1", "kind": "product", "external_id": mug["external_id"]}
    body, headers = sourced.shelf.webhook(hint, {**hint, "event_id": "e2", "external_id": "other"})
    assert (await api.post(url, content=body, headers=headers)).status_code == 200
    ran = await sourced.work()
    assert ran.count("commerce.sourcing.read_goods") == 1
    async with sourced.session() as session:
        costs = await session.execute(text("select cost, source from cost_snapshots order by at"))
    assert [tuple(row) for row in costs.all()] == [(1_000, "import"), (1_050, "webhook")]


async def test_an_option_that_vanishes_takes_its_variant_and_leaves_the_others(
    sourced: Sourced, shift_clock: Any
) -> None:
    """R10.3: a vanished option breaks its way; what it served is out, the product stays."""
    time = Time(sourced, shift_clock)
    sourced.shelf.put(offer("p", variant("a"), variant("b")))
    taken = await sourced.taken("p")
    product = await sourced.store.product(
        options=[{"name": "Size", "values": ["S", "M"]}], stock=None, price=sourced.store.money(900)
    )
    for row, part in zip(product["variants"], taken["variants"], strict=True):
        await sourced.mapped(row["id"], part["id"])
    sourced.shelf.put(offer("p", variant("b")))
    await time.round(25)
    await time.round(25)
    async with sourced.session() as session:
        broken = (
            await session.execute(
                text("select variant_id, broken_reason from mappings where broken_at is not null")
            )
        ).all()
    assert [str(row.variant_id) for row in broken] == [product["variants"][0]["id"]]
    first, second = ({"sold": row["id"]} for row in product["variants"])
    assert (await stock(sourced, first), await stock(sourced, second)) == ((0, True), (0, False))
    assert await status(sourced, product) == "active"


@given(
    st.integers(0, 100),
    st.integers(0, 10),
    st.booleans(),
    st.booleans(),
    st.integers(15, 10_080),
)
def test_no_reading_grows_stale_before_the_next(
    sales: int, changes: int, doubtful: bool, gone: bool, stale: int
) -> None:
    """R10.3: poll by risk: sooner for what sells, moves or is in doubt; never too late."""
    limit = timedelta(minutes=stale)
    soon = wait(Risk(sales, changes, doubtful, gone, limit))
    assert timedelta(minutes=5) <= soon <= max(limit / 2, timedelta(minutes=5))
    assert wait(Risk(sales + 50, changes, doubtful, gone, limit)) <= soon
    assert wait(Risk(sales, changes + 5, doubtful, gone, limit)) <= soon
    assert wait(Risk(sales, changes, True, gone, limit)) == timedelta(minutes=5)
