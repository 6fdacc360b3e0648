"""A shop's figures from its raw rows, added up by other code than the house's own: none of its SQL,
none of its sums. All of the demo is sold and paid in the shop's own currency."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from commerce.stores.contexts import directory_of
from commerce.stores.directory import StoreFacts
from ecomm_core.kernel import Kernel

Rows = dict[str, list[dict[str, Any]]]

TABLES = (
    "orders",
    "order_items",
    "order_refunds",
    "refund_lines",
    "payments",
    "payment_ledger",
    "sourcing_needs",
    "purchase_orders",
    "purchase_lines",
    "returns",
    "inventory_items",
    "inventory_movements",
    "price_rules",
    "carts",
    "cart_lines",
    "checkouts",
    "shop_events",
)
MOVED = {
    "charge": ("received", 1),
    "charge_reversed": ("received", -1),
    "refund": ("paid_back", 1),
    "refund_returned": ("paid_back", -1),
    "dispute": ("disputed", 1),
    "dispute_return": ("disputed", -1),
}
TAKEN = ("discounts_of_goods", "refunds_of_goods", "cost", "supplier_shipping", "duty", "fees")
"""What is taken off what goods were sold for; what suppliers gave back comes on top."""


def near(exact: Fraction) -> int:
    """The nearest whole number, half away from zero."""
    return floor(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)


def each(since: date, until: date) -> Iterator[date]:
    """Days, both included."""
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)


async def load(kernel: Kernel, slug: str) -> tuple[StoreFacts, Rows]:
    """A shop, and its rows as they are."""
    store = await directory_of(kernel).find(slug)
    rows: Rows = {}
    async with kernel.database.transaction(store.scope) as session:
        for table in TABLES:
            columns = "at, kind, entry" if table == "shop_events" else "*"
            query = text(f"select {columns} from {table} where store_id = :store")
            found = (await session.execute(query, {"store": store.id})).mappings()
            rows[table] = [dict(row) for row in found]
    return store, rows


class Raw:
    """A shop's rows, and what they come to by day."""

    def __init__(self, store: StoreFacts, rows: Rows) -> None:
        self.store, self.rows = store, rows
        self.zone = ZoneInfo(store.timezone)
        self.days: dict[date, Counter[str]] = defaultdict(Counter)
        self.earned: dict[Any, Counter[str]] = defaultdict(Counter)
        assert {row["currency"] for row in rows["orders"]} == {store.currency}
        self.sales = {
            row["id"]: row
            for row in rows["orders"]
            if not row["test"]
            and row["payment_status"] != "unpaid"
            and row["status"] not in ("cancelled", "draft", "pending", "expired")
        }
        self.items = [row for row in rows["order_items"] if row["order_id"] in self.sales]
        self.back: dict[Any, int] = defaultdict(int)
        self._sell()
        self._give_back()
        self._move_money()
        self._visit()
        self._buy()
        self._pay_fees()

    def day(self, moment: datetime) -> date:
        """The shop's day of a moment."""
        return moment.astimezone(self.zone).date()

    def of_order(self, order: Any) -> Counter[str]:
        """The figures of the day an order was placed."""
        return self.days[self.day(self.sales[order]["placed_at"])]

    def sum(self, since: date, until: date) -> Counter[str]:
        """What some days come to, with what follows from it."""
        found: Counter[str] = Counter()
        for day in each(since, until):
            found.update(self.on(day))
        return found

    def on(self, day: date) -> Counter[str]:
        """What one day comes to."""
        found = Counter(self.days.get(day, Counter()))
        found["revenue"] = found["gross"] - found["refunds"]
        taken = sum(found[name] for name in TAKEN)
        found["profit"] = found["sold"] - taken + found["supplier_refunds"]
        return found

    def profit(self, order: Any) -> int:
        """What was earned with an order's goods."""
        parts = self.earned[order]
        return parts["sold"] - sum(parts[name] for name in TAKEN) + parts["supplier_refunds"]

    def units(self, since: date, until: date) -> dict[str, int]:
        """Units of each product that were sold in a period."""
        found: dict[str, int] = defaultdict(int)
        for row in self.items:
            if since <= self.day(self.sales[row["order_id"]]["placed_at"]) <= until:
                found[str(row["product_id"])] += row["quantity"]
        return dict(found)

    def _sell(self) -> None:
        for key, row in self.sales.items():
            self.of_order(key).update(
                orders=1,
                total=row["total"],
                gross=row["total"] - row["tax"],
                tax=row["tax"],
                discounts=row["discount"],
                shipping=row["shipping_net"],
            )
        for row in self.items:
            self.of_order(row["order_id"])["units"] += row["quantity"]

    def _give_back(self) -> None:
        net: dict[Any, int] = defaultdict(int)
        for row in self.rows["refund_lines"]:
            net[row["order_refund_id"]] += row["net"]
        for row in self.rows["order_refunds"]:
            if row["order_id"] in self.sales and row["status"] != "failed":
                bare = net[row["id"]] + row["shipping_net"] + row["adjustment_net"]
                self.back[row["order_id"]] += bare
                day = self.days[self.day(row["created_at"])]
                day.update(refunds=bare, refunds_tax=row["amount"] - bare, refunded=row["amount"])

    def _move_money(self) -> None:
        order_of = {row["id"]: row["order_id"] for row in self.rows["payments"]}
        for row in self.rows["payment_ledger"]:
            if order_of.get(row["payment_id"]) in self.sales and row["kind"] in MOVED:
                name, sign = MOVED[row["kind"]]
                self.days[self.day(row["at"])][name] += sign * row["amount"]

    def _visit(self) -> None:
        for row in self.rows["shop_events"]:
            day = self.days[self.day(row["at"])]
            day["visits"] += row["entry"]
            day["product_views"] += row["kind"] == "product_view"
        tested = {row["cart_id"] for row in self.rows["orders"] if row["test"]}
        first: dict[Any, datetime] = {}
        for row in self.rows["cart_lines"]:
            at = row["created_at"]
            first[row["cart_id"]] = min(first.get(row["cart_id"], at), at)
        for cart, at in first.items():
            self.days[self.day(at)]["carts"] += cart not in tested
        for row in self.rows["checkouts"]:
            self.days[self.day(row["created_at"])]["checkouts"] += row["cart_id"] not in tested

    def _buy(self) -> None:
        """What each sold item brought and cost, all of it on the day of the order."""
        failed = {row["id"] for row in self.rows["order_refunds"] if row["status"] == "failed"}
        back: dict[Any, int] = defaultdict(int)
        for row in self.rows["refund_lines"]:
            if row["order_refund_id"] not in failed:
                back[row["order_item_id"]] += row["net"]
        needs = {row["order_item_id"]: row["status"] for row in self.rows["sourcing_needs"]}
        purchases = {row["id"]: row for row in self.rows["purchase_orders"]}
        shelved = self._shelved()
        lines: dict[Any, list[Any]] = defaultdict(list)
        for row in self.rows["purchase_lines"]:
            of = purchases[row["purchase_order_id"]]
            if row["active"] or (of["booked"] and of["paid_at"] is not None):
                lines[row["order_item_id"]].append((row, of["rate"].get("exact")))
        for item in self.items:
            sale = self.sales[item["order_id"]]
            discount = item["discount"]
            if sale["tax_inclusive"] and item["gross"]:
                discount = near(Fraction(discount * item["net"], item["gross"]))
            parts = Counter(
                sold=item["net"] + discount,
                discounts_of_goods=discount,
                refunds_of_goods=back[item["id"]],
            )
            for line, exact in lines[item["id"]]:
                if exact:
                    rate = Fraction(*exact)
                    parts["cost"] += near(line["goods"] * rate)
                    parts["supplier_shipping"] += near(line["shipping"] * rate)
                    parts["duty"] += near(line["duty"] * rate)
                    parts["supplier_refunds"] += near(line["refunded"] * rate)
            need, bought = needs.get(item["id"], "own"), lines[item["id"]]
            known = all(exact for _, exact in bought)
            if need == "own" or (need == "cancelled" and not bought):
                gone = item["quantity"] - shelved[item["order_id"], item["variant_id"]]
                if item["unit_cost"] is None:
                    known = known and gone == 0
                else:
                    parts["cost"] += gone * item["unit_cost"]
                    parts["own"] += gone * item["unit_cost"]
            elif not bought:
                known = False
            parts["unknown_lines"] = 0 if known else 1
            self._earn(item["order_id"], parts)

    def _shelved(self) -> Counter[tuple[Any, Any]]:
        """(order, variant) -> units that went back on the shelf, as its movements say."""
        variant_of = {row["id"]: row["variant_id"] for row in self.rows["inventory_items"]}
        order_of = {f"return:{row['id']}": row["order_id"] for row in self.rows["returns"]}
        order_of |= {f"order:{key}": key for key in self.sales}
        found: Counter[tuple[Any, Any]] = Counter()
        for row in self.rows["inventory_movements"]:
            order = order_of.get(row["reference"])
            if order is not None and row["reason"] in ("returned", "cancelled"):
                change = "on_hand_change" if row["reason"] == "returned" else "committed_change"
                found[order, variant_of[row["item_id"]]] += abs(row[change])
        return found

    def _pay_fees(self) -> None:
        """By the first margin rule: a share of what was paid and a fixed part."""
        rules = [row for row in self.rows["price_rules"] if row["active"]]
        margins = [row for row in rules if row["kind"] == "margin"]
        if not margins:
            return
        formula = min(margins, key=lambda row: (row["position"], row["id"]))["formula"]
        for order, row in self.sales.items():
            share = near(Fraction(row["total"] * formula["fee_ppm"], 10**6))
            self._earn(order, Counter(fees=share + formula["fixed_fee"]))

    def _earn(self, order: Any, parts: Counter[str]) -> None:
        self.earned[order].update(parts)
        self.of_order(order).update(parts)
