"""Who looked at a demo shop in ninety days: visits, pages, products, what visitors agreed to, and
the carts and checkouts that came to nothing.

Two to three of a hundred visits end in an order; those that came to buy looked at what they bought
first. Only who agreed is told apart, as on the storefront: four of ten.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BOOLEAN, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.store_days import keep_months
from commerce.seed.history import DAYS, History, Sold
from commerce.seed.pricing import sums_of
from commerce.seed.selling import cart_line

AGREE: Final = 0.42
REFUSE: Final = 0.02
"""Shares of the visits whose banner was answered with yes, with no."""
BACK: Final = 0.45
"""Of those who agreed, how many had been here before."""

LEFT_BEHIND: Final = 1.7
"""Carts left behind for each order."""

GAVE_UP: Final = 0.45
"""Checkouts that nobody paid, for each order."""

TEXT: Final = "1"
_HOURS: Final = ((7, 1), (10, 3), (13, 4), (17, 4), (20, 7), (22, 4))
_AT_ONCE: Final = 5_000

_EVENTS: Final = text(
    """insert into shop_events
         (tenant_id, store_id, at, id, kind, entry, product_id, visitor, session)
       select :tenant, :store, e.at, e.id,
              case when e.product is null then 'page_view' else 'product_view' end,
              e.entry, e.product, e.visitor, e.session
         from unnest(:ats, :ids, :entries, :products, :visitors, :sessions)
              as e (at, id, entry, product, visitor, session)"""
).bindparams(
    bindparam("ats", type_=ARRAY(TIMESTAMP(timezone=True))),
    bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))),
    bindparam("entries", type_=ARRAY(BOOLEAN)),
    *(
        bindparam(name, type_=ARRAY(PgUUID(as_uuid=True)))
        for name in ("products", "visitors", "sessions")
    ),
)


async def open_months(session: AsyncSession, now: datetime) -> None:
    """Make the months that visits fall into, where they are missing. Shops that are made beside
    each other find them made: two that made the same month at once would be in each other's way."""
    for back in range(4):
        await keep_months(session, now - timedelta(days=30 * back))


