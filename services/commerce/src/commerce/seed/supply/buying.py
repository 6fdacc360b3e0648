"""What a demo shop bought for the orders it sold, as its own rules would have planned it: a need
for each item, the first way by priority, one purchase order for each account, warehouse and method.

Thought of before the supplier is asked; what it says then is written by `supply.settling`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final
from uuid import UUID

from commerce.reads.purchase_terms import ItemTerms, OwnRate, Terms
from commerce.reads.purchase_ways import Way
from commerce.seed.history import History, Row, Sold
from commerce.seed.supply.matching import CURRENCY
from commerce.seed.supply.stocking import BUFFER, FLOOR, cost_at
from commerce.sourcing.purchasing.failover import choose_other
from commerce.sourcing.purchasing.planning import (
    Chosen,
    Draft,
    Wanted,
    choose,
    most,
    split,
)

GRACE: Final = timedelta(minutes=10)
SLOW: Final = 0.3
"""Days after which somebody has certainly approved what waited."""

TAKEN_OVER: Final = 4
"""Purchases that another supplier took over."""

READ: Final = timedelta(hours=5)
"""How old the reading was by which a purchase was planned."""

Ways = Mapping[str, Mapping[UUID, Sequence[Way]]]
"""Country -> variant -> its ways, the first to be tried first."""


class Fate(StrEnum):
    """What is special about a purchase order."""

    PLAIN = "plain"
    SOLD_OUT = "sold_out"
    """Rejected: another one took over."""
    STRANDED = "stranded"
    """Rejected, and nobody could take over."""
    SILENT = "silent"
    """Sent, and no answer ever came."""
    APPROVAL = "approval"
    """It waits for a person."""
    HELD = "held"
    """Its order waits for a decision on fraud."""


@dataclass(slots=True)
class Purchase:
    """A purchase order to be; `lines` stand beside the draft's."""

    id: UUID
    sold: Sold
    draft: Draft
    at: datetime
    number: int = 0
    reference: str = ""
    fate: Fate = Fate.PLAIN
    replaces: UUID | None = None
    split: bool = False
    approved: bool = False

    @property
    def sent_at(self) -> datetime:
        """When the supplier was asked."""
        late = timedelta(hours=2, minutes=20) if self.approved else timedelta()
        return self.at + (GRACE if self.replaces is None else timedelta(seconds=40)) + late

    @property
    def exists(self) -> bool:
        """Whether the supplier has it."""
        return self.fate in (Fate.PLAIN, Fate.SILENT)

    @property
    def asked(self) -> Row:
        """As the supplier is told of it."""
        units: dict[str, int] = {}
        for line in self.draft.lines:
            units[line.part.external_sku] = units.get(line.part.external_sku, 0) + line.quantity
        return {
            "reference": self.reference,
            "at": (self.sent_at + timedelta(seconds=9)).timestamp(),
            "warehouse": self.draft.warehouse,
            "service": self.draft.lane.method,
            "lines": [{"sku": sku, "units": count} for sku, count in units.items()],
            "address": {k: v for k, v in self.sold.person.items() if isinstance(v, str)},
            "split": self.split,
        }


