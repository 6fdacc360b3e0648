"""The orders of a demo shop's last ninety days, as rows, before anything is written.

Everything follows from the shop's name, its products and the moment: the same again at the same
moment, ids included. Payments are `manual`: money the merchant took by themselves (see `past`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from commerce.stores.directory import StoreFacts

DAYS: Final = 90
FIRST: Final = 1001
_WEEK: Final = (1.0, 0.9, 0.9, 1.0, 1.2, 1.4, 1.5)
"""How a day of the week sells, Monday first."""

ACTOR: Final = "demo"
_KEEP: Final = 2
"""Units of each variant that the past leaves in stock."""

SETTLED: Final = timedelta(minutes=15)
"""Nothing is told of later moments: what follows from an order within minutes has followed."""

Row = dict[str, Any]


@dataclass(slots=True)
class Parcel:
    """A parcel of an order. `units`: order item -> units in it; `events` as (at, code, text,
    place), oldest first."""

    id: UUID
    left_at: datetime
    arrived_at: datetime | None
    carrier: str
    number: str
    url: str | None
    units: dict[UUID, int]
    events: list[tuple[datetime, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Sold:
    """An order, and what came of it. `sourced`: its items that a supplier sends; `fraud`: what its
    check led to, `hold` why it is held."""

    at: datetime
    person: Row
    items: list[Row]
    ids: dict[str, UUID]
    order: Row
    tender: Row
    score: int = 0
    fraud: str = "allow"
    hold: str | None = None
    sourced: set[UUID] = field(default_factory=set)
    parcels: list[Parcel] = field(default_factory=list)


@dataclass(slots=True)
class History:
    """The rows of one shop's past, by table, in an order that foreign keys allow. `first`: the
    number of its first order; None: its last one is the one before `FIRST`. `restock`: what was
    sold had been delivered before, so that what is there stays."""

    store: StoreFacts
    plan: dict[str, Any]
    variants: list[Row]
    rates: list[Row]
    now: datetime
    discount: Row | None = None
    actor: str = ACTOR
    key_of: Callable[[str], bytes] = str.encode
    first: int | None = FIRST
    restock: bool = False
    tables: dict[str, list[Row]] = field(default_factory=dict)
    stock: dict[str, list[int]] = field(default_factory=dict)
    back: list[Row] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    used: int = 0
    random: Random = field(init=False)
    left: dict[str, int] = field(init=False)
    items: dict[str, UUID] = field(init=False)

    def __post_init__(self) -> None:
        name = f"history {self.store.slug} {self.today:%Y-%m-%d}"
        self.random = Random(name)  # noqa: S311 - a demo's dice
        self.items = {str(v["variant_id"]): v["item_id"] for v in self.variants}
        there = {str(v["variant_id"]): v["on_hand"] for v in self.variants}
        self.left = {
            key: 10**6 if self.restock and count > _KEEP else count - _KEEP
            for key, count in there.items()
        }

    @property
    def today(self) -> datetime:
        """Midnight, UTC."""
        return self.now.replace(hour=0, minute=0, second=0, microsecond=0)

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

    def moments(self) -> Iterator[datetime]:
        """When orders came: more at weekends, more each month, none of the hours to come."""
        begin = self.today - timedelta(days=DAYS - 1)
        for n in range(DAYS):
            day = begin + timedelta(days=n)
            mean = (1.6 + 2.6 * n / DAYS) * _WEEK[day.weekday()]
            count = int(mean + self.random.random())
            times = [self.random.triangular(5, 22.9, 17) for _ in range(count)]
            for hour in sorted(times):
                at = day + timedelta(hours=hour)
                if at < self.now - SETTLED:
                    yield at

    def who(self) -> Row:
        """Somebody of the shop's country; a few buy again and again."""
        people = self.plan["people"]
        first = int(self.random.paretovariate(1.1)) * 7 % len(people)
        last = self.random.randrange(len(people))
        if self.random.random() < 0.35:
            last = first
        name = " ".join([people[last].split()[0], people[first].split()[-1]])
        line1, postal_code, city, country, *state = self.plan["places"][
            (first * 5 + last) % len(self.plan["places"])
        ]
        return {
            "name": name,
            "email": f"shopper-{first}-{last}@{self.store.slug}.example",
            "line1": line1,
            "postal_code": postal_code,
            "city": city,
            "country": country,
            **({"state": state[0]} if state else {}),
        }

    def basket(self) -> list[Row]:
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

    def move(
        self, at: datetime, variant_id: str, reason: str, on_hand: int, committed: int, why: str
    ) -> None:
        """Stock of a variant moves, and its counters with it."""
        item_id = self.items[variant_id]
        change = self.stock.setdefault(str(item_id), [0, 0])
        change[0] += on_hand
        change[1] += committed
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