@dataclass(slots=True)
class Visits:
    """Events as columns, in the order they happened within each visit."""

    past: History
    ats: list[datetime] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)
    entries: list[bool] = field(default_factory=list)
    products: list[UUID | None] = field(default_factory=list)
    visitors: list[UUID | None] = field(default_factory=list)
    sessions: list[UUID | None] = field(default_factory=list)
    known: list[UUID] = field(default_factory=list)
    random: Random = field(init=False)
    shown: list[UUID] = field(init=False)

    def __post_init__(self) -> None:
        name = f"visits {self.past.store.slug} {self.past.today:%Y-%m-%d}"
        self.random = Random(name)  # noqa: S311 - a demo's dice
        self.shown = list(dict.fromkeys(v["product_id"] for v in self.past.variants))

    def happen(self) -> None:
        """Think of all visits, then of what was left behind."""
        bought: dict[datetime, list[Sold]] = {}
        for sold in self.past.sold:
            midnight = sold.at.replace(hour=0, minute=0, second=0, microsecond=0)
            bought.setdefault(midnight, []).append(sold)
        for n in range(DAYS):
            day = self.past.today - timedelta(days=DAYS - 1 - n)
            self._day(day, bought.get(day, []))
        for at in self._moments(LEFT_BEHIND):
            self._cart(at)
        for at in self._moments(GAVE_UP):
            self._checkout(at)

    def _day(self, day: datetime, bought: list[Sold]) -> None:
        weekend = 1.12 if day.weekday() >= 5 else 1.0
        wanted = (42 + 25 * len(bought) * self.random.uniform(0.75, 1.1)) * weekend
        for at in self._spread(day, int(wanted)):
            self._visit(at, [])
        for sold in bought:
            minutes = self.random.uniform(6, 35)
            looked = [UUID(item["product_id"]) for item in sold.items]
            self._visit(sold.at - timedelta(minutes=minutes), looked)

    def _spread(self, day: datetime, count: int) -> Iterator[datetime]:
        hours, weights = zip(*_HOURS, strict=True)
        for middle in self.random.choices(hours, weights, k=count):
            hour = min(max(self.random.gauss(middle - 1.5, 1.6), 0.0), 23.8)
            at = day + timedelta(hours=hour)
            if at < self.past.now:
                yield at

    def _visit(self, at: datetime, bought: list[UUID]) -> None:
        """Pages of a visit, and the products among them."""
        visitor, session = self._who(at)
        self._event(at, visitor, session, entry=True)
        looked = list(bought)
        while self.random.random() < 0.43 and len(looked) < 6:
            looked.append(self._product())
        for product in looked:
            at += timedelta(seconds=self.random.uniform(12, 140))
            self._event(at, visitor, session)
            self._event(at, visitor, session, product=product)
        if self.random.random() < 0.3:
            at += timedelta(seconds=self.random.uniform(15, 90))
            self._event(at, visitor, session)

    def _who(self, at: datetime) -> tuple[UUID | None, UUID | None]:
        dice = self.random.random()
        if dice > AGREE:
            if dice > 1 - REFUSE:
                self._said(at, None, granted=False)
            return None, None
        if self.known and self.random.random() < BACK:
            return self.random.choice(self.known[-400:]), self._id()
        visitor = self._id()
        self.known.append(visitor)
        self._said(at, visitor, granted=True)
        return visitor, self._id()

    def _said(self, at: datetime, visitor: UUID | None, *, granted: bool) -> None:
        self.past.put(
            "browser_consents",
            id=self._id(),
            visitor=visitor,
            purpose="statistics",
            granted=granted,
            text_version=TEXT,
            locale=self.past.store.locale,
            at=at,
        )

    def _product(self) -> UUID:
        place = int(self.random.expovariate(2.6) * len(self.shown))
        return self.shown[place * 11 % len(self.shown)]

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def _event(
        self,
        at: datetime,
        visitor: UUID | None,
        session: UUID | None,
        *,
        entry: bool = False,
        product: UUID | None = None,
    ) -> None:
        if at >= self.past.now:
            return
        self.ats.append(at)
        self.ids.append(self._id())
        self.entries.append(entry)
        self.products.append(product)
        self.visitors.append(visitor)
        self.sessions.append(session)

    def _moments(self, share: float) -> list[datetime]:
        """Moments near orders: where somebody buys, others nearly do."""
        found = []
        for sold in self.past.sold:
            count = int(share + self.random.random())
            for _ in range(count):
                at = sold.at + timedelta(hours=self.random.uniform(-7, 7))
                if at < self.past.now - timedelta(minutes=20):
                    found.append(at)
        return found

    def _cart(self, at: datetime) -> tuple[UUID, list[dict[str, Any]], str | None]:
        """A cart that was left behind."""
        cart_id = self._id()
        person = self.past.who() if self.random.random() < 0.45 else None
        left = self.past.now - at > timedelta(hours=2)
        old = self.past.now - at > timedelta(days=2)
        email = person["email"] if person else None
        reminded = 0
        if email is not None and old:
            reminded = self.random.choice((0, 1, 1, 2))
        self.past.put(
            "carts",
            id=cart_id,
            token_hash=f"\\x{cart_id.hex * 2}",
            currency=self.past.store.currency,
            status="open",
            email=email,
            reminders=reminded,
            abandoned_at=at + timedelta(hours=1) if left else None,
            codes=[],
            gift_cards=[],
            created_at=at,
            updated_at=at,
        )
        lines: list[dict[str, Any]] = []
        for _ in range(self.random.choices((1, 2, 3), (6, 3, 1))[0]):
            variant = self.random.choice(self.past.variants)
            if all(variant["variant_id"] != one["variant_id"] for one in lines):
                lines.append({**variant, "quantity": 1, "unit_price": variant["price"]})
        for line in lines:
            cart_line(self.past, at, cart_id, line)
        return cart_id, lines, email

    def _checkout(self, at: datetime) -> None:
        """A checkout that ran out."""
        person = self.past.who()
        cart_id, lines, _ = self._cart(at)
        country = person["country"]
        rates = self.past.rates
        rate = next(r for r in rates if not r["countries"] or country in r["countries"])
        sums = sums_of(self.past.store, self.past.plan["taxes"], country, lines, rate)
        key, ends = self._id(), at + timedelta(hours=1)
        self.past.put(
            "checkouts",
            id=key,
            cart_id=cart_id,
            state="expired",
            attempt=1,
            test=False,
            email=person["email"],
            shipping_address={k: v for k, v in person.items() if k != "email"},
            body_hash=f"\\x{key.hex * 2}",
            shipping_rate_id=rate["id"],
            currency=self.past.store.currency,
            subtotal=sums.subtotal,
            discount=0,
            items_gross=sums.items_gross,
            shipping_name=rate["name"],
            shipping_net=sums.shipping["net"],
            shipping_tax=sums.shipping["tax"],
            shipping_gross=sums.shipping["gross"],
            tax=sums.tax,
            total=sums.total,
            tax_name=sums.tax_name,
            tax_country=sums.tax_country,
            tax_rate_ppm=sums.tax_ppm,
            tax_inclusive=self.past.store.prices_include_tax,
            shipping_discount=0,
            shipping_taxes=sums.shipping["taxes"],
            taxes=sums.taxes,
            trace=[],
            lines=sums.lines,
            tenders=[{"kind": "provider", "id": None, "label": "", "amount": sums.total}],
            due=sums.total,
            expires_at=ends,
            created_at=at,
            updated_at=ends if ends < self.past.now else at,
        )

    async def write(self, session: AsyncSession) -> None:
        """Write the events; carts, checkouts and what was agreed to go with the history."""
        await open_months(session, self.past.now)
        store = self.past.store
        for start in range(0, len(self.ats), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            values = {
                "tenant": store.tenant_id,
                "store": store.id,
                "ats": self.ats[part],
                "ids": self.ids[part],
                "entries": self.entries[part],
                "products": self.products[part],
                "visitors": self.visitors[part],
                "sessions": self.sessions[part],
            }
            await session.execute(_EVENTS, values)
