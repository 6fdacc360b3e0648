"""The checks before a purchase order is sent (R10.2): pure. All are judged each time, so that a
page can show them; the first that fails says what happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from commerce.reads.purchase_ways import Part, Way
from commerce.sourcing.purchasing.reasons import Reason


class Effect(StrEnum):
    """What a failed check leads to: it is looked at again, a person decides, another supplier is
    tried, or it ends."""

    WAIT = "wait"
    PERSON = "person"
    OTHER_WAY = "other_way"
    END = "end"


@dataclass(frozen=True, slots=True)
class Check:
    """One judgement, in words."""

    code: str
    passed: bool
    words: str
    reason: Reason | None = None
    effect: Effect | None = None

    @property
    def stored(self) -> dict[str, Any]:
        """As it is kept on the purchase order."""
        return {"code": self.code, "passed": self.passed, "words": self.words}


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """The customer's order, as it stands. `fraud_clear` None: not judged yet."""

    status: str
    payment_status: str
    hold_reason: str | None
    test: bool
    address: Mapping[str, Any]
    fraud_clear: bool | None
    fraud_words: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line and what the supplier was last read to say of it; `way` None: the mapping is gone."""

    supplier_variant_id: UUID
    title: str
    quantity: int
    max_unit_cost: int
    way: Way | None


PAID = frozenset({"paid", "overpaid", "partially_refunded"})
SOON = timedelta(minutes=1)
LATER = timedelta(minutes=10)
WAITS = {
    Reason.FRAUD_PENDING: SOON,
    Reason.STALE_READING: timedelta(minutes=5),
}
"""How long until a waiting purchase order is looked at again, where it is not `LATER`."""

_NEEDED = ("name", "line1", "city", "postal_code", "country")


def judge(
    buyer: BuyerFacts,
    lines: Sequence[LineFacts],
    *,
    supplier: str,
    destination: str,
    method: str,
    now: datetime,
) -> list[Check]:
    """All checks, in the order in which a person would read them."""
    return [
        *_order(buyer),
        _fraud(buyer),
        _mapping(lines, supplier, now),
        _cost(lines),
        _lane(lines, supplier, destination, method),
        _address(buyer, destination),
    ]


def first_failed(checks: Sequence[Check]) -> Check | None:
    """What says what happens: ends come first, then what time mends, then what another
    supplier may, then what a person decides."""
    failed = [check for check in checks if not check.passed]
    rank = {Effect.END: 0, Effect.WAIT: 1, Effect.OTHER_WAY: 2, Effect.PERSON: 3}
    return min(failed, key=lambda check: rank[check.effect or Effect.PERSON], default=None)


def _ok(code: str, words: str) -> Check:
    return Check(code, passed=True, words=words)


def _no(code: str, words: str, reason: Reason, effect: Effect) -> Check:
    return Check(code, passed=False, words=words, reason=reason, effect=effect)


def _order(buyer: BuyerFacts) -> list[Check]:
    if buyer.status in ("cancelled", "expired"):
        words = f"The order is {buyer.status}."
        return [_no("paid", words, Reason.ORDER_CLOSED, Effect.END)]
    if buyer.status == "on_hold":
        words = f"The order is on hold: {buyer.hold_reason or 'no reason was given'}."
        return [_no("paid", words, Reason.ORDER_ON_HOLD, Effect.WAIT)]
    if buyer.payment_status not in PAID:
        words = f"The order is {buyer.payment_status.replace('_', ' ')}."
        return [_no("paid", words, Reason.NOT_PAID, Effect.WAIT)]
    return [_ok("paid", "Customer paid")]


def _fraud(buyer: BuyerFacts) -> Check:
    if buyer.fraud_clear is None:
        words = "The order was not checked for fraud yet."
        return _no("fraud", words, Reason.FRAUD_PENDING, Effect.WAIT)
    if not buyer.fraud_clear:
        return _no("fraud", buyer.fraud_words, Reason.FRAUD_HELD, Effect.WAIT)
    return _ok("fraud", buyer.fraud_words)


def _mapping(lines: Sequence[LineFacts], supplier: str, now: datetime) -> Check:
    for line in lines:
        found = _way(line, supplier) or _goods(line, supplier, now)
        if found is not None:
            return found
    return _ok("mapping", "Mapping current")


def _way(line: LineFacts, supplier: str) -> Check | None:
    way = line.way
    if way is None or not way.active or way.broken:
        words = (way.broken_reason if way else None) or f"{line.title} is no longer mapped."
        return _no("mapping", words, Reason.MAPPING_BROKEN, Effect.OTHER_WAY)
    if way.supplier_status != "connected":
        words = f"{supplier} is {way.supplier_status}."
        return _no("mapping", words, Reason.SUPPLIER_PAUSED, Effect.WAIT)
    if _part(line) is None:
        words = f"The mapping of {line.title} was changed."
        return _no("mapping", words, Reason.MAPPING_BROKEN, Effect.OTHER_WAY)
    return None


def _goods(line: LineFacts, supplier: str, now: datetime) -> Check | None:
    way, part = line.way, _part(line)
    if way is None or part is None:
        return None
    if part.availability == "gone":
        words = f"{supplier} no longer offers {line.title}."
        return _no("mapping", words, Reason.GONE, Effect.OTHER_WAY)
    if part.availability == "out" or (part.stock is not None and part.stock < line.quantity):
        words = f"{supplier} has not enough of {line.title}."
        return _no("mapping", words, Reason.OUT_OF_STOCK, Effect.OTHER_WAY)
    if way.stale(now) or part.availability == "unknown":
        words = f"{line.title} was last read too long ago; what is left of it is unknown."
        return _no("mapping", words, Reason.STALE_READING, Effect.WAIT)
    return None


def _cost(lines: Sequence[LineFacts]) -> Check:
    for line in lines:
        part = _part(line)
        if part is None:
            continue
        if part.cost is None:
            words = f"What {line.title} costs is unknown."
            return _no("cost", words, Reason.COST_UNKNOWN, Effect.WAIT)
        if part.cost > line.max_unit_cost:
            words = f"{line.title} costs more than the most we pay for it."
            return _no("cost", words, Reason.COST_RISEN, Effect.OTHER_WAY)
    return _ok("cost", "Cost within the limit")


def _lane(lines: Sequence[LineFacts], supplier: str, destination: str, method: str) -> Check:
    for line in lines:
        part = _part(line)
        lanes = [lane for lane in part.lanes if lane.method == method] if part else []
        if part is not None and not lanes:
            words = f"{supplier} no longer sends {line.title} to {destination} this way."
            return _no("lane", words, Reason.NO_LANE, Effect.OTHER_WAY)
    return _ok("lane", f"Lane to {destination} exists")


def _address(buyer: BuyerFacts, destination: str) -> Check:
    missing = [field for field in _NEEDED if not str(buyer.address.get(field) or "").strip()]
    if missing:
        words = f"The address lacks {', '.join(missing).replace('_', ' ')}."
        return _no("address", words, Reason.ADDRESS, Effect.PERSON)
    if buyer.address["country"] != destination:
        words = f"The address is in {buyer.address['country']} now, not in {destination}."
        return _no("address", words, Reason.ADDRESS, Effect.PERSON)
    return _ok("address", "Address fits")


def _part(line: LineFacts) -> Part | None:
    if line.way is None:
        return None
    return next(
        (p for p in line.way.parts if p.supplier_variant_id == line.supplier_variant_id), None
    )