@dataclass(slots=True)
class Buying:
    """All purchases of a shop's past, and the needs they are for."""

    past: History
    ways: Ways
    accounts: Sequence[UUID]
    purchases: list[Purchase] = field(default_factory=list)
    needs: dict[UUID, Row] = field(default_factory=dict)
    limit: int | None = None
    """Above what a purchase order waits for a person, in cents."""

    def plan(self) -> None:
        """Think of all of them, then of what went wrong with a few."""
        for sold in self.past.sold:
            self._order(sold)
        self._special()
        self.purchases.sort(key=lambda one: one.at)
        for number, one in enumerate(self.purchases, 1):
            one.number = number
            one.reference = f"PO-{number}-{self.past.random.getrandbits(32):08X}"

    def of(self, account: UUID) -> Iterator[Purchase]:
        """What an account was asked for, and has."""
        for one in self.purchases:
            if one.exists and one.draft.supplier_id == account:
                yield one

    def need(self, item_id: UUID) -> Row:
        """The need of an item."""
        return self.needs[item_id]

    def _order(self, sold: Sold) -> None:
        chosen = []
        for item in sold.items:
            need = self._need(sold, item)
            found = choose(
                _wanted(item, need["id"]),
                self._ways(sold, item, sold.at),
                destination=sold.person["country"],
                test=False,
                now=sold.at,
            )
            if isinstance(found, Chosen):
                need["status"] = "ordered"
                chosen.append(found)
        for draft in split(chosen):
            made = self._add(sold, draft, sold.at)
            made.split = len(draft.lines) > 1 and self.past.random.random() < 0.45
        sold.sourced = {one.wanted.order_item_id for one in chosen}

    def _add(self, sold: Sold, draft: Draft, at: datetime) -> Purchase:
        made = Purchase(id=self.past.new_id(at), sold=sold, draft=draft, at=at)
        self.purchases.append(made)
        return made

    def _need(self, sold: Sold, item: Row) -> Row:
        made = self.past.put(
            "sourcing_needs",
            id=self.past.new_id(sold.at),
            order_id=sold.ids["order"],
            order_item_id=item["id"],
            variant_id=item["variant_id"],
            quantity=item["quantity"],
            status="own",
            reason=None,
            detail=None,
            due_at=None,
            created_at=sold.at,
            updated_at=sold.at,
        )
        self.needs[item["id"]] = made
        return made

    def _ways(self, sold: Sold, item: Row, at: datetime) -> list[Way]:
        """The ways to get an item, with costs as they had been read by then."""
        ways = self.ways.get(sold.person["country"], {}).get(UUID(item["variant_id"]), ())
        return [_as_it_was(way, at) for way in ways]

    def _special(self) -> None:
        """A few that did not go by themselves: sold out and taken over, waiting for somebody, sent
        without an answer."""
        for one in self.purchases:
            if one.sold.fraud == "hold":
                one.fate = Fate.HELD
        plain = [one for one in self.purchases if one.fate is Fate.PLAIN]
        free = [one for one in plain if self._age(one) < 2.5]
        older = [one for one in plain if 2.5 < self._age(one) < 60]
        if free:
            dearest = max(free, key=lambda one: (one.draft.total, one.at))
            dearest.fate = Fate.APPROVAL
            free.remove(dearest)
        if free:
            free.pop().fate = Fate.SILENT
        alone = [
            one
            for one in self.purchases
            if 0.2 < self._age(one) < 5 and one.fate is Fate.PLAIN and self._only(one)
        ]
        if alone:
            alone[-1].fate = Fate.STRANDED
        waiting = [one for one in self.purchases if one.fate is Fate.APPROVAL]
        if waiting:
            limit = self.limit = waiting[0].draft.total // 100 * 100
            for one in self.purchases:
                late = self._age(one) > SLOW
                one.approved = late and one.fate is not Fate.APPROVAL and one.draft.total > limit
        places = iter(older[5::23])
        for _ in range(TAKEN_OVER):
            # The next one that somebody else could send and earn enough with.
            next((one for one in places if self._taken_over(one)), None)

    def _age(self, one: Purchase) -> float:
        """Days since its order."""
        return (self.past.now - one.sold.at) / timedelta(days=1)

    def _only(self, one: Purchase) -> bool:
        """Whether one thing was bought that nobody else has."""
        line = one.draft.lines[0]
        ways = self.ways[one.sold.person["country"]][line.wanted.variant_id]
        return len(one.draft.lines) == len(ways) == 1

    def _taken_over(self, one: Purchase) -> bool:
        """Another supplier sends what the first one had no more of, where that leaves the margin
        floor or more."""
        at, terms = one.sent_at + timedelta(seconds=20), self._terms(one.sold)
        chosen = []
        for line in one.draft.lines:
            item = next(i for i in one.sold.items if i["id"] == line.wanted.order_item_id)
            found = choose_other(
                line.wanted,
                self._ways(one.sold, item, at),
                excluded=frozenset({line.way.mapping_id}),
                terms=terms,
                scores={},
                destination=one.sold.person["country"],
                test=False,
                now=at,
            )
            if not isinstance(found, Chosen):
                return False
            chosen.append(found)
        one.fate = Fate.SOLD_OUT
        for draft in split(chosen):
            made = self._add(one.sold, draft, at)
            made.replaces = one.id
        return True

    def _terms(self, sold: Sold) -> Terms:
        """What an order brought, at the merchant's own rate and above their floor."""
        store, today = self.past.store, self.past.now.date()
        own = {CURRENCY: OwnRate(self.past.plan["supply"]["usd_ppm"], today)}
        return Terms(
            store_currency=store.currency,
            order_currency=store.currency,
            order_rate=Fraction(1),
            items={
                item["id"]: ItemTerms(item["id"], item["net"], item["quantity"], FLOOR, BUFFER)
                for item in sold.items
            },
            day=None,
            per_euro={},
            own=own,
        )


def _wanted(item: Row, need_id: UUID) -> Wanted:
    return Wanted(need_id, item["id"], UUID(item["variant_id"]), item["quantity"], item["title"])


def _as_it_was(way: Way, at: datetime) -> Way:
    """A way with the costs that were known at a moment, and everything in stock."""
    parts = tuple(
        replace(
            part,
            cost=_known_cost(part.external_sku, at, way.max_cost_rise_ppm),
            availability="in_stock",
            stock=None,
            read_at=at - READ,
            lanes=tuple(replace(lane, expires_at=None) for lane in part.lanes),
        )
        for part in way.parts
    )
    return replace(way, parts=parts)


def _known_cost(sku: str, at: datetime, rise_ppm: int) -> int:
    """What it cost when it was read last; read again where it had leapt since: none was sent that
    would have been refused for its price."""
    before, then = cost_at(sku, at - READ), cost_at(sku, at + GRACE)
    return then if then > most(before, rise_ppm) else before
