"""What became of a demo shop's purchases, as rows: in the words of the flows that write them for
real orders, with the supplier's own amounts, parcels and moments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from commerce.seed.history import History, Parcel, Row
from commerce.seed.supply.buying import Buying, Fate, Purchase
from commerce.seed.supply.drafted import line_rows, order_row
from commerce.sourcing.purchasing import booking
from commerce.sourcing.purchasing.learning import ASKED_AGAIN, NO_MOVEMENT, NO_TRACKING, WORDS
from commerce.sourcing.purchasing.looking import AFTER, ASK_AFTER
from commerce.sourcing.purchasing.models import PurchaseStatus
from commerce.sourcing.purchasing.reasons import Reason
from ecomm_connectors.suppliers.orders import SupplierOrderState, SupplierParcel
from ecomm_core.money import PPM, divide_rounding

HEARD: Final = timedelta(minutes=7)
"""How long after it happened the shop heard of it."""

CHECKS: Final = (
    ("paid", "Customer paid"),
    ("fraud", "Fraud clear, {score} of 100"),
    ("mapping", "Mapping current"),
    ("cost", "Cost within the limit"),
    ("lane", "Lane to {country} exists"),
    ("address", "Address fits"),
)


class Settling:
    """Writes purchases into a history. `told`: reference -> what the supplier says now."""

    def __init__(
        self,
        buying: Buying,
        told: Mapping[str, SupplierOrderState],
        names: Mapping[UUID, str],
        rate: Fraction,
    ) -> None:
        self.buying = buying
        self.past: History = buying.past
        self.told = told
        self.names = names
        self.rate = rate
        self.rows: dict[str, Row] = {}
        self.lines: dict[UUID, list[Row]] = {}
        self.spent: dict[tuple[UUID, str], int] = defaultdict(int)

    def write(self) -> None:
        """All purchases; what their orders shipped hangs on the orders then (`Sold.parcels`)."""
        for one in self.buying.purchases:
            row = order_row(self.past, one)
            self.rows[one.reference] = row
            self.lines[one.id] = line_rows(self.past, one)
            self._note(one, one.at, "queued", _queued(one), {"total": row["total"]})
            match one.fate:
                case Fate.PLAIN:
                    self._learn(one, row)
                case Fate.SILENT:
                    self._silent(one, row)
                case Fate.SOLD_OUT | Fate.STRANDED:
                    self._rejected(one, row)
                case _:
                    self._waits(one, row)
        for (account, day), amount in self.spent.items():
            self.past.tables.setdefault("supplier_spend", []).append(
                {
                    "tenant_id": self.past.store.tenant_id,
                    "supplier_id": account,
                    "day": day,
                    "store_id": self.past.store.id,
                    "amount": amount,
                }
            )
        if self.buying.purchases:
            self.past.tables["purchase_numbers"] = [
                {
                    "tenant_id": self.past.store.tenant_id,
                    "store_id": self.past.store.id,
                    "value": len(self.buying.purchases),
                }
            ]

    def note(self, row: Row, at: datetime, kind: str, message: str, data: Row) -> None:
        """A line of a purchase order's timeline."""
        self.past.put(
            "purchase_timeline",
            id=self.past.new_id(at),
            purchase_order_id=row["id"],
            at=at,
            kind=kind,
            message=message,
            actor="system",
            data=data,
        )

    def _note(self, one: Purchase, at: datetime, kind: str, message: str, data: Row) -> None:
        self.note(self.rows[one.reference], at, kind, message, data)

    def _sent(self, one: Purchase, row: Row) -> None:
        """All checks passed, and it left."""
        at = one.sent_at
        if one.approved:
            waits = at - timedelta(hours=2, minutes=20)
            words = f"{self.names[one.draft.supplier_id]}'s purchase orders wait for approval."
            self._note(one, waits, "waits", words, {})
            row["approved_at"] = at - timedelta(minutes=1)
            row["approved_by"] = self.past.actor
            self._note(one, row["approved_at"], "approved", "Approved.", {})
        row["checks"] = self._checks(one)
        row["placing_at"] = at
        row["rate"] = self._frozen(one, at)
        row["spend_day"], row["spend"] = at.date().isoformat(), row["total"]
        data = {"reference": one.reference, "total": row["total"], "currency": row["currency"]}
        self._note(one, at, "placing", f"All {len(CHECKS)} checks passed, order sent.", data)

    def _checks(self, one: Purchase) -> list[Row]:
        facts = {"score": one.sold.score, "country": one.sold.person["country"]}
        return [
            {"code": code, "passed": True, "words": words.format(**facts)} for code, words in CHECKS
        ]

    def _frozen(self, one: Purchase, at: datetime) -> Row:
        return {
            "from": one.draft.currency,
            "to": self.past.store.currency,
            "ppm": divide_rounding(self.rate.numerator * PPM, self.rate.denominator),
            "exact": [self.rate.numerator, self.rate.denominator],
            "date": at.date().isoformat(),
        }

    def _learn(self, one: Purchase, row: Row) -> None:
        """The supplier has it: amounts, state and parcels are its word."""
        self._sent(one, row)
        self.spent[one.draft.supplier_id, row["spend_day"]] += row["spend"]
        told = self.told[one.reference]
        self._book(one, row, told)
        row["supplier_ref"] = told.supplier_ref
        paid = one.sent_at + timedelta(seconds=9)
        row["placed_at"] = row["paid_at"] = paid
        data = {
            "supplier_ref": told.supplier_ref,
            "total": row["total"],
            "currency": row["currency"],
        }
        self._note(one, paid, "paid", WORDS[PurchaseStatus.PAID], data)
        row["status"] = PurchaseStatus.PAID.value
        arrived = self._parcels(one, row, told.parcels, data)
        if row["shipped_at"] is not None:
            row["status"] = PurchaseStatus.SHIPPED.value
        if told.status.value == "delivered":
            row["status"] = PurchaseStatus.DELIVERED.value
            row["delivered_at"] = arrived
            words = WORDS[PurchaseStatus.DELIVERED]
            self._note(one, row["delivered_at"], "delivered", words, data)
        row["updated_at"] = row["delivered_at"] or row["shipped_at"] or paid
        self._follow(row, tracked=bool(told.parcels))

    def _follow(self, row: Row, *, tracked: bool) -> None:
        """When it is looked at next, and what is wrong with its way."""
        status, now = PurchaseStatus(row["status"]), self.past.now
        if status in ASKED_AGAIN:
            row["due_at"] = now + ASKED_AGAIN[status] * self.past.random.uniform(0.2, 1)
        since = row["last_movement_at"] or row["shipped_at"] or row["paid_at"]
        if status is PurchaseStatus.SHIPPED and now - since >= NO_MOVEMENT:
            row["flagged"] = "no_movement"
            words = "Nothing was heard of the parcel for 48 hours."
            self.note(row, since + NO_MOVEMENT, "no_movement", words, {})
        elif status is PurchaseStatus.PAID and not tracked and now - since >= NO_TRACKING:
            row["flagged"] = "no_tracking"

    def _book(self, one: Purchase, row: Row, told: SupplierOrderState) -> None:
        lines = self.lines[one.id]
        planned = [
            booking.PlannedLine(line["external_sku"], line["quantity"], line["unit_cost"])
            for line in lines
        ]
        found = booking.book(planned, told, shipping=row["shipping"], duty=row["duty"])
        for line, cost in zip(lines, found.lines, strict=True):
            line.update(
                unit_cost=cost.unit_cost, goods=cost.goods, shipping=cost.shipping, duty=cost.duty
            )
        row.update(goods=found.goods, shipping=found.shipping, duty=found.duty, total=found.total)
        row["booked"] = True

    def _parcels(
        self, one: Purchase, row: Row, told: Sequence[SupplierParcel], data: Row
    ) -> datetime | None:
        """Its parcels, each one of the customer's too; when the last one arrived."""
        arrived: datetime | None = None
        for parcel in told:
            events = sorted(parcel.events, key=lambda event: event.at)
            first = self._heard(events[0].at)
            if row["shipped_at"] is None and len(events) > 1:
                row["shipped_at"] = shipped = self._heard(events[1].at)
                self._note(one, shipped, "shipped", WORDS[PurchaseStatus.SHIPPED], data)
            last = events[-1]
            row["last_movement_at"] = max(row["last_movement_at"] or last.at, last.at)
            delivered = self._heard(last.at) if last.code == "delivered" else None
            message = f"Parcel {parcel.tracking_number} with {parcel.carrier}."
            self._note(one, first, "parcel", message, {})
            made = Parcel(
                id=self.past.new_id(first),
                left_at=first,
                arrived_at=delivered,
                carrier=parcel.carrier,
                number=parcel.tracking_number,
                url=parcel.tracking_url,
                units=_units(one, parcel),
                events=[(event.at, event.code, event.text, event.place) for event in events],
            )
            one.sold.parcels.append(made)
            self.past.put(
                "purchase_parcels",
                id=self.past.new_id(first),
                purchase_order_id=one.id,
                tracking_number=parcel.tracking_number,
                carrier=parcel.carrier,
                tracking_url=parcel.tracking_url,
                fulfillment_id=made.id,
                first_seen_at=first,
                last_movement_at=last.at,
                delivered_at=delivered,
            )
            for item in made.units:
                need = self.buying.need(item)
                need.update(status="shipped", updated_at=first)
            arrived = max(arrived or first, delivered or first)
        return arrived

    def _heard(self, at: datetime) -> datetime:
        """When the shop heard of what happened at a moment."""
        return min(at + HEARD, self.past.now)

    def _silent(self, one: Purchase, row: Row) -> None:
        """It was sent, and nobody knows: looked up again and again, without an answer."""
        self._sent(one, row)
        self.spent[one.draft.supplier_id, row["spend_day"]] += row["spend"]
        words = "No answer within 45 seconds."
        failed = one.sent_at + timedelta(seconds=45)
        held = {"words": words, "held": row["spend"], "currency": row["currency"]}
        message = "Marked unknown. Nothing is sent until we know."
        self._note(one, failed, "unknown", message, held)
        looks = [one.sent_at + after for after in AFTER]
        while looks[-1] < self.past.now:
            looks.append(looks[-1] + timedelta(hours=1))
        done = [at for at in looks if at < self.past.now]
        for number, at in enumerate(done, 1):
            told = {"look": number, "words": "try again later"}
            self._note(one, at, "look_failed", f"Look-up {number}: no answer.", told)
        long_ago = self.past.now - one.sent_at >= ASK_AFTER
        row.update(
            status=PurchaseStatus.UNKNOWN.value,
            reason=(Reason.NO_ANSWER_LONG if long_ago else Reason.NO_ANSWER).value,
            detail=words,
            looks=len(done),
            due_at=looks[len(done)],
            updated_at=done[-1] if done else failed,
        )

    def _rejected(self, one: Purchase, row: Row) -> None:
        """The supplier had no more of it."""
        self._sent(one, row)
        row["spend_day"], row["spend"] = None, 0
        at = one.sent_at + timedelta(seconds=11)
        words = "0 left"
        lines = self.lines[one.id]
        row.update(
            status=PurchaseStatus.REJECTED.value,
            reason=Reason.OUT_OF_STOCK.value,
            detail=words,
            updated_at=at,
        )
        told = {"reason": "out_of_stock", "vendor_code": "out_of_stock"}
        self._note(one, at, "rejected", f"The supplier rejected it: {words}", told)
        for line in lines:
            line.update(active=False, failed=Reason.OUT_OF_STOCK.value)
        if one.fate is Fate.SOLD_OUT:
            self._note(one, at, "taken_over", "Another supplier takes over.", {})
            return
        for asked in one.draft.lines:
            missing = f"No other supplier can send {asked.wanted.title} now."
            self._note(one, at, "nobody_else", f"Nobody takes over: {missing}", {})
            self.buying.need(asked.wanted.order_item_id).update(
                status="waiting",
                reason=Reason.NO_OTHER_WAY.value,
                detail=f"{words} {missing}",
                due_at=self.past.now + timedelta(hours=1),
                updated_at=at,
            )

    def _waits(self, one: Purchase, row: Row) -> None:
        """It waits for a person's word: on its price, or on the order's fraud check."""
        at = row["place_after"]
        row["checks"] = self._checks(one)
        if one.fate is Fate.APPROVAL:
            words = f"{self.names[one.draft.supplier_id]}'s purchase orders wait for approval."
            row.update(status=PurchaseStatus.AWAITING_APPROVAL.value, reason=Reason.APPROVAL.value)
        else:
            words = f"The order is on hold: {one.sold.hold}."
            held = f"Fraud held, {one.sold.score} of 100"
            row["checks"] = [
                {**check, "passed": False, "words": words}
                if check["code"] == "paid"
                else {**check, "passed": False, "words": held}
                if check["code"] == "fraud"
                else check
                for check in row["checks"]
            ]
            row.update(
                reason=Reason.ORDER_ON_HOLD.value, due_at=self.past.now + timedelta(minutes=10)
            )
        row.update(detail=words, updated_at=at)
        self._note(one, at, "waits", words, {"reason": row["reason"]})


def _queued(one: Purchase) -> str:
    return "Queued." if one.replaces is None else "Queued to take over."


def _units(one: Purchase, parcel: SupplierParcel) -> dict[UUID, int]:
    """Order item -> units of it in a parcel: one thing of theirs may be for several items."""
    left: dict[str, int] = dict(parcel.lines)
    found: dict[UUID, int] = {}
    for line in one.draft.lines:
        count = min(left.get(line.part.external_sku, 0), line.quantity)
        if count:
            left[line.part.external_sku] -= count
            found[line.wanted.order_item_id] = found.get(line.wanted.order_item_id, 0) + count
    return found
