"""The orders of a demo shop's last ninety days, as rows, before anything is written.

Everything follows from the shop's name, its products and the day: the same again on the same day,
ids included. Payments are `manual`, money the merchant took by themselves (see `seed.past`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from commerce.payments.by_hand import ref_of
from commerce.seed.pricing import Sums, sums_of
from commerce.stores.directory import StoreFacts
from ecomm_core.text import search_key

DAYS: Final = 90
FIRST: Final = 1001
_WEEK: Final = (1.0, 0.9, 0.9, 1.0, 1.2, 1.4, 1.5)
"""How a day of the week sells, Monday first."""

ACTOR: Final = "demo"
_KEEP: Final = 2
"""Units of each variant that the past leaves in stock."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sold:
    """An order that has left, and what came of it."""

    at: datetime
    arrived: datetime | None
    returned: bool
    person: Row
    items: list[Row]
    ids: dict[str, UUID]


@dataclass(slots=True)
class History:
    """The rows of one shop's past, by table, in an order that foreign keys allow."""

    store: StoreFacts
    plan: dict[str, Any]
    variants: list[Row]
    rates: list[Row]
    today: datetime
    tables: dict[str, list[Row]] = field(default_factory=dict)
    stock: dict[str, list[int]] = field(default_factory=dict)
    back: list[Row] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    number: int = FIRST - 1
    random: Random = field(init=False)
    left: dict[str, int] = field(init=False)
    items: dict[str, UUID] = field(init=False)

    def __post_init__(self) -> None:
        name = f"history {self.store.slug} {self.today:%Y-%m-%d}"
        self.random = Random(name)  # noqa: S311 - a demo's dice
        self.items = {str(v["variant_id"]): v["item_id"] for v in self.variants}
        self.left = {str(v["variant_id"]): v["on_hand"] - _KEEP for v in self.variants}

    def put(self, table: str, **values: Any) -> Row:
        """A row of the store, with an id of its own unless it names one."""
        row = {"tenant_id": self.store.tenant_id, "store_id": self.store.id, **values}
        self.tables.setdefault(table, []).append(row)
        return row

    def new_id(self, at: datetime) -> UUID:
        """A UUIDv7 of that moment, from the shop's own dice."""
        stamp = int(at.timestamp() * 1000) << 80
        dice = self.random.getrandbits(76)
        high, low = dice >> 64, dice & ((1 << 62) - 1)
        return UUID(int=stamp | 0x7000 << 64 | (high & 0xFFF) << 64 | 0x2 << 62 | low)

    def moved(self, item_id: UUID, on_hand: int, committed: int) -> None:
        """Add to what a stock item's counters change by."""
        change = self.stock.setdefault(str(item_id), [0, 0])
        change[0] += on_hand
        change[1] += committed

    def moments(self) -> Iterator[datetime]:
        """When orders came: more at weekends, more each month, none after last midnight."""
        begin = self.today - timedelta(days=DAYS)
        for n in range(DAYS):
            day = begin + timedelta(days=n)
            mean = (1.6 + 2.6 * n / DAYS) * _WEEK[day.weekday()]
            count = int(mean + self.random.random())
            times = [self.random.triangular(6, 23.9, 19) for _ in range(count)]
            for hour in sorted(times):
                yield day + timedelta(hours=hour)

    def order(self, at: datetime) -> None:
        """Somebody buys something, if there is anything left."""
        person = self._person()
        lines = self._basket()
        if not lines:
            return
        rate = next(
            r for r in self.rates if not r["countries"] or person["country"] in r["countries"]
        )
        sums = sums_of(self.store, self.plan["taxes"], person["country"], lines, rate)
        self.number += 1
        ids = {name: self.new_id(at) for name in ("cart", "checkout", "payment", "order")}
        self._cart(at, person, ids)
        common = self._amounts(person, sums, rate)
        self._checkout(at, common, sums, rate, ids)
        self._payment(at, sums, ids)
        age = (self.today - at) / timedelta(days=1)
        shipped = age > 2 or (age > 1 and self.random.random() < 0.5)
        delivered = shipped and age > 6
        returned = delivered and age > 12 and self.random.random() < 0.06
        arrived = at + timedelta(days=4.5) if delivered else None
        items = self._items(at, sums, ids["order"], shipped=shipped, returned=returned)
        refund = items[0]["gross"] if returned else 0
        self.put(
            "orders",
            **common,
            id=ids["order"],
            number=self.number,
            cart_id=ids["cart"],
            checkout_id=ids["checkout"],
            customer_id=None,
            status="completed" if shipped else "open",
            payment_status=_paid(sums.total, refund),
            fulfilment_status=_sent(items, shipped=shipped, returned=returned),
            search_text=search_key(f"{person['email']} {person['name']} {person['city']}"),
            placed_at=at,
            delivered_at=arrived,
            created_at=at,
            updated_at=arrived or at,
        )
        self.tell(at, "placed", "Order placed.", ids["order"], {})
        paid = {"provider": "manual", "amount": sums.total, "currency": self.store.currency}
        self.tell(at, "paid", "Payment received.", ids["order"], paid)
        self._announced(at, person, sums, ids["order"])
        self.put(
            "order_tenders",
            id=self.new_id(at),
            order_id=ids["order"],
            position=0,
            kind="provider",
            payment_id=ids["payment"],
            label="",
            amount=sums.total,
            refunded=refund,
            currency=self.store.currency,
        )
        if shipped:
            self.sold.append(Sold(at, arrived, returned, person, items, ids))

    def _person(self) -> Row:
        """Somebody of the shop's country; a few buy again and again."""
        people = self.plan["people"]
        first = int(self.random.paretovariate(1.1)) * 7 % len(people)
        last = self.random.randrange(len(people))
        if self.random.random() < 0.35:
            last = first
        name = " ".join([people[last].split()[0], people[first].split()[-1]])
        line1, postal_code, city, country = self.plan["places"][
            (first * 5 + last) % len(self.plan["places"])
        ]
        return {
            "name": name,
            "email": f"shopper-{first}-{last}@{self.store.slug}.example",
            "line1": line1,
            "postal_code": postal_code,
            "city": city,
            "country": country,
        }

    def _basket(self) -> list[Row]:
        """One to three things that are there; the first of each family sell best."""
        count = self.random.choices((1, 2, 3), (6, 3, 1))[0]
        chosen: dict[str, Row] = {}
        for _ in range(count):
            place = min(int(self.random.expovariate(2.2) * len(self.variants)), 10**6)
            variant = self.variants[place * 37 % len(self.variants)]
            key = str(variant["variant_id"])
            quantity = self.random.choices((1, 2), (5, 1))[0]
            if key not in chosen and self.left[key] >= quantity:
                self.left[key] -= quantity
                chosen[key] = {**variant, "quantity": quantity}
        return list(chosen.values())

    def _cart(self, at: datetime, person: Row, ids: dict[str, UUID]) -> None:
        self.put(
            "carts",
            id=ids["cart"],
            token_hash=f"\\x{ids['cart'].hex * 2}",
            currency=self.store.currency,
            status="completed",
            email=person["email"],
            reminders=0,
            codes=[],
            gift_cards=[],
            created_at=at,
            updated_at=at,
        )

    def _amounts(self, person: Row, sums: Sums, rate: Row) -> Row:
        """What checkout and order say alike."""
        address = {k: v for k, v in person.items() if k != "email"}
        return {
            "test": False,
            "email": person["email"],
            "shipping_address": address,
            "currency": self.store.currency,
            "subtotal": sums.subtotal,
            "discount": 0,
            "items_gross": sums.items_gross,
            "shipping_name": rate["name"],
            "shipping_net": sums.shipping["net"],
            "shipping_tax": sums.shipping["tax"],
            "shipping_gross": sums.shipping["gross"],
            "tax": sums.tax,
            "total": sums.total,
            "tax_name": sums.tax_name,
            "tax_country": sums.tax_country,
            "tax_rate_ppm": sums.tax_ppm,
            "tax_inclusive": self.store.prices_include_tax,
            "shipping_discount": 0,
            "shipping_taxes": sums.shipping["taxes"],
            "taxes": sums.taxes,
            "trace": [],
        }

    def _checkout(
        self, at: datetime, common: Row, sums: Sums, rate: Row, ids: dict[str, UUID]
    ) -> None:
        tender = {"kind": "provider", "id": None, "label": "", "amount": sums.total}
        self.put(
            "checkouts",
            **common,
            id=ids["checkout"],
            cart_id=ids["cart"],
            state="completed",
            attempt=1,
            body_hash=f"\\x{ids['checkout'].hex * 2}",
            shipping_rate_id=rate["id"],
            lines=sums.lines,
            tenders=[tender],
            due=sums.total,
            order_id=ids["order"],
            expires_at=at + timedelta(hours=1),
            created_at=at,
            updated_at=at,
        )

    def _payment(self, at: datetime, sums: Sums, ids: dict[str, UUID]) -> None:
        self.put(
            "payments",
            id=ids["payment"],
            checkout_id=ids["checkout"],
            order_id=ids["order"],
            attempt=1,
            provider="manual",
            provider_ref=ref_of(self.store.tenant_id, ids["payment"]),
            status="created",
            amount=sums.total,
            currency=self.store.currency,
            captured=0,
            refunded=0,
            test=False,
            content_hash=f"\\x{ids['checkout'].hex * 2}",
            requested_at=at,
            expires_at=at + timedelta(hours=1),
            checked_at=at,
            capture_late=False,
            created_at=at,
            updated_at=at,
        )

    def _items(
        self, at: datetime, sums: Sums, order_id: UUID, *, shipped: bool, returned: bool
    ) -> list[Row]:
        items = []
        for position, line in enumerate(sums.lines):
            quantity = line["quantity"]
            items.append(
                self.put(
                    "order_items",
                    **line,
                    id=self.new_id(at),
                    order_id=order_id,
                    position=position,
                    fulfilled_quantity=quantity if shipped else 0,
                    cancelled_quantity=0,
                    returned_quantity=quantity if returned and position == 0 else 0,
                )
            )
            self.move(at, line["variant_id"], "sold", 0, quantity, f"order:{order_id}")
        return items

    def move(
        self, at: datetime, variant_id: str, reason: str, on_hand: int, committed: int, why: str
    ) -> None:
        """Stock of a variant moves, and its counters with it."""
        item_id = self.items[variant_id]
        self.moved(item_id, on_hand, committed)
        self.put(
            "inventory_movements",
            id=self.new_id(at),
            item_id=item_id,
            at=at,
            reason=reason,
            on_hand_change=on_hand,
            committed_change=committed,
            actor=ACTOR,
            reference=why,
        )

    def tell(self, at: datetime, kind: str, message: str, order_id: UUID, data: Row) -> None:
        """A line of the order's timeline."""
        self.put(
            "order_timeline",
            id=self.new_id(at),
            order_id=order_id,
            at=at,
            kind=kind,
            message=message,
            actor="shopper" if kind == "placed" else ACTOR,
            data=data,
        )

    def _announced(self, at: datetime, person: Row, sums: Sums, order_id: UUID) -> None:
        """The order's event, which nobody waits for any more, and its mail, which was not sent."""
        named = ("product_id", "variant_id", "sku", "title", "variant_title", "quantity")
        data = {
            "number": self.number,
            "email": person["email"],
            "customer_name": person["name"],
            "country": person["country"],
            "currency": self.store.currency,
            "total": sums.total,
            "test": False,
            "items": [
                {name: line[name] for name in (*named, "unit_price", "gross")}
                for line in sums.lines
            ],
        }
        self.put(
            "events",
            id=self.new_id(at),
            type="order.created",
            version=1,
            resource_type="order",
            resource_id=order_id,
            sequence=1,
            occurred_at=at,
            data=data,
        )
        self.put(
            "mail_messages",
            id=self.new_id(at),
            message_key=f"order-confirmation:{order_id}",
            template="order_confirmation",
            recipient=person["email"],
            subject="",
            state="skipped",
            order_id=order_id,
            created_at=at,
        )

    def totals(self) -> list[Row]:
        """What published reviews count to, by product."""
        names = ("ones", "twos", "threes", "fours", "fives")
        found: dict[str, Row] = {}
        for review in self.tables.get("reviews", []):
            if review["status"] == "published":
                row = found.setdefault(
                    review["product_id"],
                    {
                        "tenant_id": self.store.tenant_id,
                        "product_id": review["product_id"],
                        "store_id": self.store.id,
                        **dict.fromkeys(names, 0),
                    },
                )
                row[names[review["rating"] - 1]] += 1
        return list(found.values())


def _paid(total: int, refund: int) -> str:
    if not refund:
        return "paid"
    return "refunded" if refund == total else "partially_refunded"


def _sent(items: list[Row], *, shipped: bool, returned: bool) -> str:
    if not shipped:
        return "unfulfilled"
    if not returned:
        return "fulfilled"
    return "returned" if len(items) == 1 else "partially_returned"
